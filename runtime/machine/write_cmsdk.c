// Output over the UART of Arm's CMSDK (the MPS2 boards). Arm DDI 0479, section 4.3.
#include "nativecomp/machine.h"
#include "nativecomp/uart.h"

struct cmsdk_uart {
    volatile uint32_t data, state, control, interrupt, baud_divider;
};

enum { STATE_TX_FULL = 1, STATE_RX_FULL = 2, CONTROL_TX = 1, CONTROL_RX = 1 << 1 | 1 << 3, INTERRUPT_RX = 2 };

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

#if NC_HEARS
void nc_serial_listen(void) {
    nc_serial_write("", 0);
    ((struct cmsdk_uart *)nc_uart_base)->control |= CONTROL_RX;
}

int nc_serial_take(void) {
    struct cmsdk_uart *uart = (struct cmsdk_uart *)nc_uart_base;
    uart->interrupt = INTERRUPT_RX; // before the look: what comes after it asks anew
    return uart->state & STATE_RX_FULL ? (uint8_t)uart->data : -1;
}
#endif
