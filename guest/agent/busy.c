#include "busy.h"
#include "lines.h"
#include "mountinfo.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH = 3 * NAME_MAX };

struct search {
    const char *mount;
    char found[PATH_MAX];
};

static bool is_below(const char *path, const char *mount)
{
    size_t length = strlen(mount);
    if (strncmp(path, mount, length) != 0)
        return false;
    path += length;
    return *path == '/' || *path == 0 || strcmp(path, " (deleted)") == 0;
}

static bool links_there(struct search *search, const char *link)
{
    ssize_t length = readlink(link, search->found, sizeof search->found - 1);
    search->found[length > 0 ? length : 0] = 0;
    return is_below(search->found, search->mount);
}

static bool descriptor_there(struct search *search, const char *process)
{
    char path[PATH];
    bool there = false;
    const struct dirent *entry;
    snprintf(path, sizeof path, "%.300s/fd", process);
    DIR *directory = opendir(path);
    while (directory && !there && (entry = readdir(directory))) {
        snprintf(path, sizeof path, "%.300s/fd/%s", process, entry->d_name);
        there = links_there(search, path);
    }
    if (directory)
        closedir(directory);
    return there;
}

static bool maps(char *line, void *context)
{
    struct search *search = context;
    const char *path = strchr(line, '/');
    if (!path || !is_below(path, search->mount))
        return false;
    snprintf(search->found, sizeof search->found, "%s", path);
    return true;
}

/* How a process holds the mount; null: it does not. */
static const char *held_by(struct search *search, const char *process)
{
    static const char *const ways[][2] = {
        { "cwd", "has its working directory in" }, { "root", "has its root directory in" }, { "exe", "runs" },
    };
    char path[PATH];
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        snprintf(path, sizeof path, "%.300s/%s", process, ways[i][0]);
        if (links_there(search, path))
            return ways[i][1];
    }
    if (descriptor_there(search, process))
        return "has opened";
    snprintf(path, sizeof path, "%.300s/maps", process);
    return lines_find(path, maps, search) ? "has mapped" : NULL;
}

static bool is_inner(const struct mountinfo *mount, void *context)
{
    struct search *search = context;
    if (strcmp(mount->target, search->mount) == 0 || !is_below(mount->target, search->mount))
        return false;
    snprintf(search->found, sizeof search->found, "%s", mount->target);
    return true;
}

static bool name_line(char *line, void *context)
{
    snprintf(context, 32, "%s", line);
    return true;
}

void busy_explain(const char *mount, char *text, size_t size)
{
    struct search search = { .mount = mount };
    const struct dirent *entry;
    const char *how = NULL;
    char path[PATH], name[32] = "?";
    DIR *processes = opendir("/proc");
    snprintf(text, size, "'%s' is busy, and nothing is seen that holds it", mount);
    while (processes && !how && (entry = readdir(processes))) {
        if (*entry->d_name < '0' || *entry->d_name > '9')
            continue;
        snprintf(path, sizeof path, "/proc/%s", entry->d_name);
        if (!(how = held_by(&search, path)))
            continue;
        snprintf(path, sizeof path, "/proc/%s/comm", entry->d_name);
        lines_find(path, name_line, name);
        snprintf(text, size, "'%s' is busy: process %s (%s) %s %s", mount, entry->d_name, name, how, search.found);
    }
    if (processes)
        closedir(processes);
    if (!how && mountinfo_find(is_inner, &search))
        snprintf(text, size, "'%s' is busy: something is mounted on %s", mount, search.found);
}
