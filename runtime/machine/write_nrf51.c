// Output over the UART of an nRF51.
#include "nativecomp/machine.h"
#include "nativecomp/uart.h"
#include "uart_nrf51.h"

void nc_write(const char *text, size_t size) {
    volatile uint32_t *uart = (volatile uint32_t *)nc_uart_base;
    if (uart[ENABLE] != ENABLED) {
        uart[PIN_TX] = MICROBIT_TX;
        uart[BAUD_RATE] = BAUD(115200);
        uart[ENABLE] = ENABLED;
        uart[TASK_START_TX] = 1;
    }
    while (size--)
        put(uart, (uint8_t)*text++);
}
