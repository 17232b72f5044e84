#include "modules.h"
#include "failure.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static int visible(const struct dirent *entry) { return entry->d_name[0] != '.'; }

static bool load(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || (syscall(SYS_finit_module, file, "", 0) < 0 && errno != EEXIST))
        return failed("modules", path);
    close(file);
    return true;
}

bool modules_load(const char *directory)
{
    struct dirent **entries;
    char path[512];
    bool loaded = true;
    int count = scandir(directory, &entries, visible, alphasort);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", directory, entries[i]->d_name);
        loaded = loaded && load(path);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return loaded;
}
