#include "enter.h"
#include "environment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

int enter(char **argv)
{
    struct user user;
    char name[USER_TEXT + 1];
    bool login = *argv[0] == '-';
    char *list[64 + ENVIRONMENT_DEFAULTS] = { 0 };
    size_t count = 0;
    if (chroot("/proc/1/root") < 0 || chdir("/") < 0 || !user_find("root", &user)) {
        perror("enter");
        return 1;
    }
    /* The kit's own HOME, SHELL and PATH mean nothing there. */
    unsetenv("HOME");
    unsetenv("SHELL");
    unsetenv("PATH");
    while (environ[count] && count < 63) {
        list[count] = environ[count];
        count++;
    }
    environment_complete(list, &user, 0);
    if (chdir(user.home) < 0 && chdir("/") < 0)
        return 1;
    /* The kit's busybox last, for a root without a shell. */
    const char *const shells[] = { user.shell, "/bin/sh", "/run/smolvm/busybox" };
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
        const char *base = strrchr(shells[i], '/');
        snprintf(name, sizeof name, "%s%s", login ? "-" : "", i == 2 ? "sh" : base ? base + 1 : shells[i]);
        argv[0] = name;
        execve(shells[i], argv, list);
    }
    perror(user.shell);
    return 127;
}
