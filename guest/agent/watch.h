/* The host's end of the port is closed: waits for it to come back, and ends the machine when it does not. */
#ifndef WATCH_H
#define WATCH_H

#include <stdbool.h>
#include <stdint.h>

enum { WATCH_LOST_MS = 1000, WATCH_MS = 60 * 1000 };

bool watch_closed(void);
void watch_start(int port);

/* Whether the absence of the host means nothing: a frozen machine has none. */
void watch_sleep(bool asleep);

/* Readable when the port changed. */
int watch_descriptor(void);

/* Whether the host has been away long enough to be taken for dead; true once. The news that a port was closed comes by another way
   than its data, and may come after the next host's first words: a short absence means nothing. */
bool watch_lost(int64_t now);

/* When there is something to be done though the host stays away; -1: never. */
int64_t watch_due(void);

/* Notes that the host is back, or powers off when it stays away. */
void watch_look(int port);

#endif
