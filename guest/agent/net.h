/* Addresses and routes. */
#ifndef NET_H
#define NET_H

#include <stdbool.h>

/* Gives the cards that are there their addresses. False: failure_text. */
bool net_up(void);

/* Lets the machine reach out, or not. False: failure_text. */
bool net_open(bool open);

/* Forgets who was heard on the wire. */
void net_forget_neighbours(void);

#endif
