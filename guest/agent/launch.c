#include "launch.h"
#include "environment.h"
#include "wire.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* The functions here run in a child that borrows our memory until it execs (vfork): they allocate nothing and change nothing of ours. */

/* "No such file" about a file that is there speaks of the loader or the interpreter that it names. */
static int blame(const char *path, int error)
{
    int subject = error == ENOENT && access(path, F_OK) == 0 ? SUBJECT_INTERPRETER : SUBJECT_PROGRAM;
    errno = error;
    return subject;
}

static int execute(const struct launch *what)
{
    const char *name = what->argv[0], *path = environment_get(what->env, "PATH");
    char full[PATH_MAX];
    int denied = 0;
    if (strchr(name, '/')) {
        execve(name, what->argv, what->env);
        return blame(name, errno);
    }
    if (!path)
        path = DEFAULT_PATH;
    while (*name && *path) {
        int length = (int)strcspn(path, ":");
        int written = snprintf(full, sizeof full, "%.*s%s%s", length, path, length ? "/" : "", name);
        if (written > 0 && written < (int)sizeof full) {
            execve(full, what->argv, what->env);
            if (errno == EACCES)
                denied = EACCES;
            else if (errno != ENOENT && errno != ENOTDIR && errno != ESTALE)
                return SUBJECT_PROGRAM;
            else if (blame(full, errno) == SUBJECT_INTERPRETER)
                return SUBJECT_INTERPRETER;
        }
        path += length + (path[length] == ':');
    }
    errno = denied ? denied : ENOENT;
    return SUBJECT_PROGRAM;
}

static int change_to(const struct user *user)
{
    if (setgroups((size_t)user->group_count, user->groups) < 0 || setgid(user->gid) < 0)
        return -1;
    return setuid(user->uid);
}

void launch_ignore_nothing(void)
{
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
}

void launch_block_nothing(void)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static int go(const struct launch *what)
{
    setsid();
    for (int i = 0; i < 3; i++)
        if (dup2(what->descriptors[i], i) < 0)
            return SUBJECT_SYSTEM;
    if (what->terminal && ioctl(0, TIOCSCTTY, 0) < 0)
        return SUBJECT_SYSTEM;
    if (what->change_user && change_to(what->user) < 0)
        return SUBJECT_USER;
    if (*what->directory ? chdir(what->directory) < 0 : chdir(what->user->home) < 0 && chdir("/") < 0)
        return SUBJECT_DIRECTORY;
    launch_block_nothing();
    return execute(what);
}

pid_t launch(const struct launch *what, volatile struct launch_failure *failure)
{
    failure->error = 0;
    pid_t pid = vfork();
    if (pid == 0) {
        failure->subject = go(what);
        failure->error = errno;
        _exit(127);
    }
    if (pid < 0) {
        failure->subject = SUBJECT_SYSTEM;
        failure->error = errno;
    }
    return failure->error ? -1 : pid;
}
