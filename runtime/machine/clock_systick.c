// The clock of a board by itself: the core's own timer.
#include "nativecomp/files.h"
#include "nativecomp/ticks.h"

extern char nc_clock_hz[]; // its address is the number

uint64_t nc_clock_us(void) {
    return nc_ticks() / ((uint32_t)(uintptr_t)nc_clock_hz / 1000000);
}

uint64_t nc_clock_unix_ns(void) {
    return 0; // the board does not know what day it is
}

void nc_sleep_us(uint64_t us) {
    uint64_t end = nc_clock_us() + us;
    while (nc_clock_us() < end)
        ;
}
