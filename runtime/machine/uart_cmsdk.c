// The UARTs of Arm's CMSDK (the MPS2 boards): eight bits, no parity, one stop bit, and pins of their own.
#include "uart_cmsdk.h"
#include "nativecomp/uarts.h"

extern char nc_clock_hz[]; // its address is the number
enum { LEAST_DIVIDER = 16 };

static struct cmsdk_uart *registers(const struct nc_uart_place *place) {
    return (struct cmsdk_uart *)place->base;
}

bool nc_uart_start(const struct nc_uart_place *place, const struct nc_uart_setting *s) {
    uint32_t divider = (uint32_t)(uintptr_t)nc_clock_hz / s->baud;
    if (s->bits != 8 || s->parity || s->stop != 1 || s->tx != NC_UART_PIN_DEFAULT ||
        s->rx != NC_UART_PIN_DEFAULT || divider < LEAST_DIVIDER)
        return false;
    registers(place)->baud_divider = divider;
    registers(place)->control = CONTROL_TX | CONTROL_RX;
    return true;
}

void nc_uart_stop(const struct nc_uart_place *place) {
    registers(place)->control = 0;
}

int nc_uart_take(const struct nc_uart_place *place) {
    registers(place)->interrupt = INTERRUPT_RX; // before the look: what comes after it asks anew
    return registers(place)->state & STATE_RX_FULL ? (uint8_t)registers(place)->data : -1;
}

bool nc_uart_put(const struct nc_uart_place *place, uint8_t byte) {
    if (registers(place)->state & STATE_TX_FULL)
        return false;
    registers(place)->data = byte;
    return true;
}

bool nc_uart_is_idle(const struct nc_uart_place *place) {
    return !(registers(place)->state & STATE_TX_FULL);
}
