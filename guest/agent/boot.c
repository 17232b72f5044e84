#include "boot.h"
#include "cmdline.h"
#include "failure.h"
#include "files.h"
#include "init.h"
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
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

/* Says on the console what failed, and ends the machine. */
static _Noreturn void end(void)
{
    fprintf(stderr, "smolvm: %s\n", failure_text());
    tcdrain(2);
    /* Not by our end: the panic's thirty lines would push this one out of sight. */
    reboot(RB_POWER_OFF);
    exit(1);
}

static bool mount_kernel(void)
{
    return mounts_make("kernel", "proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL)
        && mounts_make("kernel", "sysfs", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL)
        && mounts_make("kernel", "devtmpfs", "/dev", "devtmpfs", MS_NOSUID, "mode=755")
        && mounts_directory("/dev/pts", 0755)
        && mounts_make("kernel", "devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "mode=620,gid=5,ptmxmode=666")
        && mounts_directory("/dev/shm", 01777)
        && mounts_make("kernel", "shm", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777");
}

static bool link_descriptors(void)
{
    static const char *const links[][2] = {
        { "/proc/self/fd", "/dev/fd" }, { "/proc/self/fd/0", "/dev/stdin" },
        { "/proc/self/fd/1", "/dev/stdout" }, { "/proc/self/fd/2", "/dev/stderr" },
    };
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        if (symlink(links[i][0], links[i][1]) < 0 && errno != EEXIST)
            return failed("kernel", links[i][1]);
    return true;
}

static void attach_console(void)
{
    int console = open("/dev/console", O_RDWR | O_NOCTTY | O_CLOEXEC);
    for (int i = 0; console >= 0 && i < 3; i++)
        dup2(console, i);
    if (console > 2)
        close(console);
}

bool boot_enter(void)
{
    if (root_entered())
        return true;
    int kit = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (!root_assemble() || !root_enter() || !files_make())
        return false;
    ssh_listen(kit);
    machine_phase("root");
    return true;
}

void boot(char **argv)
{
    const struct rlimit files = { 1024, 524288 };
    machine_own();
    machine_phase("init");
    umask(022);
    if (!mount_kernel() || !link_descriptors())
        end();
    attach_console();
    cmdline_read();
    setrlimit(RLIMIT_NOFILE, &files);
    if (!modules_load("/modules/core"))
        end();
    if (init_wanted() && !init_prepare())
        end();
    machine_phase("modules");
    if (!net_up())
        end();
    machine_phase("network");
    /* A root that is a directory of the host would be in a template's way: it waits for the first WAKE. */
    if (!root_shared() && !boot_enter())
        end();
    if (init_wanted() && !init_start(argv))
        end();
    int port = port_open();
    if (port < 0)
        end();
    machine_phase("ready");
    serve(port);
    exit(0);
}
