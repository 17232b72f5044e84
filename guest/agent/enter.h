/* The login shell of the kit's SSH server: goes over to the machine's own root and shell. */
#ifndef ENTER_H
#define ENTER_H

int enter(char **argv);

#endif
