// The pins of an STM32F4: ports of sixteen, A to I. ST RM0090, sections 7, 8 and 12.
#include "nativecomp/pins.h"
#include "uart_stm32.h"

enum { PORTS = 9 };

const unsigned nc_pin_count = PORTS * PORT, nc_pins_by_letter = PORT;

static struct stm32_gpio *gpio(unsigned pin) {
    return (struct stm32_gpio *)(uintptr_t)(0x40020000 + 0x400 * (pin / PORT));
}

// Fields of two bits: modes are 0 for an input and 1 for an output, pulls 1 up and 2 down.
static void set_field(volatile uint32_t *fields, unsigned pin, unsigned value) {
    unsigned shift = pin % PORT * 2;
    *fields = (*fields & ~(3u << shift)) | value << shift;
}

bool nc_pin_set_mode(unsigned pin, enum nc_pin_mode mode, enum nc_pin_pull pull) {
    *RCC_AHB1ENR |= 1u << pin / PORT; // the port's clock
    uint32_t bit = 1u << pin % PORT;
    gpio(pin)->open_drain = (gpio(pin)->open_drain & ~bit) | (mode == NC_PIN_OPEN_DRAIN ? bit : 0);
    set_field(&gpio(pin)->pull, pin, pull);
    set_field(&gpio(pin)->mode, pin, mode != NC_PIN_IN);
    return true;
}

void nc_pin_write(unsigned pin, bool level) {
    *RCC_AHB1ENR |= 1u << pin / PORT;
    gpio(pin)->set_clear = 1u << (pin % PORT + (level ? 0 : 16));
}

bool nc_pin_read(unsigned pin) {
    return gpio(pin)->in >> pin % PORT & 1;
}

// Of the pins with the same number in their ports one can ask for interrupts.
struct external {
    volatile uint32_t interrupts, events, rising, falling, software, pending;
};
#define EXTERNAL ((struct external *)0x40013c00)
#define SYSCFG_EXTICR ((volatile uint32_t *)0x40013808)

bool nc_pin_listen(unsigned pin, unsigned edges) {
    unsigned line = pin % PORT, shift = 4 * (line % 4);
    uint32_t bit = 1u << line;
    *RCC_APB2ENR |= 1 << 14; // clock of SYSCFG
    volatile uint32_t *ports = &SYSCFG_EXTICR[line / 4];
    bool is_ours = (*ports >> shift & 15) == pin / PORT;
    if (!is_ours && (EXTERNAL->interrupts & bit || !edges))
        return !edges;
    EXTERNAL->interrupts &= ~bit;
    *ports = (*ports & ~(15u << shift)) | pin / PORT << shift;
    EXTERNAL->rising = (EXTERNAL->rising & ~bit) | (edges & NC_PIN_RISING ? bit : 0);
    EXTERNAL->falling = (EXTERNAL->falling & ~bit) | (edges & NC_PIN_FALLING ? bit : 0);
    EXTERNAL->pending = bit; // what was before does not count
    if (edges)
        EXTERNAL->interrupts |= bit;
    return true;
}

bool nc_pin_take(unsigned pin) {
    uint32_t bit = 1u << pin % PORT;
    if (!(EXTERNAL->pending & bit))
        return false;
    EXTERNAL->pending = bit;
    return true;
}
