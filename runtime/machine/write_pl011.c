// Output over UART0 of an RP2040 or RP2350, on GPIO 0: Arm's PL011. RP2040 Datasheet, sections 4.2, 2.14 and
// 2.19; RP2350 Datasheet, sections 12.1, 7.5 and 9.
#include "nativecomp/crystal.h"
#include "nativecomp/machine.h"
#include "nativecomp/uart.h"

struct pl011 {
    volatile uint32_t data, errors, gap[4], flags, gap2[2], baud_whole, baud_part, line, control;
};

enum { FLAG_TX_FULL = 1 << 5, LINE_8_BITS_FIFO = 3 << 5 | 1 << 4, CONTROL_ON = 1 << 8 | 1, PIN_UART = 2 };

#if NC_RP2350
#define RESETS ((volatile uint32_t *)0x40020000)
#define PIN_0_FUNCTION ((volatile uint32_t *)0x40028004)
#define PIN_0_PAD ((volatile uint32_t *)0x40038004)
enum { NEEDED = 1 << 6 | 1 << 9 | 1 << 26, PAD = 0x56 }; // pins, pads, UART0; no isolation
#else
#define RESETS ((volatile uint32_t *)0x4000c000)
#define PIN_0_FUNCTION ((volatile uint32_t *)0x40014004)
#define PIN_0_PAD ((volatile uint32_t *)0x4001c004)
enum { NEEDED = 1 << 5 | 1 << 8 | 1 << 22, PAD = 0x56 };
#endif

static void start(struct pl011 *uart) {
#if NC_RP2350
    nc_start_crystal((struct nc_crystal *)0x40048000, (struct nc_clocks *)0x40010000);
#endif
    RESETS[0] &= ~(uint32_t)NEEDED;
    while ((RESETS[2] & NEEDED) != NEEDED)
        ;
    *PIN_0_PAD = PAD;
    *PIN_0_FUNCTION = PIN_UART;
    // The divider is of sixteen times the baud rate, with six bits behind the point.
    uint32_t divider = NC_BAUD_DIVIDER * 4;
    uart->baud_whole = divider >> 6;
    uart->baud_part = divider & 63;
    uart->line = LINE_8_BITS_FIFO;
    uart->control = CONTROL_ON;
}

void nc_write(const char *text, size_t size) {
    struct pl011 *uart = (struct pl011 *)nc_uart_base;
    if (RESETS[0] & NEEDED) // as after reset
        start(uart);
    while (size--) {
        while (uart->flags & FLAG_TX_FULL)
            ;
        uart->data = (uint8_t)*text++;
    }
}
