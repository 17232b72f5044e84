#include "mounts.h"
#include "failure.h"

#include <errno.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>

bool mounts_make(const char *phase, const char *source, const char *target, const char *type, unsigned long flags, const char *options)
{
    char what[256];
    if (mount(source, target, type, flags, options) == 0)
        return true;
    snprintf(what, sizeof what, "%s%s%s on %s", type ? type : "", type ? " " : "", source, target);
    return failed(phase, what);
}

bool mounts_directory(const char *path, unsigned mode)
{
    if (mkdir(path, mode) == 0)
        chmod(path, mode);
    else if (errno != EEXIST)
        return failed("root", path);
    return true;
}
