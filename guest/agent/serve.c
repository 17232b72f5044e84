#include "serve.h"
#include "exec.h"
#include "launch.h"
#include "link.h"
#include "machine.h"
#include "session.h"
#include "sockets.h"
#include "ssh.h"
#include "watch.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

enum {
    FLUSH_AT = 32 * 1024, FLUSH_ROUNDS = 8, LINGER_MS = 1, STALE_MS = 500,
    POLLED = 3 * EXECS + LISTENERS + 2 * CONNECTIONS + 2,
};

static struct pollfd polled[POLLED];
/* Whose each descriptor is: an input's, an output's with the stream that it belongs to, or, with neither, a listening socket's. */
static struct { struct input *input; struct output *output; uint32_t id; } owners[POLLED];
static nfds_t polled_count;
static volatile sig_atomic_t child_ended;
static sigset_t broken_pipe;

static void on_child(int signal)
{
    (void)signal;
    child_ended = 1;
}

static void add(int fd, int events)
{
    owners[polled_count].input = NULL;
    owners[polled_count].output = NULL;
    polled[polled_count++] = (struct pollfd){ .fd = fd, .events = (short)events };
}

static void add_input(struct input *input)
{
    if (!input_waits(input))
        return;
    add(input->fd, POLLOUT);
    owners[polled_count - 1].input = input;
}

static void add_output(struct output *output, uint32_t id)
{
    if (!output_wants(output))
        return;
    add(output->fd, POLLIN);
    owners[polled_count - 1].output = output;
    owners[polled_count - 1].id = id;
}

/* Nothing that cannot be served now is polled: a pipe that has hung up, without credit, would never let us sleep. */
static void gather(void)
{
    polled_count = 0;
    if (watch_closed())
        add(watch_descriptor(), POLLIN);
    else
        add(link_descriptor(), (link_room() >= 2 * LINK_REPLY ? POLLIN : 0) | (link_blocked() ? POLLOUT : 0));
    add(ssh_descriptor(), POLLIN);
    for (int i = 0; i < EXECS; i++) {
        struct exec *exec = &execs[i];
        if (!exec->pid || exec->id == 0)
            continue;
        add_input(&exec->input);
        for (int k = 0; k < 2; k++)
            add_output(&exec->output[k], exec->id);
    }
    for (int i = 0; i < LISTENERS; i++)
        if (sockets_wanted(i))
            add(listeners[i].fd, POLLIN);
    for (int i = 0; i < CONNECTIONS; i++)
        if (connections[i].open) {
            add_input(&connections[i].input);
            add_output(&connections[i].output, connections[i].id);
        }
}

/* Starts at another stream each time, so that one that always has something to say does not fill the link alone. */
static void serve_streams(void)
{
    static nfds_t turn;
    nfds_t count = polled_count - 2;
    turn++;
    for (nfds_t n = 0; n < count; n++) {
        nfds_t at = 2 + (turn + n) % count;
        if (!polled[at].revents)
            continue;
        if (owners[at].input)
            input_write(owners[at].input);
        else if (!owners[at].output)
            sockets_accept(polled[at].fd);
        else if (output_wants(owners[at].output))
            output_read(owners[at].output, owners[at].id);
    }
}

static void host_gone(void)
{
    if (machine_owned()) {
        watch_start(link_descriptor());
        return;
    }
    session_end();
    exit(0);
}

static void serve_host(int64_t now)
{
    static int64_t heard;
    if (watch_closed()) {
        watch_look(link_descriptor());
        if (watch_lost(now)) {
            session_end();
            link_reset();
        }
        return;
    }
    if (polled[0].revents & ~POLLOUT) {
        heard = now;
        if (!link_fill())
            host_gone();
    } else if (link_partial() && now - heard >= STALE_MS) {
        heard = now;
        link_resynchronise();
    }
    session_read();
}

/* When something is due that no descriptor tells; -1: never. */
static int64_t next_due(int64_t now)
{
    int64_t due = watch_closed() ? watch_due() : link_partial() ? now + STALE_MS : -1;
    for (int i = 0; i < EXECS; i++)
        if (execs[i].pid && execs[i].deadline && (due < 0 || execs[i].deadline < due))
            due = execs[i].deadline;
    return due;
}

static int wait_for_events(bool busy, bool linger)
{
    int64_t now = machine_now_ms(), due = busy ? now + (linger ? LINGER_MS : 0) : next_due(now);
    int64_t wait = due < 0 ? 0 : due > now ? due - now : 0;
    const struct timespec time = { (time_t)(wait / 1000), (long)(wait % 1000) * 1000000 };
    int ready = ppoll(polled, polled_count, due < 0 ? NULL : &time, &broken_pipe);
    if (ready < 0)
        for (nfds_t i = 0; i < polled_count; i++)
            polled[i].revents = 0;
    return ready;
}

void serve(int descriptor)
{
    const struct sigaction action = { .sa_handler = on_child, .sa_flags = SA_NOCLDSTOP };
    sigset_t held;
    launch_ignore_nothing();
    /* A child's end is heard while we wait only. A broken pipe is blocked, not ignored: that is undone for all programs with one call. */
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    held = broken_pipe;
    sigaddset(&held, SIGCHLD);
    sigprocmask(SIG_BLOCK, &held, NULL);
    sigaction(SIGCHLD, &action, NULL);
    link_open(descriptor);
    bool linger = false;
    /* What is said within one burst of events goes out in one write, for a write may cost more than all the rest. */
    for (int busy_rounds = 0;;) {
        gather();
        int ready = wait_for_events(busy_rounds > 0, linger);
        int64_t now = machine_now_ms();
        busy_rounds = ready ? busy_rounds + 1 : 0;
        serve_streams();
        if (polled[1].revents)
            ssh_accept();
        serve_host(now);
        if (child_ended) {
            child_ended = 0;
            exec_reap(now);
        }
        linger = exec_advance(now);
        sockets_advance();
        if (busy_rounds == 0 || busy_rounds >= FLUSH_ROUNDS || link_pending() >= FLUSH_AT || link_blocked()) {
            bool crowded = link_room() < 2 * LINK_REPLY;
            if (!watch_closed() && !link_flush())
                host_gone();
            /* What had to wait for room has it now, and no event will say so. */
            busy_rounds = crowded && link_room() >= 2 * LINK_REPLY;
        }
    }
}
