#include "enter.h"
#include "environment.h"
#include "files.h"
#include "relay.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

static size_t count_of(char *const *list)
{
    size_t count = 0;
    while (list[count])
        count++;
    return count;
}

/* The machine's own variables, ending in an empty text; none where they cannot be read. */
static char *machine_variables(size_t *count)
{
    struct stat is;
    int file = open(ENVIRONMENT_FILE, O_RDONLY | O_CLOEXEC);
    size_t size = file >= 0 && fstat(file, &is) == 0 ? (size_t)is.st_size : 0;
    char *text = calloc(size + 2, 1);
    ssize_t length = text && file >= 0 ? read(file, text, size) : 0;
    *count = 0;
    for (ssize_t i = 0; i < length; i++)
        *count += text[i] == 0;
    return text;
}

/* The machine's variables over those of the login. */
static char **variables_of_login(const struct user *user)
{
    size_t machine, used = 0;
    char *text = machine_variables(&machine);
    char **list = calloc(machine + count_of(environ) + 1 + ENVIRONMENT_DEFAULTS, sizeof *list);
    if (!text || !list)
        return environ;
    for (; used < machine; text += strlen(text) + 1)
        list[used++] = text;
    for (char **own = environ; *own; own++) {
        char *equals = *own + strcspn(*own, "=");
        char kept = *equals;
        *equals = 0;
        bool replaced = environment_get(list, *own);
        *equals = kept;
        if (!replaced)
            list[used++] = *own;
    }
    environment_complete(list, user, 0);
    return list;
}

int enter(char **argv)
{
    struct user user;
    char name[USER_TEXT + 1];
    bool login = *argv[0] == '-';
    /* Linux 6.1 calls a pipe readable after a sendfile of a 9p file into it (busybox cat), and dropbear 2022 closes what it finds empty. */
    if (!isatty(STDOUT_FILENO))
        relay();
    if (chroot("/proc/1/root") < 0 || chdir("/") < 0 || !user_find("root", &user)) {
        perror("enter");
        return 1;
    }
    /* The kit's own HOME, SHELL and PATH mean nothing there. */
    unsetenv("HOME");
    unsetenv("SHELL");
    unsetenv("PATH");
    char **list = variables_of_login(&user);
    if (chdir(user.home) < 0 && chdir("/") < 0)
        return 1;
    /* The kit's busybox last, for a root without a shell. */
    int error = 0;
    const char *const shells[] = { user.shell, "/bin/sh", "/run/smolvm/busybox" };
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
        const char *base = strrchr(shells[i], '/');
        snprintf(name, sizeof name, "%s%s", login ? "-" : "", i == 2 ? "sh" : base ? base + 1 : shells[i]);
        argv[0] = name;
        execve(shells[i], argv, list);
        error = error ? error : errno;
    }
    errno = error;
    perror(user.shell);
    return 127;
}
