/* Mounts that end the boot when they fail. */
#ifndef MOUNTS_H
#define MOUNTS_H

void mounts_make(const char *phase, const char *source, const char *target, const char *type, unsigned long flags, const char *options);

/* A directory that may be there. */
void mounts_directory(const char *path, unsigned mode);

#endif
