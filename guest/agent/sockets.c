#include "sockets.h"
#include "link.h"
#include "machine.h"
#include "root.h"
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 128 };

struct listener listeners[LISTENERS];
struct connection connections[CONNECTIONS];

/* Number 0 finds a free slot. */
static struct listener *find_listener(uint32_t id)
{
    for (int i = 0; i < LISTENERS; i++)
        if (listeners[i].id == id)
            return &listeners[i];
    return NULL;
}

static struct connection *find_connection(uint32_t id)
{
    for (int i = 0; i < CONNECTIONS; i++)
        if (connections[i].id == id)
            return &connections[i];
    return NULL;
}

/* Numbers grow, so the smallest has waited longest. */
static struct connection *longest_waiting(uint32_t listener)
{
    struct connection *first = NULL;
    for (int i = 0; i < CONNECTIONS; i++) {
        struct connection *one = &connections[i];
        if (one->id && !one->open && one->listener == listener && (!first || one->id < first->id))
            first = one;
    }
    return first;
}

static int listen_at(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    mode_t mask = umask(077);
    int bound = bind(fd, (struct sockaddr *)&address, sizeof address);
    umask(mask);
    if (bound < 0 || listen(fd, BACKLOG) < 0) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

int sockets_listen(const struct frame *frame)
{
    struct listener *slot = find_listener(0);
    if (frame->stream == 0 || find_listener(frame->stream) || frame->length == 0 || frame->payload[0] != '/'
        || memchr(frame->payload, 0, frame->length))
        return EINVAL;
    if (frame->length >= sizeof slot->path)
        return ENAMETOOLONG;
    if (machine_owned() && !root_entered())
        return EAGAIN;
    if (!slot)
        return EMFILE;
    memcpy(slot->path, frame->payload, frame->length);
    slot->path[frame->length] = 0;
    slot->fd = listen_at(slot->path);
    if (slot->fd < 0)
        return errno;
    slot->id = frame->stream;
    return 0;
}

void sockets_await(const struct frame *frame)
{
    struct connection *slot = find_connection(0);
    uint32_t listener = frame->length == 4 ? get32(frame->payload) : 0;
    int error = frame->stream == 0 || listener == 0 || !find_listener(listener) || find_connection(frame->stream) ? EINVAL
        : !slot ? EMFILE : 0;
    if (error)
        link_error(frame->stream, error, strerror(error));
    else
        *slot = (struct connection){ .id = frame->stream, .listener = listener, .input = { .fd = -1 }, .output = { .fd = -1 } };
}

bool sockets_wanted(int listener)
{
    return listeners[listener].id && link_room() >= 2 * LINK_REPLY && longest_waiting(listeners[listener].id);
}

static void begin(struct connection *connection, int fd)
{
    int reading = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    if (reading < 0) {
        link_error(connection->id, errno, strerror(errno));
        close(fd);
        connection->id = 0;
        return;
    }
    connection->open = true;
    connection->input = (struct input){ .fd = fd, .socket = true };
    output_open(&connection->output, reading, OP_STDOUT);
    link_send(OP_DONE, 0, connection->id, NULL, 0);
}

void sockets_accept(int descriptor)
{
    for (int i = 0; i < LISTENERS; i++) {
        if (!listeners[i].id || listeners[i].fd != descriptor || !sockets_wanted(i))
            continue;
        int fd = accept4(descriptor, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd >= 0)
            begin(longest_waiting(listeners[i].id), fd);
        return;
    }
}

static void close_connection(struct connection *connection)
{
    input_close(&connection->input);
    output_close(&connection->output);
    connection->open = false;
    connection->id = 0;
}

static void close_listener(struct listener *listener)
{
    unlink(listener->path);
    close(listener->fd);
    /* Nothing is said to those who wait: the host has closed what they wait for. */
    for (struct connection *one; (one = longest_waiting(listener->id));)
        one->id = 0;
    listener->id = 0;
}

static void for_connection(const struct frame *frame, struct connection *connection)
{
    switch (frame->op) {
    case OP_STDIN:
        if (connection->open && !input_take(&connection->input, frame->payload, frame->length, frame->flags & FLAG_EOF)) {
            link_error(connection->id, ENOBUFS, "more data than the window allows");
            close_connection(connection);
        }
        break;
    case OP_WINDOW:
        if (frame->length == 4)
            output_credit(&connection->output, get32(frame->payload));
        break;
    case OP_CLOSE:
        close_connection(connection);
        break;
    }
}

void sockets_take(const struct frame *frame)
{
    struct connection *connection = find_connection(frame->stream);
    struct listener *listener = find_listener(frame->stream);
    if (connection)
        for_connection(frame, connection);
    else if (listener && frame->op == OP_CLOSE)
        close_listener(listener);
}

void sockets_advance(void)
{
    for (int i = 0; i < CONNECTIONS; i++) {
        struct connection *one = &connections[i];
        if (!one->open)
            continue;
        input_advance(&one->input, one->id);
        output_advance(&one->output, one->id);
        if (one->output.done && one->input.fd < 0 && !one->input.refused)
            close_connection(one);
    }
}

void sockets_forget_all(void)
{
    for (int i = 0; i < CONNECTIONS; i++)
        if (connections[i].id)
            close_connection(&connections[i]);
    for (int i = 0; i < LISTENERS; i++)
        if (listeners[i].id)
            close_listener(&listeners[i]);
}
