#include "freeze.h"
#include "exec.h"
#include "link.h"
#include "machine.h"
#include "net.h"
#include "root.h"
#include "wire.h"
#include "workspaces.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { TEXT = 1024, DROP_CACHES = 1 };

static void drop_caches(void)
{
    int file = open("/proc/sys/vm/drop_caches", O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return;
    if (write(file, "3", 1) < 0)
        errno = 0; /* They are only a matter of size. */
    close(file);
}

static int refusal(const struct frame *frame, char *text, size_t size)
{
    char place[TEXT / 2];
    int error = !machine_owned() ? EPERM : frame->length != 1 ? EINVAL : EBUSY;
    pid_t running = exec_running();
    if (error != EBUSY)
        snprintf(text, size, "%s", strerror(error));
    else if (root_shared() && root_entered())
        snprintf(text, size, "its root is a directory of the host, which stays mounted");
    else if (workspaces_any(place, sizeof place))
        snprintf(text, size, "it has workspace mounts: %s", place);
    else if (running)
        snprintf(text, size, "its program with the process id %d still runs", (int)running);
    else
        return 0;
    return error;
}

bool freeze(const struct frame *frame)
{
    char text[TEXT];
    int error = refusal(frame, text, sizeof text);
    if (error) {
        link_error(frame->stream, error, text);
        return false;
    }
    net_forget_neighbours();
    machine_sync();
    if (*frame->payload & DROP_CACHES)
        drop_caches();
    link_send(OP_DONE, 0, frame->stream, NULL, 0);
    return true;
}
