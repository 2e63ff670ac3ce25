// The pins of a chip, as machine.Pin needs them: a file of runtime/machine for each kind, pins_none.c for
// boards whose pins it does not know.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum nc_pin_mode { NC_PIN_IN, NC_PIN_OUT, NC_PIN_OPEN_DRAIN };
enum nc_pin_pull { NC_PIN_FLOATS, NC_PIN_UP, NC_PIN_DOWN };

// How many there are: they count from 0. Where ports have letters, "A5" is the pin 5 of the first port.
extern const unsigned nc_pin_count;
extern const unsigned nc_pins_by_letter; // pins of a port with a letter; 0: no port has one
// False: the chip has no such mode.
bool nc_pin_set_mode(unsigned pin, enum nc_pin_mode mode, enum nc_pin_pull pull);
void nc_pin_write(unsigned pin, bool level); // also before the pin is an output: then it starts so
bool nc_pin_read(unsigned pin);

// Interrupts by changes of a pin, for Pin.irq. `edges` are those that are waited for, 0 for none any more;
// false: the chip cannot do that.
enum { NC_PIN_RISING = 1, NC_PIN_FALLING = 2 };
bool nc_pin_listen(unsigned pin, unsigned edges);
bool nc_pin_take(unsigned pin); // from the interrupt: whether this pin changed; forgets it

// The interrupts that pins make, all of them; the build writes them from the board's target file.
extern const uint8_t nc_pin_interrupts[];
extern const unsigned nc_pin_interrupt_count;
