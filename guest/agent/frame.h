/* Frames in a buffer: pure functions. */
#ifndef FRAME_H
#define FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct frame {
    uint8_t op;
    uint8_t flags;
    uint32_t stream;
    uint32_t length;
    const uint8_t *payload;
};

/* How many bytes at the front belong to no frame. What follows them is a header, or may become one with more bytes. */
size_t frame_garbage(const uint8_t *bytes, size_t count);

/* Whether a whole frame stands at the front. */
bool frame_parse(const uint8_t *bytes, size_t count, struct frame *frame);

/* Writes WIRE_HEADER bytes. */
void frame_header(uint8_t *bytes, uint8_t op, uint8_t flags, uint32_t stream, uint32_t length);

#endif
