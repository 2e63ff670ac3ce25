// The crystal of boards with an RP2040 or RP2350: 12 MHz, from which the core and the UART then run.
//
// RP2040 Datasheet, sections 2.15 and 2.16; RP2350 Datasheet, sections 8.1 and 8.2.
#pragma once
#include <stdint.h>

struct nc_crystal {
    volatile uint32_t control, status, dormant, startup;
};

struct nc_clocks {
    volatile uint32_t gpio[12], reference_control, reference_divider, reference_selected, system_control;
    volatile uint32_t system_divider, system_selected, peripheral_control;
};

enum {
    NC_CRYSTAL_ON = 0xfab << 12 | 0xaa0,
    NC_CRYSTAL_STARTUP = 47, // 256 cycles each: a millisecond
    NC_CLOCK_FROM_CRYSTAL = 2,
    NC_PERIPHERALS_ON = 1 << 11, // as fast as the core
    NC_CRYSTAL_PATIENCE = 1 << 16,
};

// A board without a crystal goes on with the oscillator that runs after reset.
__attribute__((always_inline)) static inline void nc_start_crystal(struct nc_crystal *crystal,
                                                                   struct nc_clocks *clocks) {
    clocks->peripheral_control = NC_PERIPHERALS_ON;
    crystal->startup = NC_CRYSTAL_STARTUP;
    crystal->control = NC_CRYSTAL_ON;
    for (int left = NC_CRYSTAL_PATIENCE; left; left--)
        if ((int32_t)crystal->status < 0) {
            clocks->reference_control = NC_CLOCK_FROM_CRYSTAL;
            return;
        }
}
