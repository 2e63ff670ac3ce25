// The module `random`: xorshift, 64 bits of state (Marsaglia 2003; the multiplication after Vigna 2016).
#include "modules.h"
#include "nativecomp/files.h"
#include "nativecomp/mathlib.h"

static uint64_t state;

static uint32_t next(void) {
    if (!state)
        state = nc_clock_unix_ns() * 2 + 1;
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (uint32_t)(state * 0x2545f4914f6cdd1d >> 32);
}

static nc_value seed(size_t n, const nc_value *args) {
    state = n && args[0] != NC_NONE ? (uint64_t)nc_get_int_truncated(args[0]) * 0x9e3779b97f4a7c15 + 1
                                    : nc_clock_unix_ns() * 2 + 1;
    return NC_NONE;
}

static nc_value getrandbits(nc_value v) {
    intptr_t bits = nc_get_int(v);
    if (bits < 0 || bits > 32)
        nc_value_error("bits must be 32 or less");
    return nc_int_from_uint64(bits ? next() >> (32 - bits) : 0);
}

// 0 .. n - 1, all alike: the numbers beyond the last whole multiple of n are drawn again.
static uint64_t below(uint64_t n) {
    if (!n) // of all 64 bits
        return (uint64_t)next() << 32 | next();
    uint64_t limit = UINT64_MAX - UINT64_MAX % n, drawn;
    do
        drawn = (uint64_t)next() << 32 | next();
    while (drawn >= limit);
    return drawn % n;
}

static nc_value randrange(size_t n, const nc_value *args) {
    intptr_t start = n > 1 ? nc_get_int(args[0]) : 0, stop = nc_get_int(args[n > 1]);
    intptr_t step = n > 2 ? nc_get_int(args[2]) : 1;
    uintptr_t count = 0;
    if (step > 0 && start < stop)
        count = ((uintptr_t)stop - (uintptr_t)start - 1) / (uintptr_t)step + 1;
    else if (step < 0 && start > stop)
        count = ((uintptr_t)start - (uintptr_t)stop - 1) / (0 - (uintptr_t)step) + 1;
    if (!count)
        nc_value_error("empty range");
    return nc_int_new((intptr_t)((uintptr_t)start + (uintptr_t)below(count) * (uintptr_t)step));
}

static nc_value randint(nc_value low, nc_value high) {
    intptr_t a = nc_get_int(low), b = nc_get_int(high);
    if (a > b)
        nc_value_error("empty range");
    return nc_int_new((intptr_t)((uintptr_t)a + (uintptr_t)below((uint64_t)b - (uint64_t)a + 1)));
}

static nc_value choice(nc_value sequence) {
    intptr_t count = nc_get_int(nc_len(sequence));
    if (count <= 0)
        nc_error(NC_MADE(IndexError), "empty sequence");
    return nc_getitem(sequence, nc_small((intptr_t)below((uint64_t)count)));
}

// 0 <= x < 1, with as many bits as a float has.
static nc_float fraction(void) {
    uint64_t bits = ((uint64_t)next() << 32 | next()) >> (64 - NC_FLOAT_FRACTION - 1);
    return nc_ldexp((nc_float)bits, -(NC_FLOAT_FRACTION + 1));
}

static nc_value random_(void) {
    return nc_float_new(fraction());
}

static nc_value uniform(nc_value low, nc_value high) {
    nc_float a = nc_get_float(low), b = nc_get_float(high);
    return nc_float_new(a + (b - a) * fraction());
}

NC_MODULE(random, {NAME(seed), NC_FN(seed, 0, 1)}, {NAME(getrandbits), NC_F1(getrandbits)},
          {NAME(randrange), NC_FN(randrange, 1, 3)}, {NAME(randint), NC_F2(randint)},
          {NAME(choice), NC_F1(choice)}, {NAME(random), NC_F0(random_)}, {NAME(uniform), NC_F2(uniform)});
