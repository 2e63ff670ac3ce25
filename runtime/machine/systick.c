// See nativecomp/ticks.h. The timer counts down from a period's length, and an interrupt adds the periods up:
// the longest that its 24 bits hold, or the time until somebody wants to be called.
// (Arm, ARMv7-M Architecture Reference Manual, B3.3.)
#include "nativecomp/interrupts.h"
#include "nativecomp/ticks.h"

extern char nc_clock_hz[]; // its address is the number

struct systick {
    volatile uint32_t control, reload, now;
};
#define SYSTICK ((struct systick *)0xe000e010)
enum { ON = 1, INTERRUPT = 2, OF_THE_CORE = 4, LONGEST = 1 << 24 };
enum { TRIES = 100000 }; // reads of a timer until it is said not to count

static volatile uint64_t passed; // cycles of the periods that are over
static uint32_t period;
static nc_alarm_fn *volatile alarm;

static uint32_t cycles_per_ms(void) {
    return (uint32_t)(uintptr_t)nc_clock_hz / 1000;
}

void nc_systick(void) {
    passed += period;
    if (alarm)
        alarm(period / cycles_per_ms());
}

static void start(uint32_t length) {
    SYSTICK->control = 0;
    SYSTICK->reload = length - 1;
    SYSTICK->now = 0;
    period = length;
    SYSTICK->control = ON | INTERRUPT | OF_THE_CORE;
}

// Right after a write, and at the end of a period, the count is zero.
static uint32_t of_this_period(void) {
    uint32_t now = SYSTICK->now;
    return now ? period - now : 0;
}

uint64_t nc_ticks(void) {
    if (!period)
        start(LONGEST);
    uint64_t before, now;
    do {
        before = passed;
        now = before + of_this_period();
    } while (before != passed);
    return now;
}

static bool counts(void) {
    uint32_t first = SYSTICK->now;
    for (unsigned i = 0; i < TRIES; i++)
        if (SYSTICK->now != first)
            return true;
    return false;
}

uint32_t nc_ticks_since_alarm(void) {
    return of_this_period() / cycles_per_ms();
}

bool nc_ticks_alarm(uint32_t ms, nc_alarm_fn *function) {
    uint32_t longest = LONGEST / cycles_per_ms(), length = (ms < longest ? ms : longest) * cycles_per_ms();
    uint32_t state = nc_irq_disable();
    if (length != period) { // otherwise it goes on as it is, and no cycle is lost
        if (period)
            passed += of_this_period();
        start(length);
    }
    bool works = alarm || counts();
    if (works)
        alarm = function;
    nc_irq_enable(state);
    return works;
}
