/* The words of the kernel's command line that are for us. */
#ifndef CMDLINE_H
#define CMDLINE_H

/* Reads /proc/cmdline once. */
void cmdline_read(void);

/* The value of smol.NAME, or null. */
const char *cmdline_get(const char *name);

#endif
