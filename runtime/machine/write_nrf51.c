// Output over the UART of an nRF51, on the pin that the micro:bit leads to its USB chip. nRF51 Series
// Reference Manual, section 29.
#include "nativecomp/machine.h"
#include "nativecomp/uart.h"

enum {
    TASK_START_RX = 0x000 / 4,
    TASK_START_TX = 0x008 / 4,
    EVENT_RX_READY = 0x108 / 4,
    EVENT_TX_READY = 0x11c / 4,
    INTERRUPT_SET = 0x304 / 4,
    ENABLE = 0x500 / 4,
    PIN_TX = 0x50c / 4,
    PIN_RX = 0x514 / 4,
    DATA_RX = 0x518 / 4,
    DATA_TX = 0x51c / 4,
    BAUD_RATE = 0x524 / 4,
};

enum { ENABLED = 4, BAUD_115200 = 0x01d7e000, MICROBIT_TX = 24, MICROBIT_RX = 25, INTERRUPT_RX = 1 << 2 };

void nc_write(const char *text, size_t size) {
    volatile uint32_t *uart = (volatile uint32_t *)nc_uart_base;
    if (uart[ENABLE] != ENABLED) {
        uart[PIN_TX] = MICROBIT_TX;
        uart[BAUD_RATE] = BAUD_115200;
        uart[ENABLE] = ENABLED;
        uart[TASK_START_TX] = 1;
    }
    while (size--) {
        uart[EVENT_TX_READY] = 0;
        uart[DATA_TX] = (uint8_t)*text++;
        while (!uart[EVENT_TX_READY])
            ;
    }
}

#if NC_HEARS
void nc_serial_listen(void) {
    volatile uint32_t *uart = (volatile uint32_t *)nc_uart_base;
    uart[PIN_RX] = MICROBIT_RX; // takes effect when the UART is turned on
    nc_serial_write("", 0);
    uart[INTERRUPT_SET] = INTERRUPT_RX;
    uart[TASK_START_RX] = 1;
}

int nc_serial_take(void) {
    volatile uint32_t *uart = (volatile uint32_t *)nc_uart_base;
    if (!uart[EVENT_RX_READY])
        return -1;
    uart[EVENT_RX_READY] = 0; // before the byte is taken: the next one may come at once
    return (uint8_t)uart[DATA_RX];
}
#endif
