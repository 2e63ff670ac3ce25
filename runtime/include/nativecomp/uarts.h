// The UARTs of a chip, as machine.UART and the prompt (machine/main_repl.c) need them: a file of
// runtime/machine for each kind. Which ones a board has, and where, is in its target file; the build writes
// it as C.
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct nc_uart_place {
    uint8_t id; // its number in the chip's manual
    uint8_t interrupt;
    uintptr_t base;
};
extern const struct nc_uart_place nc_uarts[]; // those that a program may have
extern const unsigned nc_uart_count;

enum nc_parity { NC_PARITY_NONE, NC_PARITY_EVEN, NC_PARITY_ODD };
enum { NC_UART_PIN_DEFAULT = -1 };
struct nc_uart_setting {
    uint32_t baud;
    uint8_t bits, parity, stop;
    int8_t tx, rx; // numbers of pins
};

// Turn it on, and ask for an interrupt whenever a byte comes. False: the chip has no such setting.
bool nc_uart_start(const struct nc_uart_place *place, const struct nc_uart_setting *setting);
void nc_uart_stop(const struct nc_uart_place *place);
// The next byte that has come, or -1; then the UART asks anew.
int nc_uart_take(const struct nc_uart_place *place);
bool nc_uart_put(const struct nc_uart_place *place, uint8_t byte); // false: it has no room yet
bool nc_uart_is_idle(const struct nc_uart_place *place);           // all is sent
