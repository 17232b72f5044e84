/* The way of a shell's output over pipes of its own, for a reader that takes an empty pipe for one that has ended. */
#ifndef RELAY_H
#define RELAY_H

/* Comes back in a child whose standard output and error are relayed; this process ends as the child ends. */
void relay(void);

#endif
