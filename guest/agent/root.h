/* The machine's root: a read-only image with a writable layer above. */
#ifndef ROOT_H
#define ROOT_H

/* Mounts it at /sysroot, with the system's own file systems in it. */
void root_assemble(void);

/* Makes /sysroot the root of everything. */
void root_enter(void);

#endif
