#include "mountinfo.h"
#include "lines.h"

#include <string.h>

struct search {
    bool (*wanted)(const struct mountinfo *mount, void *context);
    void *context;
};

/* The kernel writes space, tab, newline and backslash as three octal digits. */
static char *unescape(char *text)
{
    char *to = text;
    for (const char *from = text; *from; to++) {
        if (*from == '\\' && from[1] && from[2] && from[3]) {
            *to = (char)((from[1] - '0') << 6 | (from[2] - '0') << 3 | (from[3] - '0'));
            from += 4;
        } else {
            *to = *from++;
        }
    }
    *to = 0;
    return text;
}

/* id, parent, device, root, target, options, any number of others, "-", type, source, options. */
static bool look(char *line, void *context)
{
    const struct search *search = context;
    char *target = line;
    for (int i = 0; i < 4 && target; i++)
        target = (target = strchr(target, ' ')) ? target + 1 : NULL;
    char *type = target ? strstr(target, " - ") : NULL, *source = type ? strchr(type + 3, ' ') : NULL;
    if (!source)
        return false;
    target[strcspn(target, " ")] = 0;
    *source++ = 0;
    char *options = strchr(source, ' ');
    if (!options)
        return false;
    *options++ = 0;
    const struct mountinfo mount = { unescape(target), type + 3, unescape(source), unescape(options) };
    return search->wanted(&mount, search->context);
}

bool mountinfo_find(bool (*wanted)(const struct mountinfo *mount, void *context), void *context)
{
    return lines_find("/proc/self/mountinfo", look, &(struct search){ wanted, context });
}
