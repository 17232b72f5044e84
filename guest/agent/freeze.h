/* A machine becomes the image of others: nothing in it may be of this host, this session or this moment. */
#ifndef FREEZE_H
#define FREEZE_H

#include "frame.h"

/* Makes the machine ready to be stopped. False: it was refused, and the answer says why. */
bool freeze(const struct frame *frame);

#endif
