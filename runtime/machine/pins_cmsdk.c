// The pins of Arm's CMSDK (the MPS2 boards): four ports of sixteen. Arm DDI 0479, section 4.1.
//
// A pin asks for an interrupt at edges of one kind. Where both are waited for, the kind is changed at each.
#include "nativecomp/pins.h"

struct gpio {
    volatile uint32_t data, out, gap[2], outputs, inputs, alternate, plain;
    volatile uint32_t listen, deaf, edge, level, rising, falling, came;
};
extern char nc_pins_base[]; // its address is that of the first port
enum { PORTS = 4, PORT = 16 };

const unsigned nc_pin_count = PORTS * PORT, nc_pins_by_letter = 0;

static struct gpio *gpio(unsigned pin) {
    return (struct gpio *)((uintptr_t)nc_pins_base + 0x1000 * (pin / PORT));
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

static uint16_t both[PORTS]; // those that wait for both edges

static void wait_for(unsigned pin, bool rising) {
    *(rising ? &gpio(pin)->rising : &gpio(pin)->falling) = 1u << pin % PORT;
}

bool nc_pin_listen(unsigned pin, unsigned edges) {
    uint32_t bit = 1u << pin % PORT;
    gpio(pin)->deaf = bit;
    both[pin / PORT] &= (uint16_t)~bit;
    if (!edges)
        return true;
    if (edges == (NC_PIN_RISING | NC_PIN_FALLING))
        both[pin / PORT] |= (uint16_t)bit;
    wait_for(pin, edges == NC_PIN_RISING || (edges != NC_PIN_FALLING && !nc_pin_read(pin)));
    gpio(pin)->edge = bit;
    gpio(pin)->came = bit; // what was before does not count
    gpio(pin)->listen = bit;
    return true;
}

bool nc_pin_take(unsigned pin) {
    uint32_t bit = 1u << pin % PORT;
    if (!(gpio(pin)->came & bit))
        return false;
    gpio(pin)->came = bit;
    if (both[pin / PORT] & bit)
        wait_for(pin, !nc_pin_read(pin));
    return true;
}
