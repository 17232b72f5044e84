#include "link.h"
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* A virtio port hands out at most a page at a time. */
enum { IN = 2 * (WIRE_HEADER + WIRE_PAYLOAD), OUT = 4 * (WIRE_HEADER + WIRE_PAYLOAD), PAGE = 4096, HOST_MS = 5000 };

static int fd = -1;
static uint8_t in[IN], out[OUT];
static size_t in_at, in_end, out_at, out_end;
static bool blocked;

void link_open(int descriptor)
{
    fd = descriptor;
    fcntl(fd, F_SETFL, O_NONBLOCK);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
}

int link_descriptor(void) { return fd; }

void link_reset(void)
{
    in_at = in_end = out_at = out_end = 0;
    blocked = false;
}

void link_forget_input(void) { in_at = in_end = 0; }

bool link_fill(void)
{
    if (in_at > 0) {
        memmove(in, in + in_at, in_end - in_at);
        in_end -= in_at;
        in_at = 0;
    }
    while (in_end < IN) {
        ssize_t count = read(fd, in + in_end, IN - in_end);
        if (count < 0)
            return errno == EAGAIN || errno == EINTR;
        if (count == 0)
            return false;
        in_end += (size_t)count;
        if (count < PAGE)
            break;
    }
    return true;
}

bool link_next(struct frame *frame)
{
    in_at += frame_garbage(in + in_at, in_end - in_at);
    if (!frame_parse(in + in_at, in_end - in_at, frame))
        return false;
    in_at += WIRE_HEADER + frame->length;
    return true;
}

bool link_partial(void) { return in_at < in_end; }

void link_resynchronise(void)
{
    struct frame frame;
    for (size_t at = in_at + 1; at < in_end; at++) {
        at += frame_garbage(in + at, in_end - at);
        if (frame_parse(in + at, in_end - at, &frame) && frame.op == OP_HELLO) {
            in_at = at;
            return;
        }
    }
}

size_t link_room(void) { return OUT - (out_end - out_at); }

size_t link_pending(void) { return out_end - out_at; }

bool link_blocked(void) { return blocked; }

uint8_t *link_begin(void)
{
    if (out_at > 0 && OUT - out_end < WIRE_HEADER + WIRE_PAYLOAD) {
        memmove(out, out + out_at, out_end - out_at);
        out_end -= out_at;
        out_at = 0;
    }
    return out + out_end + WIRE_HEADER;
}

void link_end(uint8_t op, uint8_t flags, uint32_t stream, uint32_t length)
{
    frame_header(out + out_end, op, flags, stream, length);
    out_end += WIRE_HEADER + length;
}

void link_send(uint8_t op, uint8_t flags, uint32_t stream, const void *payload, uint32_t length)
{
    uint8_t *to = link_begin();
    if (length > 0)
        memcpy(to, payload, length);
    link_end(op, flags, stream, length);
}

void link_error(uint32_t stream, int error, const char *message)
{
    uint8_t *to = link_begin();
    size_t length = strnlen(message, LINK_REPLY / 2);
    put32(to, (uint32_t)error);
    memcpy(to + 4, message, length);
    link_end(OP_ERROR, 0, stream, (uint32_t)(4 + length));
}

bool link_flush(void)
{
    while (out_at < out_end) {
        ssize_t count = write(fd, out + out_at, out_end - out_at);
        if (count < 0) {
            blocked = errno == EAGAIN || errno == EINTR;
            return blocked;
        }
        out_at += (size_t)count;
    }
    blocked = false;
    out_at = out_end = 0;
    return true;
}

void link_flush_blocking(void)
{
    struct pollfd port = { .fd = fd, .events = POLLOUT };
    /* A port that the host has closed would hold us for ever. */
    if (poll(&port, 1, HOST_MS) <= 0 || port.revents & POLLHUP)
        return;
    fcntl(fd, F_SETFL, 0);
    link_flush();
}
