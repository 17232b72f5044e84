#include "watch.h"
#include "machine.h"

#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

static bool closed;
static int64_t due;
static int changes = -1;

bool watch_closed(void) { return closed; }
int watch_descriptor(void) { return changes; }
int64_t watch_due(void) { return due; }

void watch_start(int port)
{
    /* A closed port polls as hung up all the time; its edges alone wake us. */
    struct epoll_event edge = { .events = EPOLLIN | EPOLLHUP | EPOLLET };
    closed = true;
    due = machine_now_ms() + WATCH_MS;
    changes = epoll_create1(EPOLL_CLOEXEC);
    epoll_ctl(changes, EPOLL_CTL_ADD, port, &edge);
}

void watch_look(int port)
{
    struct epoll_event edge;
    struct pollfd state = { .fd = port, .events = POLLIN };
    epoll_wait(changes, &edge, 1, 0);
    if (poll(&state, 1, 0) == 0 || !(state.revents & POLLHUP)) {
        close(changes);
        closed = false;
    } else if (machine_now_ms() >= due) {
        machine_power_off();
    }
}
