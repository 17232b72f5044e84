#include "session.h"
#include "exec.h"
#include "freeze.h"
#include "init.h"
#include "link.h"
#include "machine.h"
#include "pty.h"
#include "sockets.h"
#include "wake.h"
#include "watch.h"
#include "wire.h"
#include "workspaces.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

static bool open;

void session_end(void)
{
    open = false;
    exec_forget_all();
    sockets_forget_all();
}

/* A host that says HELLO knows nothing of what was before. */
static void hello(const struct frame *frame)
{
    struct utsname names;
    if (frame->length < 4 + WIRE_TOKEN)
        return;
    session_end();
    open = true;
    watch_sleep(false);
    uint8_t *to = link_begin();
    uname(&names);
    put32(to, WIRE_VERSION);
    memcpy(to + 4, frame->payload + 4, WIRE_TOKEN);
    put64(to + 20, machine_uptime_ms());
    int length = snprintf((char *)to + 28, 1024, "%s%c%s", names.release, 0, machine_phases());
    link_end(OP_HELLO, 0, frame->stream, 28 + (uint32_t)length);
}

static void answer(const struct frame *frame, int error)
{
    if (error)
        link_error(frame->stream, error, strerror(error));
    else
        link_send(OP_DONE, 0, frame->stream, NULL, 0);
}

/* From now on the machine may be stopped and go on as another, elsewhere and much later: nothing is said, awaited or remembered. */
static void sleep_until_hello(const struct frame *frame)
{
    if (!freeze(frame))
        return;
    session_end();
    link_forget_input();
    watch_sleep(true);
}

static void unmount(const struct frame *frame)
{
    char text[1024];
    int error = machine_owned() ? workspaces_unmount(text, sizeof text) : EPERM;
    if (error)
        link_error(frame->stream, error, error == EPERM ? strerror(error) : text);
    else
        answer(frame, 0);
}

static void power_off(const struct frame *frame)
{
    if (machine_owned() && init_power_off()) {
        answer(frame, 0);
        return;
    }
    machine_end_programs();
    machine_sync();
    answer(frame, 0);
    machine_power_off();
}

static void for_program(const struct frame *frame, struct exec *exec)
{
    const uint8_t *p = frame->payload;
    switch (frame->op) {
    case OP_STDIN:
        if (!input_take(&exec->input, p, frame->length, frame->flags & FLAG_EOF)) {
            link_error(exec->id, ENOBUFS, "more standard input than the window allows");
            exec_close(exec);
        }
        break;
    case OP_WINDOW:
        if (frame->length == 4)
            output_credit(&exec->output[frame->flags & FLAG_ERROR ? 1 : 0], get32(p));
        break;
    case OP_SIGNAL:
        if (frame->length == 4)
            exec_signal(exec, (int)get32(p));
        break;
    case OP_RESIZE:
        if (frame->length == 4)
            pty_resize(exec->output[0].fd, get16(p), get16(p + 2));
        break;
    case OP_CLOSE:
        exec_close(exec);
        break;
    }
}

static void for_stream(const struct frame *frame)
{
    struct exec *exec = exec_find(frame->stream);
    /* One that has just ended is no error: the host could not know. */
    if (exec)
        for_program(frame, exec);
    else if (frame->stream)
        sockets_take(frame);
}

static void dispatch(const struct frame *frame)
{
    switch (frame->op) {
    case OP_HELLO:
        hello(frame);
        break;
    case OP_PING:
        link_send(OP_PONG, 0, frame->stream, NULL, 0);
        break;
    case OP_TIME:
        answer(frame, frame->length == 8 ? machine_set_time(get64(frame->payload)) : EINVAL);
        break;
    case OP_ENTROPY:
        answer(frame, machine_add_entropy(frame->payload, frame->length));
        break;
    case OP_POWEROFF:
        power_off(frame);
        break;
    case OP_WAKE:
        wake(frame);
        break;
    case OP_FREEZE:
        sleep_until_hello(frame);
        break;
    case OP_UNMOUNT:
        unmount(frame);
        break;
    case OP_LISTEN:
        answer(frame, sockets_listen(frame));
        break;
    case OP_ACCEPT:
        sockets_await(frame);
        break;
    case OP_EXEC:
        exec_start(frame);
        break;
    case OP_STDIN:
    case OP_WINDOW:
    case OP_SIGNAL:
    case OP_RESIZE:
    case OP_CLOSE:
        for_stream(frame);
        break;
    default:
        answer(frame, ENOSYS);
    }
}

void session_read(void)
{
    struct frame frame;
    while (link_room() >= 2 * LINK_REPLY && link_next(&frame))
        if (open || frame.op == OP_HELLO)
            dispatch(&frame);
}
