// A board whose UARTs are not known.
#include "nativecomp/uarts.h"

bool nc_uart_start(const struct nc_uart_place *place, const struct nc_uart_setting *setting) {
    return (void)place, (void)setting, false;
}

void nc_uart_stop(const struct nc_uart_place *place) {
    (void)place;
}

int nc_uart_take(const struct nc_uart_place *place) {
    return (void)place, -1;
}

bool nc_uart_put(const struct nc_uart_place *place, uint8_t byte) {
    return (void)place, (void)byte, true;
}

bool nc_uart_is_idle(const struct nc_uart_place *place) {
    return (void)place, true;
}
