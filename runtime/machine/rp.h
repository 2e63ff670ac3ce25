// Registers of an RP2040 or RP2350: resets, pins and their pads. RP2040 Datasheet, sections 2.14 and 2.19;
// RP2350 Datasheet, sections 7.5 and 9.
#pragma once
#include <stdint.h>

#if NC_RP2350
#define RESETS ((volatile uint32_t *)0x40020000)
#define PINS ((volatile uint32_t *)0x40028000)
#define PADS ((volatile uint32_t *)0x40038000)
enum { RESET_PINS = 1 << 6, RESET_PADS = 1 << 9, RESET_UART0 = 1 << 26, RESET_UART1 = 1 << 27 };
#else
#define RESETS ((volatile uint32_t *)0x4000c000)
#define PINS ((volatile uint32_t *)0x40014000)
#define PADS ((volatile uint32_t *)0x4001c000)
enum { RESET_PINS = 1 << 5, RESET_PADS = 1 << 8, RESET_UART0 = 1 << 22, RESET_UART1 = 1 << 23 };
#endif

enum { PAD_SCHMITT = 1 << 1, PAD_DOWN = 1 << 2, PAD_UP = 1 << 3, PAD_4_MA = 1 << 4, PAD_INPUT = 1 << 6 };
enum { FUNCTION_UART = 2, FUNCTION_PROGRAM = 5 };

// Let parts of the chip out of reset.
static inline void let_out(uint32_t parts) {
    if (RESETS[0] & parts) {
        RESETS[0] &= ~parts;
        while ((RESETS[2] & parts) != parts)
            ;
    }
}

static inline void set_function(unsigned pin, uint32_t pad, uint32_t function) {
    PADS[1 + pin] = PAD_SCHMITT | PAD_4_MA | PAD_INPUT | pad; // and no isolation
    PINS[2 * pin + 1] = function;
}
