/* Directories of the host in the guest: 9p, and for those that are not writable an overlay above it. */
#ifndef WORKSPACES_H
#define WORKSPACES_H

#include <stdbool.h>
#include <stddef.h>

struct workspace {
    const char *tag, *path;
    bool writable;
    /* Whether the guest keeps what it has read from a host directory below an overlay. */
    bool cached;
};

/* Mounts what is not mounted yet: all, or nothing more than before (false: failure_text, and the position of the one that failed). */
bool workspaces_mount(const struct workspace *list, size_t count, size_t *position);

/* Unmounts all that workspaces_mount has mounted, or nothing: an errno, and the text says what is in the way. */
int workspaces_unmount(char *text, size_t size);

/* Whether a directory of the host is mounted, by us or by anybody; the text says which. */
bool workspaces_any(char *text, size_t size);

#endif
