// The module `time`.
#include "modules.h"
#include "nativecomp/files.h"
#include "nativecomp/state.h"

enum { TICKS_PERIOD = 1 << 30 }; // ticks wrap, so that they are always small integers

static nc_value ticks(uint64_t t) {
    return nc_small((intptr_t)(t & (TICKS_PERIOD - 1)));
}
static nc_value ticks_ms(void) {
    return ticks(nc_clock_us() / 1000);
}
static nc_value ticks_us(void) {
    return ticks(nc_clock_us());
}

static nc_value ticks_add(nc_value t, nc_value delta) {
    intptr_t d = nc_get_int(delta);
    if (d >= TICKS_PERIOD / 2 || d <= -TICKS_PERIOD / 2)
        nc_error(NC_MADE(OverflowError), "ticks interval overflow");
    return nc_small((nc_get_int(t) + d) & (TICKS_PERIOD - 1));
}

static nc_value ticks_diff(nc_value end, nc_value start) {
    intptr_t d = (nc_get_int(end) - nc_get_int(start) + TICKS_PERIOD / 2) & (TICKS_PERIOD - 1);
    return nc_small(d - TICKS_PERIOD / 2);
}

static nc_value pause(uint64_t us) {
    enum { SLICE = 1000 }; // between looks at what waits
    for (uint64_t end = nc_clock_us() + us, now; (now = nc_clock_us()) < end;) {
        nc_sleep_us(end - now < SLICE ? end - now : SLICE);
        if (nc_state.attention)
            nc_attend();
    }
    return NC_NONE;
}

static nc_value sleep_(nc_value s) {
    nc_float seconds = nc_get_float(s);
    if (seconds < 0)
        nc_value_error("sleep length must not be negative");
    return pause((uint64_t)(seconds * 1000000));
}

static nc_value sleep_ms(nc_value ms) {
    intptr_t n = nc_get_int(ms);
    return pause(n < 0 ? 0 : (uint64_t)n * 1000);
}

static nc_value sleep_us(nc_value us) {
    intptr_t n = nc_get_int(us);
    return pause(n < 0 ? 0 : (uint64_t)n);
}

static nc_value time_ns(void) {
    return nc_int_from_uint64(nc_clock_unix_ns());
}
static nc_value time_(void) {
    return nc_float_new((nc_float)nc_clock_unix_ns() / 1000000000);
}

NC_MODULE(time, {NAME(sleep), NC_F1(sleep_)}, {NAME(sleep_ms), NC_F1(sleep_ms)},
          {NAME(sleep_us), NC_F1(sleep_us)}, {NAME(ticks_ms), NC_F0(ticks_ms)},
          {NAME(ticks_us), NC_F0(ticks_us)}, {NAME(ticks_cpu), NC_F0(ticks_us)},
          {NAME(ticks_add), NC_F2(ticks_add)}, {NAME(ticks_diff), NC_F2(ticks_diff)},
          {NAME(time), NC_F0(time_)}, {NAME(time_ns), NC_F0(time_ns)});
