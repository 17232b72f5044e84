/* The host's end of the port is closed: waits for it to come back, and ends the machine when it does not. */
#ifndef WATCH_H
#define WATCH_H

#include <stdbool.h>
#include <stdint.h>

enum { WATCH_MS = 60 * 1000 };

bool watch_closed(void);
void watch_start(int port);

/* Readable when the port changed. */
int watch_descriptor(void);

/* When the machine ends. */
int64_t watch_due(void);

/* Notes that the host is back, or powers off when it stays away. */
void watch_look(int port);

#endif
