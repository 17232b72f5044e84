/* Process 1: makes a machine out of the kit, and serves. */
#ifndef BOOT_H
#define BOOT_H

#include <stdbool.h>

_Noreturn void boot(char **argv);

/* Goes from the kit into the machine's own root, if that was not done. False: failure_text, and the machine is of no use any more. */
bool boot_enter(void);

#endif
