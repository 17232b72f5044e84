#include "cmdline.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* The kernel's own limit is 2048 here. */
static char text[4096];
static size_t used;

void cmdline_read(void)
{
    int fd = open("/proc/cmdline", O_RDONLY | O_CLOEXEC);
    ssize_t count = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    for (ssize_t i = 0; i < count; i++)
        if (text[i] == ' ' || text[i] == '\n')
            text[i] = 0;
    used = count > 0 ? (size_t)count : 0;
}

const char *cmdline_get(const char *name)
{
    size_t length = strlen(name);
    for (const char *word = text; word < text + used; word += strlen(word) + 1)
        if (strncmp(word, "smol.", 5) == 0 && strncmp(word + 5, name, length) == 0 && word[5 + length] == '=')
            return word + 6 + length;
    return NULL;
}
