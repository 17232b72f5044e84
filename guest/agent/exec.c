#include "exec.h"
#include "environment.h"
#include "launch.h"
#include "link.h"
#include "machine.h"
#include "pty.h"
#include "request.h"
#include "root.h"
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct exec execs[EXECS];

struct exec *exec_find(uint32_t id)
{
    for (int i = 0; i < EXECS; i++)
        if (execs[i].pid && execs[i].id == id)
            return id ? &execs[i] : NULL;
    return NULL;
}

static struct exec *free_slot(void)
{
    for (int i = 0; i < EXECS; i++)
        if (!execs[i].pid)
            return &execs[i];
    return NULL;
}

static void fail(uint32_t id, int error, int subject, const char *value)
{
    uint8_t *to = link_begin();
    size_t length = strnlen(value, 1024);
    put32(to, (uint32_t)error);
    to[4] = (uint8_t)subject;
    memcpy(to + 5, value, length);
    link_end(OP_EXEC_ERROR, 0, id, (uint32_t)(5 + length));
}

/* The program's ends of its streams, and ours of them. */
struct ends {
    int theirs[3], ours[3];
};

static bool open_pipes(struct ends *ends)
{
    for (int i = 0; i < 3; i++) {
        int pair[2];
        if (pipe2(pair, O_CLOEXEC) < 0)
            return false;
        ends->theirs[i] = pair[i ? 1 : 0];
        ends->ours[i] = pair[i ? 0 : 1];
    }
    fcntl(ends->ours[0], F_SETFL, O_NONBLOCK);
    return true;
}

static bool open_terminal(struct ends *ends, const struct request *request, uid_t owner)
{
    if (!pty_open(&ends->ours[0], &ends->theirs[0], owner, request->columns, request->rows))
        return false;
    ends->ours[1] = fcntl(ends->ours[0], F_DUPFD_CLOEXEC, 3);
    return ends->ours[1] >= 0;
}

static void close_all(const int *descriptors)
{
    for (int i = 0; i < 3; i++)
        if (descriptors[i] >= 0)
            close(descriptors[i]);
}

static void run(struct exec *slot, uint32_t id, const struct request *request, const struct user *user)
{
    struct ends ends = { { -1, -1, -1 }, { -1, -1, -1 } };
    volatile struct launch_failure failure = { 0, SUBJECT_SYSTEM };
    pid_t pid = -1;
    if (request->terminal ? open_terminal(&ends, request, user->uid) : open_pipes(&ends)) {
        const int *to = ends.theirs;
        const struct launch what = {
            request->argv, request->env, request->directory, user,
            { to[0], request->terminal ? to[0] : to[1], request->terminal ? to[0] : to[2] },
            *request->user != 0, request->terminal,
        };
        pid = launch(&what, &failure);
    } else {
        failure.error = errno;
    }
    close_all(ends.theirs);
    if (pid < 0) {
        close_all(ends.ours);
        const char *const values[] = {
            [SUBJECT_PROGRAM] = request->argv[0], [SUBJECT_INTERPRETER] = request->argv[0],
            [SUBJECT_DIRECTORY] = *request->directory ? request->directory : user->home,
            [SUBJECT_USER] = user->name, [SUBJECT_REQUEST] = "", [SUBJECT_SYSTEM] = "", [SUBJECT_ROOT] = "",
        };
        fail(id, failure.error, failure.subject, values[failure.subject]);
        return;
    }
    uint8_t number[4];
    *slot = (struct exec){ .id = id, .pid = pid, .input = { .fd = ends.ours[0], .terminal = request->terminal } };
    output_open(&slot->output[0], ends.ours[1], OP_STDOUT);
    output_open(&slot->output[1], ends.ours[2], OP_STDERR);
    put32(number, (uint32_t)pid);
    link_send(OP_STARTED, 0, id, number, sizeof number);
}

void exec_start(const struct frame *frame)
{
    const uint8_t *payload;
    size_t length;
    int error;
    struct request request;
    struct user user;
    if (!request_join(frame, &payload, &length, &error)) {
        if (error)
            fail(frame->stream, error, SUBJECT_REQUEST, "");
        return;
    }
    struct exec *slot = free_slot();
    if (frame->stream == 0 || exec_find(frame->stream) || !request_parse(payload, length, frame->flags & FLAG_TERMINAL, &request)) {
        fail(frame->stream, EINVAL, SUBJECT_REQUEST, "");
    } else {
        if (machine_owned() && !root_entered())
            fail(frame->stream, EAGAIN, SUBJECT_ROOT, "");
        else if (!slot)
            fail(frame->stream, EAGAIN, SUBJECT_SYSTEM, "");
        else if (!user_find(request.user, &user))
            fail(frame->stream, ENOENT, SUBJECT_USER, request.user);
        else {
            environment_complete(request.env, &user, request.terminal);
            run(slot, frame->stream, &request, &user);
        }
        request_free(&request);
    }
    request_drop();
}

void exec_signal(struct exec *exec, int signal)
{
    /* The number of a program that has ended may be another's by now. */
    if (!exec->ended)
        kill(-exec->pid, signal);
}

void exec_close(struct exec *exec)
{
    exec_signal(exec, SIGKILL);
    input_close(&exec->input);
    for (int i = 0; i < 2; i++) {
        output_close(&exec->output[i]);
        exec->output[i].done = true;
    }
}

pid_t exec_running(void)
{
    for (int i = 0; i < EXECS; i++)
        if (execs[i].pid && execs[i].id && !execs[i].ended)
            return execs[i].pid;
    return 0;
}

void exec_forget_all(void)
{
    request_drop();
    for (int i = 0; i < EXECS; i++)
        if (execs[i].pid) {
            exec_close(&execs[i]);
            execs[i].id = 0;
            execs[i].reported = true;
            if (execs[i].ended)
                execs[i].pid = 0;
        }
}

void exec_reap(int64_t now)
{
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
        for (int i = 0; i < EXECS; i++)
            if (execs[i].pid == pid && !execs[i].ended) {
                execs[i].ended = true;
                execs[i].status = status;
                execs[i].deadline = now + DRAIN_MS;
                if (execs[i].id == 0)
                    execs[i].pid = 0;
            }
}

static void report(struct exec *exec)
{
    uint8_t how[8];
    put32(how, WIFEXITED(exec->status) ? (uint32_t)WEXITSTATUS(exec->status) : 0);
    put32(how + 4, WIFSIGNALED(exec->status) ? (uint32_t)WTERMSIG(exec->status) : 0);
    link_send(OP_EXIT, 0, exec->id, how, sizeof how);
    exec->reported = true;
}

bool exec_advance(int64_t now)
{
    bool ending = false;
    for (int i = 0; i < EXECS; i++) {
        struct exec *exec = &execs[i];
        if (!exec->pid || exec->id == 0)
            continue;
        if (exec->deadline && now >= exec->deadline) {
            exec->deadline = 0;
            output_limit(&exec->output[0]);
            output_limit(&exec->output[1]);
        }
        input_advance(&exec->input, exec->id);
        ending |= output_advance(&exec->output[0], exec->id) && !exec->ended;
        ending |= output_advance(&exec->output[1], exec->id) && !exec->ended;
        if (exec->ended && !exec->reported && link_room() >= LINK_REPLY)
            report(exec);
        if (exec->reported && exec->output[0].done && exec->output[1].done) {
            input_close(&exec->input);
            exec->pid = 0;
        }
    }
    return ending;
}
