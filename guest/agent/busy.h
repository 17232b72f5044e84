/* Who holds a directory of a mount. */
#ifndef BUSY_H
#define BUSY_H

#include <stddef.h>

/* Writes "'/workspace' is busy: process 123 (sleep) has its working directory in /workspace/a" or the like, of the first that is found. */
void busy_explain(const char *mount, char *text, size_t size);

#endif
