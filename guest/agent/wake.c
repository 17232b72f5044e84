#include "wake.h"
#include "boot.h"
#include "failure.h"
#include "files.h"
#include "init.h"
#include "link.h"
#include "machine.h"
#include "net.h"
#include "request.h"
#include "wake_request.h"
#include "wire.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { TEXT = 1024 };

/* Of a mount that failed. */
static size_t position;

static bool with_errno(int error, const char *phase, const char *what)
{
    errno = error;
    return error == 0 || failed(phase, what);
}

static bool set_clock(const struct wake_request *request) { return with_errno(machine_set_time(request->clock), "clock", "set"); }

static bool add_entropy(const struct wake_request *request)
{
    return request->entropy_length == 0
        || with_errno(machine_add_entropy(request->entropy, request->entropy_length), "entropy", "/dev/urandom");
}

static bool enter_root(const struct wake_request *request)
{
    (void)request;
    return boot_enter();
}

static bool set_name(const struct wake_request *request)
{
    return sethostname(request->host_name, strlen(request->host_name)) == 0 || failed("name", request->host_name);
}

static bool set_network(const struct wake_request *request)
{
    /* Without a network there is no server: a name is then refused at once, not after a time-out. */
    const char *resolver = request->open_network ? "nameserver 10.0.2.3\n" : "";
    return net_open(request->open_network) && files_write(FILE_RESOLVER, resolver, strlen(resolver));
}

static bool set_identity(const struct wake_request *request)
{
    static const char digits[] = "0123456789abcdef";
    char text[2 * WIRE_TOKEN + 1];
    for (int i = 0; i < WIRE_TOKEN; i++) {
        text[2 * i] = digits[request->identity[i] >> 4];
        text[2 * i + 1] = digits[request->identity[i] & 15];
    }
    text[2 * WIRE_TOKEN] = '\n';
    if (init_wanted())
        init_rename(text);
    return files_write(FILE_MACHINE_ID, text, sizeof text);
}

static bool set_environment(const struct wake_request *request)
{
    return files_write(FILE_ENVIRONMENT, request->environment, request->environment_length);
}

static bool make_mounts(const struct wake_request *request)
{
    return workspaces_mount(request->workspaces, request->workspace_count, &position);
}

static const struct {
    const char *name;
    bool (*take)(const struct wake_request *request);
} steps[] = {
    { "clock", set_clock }, { "entropy", add_entropy }, { "root", enter_root }, { "name", set_name }, { "network", set_network },
    { "identity", set_identity }, { "environment", set_environment }, { "mounts", make_mounts },
};

static void perform(uint32_t stream, const struct wake_request *request)
{
    char text[TEXT];
    int length = 0;
    int64_t before = machine_now_us();
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (!steps[i].take(request)) {
            snprintf(text, sizeof text, "mounts: %zu: %s", position, failure_text());
            link_error(stream, failure_errno(), steps[i].take == make_mounts ? text : failure_text());
            return;
        }
        int64_t now = machine_now_us();
        long long took = now - before;
        length += snprintf(text + length, sizeof text - (size_t)length, "%s%s=%lld", i ? "," : "", steps[i].name, took);
        before = now;
    }
    link_send(OP_DONE, 0, stream, text, (uint32_t)length);
}

void wake(const struct frame *frame)
{
    const uint8_t *payload;
    size_t length;
    int error;
    struct wake_request request;
    if (!request_join(frame, &payload, &length, &error)) {
        if (error)
            link_error(frame->stream, error, strerror(error));
        return;
    }
    if (!wake_request_parse(payload, length, &request)) {
        link_error(frame->stream, EINVAL, strerror(EINVAL));
    } else {
        if (machine_owned())
            perform(frame->stream, &request);
        else
            link_error(frame->stream, EPERM, strerror(EPERM));
        wake_request_free(&request);
    }
    request_drop();
}
