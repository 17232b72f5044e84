/* What the host asks for. */
#ifndef SESSION_H
#define SESSION_H

#include "frame.h"

/* Answers all frames that have come, as far as the link has room for replies. */
void session_read(void);
void session_end(void);

#endif
