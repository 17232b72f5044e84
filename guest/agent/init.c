#include "init.h"
#include "cmdline.h"
#include "failure.h"
#include "files.h"
#include "launch.h"
#include "modules.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/random.h>
#include <unistd.h>

enum {
    ID = 32,
    /* SIGRTMIN+4 of the GNU C library, whose first number is not that of others: systemd then powers the machine off. */
    SYSTEMD_POWER_OFF = 38,
};

bool init_wanted(void) { return cmdline_get("init") != NULL; }

bool init_prepare(void) { return modules_load("/modules/init"); }

/* Without one systemd takes the boot for the first of its machine, and asks questions on the console. */
static bool write_id(void)
{
    unsigned char bytes[ID / 2];
    char text[ID + 2];
    if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
        return failed("init", "getrandom");
    /* As the standard wants those that are random. */
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    for (size_t i = 0; i < sizeof bytes; i++)
        sprintf(text + 2 * i, "%02x", bytes[i]);
    text[ID] = '\n';
    return files_write(FILE_MACHINE_ID, text, ID + 1);
}

bool init_start(char **argv)
{
    const char *path = cmdline_get("init");
    if (!write_id())
        return false;
    pid_t agent = fork();
    if (agent == 0) {
        setsid();
        /* How systemd knows whom to let live until the machine is off: https://systemd.io/ROOT_STORAGE_DAEMONS */
        **argv = '@';
        return true;
    }
    if (agent > 0) {
        launch_ignore_nothing();
        launch_block_nothing();
        execl(path, path, (char *)NULL);
    }
    return failed("init", path);
}

bool init_power_off(void)
{
    return init_wanted() && access("/run/systemd/system", F_OK) == 0 && kill(1, SYSTEMD_POWER_OFF) == 0;
}

void init_rename(const char *id)
{
    static const char *const journals[] = { "/run/log/journal", "/var/log/journal" };
    char old[ID + 1] = "", path[64];
    int file = open("/etc/machine-id", O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? 0 : read(file, old, ID);
    if (file >= 0)
        close(file);
    for (size_t i = 0; length == ID && i < sizeof journals / sizeof *journals; i++) {
        snprintf(path, sizeof path, "%s/%s", journals[i], old);
        if (access(path, F_OK) < 0)
            continue;
        snprintf(path, sizeof path, "%s/%.32s", journals[i], id);
        /* One that cannot be made costs no more than a look at old lines. */
        if (symlink(old, path) < 0)
            continue;
    }
}
