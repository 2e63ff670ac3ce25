// The UARTs of an STM32F4, each on one pair of pins, with the clocks as they are after reset: that of the
// core.
#include "uart_stm32.h"
#include "nativecomp/uarts.h"

extern char nc_clock_hz[]; // its address is the number
enum { USARTS = 6, LEAST_DIVIDER = 16 };
#define PIN(LETTER, NUMBER) ((LETTER - 'A') * PORT + NUMBER)

// The bit of its clock, of which register, its pins and their function. ST DS8626, table 9.
static const struct wiring {
    uint8_t clock, tx, rx, function;
    bool is_apb2;
} wirings[USARTS] = {
    {4, PIN('A', 9), PIN('A', 10), 7, true},    {17, PIN('A', 2), PIN('A', 3), 7, false},
    {18, PIN('B', 10), PIN('B', 11), 7, false}, {19, PIN('A', 0), PIN('A', 1), 8, false},
    {20, PIN('C', 12), PIN('D', 2), 8, false},  {5, PIN('C', 6), PIN('C', 7), 8, true},
};

static struct stm32_usart *registers(const struct nc_uart_place *place) {
    return (struct stm32_usart *)place->base;
}

static volatile uint32_t *control1(const struct nc_uart_place *place) {
    return &registers(place)->control1;
}

// The parity bit is one of the word's.
bool nc_uart_start(const struct nc_uart_place *place, const struct nc_uart_setting *s) {
    const struct wiring *wiring = &wirings[place->id - 1];
    unsigned word = s->bits + (s->parity ? 1 : 0);
    uint32_t divider = (uint32_t)(uintptr_t)nc_clock_hz / s->baud;
    if (word < 8 || word > 9 || s->tx != NC_UART_PIN_DEFAULT || s->rx != NC_UART_PIN_DEFAULT ||
        divider < LEAST_DIVIDER)
        return false;
    *(wiring->is_apb2 ? RCC_APB2ENR : RCC_APB1ENR) |= 1u << wiring->clock;
    set_alternate(wiring->tx, wiring->function);
    set_alternate(wiring->rx, wiring->function);
    registers(place)->baud_rate = divider;
    registers(place)->control2 = s->stop == 2 ? CONTROL2_TWO_STOP_BITS : 0;
    *control1(place) = CONTROL1_ENABLE | CONTROL1_TX | CONTROL1_RX | (word == 9 ? CONTROL1_NINE_BITS : 0) |
                       (s->parity ? CONTROL1_PARITY : 0) | (s->parity == NC_PARITY_ODD ? CONTROL1_ODD : 0);
    return true;
}

void nc_uart_stop(const struct nc_uart_place *place) {
    *control1(place) = 0;
}

int nc_uart_take(const struct nc_uart_place *place) {
    // Reading the status and then the data also ends an overrun. A parity bit stands where the eighth or
    // ninth bit would; of a word with seven data bits it is left out here.
    if (!(registers(place)->status & STATUS_RX_FULL))
        return -1;
    uint32_t data = registers(place)->data;
    bool is_seven = (*control1(place) & (CONTROL1_PARITY | CONTROL1_NINE_BITS)) == CONTROL1_PARITY;
    return (int)(data & (is_seven ? 0x7f : 0xff));
}

bool nc_uart_put(const struct nc_uart_place *place, uint8_t byte) {
    if (!(registers(place)->status & STATUS_TX_EMPTY))
        return false;
    registers(place)->data = byte;
    return true;
}

bool nc_uart_is_idle(const struct nc_uart_place *place) {
    return registers(place)->status & STATUS_DONE;
}
