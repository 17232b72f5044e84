#include "input.h"
#include "link.h"
#include "pty.h"
#include "wire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CREDIT_STEP = WIRE_WINDOW / 4 };

bool input_waits(const struct input *input) { return input->fd >= 0 && input->at < input->end; }

void input_close(struct input *input)
{
    if (input->fd >= 0)
        close(input->fd);
    free(input->queue);
    *input = (struct input){ .fd = -1 };
}

void input_advance(struct input *input, uint32_t id)
{
    uint8_t credit[4];
    if (link_room() < LINK_REPLY)
        return;
    if (input->refused) {
        link_send(OP_STDIN, FLAG_EOF, id, NULL, 0);
        input->refused = false;
    } else if (input->written >= CREDIT_STEP && !input->eof) {
        put32(credit, input->written);
        link_send(OP_WINDOW, 0, id, credit, sizeof credit);
        input->written = 0;
    }
}

static void finish(struct input *input)
{
    char end = input->terminal ? pty_end_of_file(input->fd) : 0;
    if (end && write(input->fd, &end, 1) < 0)
        errno = 0; /* Its program does not read what it has already: there is nobody to tell. */
    if (input->socket)
        shutdown(input->fd, SHUT_WR);
    input_close(input);
}

static void refuse(struct input *input)
{
    input_close(input);
    input->refused = true;
}

static uint32_t write_some(struct input *input, const uint8_t *bytes, uint32_t count, bool *broken)
{
    uint32_t done = 0;
    while (done < count) {
        ssize_t written = write(input->fd, bytes + done, count - done);
        if (written < 0) {
            *broken = errno != EAGAIN && errno != EINTR;
            break;
        }
        done += (uint32_t)written;
    }
    return done;
}

static bool enqueue(struct input *input, const uint8_t *bytes, uint32_t count)
{
    if (input->at > 0) {
        memmove(input->queue, input->queue + input->at, input->end - input->at);
        input->end -= input->at;
        input->at = 0;
    }
    if (input->end + count > input->size) {
        uint8_t *grown = realloc(input->queue, input->end + count);
        if (!grown)
            return false;
        input->queue = grown;
        input->size = input->end + count;
    }
    memcpy(input->queue + input->end, bytes, count);
    input->end += count;
    return true;
}

bool input_take(struct input *input, const uint8_t *bytes, uint32_t count, bool eof)
{
    bool broken = false;
    if (input->fd < 0 || input->eof)
        return true;
    if (input->end - input->at + input->written + count > WIRE_WINDOW)
        return false;
    uint32_t done = input_waits(input) ? 0 : write_some(input, bytes, count, &broken);
    input->eof = eof;
    if (broken)
        refuse(input);
    else if (done < count && !enqueue(input, bytes + done, count - done))
        return false;
    else if (eof && done == count && !input_waits(input))
        finish(input);
    else
        input->written += done;
    return true;
}

void input_write(struct input *input)
{
    bool broken = false;
    uint32_t done = write_some(input, input->queue + input->at, input->end - input->at, &broken);
    input->at += done;
    if (broken) {
        refuse(input);
        return;
    }
    if (input->at == input->end) {
        free(input->queue);
        input->queue = NULL;
        input->at = input->end = input->size = 0;
        if (input->eof) {
            finish(input);
            return;
        }
    }
    input->written += done;
}
