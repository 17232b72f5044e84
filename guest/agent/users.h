/* Users and groups from /etc/passwd and /etc/group, without NSS. */
#ifndef USERS_H
#define USERS_H

#include <stdbool.h>
#include <sys/types.h>

enum { USER_GROUPS = 64, USER_TEXT = 256 };

struct user {
    uid_t uid;
    gid_t gid;
    int group_count;
    gid_t groups[USER_GROUPS];
    char name[USER_TEXT], home[USER_TEXT], shell[USER_TEXT];
};

/* Finds a user by name or number; a number may be that of nobody. Empty: the one that we are (root in a machine), without groups.
 * With a colon and a group after it, by name or number, that is the user's only group. */
bool user_find(const char *text, struct user *user);

#endif
