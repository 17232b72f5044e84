/* The files by which the programs of a machine know it: ours, in /run/smolvm, so that none of them lands in the root and its packs. */
#ifndef FILES_H
#define FILES_H

#include <stdbool.h>
#include <stddef.h>

enum file { FILE_RESOLVER, FILE_MACHINE_ID, FILE_ENVIRONMENT, FILES };

/* What `enter` reads for logins: NAME=value, each with a NUL behind it. */
#define ENVIRONMENT_FILE "/run/smolvm/environment"

/* Makes them, empty, and lays them over the root's own. False: failure_text. */
bool files_make(void);

/* Gives one another content. False: failure_text. */
bool files_write(enum file file, const void *bytes, size_t length);

#endif
