/* Kernel modules of the kit. */
#ifndef MODULES_H
#define MODULES_H

/* Loads all files of a directory in the order of their names; a directory that is not there is none. */
void modules_load(const char *directory);

#endif
