/* The LED loop of led.py in C: n pulses on one output bit. */

#include <stdint.h>

/* A register like BSRR: the low half sets output bits, the high half resets. */
#define GPIO 0x40020018u
#define SET (1u << 13)
#define RESET (1u << 29)

void toggle_c(uint32_t n) {
    volatile uint32_t *gpio = (volatile uint32_t *)GPIO;
    for (uint32_t i = 0; i < n; i++) {
        *gpio = SET;
        *gpio = RESET;
    }
}
