/* Unix sockets of the guest on which the host listens, and the connections that its programs make to them. */
#ifndef SOCKETS_H
#define SOCKETS_H

#include "frame.h"
#include "input.h"
#include "output.h"

enum { LISTENERS = 8, CONNECTIONS = 64 };

struct listener {
    /* 0: the slot is free. */
    uint32_t id;
    int fd;
    char path[108];
};

struct connection {
    /* 0: the slot is free. */
    uint32_t id;
    /* Where it is to come from. */
    uint32_t listener;
    /* It has come. */
    bool open;
    struct input input;
    struct output output;
};

extern struct listener listeners[LISTENERS];
extern struct connection connections[CONNECTIONS];

/* Returns 0 or an errno. */
int sockets_listen(const struct frame *frame);

/* The host wants the next connection: answered when that has come. */
void sockets_await(const struct frame *frame);

/* Whether the host waits for a connection, and can be told. */
bool sockets_wanted(int listener);

/* Gives a connection that has come to the one who has waited longest. */
void sockets_accept(int descriptor);

/* What the host says to a connection or a listener. */
void sockets_take(const struct frame *frame);

/* Tells the host what it is to know, and frees connections that are over. */
void sockets_advance(void);

void sockets_forget_all(void);

#endif
