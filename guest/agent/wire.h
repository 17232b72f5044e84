/* The protocol's numbers: docs/agent-protocol.md says what they mean. */
#ifndef WIRE_H
#define WIRE_H

#include <stdint.h>

enum {
    WIRE_VERSION = 2,
    WIRE_HEADER = 16,
    WIRE_PAYLOAD = 64 * 1024,
    WIRE_WINDOW = 256 * 1024,
    WIRE_TOKEN = 16,
    WIRE_REQUEST = 1024 * 1024,
};

enum op {
    OP_HELLO = 1,
    OP_PING = 2,
    OP_PONG = 3,
    OP_DONE = 4,
    OP_ERROR = 5,
    OP_TIME = 6,
    OP_ENTROPY = 7,
    OP_POWEROFF = 8,
    OP_WAKE = 9,
    OP_FREEZE = 10,
    OP_UNMOUNT = 11,
    OP_LISTEN = 12,
    OP_ACCEPT = 13,

    OP_EXEC = 16,
    OP_STARTED = 17,
    OP_EXEC_ERROR = 18,
    OP_STDIN = 19,
    OP_STDOUT = 20,
    OP_STDERR = 21,
    OP_WINDOW = 22,
    OP_SIGNAL = 23,
    OP_RESIZE = 24,
    OP_EXIT = 25,
    OP_CLOSE = 26,
};

enum { FLAG_EOF = 1, FLAG_TERMINAL = 2, FLAG_MORE = 4, FLAG_ERROR = 8 };

/* What could not be found or used, in EXEC_ERROR. */
enum subject {
    SUBJECT_PROGRAM = 1,
    SUBJECT_INTERPRETER = 2,
    SUBJECT_DIRECTORY = 3,
    SUBJECT_USER = 4,
    SUBJECT_REQUEST = 5,
    SUBJECT_SYSTEM = 6,
    SUBJECT_ROOT = 7,
};

static inline void put16(uint8_t *p, uint16_t v) { p[0] = (uint8_t)v; p[1] = (uint8_t)(v >> 8); }
static inline void put32(uint8_t *p, uint32_t v) { put16(p, (uint16_t)v); put16(p + 2, (uint16_t)(v >> 16)); }
static inline void put64(uint8_t *p, uint64_t v) { put32(p, (uint32_t)v); put32(p + 4, (uint32_t)(v >> 32)); }
static inline uint16_t get16(const uint8_t *p) { return (uint16_t)(p[0] | p[1] << 8); }
static inline uint32_t get32(const uint8_t *p) { return get16(p) | (uint32_t)get16(p + 2) << 16; }
static inline uint64_t get64(const uint8_t *p) { return get32(p) | (uint64_t)get32(p + 4) << 32; }

#endif
