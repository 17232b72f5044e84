#include "watch.h"
#include "cmdline.h"
#include "machine.h"

#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

static bool closed, lost, asleep;
static int64_t since;
static int changes = -1;

bool watch_closed(void) { return closed; }
int watch_descriptor(void) { return changes; }

void watch_sleep(bool now_asleep)
{
    asleep = now_asleep;
    since = machine_now_ms();
}

/* A machine that lives without its host is told so on its command line. */
static bool ends_the_machine(void)
{
    const char *watch = cmdline_get("watch");
    return !asleep && !(watch && strcmp(watch, "off") == 0);
}

int64_t watch_due(void)
{
    if (!lost && !asleep)
        return since + WATCH_LOST_MS;
    return ends_the_machine() ? since + WATCH_MS : -1;
}

void watch_start(int port)
{
    /* A closed port polls as hung up all the time; its edges alone wake us. */
    struct epoll_event edge = { .events = EPOLLIN | EPOLLHUP | EPOLLET };
    closed = true;
    lost = false;
    since = machine_now_ms();
    changes = epoll_create1(EPOLL_CLOEXEC);
    epoll_ctl(changes, EPOLL_CTL_ADD, port, &edge);
}

bool watch_lost(int64_t now)
{
    if (!closed || lost || asleep || now - since < WATCH_LOST_MS)
        return false;
    lost = true;
    return true;
}

void watch_look(int port)
{
    struct epoll_event edge;
    struct pollfd state = { .fd = port, .events = POLLIN };
    epoll_wait(changes, &edge, 1, 0);
    if (poll(&state, 1, 0) == 0 || !(state.revents & POLLHUP)) {
        close(changes);
        closed = false;
    } else if (ends_the_machine() && machine_now_ms() - since >= WATCH_MS) {
        machine_power_off();
    }
}
