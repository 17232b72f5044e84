/* What a program or a connection of the guest is told: a bounded queue in front of a pipe, a terminal or a socket. */
#ifndef INPUT_H
#define INPUT_H

#include "frame.h"

struct input {
    /* -1: closed. */
    int fd;
    bool terminal, socket, eof;
    /* Nobody reads, and the host is still to be told. */
    bool refused;
    uint8_t *queue;
    uint32_t at, end, size;
    /* Written, and not yet given back to the host as credit. */
    uint32_t written;
};

/* Takes bytes from the host. False: it sent more than it may, or memory is short. */
bool input_take(struct input *input, const uint8_t *bytes, uint32_t count, bool eof);

/* Writes what waits, as far as the program takes it. */
void input_write(struct input *input);
bool input_waits(const struct input *input);

/* Tells the host what it is to know, credit or the end of reading, as far as the link has room. */
void input_advance(struct input *input, uint32_t id);
void input_close(struct input *input);

#endif
