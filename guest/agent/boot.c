#include "boot.h"
#include "cmdline.h"
#include "machine.h"
#include "modules.h"
#include "mounts.h"
#include "net.h"
#include "port.h"
#include "root.h"
#include "serve.h"
#include "ssh.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

void boot_fail(const char *phase, const char *what)
{
    fprintf(stderr, "smolvm: %s: %s: %s\n", phase, what, strerror(errno));
    tcdrain(2);
    /* Not by our end: the panic's thirty lines would push this one out of sight. */
    reboot(RB_POWER_OFF);
    exit(1);
}

static void mount_kernel(void)
{
    mounts_make("kernel", "proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    mounts_make("kernel", "sysfs", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    mounts_make("kernel", "devtmpfs", "/dev", "devtmpfs", MS_NOSUID, "mode=755");
    mounts_directory("/dev/pts", 0755);
    mounts_make("kernel", "devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "mode=620,gid=5,ptmxmode=666");
    mounts_directory("/dev/shm", 01777);
    mounts_make("kernel", "shm", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777");
}

static void link_descriptors(void)
{
    static const char *const links[][2] = {
        { "/proc/self/fd", "/dev/fd" }, { "/proc/self/fd/0", "/dev/stdin" },
        { "/proc/self/fd/1", "/dev/stdout" }, { "/proc/self/fd/2", "/dev/stderr" },
    };
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        if (symlink(links[i][0], links[i][1]) < 0 && errno != EEXIST)
            boot_fail("kernel", links[i][1]);
}

static void attach_console(void)
{
    int console = open("/dev/console", O_RDWR | O_NOCTTY | O_CLOEXEC);
    for (int i = 0; console >= 0 && i < 3; i++)
        dup2(console, i);
    if (console > 2)
        close(console);
}

void boot(void)
{
    const struct rlimit files = { 1024, 524288 };
    machine_own();
    machine_phase("init");
    umask(022);
    mount_kernel();
    link_descriptors();
    attach_console();
    cmdline_read();
    setrlimit(RLIMIT_NOFILE, &files);
    modules_load("/modules/core");
    machine_phase("modules");
    root_assemble();
    machine_phase("root");
    net_up();
    machine_phase("network");
    int port = port_open(), kit = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    root_enter();
    net_resolver();
    int ssh = ssh_listen(kit);
    machine_phase("ready");
    serve(port, ssh);
    exit(0);
}
