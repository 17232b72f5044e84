/* The machine's root: a read-only image with a writable layer above. */
#ifndef ROOT_H
#define ROOT_H

#include <stdbool.h>

/* Whether the image is a directory of the host: mounted, it would keep the machine from being frozen. */
bool root_shared(void);

/* Mounts it at /sysroot, with the system's own file systems in it. False: failure_text. */
bool root_assemble(void);

/* Makes /sysroot the root of everything. False: failure_text. */
bool root_enter(void);

/* Whether that was done. */
bool root_entered(void);

#endif
