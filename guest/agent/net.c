#include "net.h"
#include "boot.h"
#include "cmdline.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <net/if.h>
#include <net/route.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define RESOLVER "/run/smolvm/resolv.conf"

static bool open_network(void)
{
    const char *net = cmdline_get("net");
    return net && strcmp(net, "open") == 0;
}

static struct sockaddr address(const char *text)
{
    struct sockaddr_in in = { .sin_family = AF_INET };
    struct sockaddr any;
    inet_pton(AF_INET, text, &in.sin_addr);
    memcpy(&any, &in, sizeof any);
    return any;
}

static void up(int control, const char *name)
{
    struct ifreq request = { .ifr_flags = IFF_UP | IFF_RUNNING };
    strcpy(request.ifr_name, name);
    if (ioctl(control, SIOCSIFFLAGS, &request) < 0)
        boot_fail("network", name);
}

void net_up(void)
{
    const char *name = cmdline_get("hostname");
    struct ifreq request = { .ifr_name = "eth0" };
    name = name ? name : "smolvm";
    sethostname(name, strlen(name));
    int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (control < 0)
        boot_fail("network", "socket");
    up(control, "lo");
    /* A machine without a card is one without a network. */
    if (cmdline_get("net") && ioctl(control, SIOCGIFINDEX, &request) == 0) {
        request.ifr_addr = address("10.0.2.15");
        if (ioctl(control, SIOCSIFADDR, &request) < 0)
            boot_fail("network", "address of eth0");
        request.ifr_netmask = address("255.255.255.0");
        if (ioctl(control, SIOCSIFNETMASK, &request) < 0)
            boot_fail("network", "netmask of eth0");
        up(control, "eth0");
        if (open_network()) {
            struct rtentry route = { .rt_flags = RTF_UP | RTF_GATEWAY };
            route.rt_dst = address("0.0.0.0");
            route.rt_genmask = address("0.0.0.0");
            route.rt_gateway = address("10.0.2.2");
            if (ioctl(control, SIOCADDRT, &route) < 0)
                boot_fail("network", "route");
        }
    }
    close(control);
}

/* Makes a file and the directories that lead to it; an image may hold a link to a file that only its own init would make. */
static void touch(const char *path, int depth)
{
    char target[PATH_MAX], full[PATH_MAX + 8];
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length > 0 && depth < 8) {
        target[length] = 0;
        snprintf(full, sizeof full, "%s%s", *target == '/' ? "" : "/etc/", target);
        touch(full, depth + 1);
        return;
    }
    snprintf(full, sizeof full, "%s", path);
    for (char *slash = full + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = 0;
        mkdir(full, 0755);
        *slash = '/';
    }
    int file = open(full, O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
    if (file >= 0)
        close(file);
}

void net_resolver(void)
{
    /* Empty without a network: a name is then refused at once, not after a time-out. */
    const char *text = open_network() ? "nameserver 10.0.2.3\n" : "";
    int file = open(RESOLVER, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
    if (file < 0 || write(file, text, strlen(text)) < 0)
        boot_fail("network", RESOLVER);
    close(file);
    if (mount(RESOLVER, "/etc/resolv.conf", NULL, MS_BIND, NULL) == 0)
        return;
    touch("/etc/resolv.conf", 0);
    if (mount(RESOLVER, "/etc/resolv.conf", NULL, MS_BIND, NULL) < 0)
        boot_fail("network", "/etc/resolv.conf");
}
