// The core's own timer (SysTick): it counts the core's cycles, and can call a function after some
// milliseconds.
//
// It runs from its first use on. The function is called from the interrupt, in the middle of anything.
#pragma once
#include <stdbool.h>
#include <stdint.h>

typedef void nc_alarm_fn(uint32_t ms); // since it was called, or asked for, the last time

uint64_t nc_ticks(void); // cycles since the first use
// The next call, and those after it, come each after `ms` or the longest time that the timer can wait. False:
// the timer of this machine does not count (an emulator without one).
bool nc_ticks_alarm(uint32_t ms, nc_alarm_fn *function);
uint32_t nc_ticks_since_alarm(void); // milliseconds
