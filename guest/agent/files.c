#include "files.h"
#include "failure.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
    const char *path, *over;
    mode_t mode;
} kinds[FILES] = {
    [FILE_RESOLVER] = { "/run/smolvm/resolv.conf", "/etc/resolv.conf", 0644 },
    [FILE_MACHINE_ID] = { "/run/smolvm/machine-id", "/etc/machine-id", 0444 },
    /* Passwords are often among them. */
    [FILE_ENVIRONMENT] = { ENVIRONMENT_FILE, NULL, 0600 },
};

/* Held open: a machine that wakes writes them without looking for them. */
static int descriptors[FILES];
static size_t lengths[FILES];

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

static bool lay(const char *path, const char *over)
{
    if (mount(path, over, NULL, MS_BIND, NULL) == 0)
        return true;
    touch(over, 0);
    return mount(path, over, NULL, MS_BIND, NULL) == 0 || failed("files", over);
}

bool files_make(void)
{
    for (int i = 0; i < FILES; i++) {
        descriptors[i] = open(kinds[i].path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, kinds[i].mode);
        if (descriptors[i] < 0)
            return failed("files", kinds[i].path);
        if (kinds[i].over && !lay(kinds[i].path, kinds[i].over))
            return false;
    }
    return true;
}

bool files_write(enum file file, const void *bytes, size_t length)
{
    /* Each system call that a clone makes for the first time costs it up to a millisecond under emulation. */
    bool written = (length == 0 || pwrite(descriptors[file], bytes, length, 0) == (ssize_t)length)
        && (length >= lengths[file] || ftruncate(descriptors[file], (off_t)length) == 0);
    lengths[file] = length;
    return written || failed("files", kinds[file].path);
}
