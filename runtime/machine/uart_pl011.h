// Registers of the UARTs of an RP2040 or RP2350 (Arm's PL011), of its pins and resets. RP2040 Datasheet,
// sections 4.2, 2.14 and 2.19; RP2350 Datasheet, sections 12.1, 7.5 and 9.
#pragma once
#include "rp.h"
#include <stdint.h>

struct pl011 {
    volatile uint32_t data, errors, gap[4], flags, gap2[2], baud_whole, baud_part, line, control;
    volatile uint32_t fifo_levels, interrupts, gap3[2], interrupts_clear;
};

enum { FLAG_BUSY = 1 << 3, FLAG_RX_EMPTY = 1 << 4, FLAG_TX_FULL = 1 << 5, CONTROL_ON = 1 << 9 | 1 << 8 | 1 };
enum {
    LINE_PARITY = 1 << 1,
    LINE_EVEN = 1 << 2,
    LINE_TWO_STOP_BITS = 1 << 3,
    LINE_FIFO = 1 << 4,
    LINE_BITS = 5
};
enum { INTERRUPT_RX = 1 << 4, INTERRUPT_RX_TIMEOUT = 1 << 6 };

// The divider is of sixteen times the baud rate, with six bits behind the point.
static inline void set_up(struct pl011 *uart, uint32_t cycles_per_bit, uint32_t line) {
    uint32_t divider = cycles_per_bit * 4;
    uart->baud_whole = divider >> 6;
    uart->baud_part = divider & 63;
    uart->line = LINE_FIFO | line;
    uart->control = CONTROL_ON;
}
