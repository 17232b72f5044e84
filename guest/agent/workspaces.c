#include "workspaces.h"
#include "busy.h"
#include "failure.h"
#include "mountinfo.h"
#include "stack.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define LOWERS "/run/smolvm/mounts/"
#define UPPERS "/run/smolvm/uppers/"

/* msize: the most that the virtio transport takes. access=any: no attach for each user, and new files keep the caller as owner. */
#define NINE "trans=virtio,version=9p2000.L,msize=512000,access=any,"

enum { MOST_TAG = 128, TEXT = 512 };

static bool make_directory(const char *path) { return mkdir(path, 0755) == 0 || errno == EEXIST || failed("directory", path); }

static bool make_mount(const struct workspace *workspace, const char *target, const char *type, bool read_only, const char *options)
{
    return stack_mount(workspace->tag, target, type, read_only, options) || failed(type, target);
}

/* Makes a directory and those that lead to it, as far as they are not there. */
static bool make_place(const char *path)
{
    char part[PATH_MAX];
    if (mkdir(path, 0755) == 0 || errno == EEXIST)
        return true;
    if (errno != ENOENT)
        return false;
    snprintf(part, sizeof part, "%s", path);
    for (char *slash = part + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = 0;
        mkdir(part, 0755);
        *slash = '/';
    }
    return mkdir(part, 0755) == 0;
}

/* Finds the place of a mount, without symbolic links: as the kernel will show it. */
static bool resolve(const char *path, char *target)
{
    return (make_place(path) && realpath(path, target)) || failed("directory", path);
}

static bool mount_overlay(const struct workspace *workspace, const char *target)
{
    char lower[TEXT], own[TEXT], upper[TEXT], work[TEXT], options[4 * TEXT];
    snprintf(lower, sizeof lower, LOWERS "%s", workspace->tag);
    snprintf(own, sizeof own, UPPERS "%s", workspace->tag);
    snprintf(upper, sizeof upper, "%.255s/upper", own);
    snprintf(work, sizeof work, "%.255s/work", own);
    snprintf(options, sizeof options, "lowerdir=%s,upperdir=%s,workdir=%s", lower, upper, work);
    return make_directory(lower) && make_directory(own) && make_directory(upper) && make_directory(work)
        && make_mount(workspace, lower, "9p", true, workspace->cached ? NINE "cache=loose" : NINE "cache=none")
        && make_mount(workspace, target, "overlay", false, options);
}

static bool mount_one(const struct workspace *workspace)
{
    char target[PATH_MAX];
    if (strlen(workspace->tag) > MOST_TAG || strlen(workspace->path) >= sizeof target) {
        errno = ENAMETOOLONG;
        return failed("directory", workspace->path);
    }
    return resolve(workspace->path, target)
        /* mmap: the least cache with which writable shared mappings work. */
        && (workspace->writable ? make_mount(workspace, target, "9p", false, NINE "cache=mmap") : mount_overlay(workspace, target));
}

bool workspaces_mount(const struct workspace *list, size_t count, size_t *position)
{
    const struct made *before = stack_top();
    for (size_t i = 0; i < count; i++)
        if (!mount_one(&list[i])) {
            stack_unmount(before);
            *position = i;
            return false;
        }
    return true;
}

struct place {
    char *text;
    size_t size;
};

/* Such an overlay keeps the share of the host that is below ours, and QEMU lets nobody mount that a second time. */
static bool covers(const struct mountinfo *mount, void *context)
{
    const struct place *place = context;
    char lowers[PATH_MAX], *rest = lowers, *one;
    const char *option = strcmp(mount->type, "overlay") == 0 ? strstr(mount->options, "lowerdir=") : NULL;
    if (!option || stack_has(mount->target))
        return false;
    option += strlen("lowerdir=");
    snprintf(lowers, sizeof lowers, "%.*s", (int)strcspn(option, ","), option);
    while ((one = strsep(&rest, ":")))
        if (stack_has(one)) {
            snprintf(place->text, place->size, "'%s' is busy: it is below the overlay at %s", one, mount->target);
            return true;
        }
    return false;
}

int workspaces_unmount(char *text, size_t size)
{
    if (mountinfo_find(covers, &(struct place){ text, size }))
        return EBUSY;
    const char *stuck = stack_unmount(NULL);
    int error = errno;
    if (!stuck)
        return 0;
    if (error == EBUSY)
        busy_explain(stuck, text, size);
    else
        snprintf(text, size, "'%s': %s", stuck, strerror(error));
    stack_restore();
    return error;
}

static bool is_shared(const struct mountinfo *mount, void *context)
{
    const struct place *place = context;
    if (strcmp(mount->type, "9p") != 0)
        return false;
    snprintf(place->text, place->size, "'%s' is one of '%s'", mount->target, mount->source);
    return true;
}

bool workspaces_any(char *text, size_t size) { return mountinfo_find(is_shared, &(struct place){ text, size }); }
