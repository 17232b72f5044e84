#include "users.h"
#include "lines.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIELDS = 7 };

static int split(char *line, char **fields)
{
    int count = 0;
    while (count < FIELDS && (fields[count] = strsep(&line, ":")))
        count++;
    return count;
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

static bool passwd_line(char *line, void *context)
{
    const struct search *search = context;
    unsigned uid, gid, wanted;
    char *fields[FIELDS];
    if (split(line, fields) < FIELDS || !number(fields[2], &uid) || !number(fields[3], &gid))
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

static bool group_line(char *line, void *context)
{
    struct user *user = context;
    unsigned gid;
    char *fields[FIELDS], *members = split(line, fields) >= 4 ? fields[3] : NULL, *member;
    if (!members || !number(fields[2], &gid))
        return false;
    while ((member = strsep(&members, ",")))
        if (strcmp(member, user->name) == 0) {
            user->groups[user->group_count++] = gid;
            break;
        }
    return user->group_count == USER_GROUPS;
}

struct group_search {
    const char *name;
    unsigned gid;
};

static bool named_group_line(char *line, void *context)
{
    struct group_search *search = context;
    unsigned gid;
    char *fields[FIELDS];
    if (split(line, fields) < 3 || strcmp(fields[0], search->name) != 0 || !number(fields[2], &gid))
        return false;
    search->gid = gid;
    return true;
}

/* The only group then, as in containers. */
static bool set_group(const char *name_or_number, struct user *user)
{
    struct group_search search = { name_or_number, 0 };
    if (!lines_find("/etc/group", named_group_line, &search) && !number(name_or_number, &search.gid))
        return false;
    user->gid = search.gid;
    user->groups[0] = search.gid;
    user->group_count = 1;
    return true;
}

static bool find(const char *name_or_number, struct user *user)
{
    unsigned uid = 0;
    char own[16];
    bool other = *name_or_number;
    if (!other) {
        snprintf(own, sizeof own, "%u", (unsigned)geteuid());
        name_or_number = own;
    }
    memset(user, 0, sizeof *user);
    if (lines_find("/etc/passwd", passwd_line, &(struct search){ name_or_number, user })) {
        user->groups[user->group_count++] = user->gid;
        if (other)
            lines_find("/etc/group", group_line, user);
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

bool user_find(const char *text, struct user *user)
{
    char name[USER_TEXT];
    const char *colon = strchr(text, ':');
    if (!colon)
        return find(text, user);
    snprintf(name, sizeof name, "%.*s", (int)(colon - text), text);
    return *name && find(name, user) && set_group(colon + 1, user);
}
