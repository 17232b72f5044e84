/* The programs that run for the host. */
#ifndef EXEC_H
#define EXEC_H

#include "frame.h"
#include "input.h"
#include "output.h"

#include <sys/types.h>

enum { EXECS = 256, DRAIN_MS = 500 };

struct exec {
    /* 0: the host has forgotten it. */
    uint32_t id;
    /* 0: the slot is free. */
    pid_t pid;
    bool ended, reported;
    int status;
    /* When the output that others hold open is cut off; 0: not yet, or done. */
    int64_t deadline;
    struct input input;
    struct output output[2];
};

extern struct exec execs[EXECS];

struct exec *exec_find(uint32_t id);
void exec_start(const struct frame *frame);
void exec_signal(struct exec *exec, int signal);

/* The host wants no more of it but its end. */
void exec_close(struct exec *exec);

/* The process id of one that runs, or 0. */
pid_t exec_running(void);

/* The session is over: everything that runs is killed and nothing is said of it. */
void exec_forget_all(void);

/* Collects the children that have ended, ours and orphans. */
void exec_reap(int64_t now);

/* Reports ends and frees slots, as far as the link has room. True: a program has just closed its output, and probably ends. */
bool exec_advance(int64_t now);

#endif
