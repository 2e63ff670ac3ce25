// The second stage of the RP2040's start: the first 256 bytes of flash, of which the last four are a
// checksum.
//
// The chip's ROM copies them to RAM and jumps there; the rest of flash cannot be read yet. This sets up the
// flash interface so that flash is memory (the plain read command, one word at a time, which every flash chip
// knows), and the clock: from the 12 MHz crystal instead of the oscillator that runs after reset. Then the
// program starts as on any Cortex-M. RP2040 Datasheet, sections 2.8.1.3 (boot), 4.10 (SSI), 2.15 and 2.16.
//
// The code runs at another address than it was linked for: it has no calls, no data, no jump but its loops.
#include "nativecomp/crystal.h"

struct flash_interface {
    volatile uint32_t control, frames, enable, unused[2], divider, gap[55], xip_control;
};

enum {
    FRAME_32_BITS = 31 << 16,
    READ_AFTER_COMMAND = 3 << 8,
    COMMAND_READ = 0x03 << 24,
    COMMAND_8_BITS = 2 << 8,
    ADDRESS_24_BITS = 6 << 2,
};

__attribute__((section(".boot"), used, noreturn)) void nc_boot(void) {
    struct flash_interface *flash = (struct flash_interface *)0x18000000;
    flash->enable = 0;
    flash->divider = 4;
    flash->control = FRAME_32_BITS | READ_AFTER_COMMAND;
    flash->frames = 0;
    flash->xip_control = COMMAND_READ | COMMAND_8_BITS | ADDRESS_24_BITS;
    flash->enable = 1;
    nc_start_crystal((struct nc_crystal *)0x40024000, (struct nc_clocks *)0x40008000);
    volatile uint32_t *vectors = (volatile uint32_t *)0x10000100;
    *(volatile uint32_t *)0xe000ed08 = (uint32_t)(uintptr_t)vectors; // VTOR
    __asm__ volatile("msr msp, %0\n\tbx %1" ::"r"(vectors[0]), "r"(vectors[1]));
    __builtin_unreachable();
}
