// Output over UART0 of an RP2040 or RP2350, on GPIO 0.
#include "nativecomp/crystal.h"
#include "nativecomp/machine.h"
#include "nativecomp/uart.h"
#include "uart_pl011.h"

enum { NEEDED = RESET_PINS | RESET_PADS | RESET_UART0, EIGHT_BITS = 3 << LINE_BITS };

static void start(struct pl011 *uart) {
#if NC_RP2350
    nc_start_crystal((struct nc_crystal *)0x40048000, (struct nc_clocks *)0x40010000);
#endif
    let_out(NEEDED);
    set_function(0, PAD_DOWN, FUNCTION_UART);
    set_up(uart, NC_BAUD_DIVIDER, EIGHT_BITS);
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
