#include "output.h"
#include "link.h"
#include "wire.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { MOST_CREDIT = 64 * 1024 * 1024 };

void output_open(struct output *output, int fd, uint8_t op)
{
    *output = (struct output){ .fd = fd, .op = op, .left = -1, .credit = WIRE_WINDOW };
}

void output_close(struct output *output)
{
    if (output->fd >= 0)
        close(output->fd);
    output->fd = -1;
}

/* Data leaves room for a reply to each request that may come meanwhile. */
bool output_wants(const struct output *output)
{
    return output->fd >= 0 && output->credit > 0 && link_room() >= WIRE_HEADER + WIRE_PAYLOAD + 4 * LINK_REPLY;
}

void output_credit(struct output *output, uint32_t more)
{
    output->credit = more < MOST_CREDIT - output->credit ? output->credit + more : MOST_CREDIT;
}

void output_read(struct output *output, uint32_t id)
{
    size_t most = output->credit < WIRE_PAYLOAD ? output->credit : WIRE_PAYLOAD;
    if (output->left >= 0 && (int64_t)most > output->left)
        most = (size_t)output->left;
    ssize_t count = read(output->fd, link_begin(), most);
    if (count > 0) {
        link_end(output->op, 0, id, (uint32_t)count);
        output->credit -= (uint32_t)count;
        if (output->left >= 0)
            output->left -= count;
    } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
        output_close(output); /* A terminal that nobody holds reads as EIO. */
    }
}

void output_limit(struct output *output)
{
    int available = 0;
    if (output->fd >= 0 && output->left < 0)
        output->left = ioctl(output->fd, FIONREAD, &available) == 0 ? available : 0;
}

bool output_advance(struct output *output, uint32_t id)
{
    if (output->fd >= 0 && output->left == 0)
        output_close(output);
    if (output->fd >= 0 || output->done || link_room() < LINK_REPLY)
        return false;
    link_send(output->op, FLAG_EOF, id, NULL, 0);
    output->done = true;
    return true;
}
