#include "port.h"
#include "failure.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define CLASS "/sys/class/virtio-ports"

enum { TRIES = 10000 };

static const char wanted[] = "smolvm.agent\n";

static int try_open(const char *port)
{
    char path[320], name[sizeof wanted] = "";
    snprintf(path, sizeof path, CLASS "/%s/name", port);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return -1;
    ssize_t count = read(file, name, sizeof name);
    close(file);
    if (count != sizeof wanted - 1 || memcmp(name, wanted, sizeof wanted - 1) != 0)
        return -1;
    snprintf(path, sizeof path, "/dev/%s", port);
    return open(path, O_RDWR | O_CLOEXEC);
}

static int search(void)
{
    DIR *ports = opendir(CLASS);
    const struct dirent *entry;
    int fd = -1;
    while (ports && fd < 0 && (entry = readdir(ports)))
        if (entry->d_name[0] == 'v')
            fd = try_open(entry->d_name);
    if (ports)
        closedir(ports);
    return fd;
}

int port_open(void)
{
    /* Ports appear one by one, by messages of the hypervisor, and sysfs tells nobody. */
    const struct timespec millisecond = { 0, 1000000 };
    int fd;
    for (int tries = 0; (fd = search()) < 0; tries++) {
        if (tries == TRIES) {
            errno = ENODEV;
            failed("port", "smolvm.agent");
            return -1;
        }
        nanosleep(&millisecond, NULL);
    }
    return fd;
}
