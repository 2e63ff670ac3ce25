// The pins of an nRF51. nRF51 Series Reference Manual, sections 14 and 15. Four of them at a time can ask for
// interrupts.
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

enum {
    CHANNELS = 4,
    EVENTS = 0x100 / 4,
    INTERRUPT_SET = 0x304 / 4,
    INTERRUPT_CLEAR = 0x308 / 4,
    CONFIGURATIONS = 0x510 / 4,
    EVENT = 1, // the mode of a channel; 0: none
    PIN = 8,
    POLARITY = 16,
};
#define TASKS_AND_EVENTS ((volatile uint32_t *)0x40006000)

// The channel of a pin, or a free one, or CHANNELS.
static unsigned channel_of(unsigned pin, bool free) {
    for (unsigned i = 0; i < CHANNELS; i++) {
        uint32_t configuration = TASKS_AND_EVENTS[CONFIGURATIONS + i];
        if (configuration & EVENT ? !free && (configuration >> PIN & 31) == pin : free)
            return i;
    }
    return CHANNELS;
}

bool nc_pin_listen(unsigned pin, unsigned edges) {
    unsigned channel = channel_of(pin, false);
    if (channel == CHANNELS)
        channel = edges ? channel_of(pin, true) : CHANNELS;
    if (channel == CHANNELS)
        return !edges;
    TASKS_AND_EVENTS[INTERRUPT_CLEAR] = 1u << channel;
    TASKS_AND_EVENTS[CONFIGURATIONS + channel] = edges ? EVENT | pin << PIN | edges << POLARITY : 0;
    TASKS_AND_EVENTS[EVENTS + channel] = 0; // what was before does not count
    if (edges)
        TASKS_AND_EVENTS[INTERRUPT_SET] = 1u << channel;
    return true;
}

bool nc_pin_take(unsigned pin) {
    unsigned channel = channel_of(pin, false);
    if (channel == CHANNELS || !TASKS_AND_EVENTS[EVENTS + channel])
        return false;
    TASKS_AND_EVENTS[EVENTS + channel] = 0;
    return true;
}
