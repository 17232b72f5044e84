/* Starts a program. */
#ifndef LAUNCH_H
#define LAUNCH_H

#include "users.h"

struct launch {
    char *const *argv, *const *env;
    /* Where to start; the user's home, or / where it has none, when empty. */
    const char *directory;
    const struct user *user;
    /* Standard input, output and error of the program. */
    int descriptors[3];
    /* Whether the user is another than we are. */
    bool change_user, terminal;
};

struct launch_failure {
    int error;
    int subject;
};

/* The process id, or -1 with the failure. */
pid_t launch(const struct launch *what, volatile struct launch_failure *failure);

/* From now on nothing that we start begins with a signal that is ignored, whatever we inherited (nohup). */
void launch_ignore_nothing(void);

/* In a child: no signal is blocked. */
void launch_block_nothing(void);

#endif
