/* An init of the image's own as process 1, and the agent beside it. */
#ifndef INIT_H
#define INIT_H

#include <stdbool.h>

/* Whether the machine has one. */
bool init_wanted(void);

/* Before the root is entered, where its modules cannot be found any more. */
bool init_prepare(void);

/* Process 1 becomes the init. Who comes back is a child of it, and the agent from now on. */
bool init_start(char **argv);

/* Lets the init end the machine; false: there is none that can be told. */
bool init_power_off(void);

/* The machine gets another id: what was written to the journal under the old one is found under the new one too. */
void init_rename(const char *id);

#endif
