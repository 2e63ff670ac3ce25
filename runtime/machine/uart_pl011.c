// The UARTs of an RP2040 or RP2350.
#include "uart_pl011.h"
#include "nativecomp/crystal.h"
#include "nativecomp/uarts.h"

extern char nc_clock_hz[]; // its address is the number
enum { PINS_OF_A_UART = 30, LEAST_CYCLES = 16 };

static struct pl011 *registers(const struct nc_uart_place *place) {
    return (struct pl011 *)place->base;
}

// Each four pins are those of a UART: TX, RX and two for flow control; and the UARTs take turns by eight,
// from pin 4 on.
static bool is_of(unsigned id, int pin, int role) {
    return pin >= 0 && pin < PINS_OF_A_UART && pin % 4 == role && ((unsigned)pin + 4) / 8 % 2 == id;
}

bool nc_uart_start(const struct nc_uart_place *place, const struct nc_uart_setting *s) {
    int tx = s->tx == NC_UART_PIN_DEFAULT ? place->id * 4 : s->tx;
    int rx = s->rx == NC_UART_PIN_DEFAULT ? place->id * 4 + 1 : s->rx;
    uint32_t cycles = (uint32_t)(uintptr_t)nc_clock_hz / s->baud;
    if (!is_of(place->id, tx, 0) || !is_of(place->id, rx, 1) || cycles < LEAST_CYCLES || s->bits < 5 ||
        s->bits > 8)
        return false;
    uint32_t reset = place->id ? RESET_UART1 : RESET_UART0;
#if NC_RP2350
    if (RESETS[0] & reset)
        nc_start_crystal((struct nc_crystal *)0x40048000, (struct nc_clocks *)0x40010000);
#endif
    let_out(RESET_PINS | RESET_PADS | reset);
    set_function((unsigned)tx, PAD_DOWN, FUNCTION_UART);
    set_function((unsigned)rx, PAD_UP, FUNCTION_UART); // a line with nothing on it is quiet
    set_up(registers(place), cycles,
           (s->bits - 5u) << LINE_BITS | (s->parity ? LINE_PARITY : 0) |
               (s->parity == NC_PARITY_EVEN ? LINE_EVEN : 0) | (s->stop == 2 ? LINE_TWO_STOP_BITS : 0));
    registers(place)->interrupts = INTERRUPT_RX | INTERRUPT_RX_TIMEOUT;
    return true;
}

void nc_uart_stop(const struct nc_uart_place *place) {
    registers(place)->interrupts = 0;
    registers(place)->control = 0;
}

int nc_uart_take(const struct nc_uart_place *place) {
    registers(place)->interrupts_clear = INTERRUPT_RX | INTERRUPT_RX_TIMEOUT;
    return registers(place)->flags & FLAG_RX_EMPTY ? -1 : (uint8_t)registers(place)->data;
}

bool nc_uart_put(const struct nc_uart_place *place, uint8_t byte) {
    if (registers(place)->flags & FLAG_TX_FULL)
        return false;
    registers(place)->data = byte;
    return true;
}

bool nc_uart_is_idle(const struct nc_uart_place *place) {
    return !(registers(place)->flags & FLAG_BUSY);
}
