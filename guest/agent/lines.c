#include "lines.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

bool lines_find(const char *path, line_reader reader, void *context)
{
    static char buffer[32 * 1024];
    size_t used = 0;
    ssize_t count;
    bool found = false;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    while (file >= 0 && !found && (count = read(file, buffer + used, sizeof buffer - 1 - used)) > 0) {
        char *line = buffer, *end;
        used += (size_t)count;
        buffer[used] = 0;
        while (!found && (end = strchr(line, '\n'))) {
            *end = 0;
            found = reader(line, context);
            line = end + 1;
        }
        used -= (size_t)(line - buffer);
        memmove(buffer, line, used);
        /* A line longer than the buffer is cut. */
        if (used == sizeof buffer - 1)
            used = 0;
    }
    if (file >= 0)
        close(file);
    buffer[used] = 0;
    return found || (used > 0 && reader(buffer, context));
}
