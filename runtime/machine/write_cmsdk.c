// Output over the UART of Arm's CMSDK (the MPS2 boards).
#include "nativecomp/machine.h"
#include "nativecomp/uart.h"
#include "uart_cmsdk.h"

void nc_write(const char *text, size_t size) {
    struct cmsdk_uart *uart = (struct cmsdk_uart *)nc_uart_base;
    if (!(uart->control & CONTROL_TX)) {
        uart->baud_divider = NC_BAUD_DIVIDER;
        uart->control = CONTROL_TX;
    }
    while (size--) {
        while (uart->state & STATE_TX_FULL)
            ;
        uart->data = (uint8_t)*text++;
    }
}
