/* Kernel modules of the kit. */
#ifndef MODULES_H
#define MODULES_H

#include <stdbool.h>

/* Loads all files of a directory in the order of their names; a directory that is not there is none. False: failure_text. */
bool modules_load(const char *directory);

#endif
