#include "root.h"
#include "cmdline.h"
#include "failure.h"
#include "modules.h"
#include "mounts.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { DEVICE_TRIES = 1000 };

static bool entered;

static bool is_device(const char *value) { return strncmp(value, "/dev/", 5) == 0; }

static const char *image(void)
{
    const char *root = cmdline_get("root");
    return root ? root : "/dev/vda";
}

bool root_shared(void) { return !is_device(image()); }

/* Some kernels probe disks in the background. */
static bool await_device(const char *phase, const char *path)
{
    const struct timespec millisecond = { 0, 1000000 };
    for (int tries = 0; access(path, F_OK) < 0; tries++) {
        if (errno != ENOENT || tries == DEVICE_TRIES)
            return failed(phase, path);
        nanosleep(&millisecond, NULL);
    }
    return true;
}

static bool mount_lower(void)
{
    const char *root = image();
    if (root_shared())
        return mounts_make("root", root, "/lower", "9p", MS_RDONLY, "trans=virtio,version=9p2000.L,msize=512000,access=any,cache=loose");
    return modules_load("/modules/erofs") && await_device("root", root) && mounts_make("root", root, "/lower", "erofs", MS_RDONLY, NULL);
}

static bool mount_upper(void)
{
    const char *upper = cmdline_get("upper");
    bool mounted = upper && is_device(upper)
        ? modules_load("/modules/ext4") && await_device("upper", upper)
            && mounts_make("upper", upper, "/upper", "ext4", MS_NOATIME, NULL)
        : mounts_make("upper", "upper", "/upper", "tmpfs", 0, "mode=755,size=75%");
    return mounted && mounts_directory("/upper/root", 0755) && mounts_directory("/upper/work", 0755)
        && mounts_directory("/upper/mounts", 0700);
}

static bool mount_system(void)
{
    /* Bound, not mounted anew: a second devpts would not know the terminals of the first, and SSH logins come from the kit. */
    static const char *const bound[] = { "proc", "sys", "dev" };
    char path[32] = "/sysroot/";
    for (size_t i = 0; i < sizeof bound / sizeof *bound; i++) {
        strcpy(path + 9, bound[i]);
        if (!mounts_directory(path, 0755) || !mounts_make("root", path + 8, path, NULL, MS_BIND | MS_REC, NULL))
            return false;
    }
    return mounts_directory("/sysroot/tmp", 01777) && mounts_directory("/sysroot/run", 0755)
        && mounts_make("root", "run", "/sysroot/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755");
}

/* What the agent needs of its own in the root: all of it on the tmpfs of /run. */
static bool mount_own(void)
{
    if (!mounts_directory("/sysroot/run/smolvm", 0755))
        return false;
    int file = open("/sysroot/run/smolvm/busybox", O_CREAT | O_WRONLY | O_CLOEXEC, 0755);
    if (file >= 0)
        close(file);
    return mounts_make("root", "/bin/busybox", "/sysroot/run/smolvm/busybox", NULL, MS_BIND, NULL)
        && mounts_directory("/sysroot/run/smolvm/mounts", 0755)
        /* What is written to overlay mounts goes where the root's own writes go. */
        && mounts_directory("/sysroot/run/smolvm/uppers", 0700)
        && mounts_make("root", "/upper/mounts", "/sysroot/run/smolvm/uppers", NULL, MS_BIND, NULL);
}

bool root_assemble(void)
{
    return mount_lower() && mount_upper()
        && mounts_make("root", "overlay", "/sysroot", "overlay", 0, "lowerdir=/lower,upperdir=/upper/root,workdir=/upper/work")
        && mount_system() && mount_own();
}

bool root_enter(void)
{
    if (chdir("/sysroot") < 0 || mount(".", "/", NULL, MS_MOVE, NULL) < 0 || chroot(".") < 0 || chdir("/") < 0)
        return failed("root", "enter /sysroot");
    entered = true;
    return true;
}

bool root_entered(void) { return entered; }
