/* Pseudo-terminals. */
#ifndef PTY_H
#define PTY_H

#include <stdint.h>
#include <sys/types.h>

/* Opens a pair; the terminal belongs to the user. False: errno. */
int pty_open(int *master, int *terminal, uid_t owner, uint16_t columns, uint16_t rows);
void pty_resize(int master, uint16_t columns, uint16_t rows);

/* What its user would type to end the input; 0 where the terminal takes bytes as they are. */
char pty_end_of_file(int master);

#endif
