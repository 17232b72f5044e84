/* One program of several names: process 1 of a machine, the login shell of its SSH server, or a server on a host's socket. */
#include "boot.h"
#include "enter.h"
#include "serve.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int connect_to(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        perror(path);
        return -1;
    }
    return fd;
}

int main(int argc, char **argv)
{
    const char *slash = strrchr(argv[0], '/'), *name = slash ? slash + 1 : argv[0];
    /* The programs' pipes must not land on 0 to 2. */
    int low;
    while ((low = open("/dev/null", O_RDWR | O_CLOEXEC)) >= 0 && low < 3) {
    }
    close(low);
    if (strcmp(name + (*name == '-'), "enter") == 0)
        return enter(argv);
    if (getpid() == 1)
        boot(argv);
    if (argc == 3 && strcmp(argv[1], "--connect") == 0) {
        int fd = connect_to(argv[2]);
        if (fd < 0)
            return 1;
        serve(fd);
    }
    fprintf(stderr, "usage: %s --connect SOCKET\n", argv[0]);
    return 2;
}
