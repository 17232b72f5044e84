#include "machine.h"
#include "init.h"
#include "link.h"
#include "wire.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/reboot.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* From <linux/random.h>, which not every C library brings. */
#define RNDADDENTROPY _IOW('R', 0x03, int[2])
#define RNDRESEEDCRNG _IO('R', 0x07)

static bool owned;
static char phases[512];

void machine_own(void) { owned = true; }
bool machine_owned(void) { return owned; }

static int64_t microseconds(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

int64_t machine_now_us(void) { return microseconds(CLOCK_MONOTONIC); }
int64_t machine_now_ms(void) { return machine_now_us() / 1000; }
uint64_t machine_uptime_ms(void) { return (uint64_t)microseconds(CLOCK_BOOTTIME) / 1000; }

void machine_phase(const char *name)
{
    size_t length = strlen(phases);
    snprintf(phases + length, sizeof phases - length, "%s%s=%llu", length ? "," : "", name, (unsigned long long)machine_uptime_ms());
}

const char *machine_phases(void) { return phases; }

int machine_set_time(uint64_t nanoseconds)
{
    const struct timespec time = { (time_t)(nanoseconds / 1000000000), (long)(nanoseconds % 1000000000) };
    if (!owned)
        return EPERM;
    return clock_settime(CLOCK_REALTIME, &time) < 0 ? errno : 0;
}

int machine_add_entropy(const uint8_t *bytes, size_t count)
{
    struct {
        int bits, size;
        uint8_t bytes[512];
    } pool;
    if (!owned)
        return EPERM;
    if (count == 0 || count > sizeof pool.bytes)
        return EINVAL;
    int device = open("/dev/urandom", O_WRONLY | O_CLOEXEC), error = 0;
    if (device < 0)
        return errno;
    pool.bits = (int)count * 8;
    pool.size = (int)count;
    memcpy(pool.bytes, bytes, count);
    /* Without the second call the generator takes it up within a minute only. */
    if (ioctl(device, RNDADDENTROPY, &pool) < 0 || ioctl(device, RNDRESEEDCRNG) < 0)
        error = errno;
    close(device);
    return error;
}

void machine_sync(void)
{
    if (owned)
        sync();
}

/* A program besides us and the init; what has ended, and the kernel's own threads, have no file. */
static bool others_run(void)
{
    char path[32], file[2];
    bool found = false;
    const struct dirent *entry;
    DIR *directory = opendir("/proc");
    while (directory && !found && (entry = readdir(directory))) {
        int pid = atoi(entry->d_name);
        snprintf(path, sizeof path, "/proc/%d/exe", pid);
        found = pid > 1 && pid != getpid() && readlink(path, file, sizeof file) > 0;
    }
    if (directory)
        closedir(directory);
    return found;
}

/* As process 1 we inherit every process whose parent ends, so none is left when we have no child. Beside an init they are not ours. */
static bool all_ended(void)
{
    pid_t ended;
    while ((ended = waitpid(-1, NULL, WNOHANG)) > 0) {
    }
    return ended < 0 && errno == ECHILD && !(init_wanted() && others_run());
}

static bool all_end_within(int milliseconds)
{
    const struct timespec step = { 0, 5000000 };
    for (int64_t limit = machine_now_ms() + milliseconds;;) {
        if (all_ended())
            return true;
        if (machine_now_ms() >= limit)
            return false;
        nanosleep(&step, NULL);
    }
}

void machine_end_programs(void)
{
    enum { POLITE_MS = 2000, REAP_MS = 1000 };
    if (!owned)
        return;
    kill(-1, SIGTERM);
    /* A stopped one hears it only when it goes on. */
    kill(-1, SIGCONT);
    if (all_end_within(POLITE_MS))
        return;
    kill(-1, SIGKILL);
    all_end_within(REAP_MS);
}

void machine_power_off(void)
{
    /* Blocking: the host has the answer before the machine is gone. */
    link_flush_blocking();
    if (owned)
        reboot(RB_POWER_OFF);
    exit(0);
}
