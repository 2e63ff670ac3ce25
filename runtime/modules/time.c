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
// A float of single precision would be minutes off.
static nc_value time_(void) {
    if (sizeof(nc_float) == sizeof(float))
        return nc_int_from_uint64(nc_clock_unix_ns() / 1000000000);
    return nc_float_new((nc_float)nc_clock_unix_ns() / 1000000000);
}

// Dates by days since 1970. Years begin in March here, so that February 29 is a year's last day: then a
// month's first day is a straight line, and 400 years have always as many days.
enum { DAY = 86400, DAYS_OF_400_YEARS = 146097, MARCH_1_0000 = -719468, YEAR = 365 };

static intptr_t floor_div(intptr_t a, intptr_t b) {
    return a / b - (a % b < 0);
}

static intptr_t first_day(intptr_t month) { // 0 is March
    return (153 * month + 2) / 5;
}

static intptr_t days_of(intptr_t year, intptr_t month, intptr_t day) {
    month -= 3; // a month beyond the year's is one of another year
    year += floor_div(month, 12);
    month -= floor_div(month, 12) * 12;
    intptr_t era = floor_div(year, 400), y = year - era * 400;
    return era * DAYS_OF_400_YEARS + y * YEAR + y / 4 - y / 100 + first_day(month) + day - 1 + MARCH_1_0000;
}

static nc_value gmtime(size_t n, const nc_value *args) {
    nc_value seconds =
        n && args[0] != NC_NONE ? args[0] : nc_int_from_uint64(nc_clock_unix_ns() / 1000000000);
    if (!nc_is_int(seconds))
        seconds = nc_int_from_float(nc_get_float(seconds));
    intptr_t days = nc_get_int(nc_binary(NC_FLOORDIV, seconds, nc_small(DAY)));
    intptr_t rest = nc_get_int(nc_binary(NC_MODULO, seconds, nc_small(DAY)));
    intptr_t since = days - MARCH_1_0000, era = floor_div(since, DAYS_OF_400_YEARS);
    intptr_t of_era = since - era * DAYS_OF_400_YEARS;
    // Without the leap days that came before, all years have 365.
    intptr_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / YEAR;
    intptr_t of_year = of_era - (y * YEAR + y / 4 - y / 100), month = (5 * of_year + 2) / 153;
    intptr_t year = y + era * 400 + (month >= 10);
    intptr_t fields[] = {year,
                         month < 10 ? month + 3 : month - 9,
                         of_year - first_day(month) + 1,
                         rest / 3600,
                         rest / 60 % 60,
                         rest % 60,
                         days + 3 - floor_div(days + 3, 7) * 7, // that day in 1970 was a Thursday
                         days - days_of(year, 1, 1) + 1};
    enum { COUNT = sizeof fields / sizeof *fields };
    nc_value items[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        items[i] = nc_small(fields[i]);
    return nc_tuple_new(COUNT, items);
}

static nc_value mktime(nc_value date) {
    enum { LEAST = 8, MOST = 9 };
    size_t count;
    nc_value *items;
    nc_get_array(date, &count, &items);
    if (count < LEAST || count > MOST)
        nc_type_error("mktime needs a tuple of length 8 or 9 (%d given)", (int)count);
    intptr_t fields[6];
    for (size_t i = 0; i < 6; i++)
        fields[i] = nc_get_int(items[i]);
    int64_t seconds = (int64_t)days_of(fields[0], fields[1], fields[2]) * DAY;
    return nc_int_from_int64(seconds + (int64_t)fields[3] * 3600 + (int64_t)fields[4] * 60 + fields[5]);
}

NC_MODULE(time, {NAME(sleep), NC_F1(sleep_)}, {NAME(sleep_ms), NC_F1(sleep_ms)},
          {NAME(sleep_us), NC_F1(sleep_us)}, {NAME(ticks_ms), NC_F0(ticks_ms)},
          {NAME(ticks_us), NC_F0(ticks_us)}, {NAME(ticks_cpu), NC_F0(ticks_us)},
          {NAME(ticks_add), NC_F2(ticks_add)}, {NAME(ticks_diff), NC_F2(ticks_diff)},
          {NAME(gmtime), NC_FN(gmtime, 0, 1)}, {NAME(localtime), NC_FN(gmtime, 0, 1)},
          {NAME(mktime), NC_F1(mktime)}, {NAME(time), NC_F0(time_)}, {NAME(time_ns), NC_F0(time_ns)});
