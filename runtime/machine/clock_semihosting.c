// The clock of the debugger's or emulator's computer: it also runs where no timer is emulated.
#include "nativecomp/files.h"
#include "nativecomp/semihosting.h"

uint64_t nc_clock_us(void) {
    uint64_t ticks = 0;
    uint32_t frequency = nc_semihosting(NC_SEMIHOSTING_TICK_FREQUENCY, NULL);
    if (frequency < 1000000 || nc_semihosting(NC_SEMIHOSTING_ELAPSED, &ticks))
        return (uint64_t)nc_semihosting(NC_SEMIHOSTING_CLOCK, NULL) * 10000; // only hundredths of seconds
    return ticks / (frequency / 1000000);
}

uint64_t nc_clock_unix_ns(void) {
    return (uint64_t)nc_semihosting(NC_SEMIHOSTING_TIME, NULL) * 1000000000;
}

void nc_sleep_us(uint64_t us) {
    uint64_t end = nc_clock_us() + us;
    while (nc_clock_us() < end)
        ;
}
