/* Process 1: makes a machine out of the kit, and serves. */
#ifndef BOOT_H
#define BOOT_H

_Noreturn void boot(void);

/* Says on the console what failed, with errno's text, and ends the machine. */
_Noreturn void boot_fail(const char *phase, const char *what);

#endif
