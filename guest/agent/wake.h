/* A machine wakes: it is told who it is, what time it is, and what it sees of the host. */
#ifndef WAKE_H
#define WAKE_H

#include "frame.h"

/* Takes a WAKE, or a part of one, and answers it. */
void wake(const struct frame *frame);

#endif
