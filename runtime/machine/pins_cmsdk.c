// The pins of Arm's CMSDK (the MPS2 boards): four ports of sixteen. Arm DDI 0479, section 4.1.
#include "nativecomp/pins.h"

struct gpio {
    volatile uint32_t data, out, gap[2], outputs, inputs, alternate, plain;
};
enum { PORTS = 4, PORT = 16 };

const unsigned nc_pin_count = PORTS * PORT, nc_pins_by_letter = 0;

static struct gpio *gpio(unsigned pin) {
    return (struct gpio *)(uintptr_t)(0x40010000 + 0x1000 * (pin / PORT));
}

bool nc_pin_set_mode(unsigned pin, enum nc_pin_mode mode, enum nc_pin_pull pull) {
    if (mode == NC_PIN_OPEN_DRAIN || pull != NC_PIN_FLOATS)
        return false;
    uint32_t bit = 1u << pin % PORT;
    gpio(pin)->plain = bit;
    *(mode == NC_PIN_OUT ? &gpio(pin)->outputs : &gpio(pin)->inputs) = bit;
    return true;
}

// A write changes the bits that its address names, of the lower or the upper eight.
void nc_pin_write(unsigned pin, bool level) {
    unsigned bit = pin % PORT;
    uintptr_t masked = (uintptr_t)gpio(pin) + (bit < 8 ? 0x400 : 0x800) + 4 * (1u << bit % 8);
    *(volatile uint32_t *)masked = (uint32_t)level << bit;
}

bool nc_pin_read(unsigned pin) {
    return gpio(pin)->data >> pin % PORT & 1;
}
