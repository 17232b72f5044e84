#include "relay.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STREAMS = 2, NO_LIMIT = -1 };

struct stream {
    int from, to;
    int64_t left; /* Bytes still to be read, once the shell has ended; what others hold open has no say then. */
    size_t begin, end;
    char bytes[64 * 1024];
};

static void stop_reading(struct stream *stream)
{
    if (stream->from >= 0)
        close(stream->from);
    stream->from = -1;
}

static void stop(struct stream *stream)
{
    stop_reading(stream);
    stream->begin = stream->end;
}

static void fill(struct stream *stream)
{
    size_t most = sizeof stream->bytes;
    if (stream->left != NO_LIMIT && (int64_t)most > stream->left)
        most = (size_t)stream->left;
    ssize_t count = read(stream->from, stream->bytes, most);
    if (count > 0) {
        stream->begin = 0;
        stream->end = (size_t)count;
        if (stream->left != NO_LIMIT && (stream->left -= count) == 0)
            stop_reading(stream);
    } else if (count == 0 || errno != EAGAIN) {
        stop_reading(stream);
    }
}

static void pass(struct stream *stream)
{
    if (stream->from >= 0 && stream->begin == stream->end)
        fill(stream);
    if (stream->begin < stream->end) {
        ssize_t count = write(stream->to, stream->bytes + stream->begin, stream->end - stream->begin);
        if (count > 0)
            stream->begin += (size_t)count;
        else if (errno != EAGAIN)
            stop(stream);
    }
    if (stream->from < 0 && stream->begin == stream->end && stream->to >= 0) {
        close(stream->to);
        stream->to = -1;
    }
}

/* Whether the shell has ended. What the client sends to its login is the shell's; a signal to every process reaches that by itself. */
static bool take_signal(int signals, pid_t shell, int *status)
{
    struct signalfd_siginfo info;
    if (read(signals, &info, sizeof info) != sizeof info)
        return false;
    if (info.ssi_signo == SIGCHLD)
        return waitpid(shell, status, WNOHANG) == shell;
    if (info.ssi_pid == (uint32_t)getppid())
        kill(shell, (int)info.ssi_signo);
    return false;
}

static void limit(struct stream *stream)
{
    int available = 0;
    if (stream->from >= 0 && ioctl(stream->from, FIONREAD, &available) == 0 && available > 0)
        stream->left = available;
    else
        stop_reading(stream);
}

static int attend(struct stream *streams, int signals, pid_t shell)
{
    bool ended = false;
    int status = 0;
    while (true) {
        struct pollfd polled[1 + 2 * STREAMS] = { { .fd = ended ? -1 : signals, .events = POLLIN } };
        for (size_t i = 0; i < STREAMS; i++) {
            pass(&streams[i]);
            bool holds = streams[i].begin < streams[i].end;
            polled[1 + 2 * i] = (struct pollfd){ .fd = holds ? -1 : streams[i].from, .events = POLLIN };
            /* Without an event the end of its reader is told all the same. */
            polled[2 + 2 * i] = (struct pollfd){ .fd = streams[i].to, .events = holds ? POLLOUT : 0 };
        }
        if (ended && streams[0].to < 0 && streams[1].to < 0)
            return status;
        if (poll(polled, sizeof polled / sizeof *polled, -1) < 0)
            continue;
        for (size_t i = 0; i < STREAMS; i++) {
            if (polled[2 + 2 * i].revents & POLLERR)
                stop(&streams[i]);
        }
        if (polled[0].revents && take_signal(signals, shell, &status)) {
            ended = true;
            limit(&streams[0]);
            limit(&streams[1]);
        }
    }
}

static _Noreturn void end_as(int status)
{
    if (WIFSIGNALED(status)) {
        const struct rlimit none = { 0, 0 };
        sigset_t one;
        sigemptyset(&one);
        sigaddset(&one, WTERMSIG(status));
        setrlimit(RLIMIT_CORE, &none);
        signal(WTERMSIG(status), SIG_DFL);
        raise(WTERMSIG(status));
        sigprocmask(SIG_UNBLOCK, &one, NULL);
    }
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

static void become_shell(int pipes[STREAMS][2], const sigset_t *mask)
{
    /* Whoever kills the relay means the shell. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(pipes[0][1], STDOUT_FILENO);
    dup2(pipes[1][1], STDERR_FILENO);
    sigprocmask(SIG_SETMASK, mask, NULL);
}

void relay(void)
{
    static struct stream streams[STREAMS];
    int pipes[STREAMS][2];
    sigset_t all, mask;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &mask);
    int signals = signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK);
    bool made = signals >= 0 && pipe2(pipes[0], O_CLOEXEC) == 0 && pipe2(pipes[1], O_CLOEXEC) == 0;
    pid_t shell = made ? fork() : -1;
    if (shell < 0) {
        perror("relay");
        _exit(1);
    }
    if (shell == 0) {
        become_shell(pipes, &mask);
        return;
    }
    signal(SIGPIPE, SIG_IGN);
    close(STDIN_FILENO);
    for (int i = 0; i < STREAMS; i++) {
        streams[i] = (struct stream){ .from = pipes[i][0], .to = STDOUT_FILENO + i, .left = NO_LIMIT };
        close(pipes[i][1]);
        fcntl(streams[i].from, F_SETFL, O_NONBLOCK);
        fcntl(streams[i].to, F_SETFL, O_WRONLY | O_NONBLOCK);
    }
    end_as(attend(streams, signals, shell));
}
