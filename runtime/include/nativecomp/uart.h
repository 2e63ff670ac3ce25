// What the linker knows of the board's UART. The value of a symbol is its address: nc_baud_divider is no
// variable.
#pragma once
#include <stdint.h>

extern char nc_uart_base[], nc_baud_divider[];

// The clock divided by 115200 baud.
#define NC_BAUD_DIVIDER ((uint32_t)(uintptr_t)nc_baud_divider)

// A program that hears too (machine/main_repl.c) has the output of these files under another name, because
// its own nc_write says what is output and what is not.
#if NC_HEARS
#define nc_write nc_serial_write
void nc_serial_write(const char *text, size_t size);
// Turn reception on: from then on each byte that comes is an interrupt.
void nc_serial_listen(void);
// From the interrupt: the next byte that has come, or -1.
int nc_serial_take(void);
#endif
