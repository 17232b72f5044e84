/* The mounts that we made, the newest on top: the order in which they can be undone. */
#ifndef STACK_H
#define STACK_H

#include <stdbool.h>

struct made;

/* Mounts and remembers it, unless it is mounted already. False: errno. */
bool stack_mount(const char *source, const char *target, const char *type, bool read_only, const char *options);

struct made *stack_top(void);

/* Whether one of them is there. */
bool stack_has(const char *target);

/* Unmounts down to what was the top before (null: all). Null, or what could not be unmounted (errno says why); the rest stays then. */
const char *stack_unmount(const struct made *until);

/* Mounts again what such an attempt had unmounted. */
void stack_restore(void);

#endif
