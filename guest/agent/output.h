/* What a program or a connection of the guest says: read only as far as the host gave credit. */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "frame.h"

struct output {
    /* -1: closed. */
    int fd;
    uint8_t op;
    /* The host knows the end, or does not want to. */
    bool done;
    /* Bytes that are still read after the program's end; -1: until end of file. */
    int64_t left;
    uint32_t credit;
};

void output_open(struct output *output, int fd, uint8_t op);
bool output_wants(const struct output *output);
void output_credit(struct output *output, uint32_t more);
void output_read(struct output *output, uint32_t id);

/* The program has ended, others hold the pipe: what is in it now is still read, and no more. */
void output_limit(struct output *output);
/* Tells the host of the end. True: it has just done so. */
bool output_advance(struct output *output, uint32_t id);
void output_close(struct output *output);

#endif
