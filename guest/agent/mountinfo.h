/* What is mounted, as the kernel tells it. */
#ifndef MOUNTINFO_H
#define MOUNTINFO_H

#include <stdbool.h>

struct mountinfo {
    char *target, *type, *source, *options;
};

/* The first mount for which the function says true, if there is one; it may look at the mount until then only. */
bool mountinfo_find(bool (*wanted)(const struct mountinfo *mount, void *context), void *context);

#endif
