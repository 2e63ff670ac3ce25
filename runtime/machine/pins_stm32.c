// The pins of an STM32F4: ports of sixteen, A to I. ST RM0090, sections 7 and 8.
#include "nativecomp/pins.h"

struct gpio {
    volatile uint32_t mode, open_drain, speed, pull, in, out, set_clear;
};
#define RCC_AHB1ENR ((volatile uint32_t *)0x40023830)
enum { PORTS = 9, PORT = 16 };

const unsigned nc_pin_count = PORTS * PORT, nc_pins_by_letter = PORT;

static struct gpio *gpio(unsigned pin) {
    return (struct gpio *)(uintptr_t)(0x40020000 + 0x400 * (pin / PORT));
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
