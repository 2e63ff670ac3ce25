// A board whose pins are not known.
#include "nativecomp/pins.h"

const unsigned nc_pin_count = 0, nc_pins_by_letter = 0;

bool nc_pin_set_mode(unsigned pin, enum nc_pin_mode mode, enum nc_pin_pull pull) {
    return (void)pin, (void)mode, (void)pull, false;
}

void nc_pin_write(unsigned pin, bool level) {
    (void)pin, (void)level;
}

bool nc_pin_read(unsigned pin) {
    return (void)pin, false;
}

bool nc_pin_listen(unsigned pin, unsigned edges) {
    return (void)pin, (void)edges, false;
}

bool nc_pin_take(unsigned pin) {
    return (void)pin, false;
}
