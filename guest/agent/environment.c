#include "environment.h"

#include <stdio.h>
#include <string.h>

const char *environment_get(char *const *list, const char *name)
{
    size_t length = strlen(name);
    for (; *list; list++)
        if (strncmp(*list, name, length) == 0 && (*list)[length] == '=')
            return *list + length + 1;
    return NULL;
}

void environment_complete(char **list, const struct user *user, bool terminal)
{
    static char texts[ENVIRONMENT_DEFAULTS][USER_TEXT + 16];
    const char *const defaults[][2] = {
        { "PATH", DEFAULT_PATH },
        { "HOME", *user->home ? user->home : "/" },
        { "USER", user->name },
        { "LOGNAME", user->name },
        { "SHELL", user->shell },
        { "LANG", "C.UTF-8" },
        { "TERM", terminal ? "xterm-256color" : NULL },
    };
    size_t count = 0;
    while (list[count])
        count++;
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
        if (!defaults[i][1] || environment_get(list, defaults[i][0]))
            continue;
        snprintf(texts[i], sizeof texts[i], "%s=%s", defaults[i][0], defaults[i][1]);
        list[count++] = texts[i];
        list[count] = NULL;
    }
}
