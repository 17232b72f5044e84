/* Why something of the machine could not be done: kept until it is told on the console or to the host. */
#ifndef FAILURE_H
#define FAILURE_H

#include <stdbool.h>

/* Notes what failed, with errno; false, so that a function can end with it. */
bool failed(const char *phase, const char *what);

/* "PHASE: WHAT: REASON". */
const char *failure_text(void);
int failure_errno(void);

#endif
