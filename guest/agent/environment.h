/* The variables of a program: those that were asked for over a few defaults. */
#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

#include "users.h"

#define DEFAULT_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

enum { ENVIRONMENT_DEFAULTS = 8 };

/* Adds the defaults that are missing to a list that has room for ENVIRONMENT_DEFAULTS more. The texts are valid until the next call. */
void environment_complete(char **list, const struct user *user, bool terminal);

/* The value of a variable, or null. */
const char *environment_get(char *const *list, const char *name);

#endif
