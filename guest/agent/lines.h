/* Reads a file line by line: not by stdio, which takes twice the system calls. */
#ifndef LINES_H
#define LINES_H

#include <stdbool.h>

typedef bool (*line_reader)(char *line, void *context);

/* Calls the reader with each line, which it may change, until it says true; whether it did. The reader may not come here itself. */
bool lines_find(const char *path, line_reader reader, void *context);

#endif
