#include "net.h"
#include "failure.h"
#include "lines.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <net/route.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static bool has_card, is_open;

static struct sockaddr address(const char *text)
{
    struct sockaddr_in in = { .sin_family = AF_INET };
    struct sockaddr any;
    inet_pton(AF_INET, text, &in.sin_addr);
    memcpy(&any, &in, sizeof any);
    return any;
}

static bool up(int control, const char *name)
{
    struct ifreq request = { .ifr_flags = IFF_UP | IFF_RUNNING };
    strcpy(request.ifr_name, name);
    return ioctl(control, SIOCSIFFLAGS, &request) == 0 || failed("network", name);
}

static bool configure_card(int control)
{
    struct ifreq request = { .ifr_name = "eth0" };
    request.ifr_addr = address("10.0.2.15");
    if (ioctl(control, SIOCSIFADDR, &request) < 0)
        return failed("network", "address of eth0");
    request.ifr_netmask = address("255.255.255.0");
    if (ioctl(control, SIOCSIFNETMASK, &request) < 0)
        return failed("network", "netmask of eth0");
    return up(control, "eth0");
}

static int open_control(void) { return socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0); }

bool net_up(void)
{
    struct ifreq request = { .ifr_name = "eth0" };
    int control = open_control();
    if (control < 0)
        return failed("network", "socket");
    /* A machine without a card is one without a network. */
    has_card = ioctl(control, SIOCGIFINDEX, &request) == 0;
    bool done = up(control, "lo") && (!has_card || configure_card(control));
    close(control);
    return done;
}

bool net_open(bool open)
{
    struct rtentry route = { .rt_flags = RTF_UP | RTF_GATEWAY };
    if (!has_card || open == is_open)
        return true;
    int control = open_control();
    if (control < 0)
        return failed("network", "socket");
    route.rt_dst = address("0.0.0.0");
    route.rt_genmask = address("0.0.0.0");
    route.rt_gateway = address("10.0.2.2");
    /* A program of the guest may have been here before. */
    bool done = ioctl(control, open ? SIOCADDRT : SIOCDELRT, &route) == 0 || errno == (open ? EEXIST : ESRCH) || failed("network", "route");
    close(control);
    is_open = done ? open : is_open;
    return done;
}

static bool forget(char *line, void *control)
{
    struct arpreq request = { .arp_dev = "eth0" };
    char *end = strchr(line, ' ');
    if (!end || *line < '0' || *line > '9')
        return false;
    *end = 0;
    request.arp_pa = address(line);
    ioctl(*(int *)control, SIOCDARP, &request);
    return false;
}

void net_forget_neighbours(void)
{
    int control = open_control();
    if (control < 0)
        return;
    lines_find("/proc/net/arp", forget, &control);
    close(control);
}
