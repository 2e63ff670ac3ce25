// machine.Timer: functions that are called after a time, once or again and again.
//
// The core's timer is set to the one that is due first.
#ifdef __arm__
#include "timer.h"
#include "modules.h"
#include "nativecomp/heap.h"
#include "nativecomp/interrupts.h"
#include "nativecomp/state.h"
#include "nativecomp/ticks.h"
#include "notify.h"

enum { ONE_SHOT, PERIODIC };
#define SMALL(N) ((nc_value)((N) * 2 + 1))

struct nc_timer {
    const struct nc_type *type;
    struct nc_timer *next; // of those that run
    nc_value callback;
    uint32_t period, left; // milliseconds
    bool again, hard;
};

static nc_alarm_fn look;

// Ask to be called when the first one is due.
static bool plan(void) {
    uint32_t first = UINT32_MAX;
    for (struct nc_timer *t = nc_state.timers; t; t = t->next)
        first = t->left < first ? t->left : first;
    return nc_ticks_alarm(first, look);
}

static void pass(uint32_t ms) {
    for (struct nc_timer *t = nc_state.timers; t; t = t->next)
        t->left = t->left > ms ? t->left - ms : 0;
}

static void take_out(struct nc_timer *timer) {
    for (struct nc_timer **at = &nc_state.timers; *at; at = &(*at)->next)
        if (*at == timer) {
            *at = timer->next;
            break;
        }
}

// From the interrupt. The functions may start and stop timers, so the search begins anew after each.
static void look(uint32_t ms) {
    pass(ms);
    for (struct nc_timer *t = nc_state.timers; t;) {
        if (t->left) {
            t = t->next;
            continue;
        }
        t->left = t->period;
        if (!t->again)
            take_out(t);
        nc_notify(t->callback, (nc_value)t, t->hard);
        t = nc_state.timers;
    }
    plan();
}

// Put a timer among those that run, or take it out.
static bool change(struct nc_timer *timer, bool on) {
    uint32_t state = nc_irq_disable();
    if (nc_state.timers)
        pass(nc_ticks_since_alarm());
    take_out(timer);
    if (on) {
        timer->next = nc_state.timers;
        nc_state.timers = timer;
    }
    for (struct nc_timer *t = nc_state.timers; t; t = t->next)
        t->left += !t->left; // due now: at the next millisecond
    bool works = !nc_state.timers || plan();
    nc_irq_enable(state);
    return works;
}

static nc_value init(size_t n, const nc_value *args, const struct nc_map *keywords) {
    static const struct nc_parameter parameters[] = {{N(mode), SMALL(PERIODIC)},
                                                     {N(freq), NC_NONE},
                                                     {N(period), NC_NONE},
                                                     {N(callback), NC_NONE},
                                                     {N(hard), NC_FALSE}};
    nc_value bound[5];
    nc_bind(n - 1, args + 1, keywords, 0, 5, parameters, bound);
    struct nc_timer *timer = (struct nc_timer *)args[0];
    change(timer, false);
    if (bound[3] == NC_NONE)
        return NC_NONE;
    nc_float ms = bound[1] != NC_NONE ? 1000 / nc_get_float(bound[1]) : 0;
    intptr_t period = bound[1] == NC_NONE ? nc_get_int(bound[2]) : ms >= 1 && ms < 1e9 ? (intptr_t)ms : 0;
    if (period < 1)
        nc_value_error("a timer takes a period of 1 ms or more, or a freq up to 1000");
    timer->period = timer->left = (uint32_t)period;
    timer->callback = bound[3];
    timer->again = nc_get_int(bound[0]) != ONE_SHOT;
    timer->hard = nc_truth(bound[4]);
    if (!change(timer, true)) {
        take_out(timer);
        nc_error(NC_MADE(OSError), "the core's timer does not run here");
    }
    return NC_NONE;
}

static nc_value deinit(nc_value self) {
    change((struct nc_timer *)self, false);
    return NC_NONE;
}

static nc_value make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    struct nc_timer *timer = NC_NEW(struct nc_timer, type);
    if (n_pos && nc_get_int(args[0]) != -1)
        nc_value_error("there are no timers by number: write Timer(-1) or Timer()");
    struct nc_map keywords;
    nc_map_init_args(&keywords, n_kw, args + n_pos);
    nc_value all[8] = {(nc_value)timer};
    size_t count = n_pos ? n_pos - 1 : 0;
    nc_check_count(n_pos, 0, 0, 6, false);
    for (size_t i = 0; i < count; i++)
        all[i + 1] = args[i + 1];
    if (count || n_kw)
        init(count + 1, all, &keywords);
    return (nc_value)timer;
}

NC_TABLE(timer_members, {NAME(init), NC_FK(init, 1, 6)}, {NAME(deinit), NC_F1(deinit)},
         {NAME(ONE_SHOT), SMALL(ONE_SHOT)}, {NAME(PERIODIC), SMALL(PERIODIC)});
const struct nc_type nc_timer_type = {NC_TYPE_HEAD(Timer, 0), .make = make, .members = &timer_members};
#endif
