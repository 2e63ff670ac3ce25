// The pins of an nRF51. nRF51 Series Reference Manual, section 14.
#include "nativecomp/pins.h"

struct gpio {
    volatile uint32_t out, set, clear, in, direction, outputs, inputs, gap[120], configuration[32];
};
#define GPIO ((struct gpio *)0x50000504)
enum { OUTPUT = 1, DOWN = 1 << 2, UP = 3 << 2, OPEN_DRAIN = 6 << 8 };

const unsigned nc_pin_count = 32, nc_pins_by_letter = 0;

bool nc_pin_set_mode(unsigned pin, enum nc_pin_mode mode, enum nc_pin_pull pull) {
    static const uint16_t modes[] = {[NC_PIN_OUT] = OUTPUT, [NC_PIN_OPEN_DRAIN] = OUTPUT | OPEN_DRAIN};
    static const uint8_t pulls[] = {[NC_PIN_UP] = UP, [NC_PIN_DOWN] = DOWN};
    GPIO->configuration[pin] = modes[mode] | pulls[pull]; // the input stays connected, so that it can be read
    return true;
}

void nc_pin_write(unsigned pin, bool level) {
    *(level ? &GPIO->set : &GPIO->clear) = 1u << pin;
}

bool nc_pin_read(unsigned pin) {
    return GPIO->in >> pin & 1;
}
