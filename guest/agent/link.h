/* The connection to the host: two bounded buffers around one descriptor that never blocks. */
#ifndef LINK_H
#define LINK_H

#include "frame.h"

enum { LINK_REPLY = 4096 };

void link_open(int descriptor);
int link_descriptor(void);

/* Forgets all that is buffered: the host has gone. */
void link_reset(void);

/* Forgets what the host has said. */
void link_forget_input(void);

/* Reads what is there. False: the host has gone. */
bool link_fill(void);

/* The next whole frame; it is valid until the next call. */
bool link_next(struct frame *frame);

/* Whether the beginning of a frame waits for its end. */
bool link_partial(void);

/* The host may have gone within a frame and come back: finds a HELLO inside the unfinished one. */
void link_resynchronise(void);

/* Free bytes for frames to the host. */
size_t link_room(void);

/* Bytes that wait for the host. */
size_t link_pending(void);

/* Whether the host took less than it was given. */
bool link_blocked(void);

/* Where the payload of the next frame may be written in place, and the frame's end. */
uint8_t *link_begin(void);
void link_end(uint8_t op, uint8_t flags, uint32_t stream, uint32_t length);

void link_send(uint8_t op, uint8_t flags, uint32_t stream, const void *payload, uint32_t length);

/* Answers that a request failed. */
void link_error(uint32_t stream, int error, const char *message);

/* Writes as much as the host takes. False: the host has gone. */
bool link_flush(void);

/* Writes all and waits until the host has it; nothing where the host has gone or takes nothing. */
void link_flush_blocking(void);

#endif
