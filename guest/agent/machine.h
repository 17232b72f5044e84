/* Clock, randomness, power: the machine itself, which we touch only where it is ours (process 1). */
#ifndef MACHINE_H
#define MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void machine_own(void);
bool machine_owned(void);

int64_t machine_now_ms(void);
int64_t machine_now_us(void);
uint64_t machine_uptime_ms(void);

/* Notes how far the boot is; the notes are "name=milliseconds" with commas between. */
void machine_phase(const char *name);
const char *machine_phases(void);

/* 0 or an errno. */
int machine_set_time(uint64_t nanoseconds);
int machine_add_entropy(const uint8_t *bytes, size_t count);

void machine_sync(void);
/* SIGTERM for all, two seconds, SIGKILL: what would still write to a disk when that has been written out. */
void machine_end_programs(void);
_Noreturn void machine_power_off(void);

#endif
