// The pins of an RP2040 or RP2350. RP2040 Datasheet, sections 2.3.1 and 2.19; RP2350 Datasheet, sections 3.1
// and
// 9. Of an RP2350 with 48 pins those from 30 on are left out.
#include "nativecomp/pins.h"
#include "rp.h"

enum { COUNT = 30, PINS_OF_A_WORD = 8, RISING = 8, FALLING = 4 };
const unsigned nc_pin_count = COUNT, nc_pins_by_letter = 0;

// The chip's single-cycle registers: levels, and which pins are driven; for each a word to set bits and one
// to clear them. Then words with four bits a pin: what happened, and what interrupts.
#define LEVELS ((volatile uint32_t *)0xd0000004)
#if NC_RP2350
#define REGISTER(OFFSET) ((volatile uint32_t *)(0xd0000000 + 2 * (OFFSET) - 0x10))
#define HAPPENED (PINS + 0x230 / 4)
#define ENABLED (PINS + 0x248 / 4)
#else
#define REGISTER(OFFSET) ((volatile uint32_t *)(0xd0000000 + (OFFSET)))
#define HAPPENED (PINS + 0xf0 / 4)
#define ENABLED (PINS + 0x100 / 4)
#endif
#define OUT_SET REGISTER(0x14)
#define OUT_CLEAR REGISTER(0x18)
#define DRIVEN_SET REGISTER(0x24)
#define DRIVEN_CLEAR REGISTER(0x28)

// Pins that are driven low and never high: high is not driven.
static uint32_t open_drain;

bool nc_pin_set_mode(unsigned pin, enum nc_pin_mode mode, enum nc_pin_pull pull) {
    static const uint8_t pulls[] = {[NC_PIN_UP] = PAD_UP, [NC_PIN_DOWN] = PAD_DOWN};
    uint32_t bit = 1u << pin;
    let_out(RESET_PINS | RESET_PADS);
    if (mode == NC_PIN_OPEN_DRAIN) {
        open_drain |= bit;
        *OUT_CLEAR = bit;
    } else {
        open_drain &= ~bit;
        *(mode == NC_PIN_OUT ? DRIVEN_SET : DRIVEN_CLEAR) = bit;
    }
    set_function(pin, pulls[pull], FUNCTION_PROGRAM);
    return true;
}

void nc_pin_write(unsigned pin, bool level) {
    uint32_t bit = 1u << pin;
    if (open_drain & bit)
        *(level ? DRIVEN_CLEAR : DRIVEN_SET) = bit;
    else
        *(level ? OUT_SET : OUT_CLEAR) = bit;
}

bool nc_pin_read(unsigned pin) {
    return *LEVELS >> pin & 1;
}

bool nc_pin_listen(unsigned pin, unsigned edges) {
    unsigned word = pin / PINS_OF_A_WORD, shift = 4 * (pin % PINS_OF_A_WORD);
    uint32_t wanted = (edges & NC_PIN_RISING ? RISING : 0u) | (edges & NC_PIN_FALLING ? FALLING : 0u);
    HAPPENED[word] = 15u << shift; // what was before does not count
    ENABLED[word] = (ENABLED[word] & ~(15u << shift)) | wanted << shift;
    return true;
}

bool nc_pin_take(unsigned pin) {
    unsigned word = pin / PINS_OF_A_WORD, shift = 4 * (pin % PINS_OF_A_WORD);
    uint32_t bits = HAPPENED[word] & ENABLED[word] & 15u << shift;
    HAPPENED[word] = bits;
    return bits;
}
