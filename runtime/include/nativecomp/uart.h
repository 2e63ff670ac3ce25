// What the linker knows of the UART that a program's output goes to. The value of a symbol is its address:
// nc_baud_divider is no variable.
#pragma once
#include <stdint.h>

extern char nc_uart_base[], nc_baud_divider[];

// The clock divided by 115200 baud.
#define NC_BAUD_DIVIDER ((uint32_t)(uintptr_t)nc_baud_divider)
