#include "users.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef bool (*line_reader)(char **fields, int count, void *context);

static bool read_line(char *line, line_reader reader, void *context)
{
    char *fields[7];
    int count = 0;
    while (count < 7 && (fields[count] = strsep(&line, ":")))
        count++;
    return reader(fields, count, context);
}

/* Calls the reader with the fields of each line until it says true. Not by stdio, which takes twice the system calls. */
static bool each_line(const char *path, line_reader reader, void *context)
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
            found = read_line(line, reader, context);
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
    return found || (used > 0 && read_line(buffer, reader, context));
}

static bool number(const char *text, unsigned *value)
{
    char *end;
    errno = 0;
    unsigned long long parsed = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || errno || parsed >= UINT32_MAX)
        return false;
    *value = (unsigned)parsed;
    return true;
}

struct search {
    const char *name;
    struct user *user;
};

static bool passwd_line(char **fields, int count, void *context)
{
    const struct search *search = context;
    unsigned uid, gid, wanted;
    if (count < 7 || !number(fields[2], &uid) || !number(fields[3], &gid))
        return false;
    if (strcmp(fields[0], search->name) != 0 && !(number(search->name, &wanted) && wanted == uid))
        return false;
    search->user->uid = uid;
    search->user->gid = gid;
    snprintf(search->user->name, USER_TEXT, "%s", fields[0]);
    snprintf(search->user->home, USER_TEXT, "%s", fields[5]);
    snprintf(search->user->shell, USER_TEXT, "%s", *fields[6] ? fields[6] : "/bin/sh");
    return true;
}

static bool group_line(char **fields, int count, void *context)
{
    struct user *user = context;
    unsigned gid;
    char *members = count >= 4 ? fields[3] : NULL, *member;
    if (!members || !number(fields[2], &gid))
        return false;
    while ((member = strsep(&members, ",")))
        if (strcmp(member, user->name) == 0) {
            user->groups[user->group_count++] = gid;
            break;
        }
    return user->group_count == USER_GROUPS;
}

bool user_find(const char *name_or_number, struct user *user)
{
    unsigned uid = 0;
    char own[16];
    bool other = *name_or_number;
    if (!other) {
        snprintf(own, sizeof own, "%u", (unsigned)geteuid());
        name_or_number = own;
    }
    memset(user, 0, sizeof *user);
    if (each_line("/etc/passwd", passwd_line, &(struct search){ name_or_number, user })) {
        user->groups[user->group_count++] = user->gid;
        if (other)
            each_line("/etc/group", group_line, user);
        return true;
    }
    /* Root needs no file. */
    if (strcmp(name_or_number, "root") != 0 && !number(name_or_number, &uid))
        return false;
    user->uid = uid;
    user->gid = uid;
    user->groups[user->group_count++] = uid;
    snprintf(user->name, USER_TEXT, "%s", name_or_number);
    snprintf(user->home, USER_TEXT, uid == 0 ? "/root" : "/");
    snprintf(user->shell, USER_TEXT, "/bin/sh");
    return true;
}
