// The UART of an nRF51: eight bits, no parity or an even one, one stop bit, on any pins.
#include "uart_nrf51.h"
#include "nativecomp/uarts.h"

enum { MOST_BAUD = 1000000 };

static volatile uint32_t *registers(const struct nc_uart_place *place) {
    return (volatile uint32_t *)place->base;
}

bool nc_uart_start(const struct nc_uart_place *place, const struct nc_uart_setting *s) {
    if (s->bits != 8 || s->parity == NC_PARITY_ODD || s->stop != 1 || s->baud > MOST_BAUD)
        return false;
    volatile uint32_t *uart = registers(place);
    uart[ENABLE] = 0; // pins are taken when it is turned on
    uart[PIN_TX] = s->tx == NC_UART_PIN_DEFAULT ? MICROBIT_TX : (uint32_t)s->tx;
    uart[PIN_RX] = s->rx == NC_UART_PIN_DEFAULT ? MICROBIT_RX : (uint32_t)s->rx;
    uart[BAUD_RATE] = BAUD(s->baud);
    uart[CONFIGURATION] = s->parity ? PARITY_EVEN : 0;
    uart[ENABLE] = ENABLED;
    uart[TASK_START_TX] = 1;
    uart[INTERRUPT_SET] = INTERRUPT_RX;
    uart[TASK_START_RX] = 1;
    return true;
}

void nc_uart_stop(const struct nc_uart_place *place) {
    registers(place)[TASK_STOP_RX] = 1;
    registers(place)[TASK_STOP_TX] = 1;
    registers(place)[ENABLE] = 0;
}

int nc_uart_take(const struct nc_uart_place *place) {
    volatile uint32_t *uart = registers(place);
    if (!uart[EVENT_RX_READY])
        return -1;
    uart[EVENT_RX_READY] = 0; // before the byte is taken: the next one may come at once
    return (uint8_t)uart[DATA_RX];
}

// It says only when it is done with a byte, so that is waited for.
bool nc_uart_put(const struct nc_uart_place *place, uint8_t byte) {
    put(registers(place), byte);
    return true;
}

bool nc_uart_is_idle(const struct nc_uart_place *place) {
    return (void)place, true;
}
