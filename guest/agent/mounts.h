/* Mounts and directories of the machine itself. False: failure_text. */
#ifndef MOUNTS_H
#define MOUNTS_H

#include <stdbool.h>

bool mounts_make(const char *phase, const char *source, const char *target, const char *type, unsigned long flags, const char *options);

/* A directory that may be there. */
bool mounts_directory(const char *path, unsigned mode);

#endif
