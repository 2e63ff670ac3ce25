// machine.Pin: a pin of the chip, by its number, or by its port's letter and its number there.
#ifdef __arm__
#include "pin.h"
#include "modules.h"
#include "nativecomp/heap.h"
#include "nativecomp/interrupts.h"
#include "nativecomp/pins.h"
#include "nativecomp/state.h"
#include "notify.h"

#define SMALL(N) ((nc_value)((N) * 2 + 1))

struct nc_pin {
    const struct nc_type *type;
    nc_value id; // as it was asked for
    uintptr_t number;
    struct nc_pin *next; // of those that wait for interrupts
    nc_value handler;
    bool hard;
};

static unsigned number_of(const nc_value self) {
    return (unsigned)((const struct nc_pin *)self)->number;
}

static void print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    nc_printf(to, "Pin(%r)", ((const struct nc_pin *)self)->id);
}

// "A5", or "PA5"; beyond all pins for anything else.
static uintptr_t named(nc_value id) {
    struct nc_span text = nc_str_span(id);
    size_t at = text.size > 2 && text.data[0] == 'P';
    size_t port = text.size > at + 1 ? (size_t)(uint8_t)text.data[at] - 'A' : SIZE_MAX, number = 0;
    for (size_t i = at + 1; i < text.size; i++) {
        uint8_t digit = (uint8_t)(text.data[i] - '0');
        number = digit < 10 && number < 100 ? number * 10 + digit : 100;
    }
    return port < 26 && number < nc_pins_by_letter ? port * nc_pins_by_letter + number : UINTPTR_MAX;
}

// What a Pin is made of.
static uintptr_t number(nc_value id) {
    uintptr_t number = nc_is_str(id) ? named(id) : (uintptr_t)nc_get_int(id);
    if (number >= nc_pin_count)
        nc_value_error("this board has no pin %r", id);
    return number;
}

unsigned nc_pin_number(nc_value v) {
    return nc_type_of(v) == &nc_pin_type ? number_of(v) : (unsigned)number(v);
}

static nc_value value(size_t n, const nc_value *args) {
    if (n == 1)
        return nc_small(nc_pin_read(number_of(args[0])));
    nc_pin_write(number_of(args[0]), nc_truth(args[1]));
    return NC_NONE;
}

static nc_value call(nc_value self, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_check_count(n_pos, n_kw, 0, 1, false);
    nc_value all[] = {self, n_pos ? args[0] : NC_NONE};
    return value(1 + n_pos, all);
}

static nc_value on(nc_value self) {
    nc_pin_write(number_of(self), true);
    return NC_NONE;
}

static nc_value off(nc_value self) {
    nc_pin_write(number_of(self), false);
    return NC_NONE;
}

static nc_value toggle(nc_value self) {
    nc_pin_write(number_of(self), !nc_pin_read(number_of(self)));
    return NC_NONE;
}

static nc_value init(size_t n, const nc_value *args, const struct nc_map *keywords) {
    static const struct nc_parameter parameters[] = {
        {N(mode), SMALL(-1)}, {N(pull), NC_NONE}, {N(value), NC_NONE}};
    nc_value bound[3];
    nc_bind(n - 1, args + 1, keywords, 2, 3, parameters, bound);
    unsigned pin = number_of(args[0]);
    if (bound[2] != NC_NONE) // first, so that an output never has another level
        nc_pin_write(pin, nc_truth(bound[2]));
    intptr_t mode = nc_get_int(bound[0]), pull = bound[1] == NC_NONE ? NC_PIN_FLOATS : nc_get_int(bound[1]);
    if (mode == -1 && bound[1] == NC_NONE)
        return NC_NONE;
    if (mode < NC_PIN_IN || mode > NC_PIN_OPEN_DRAIN || pull < NC_PIN_FLOATS || pull > NC_PIN_DOWN ||
        !nc_pin_set_mode(pin, (enum nc_pin_mode)mode, (enum nc_pin_pull)pull))
        nc_value_error("the chip has no such mode of a pin");
    return NC_NONE;
}

void nc_pins_interrupt(void) {
    for (struct nc_pin *pin = nc_state.pins; pin; pin = pin->next)
        if (nc_pin_take(number_of((nc_value)pin)))
            nc_notify(pin->handler, (nc_value)pin, pin->hard);
}

// Let nobody wait for a pin any more.
static void stop(uintptr_t number) {
    nc_pin_listen((unsigned)number, 0);
    uint32_t state = nc_irq_disable();
    for (struct nc_pin **at = &nc_state.pins; *at; at = &(*at)->next)
        if ((*at)->number == number) {
            *at = (*at)->next;
            break;
        }
    nc_irq_enable(state);
}

static nc_value irq(size_t n, const nc_value *args, const struct nc_map *keywords) {
    static const struct nc_parameter parameters[] = {
        {N(handler), NC_NONE}, {N(trigger), SMALL(NC_PIN_RISING | NC_PIN_FALLING)}, {N(hard), NC_FALSE}};
    nc_value bound[3];
    nc_bind(n - 1, args + 1, keywords, 2, 3, parameters, bound);
    struct nc_pin *pin = (struct nc_pin *)args[0];
    intptr_t edges = nc_get_int(bound[1]);
    if (edges < NC_PIN_RISING || edges > (NC_PIN_RISING | NC_PIN_FALLING))
        nc_value_error("a pin waits for IRQ_RISING, IRQ_FALLING or both");
    stop(pin->number);
    if (bound[0] == NC_NONE)
        return NC_NONE;
    pin->handler = bound[0];
    pin->hard = nc_truth(bound[2]);
    uint32_t state = nc_irq_disable();
    pin->next = nc_state.pins;
    nc_state.pins = pin;
    nc_irq_enable(state);
    if (!nc_pin_interrupt_count || !nc_pin_listen((unsigned)pin->number, (unsigned)edges)) {
        stop(pin->number);
        nc_error(NC_MADE(OSError), "the chip has no interrupt that is free for this pin");
    }
    for (unsigned i = 0; i < nc_pin_interrupt_count; i++)
        nc_irq_allow(nc_pin_interrupts[i]);
    return NC_NONE;
}

static nc_value make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_check_count(n_pos, 0, 1, 3, false);
    nc_value id = args[0];
    struct nc_pin *pin = nc_is(id, type) ? (struct nc_pin *)id : NULL;
    if (!pin) {
        uintptr_t number = nc_is_str(id) ? named(id) : (uintptr_t)nc_get_int(id);
        if (number >= nc_pin_count)
            nc_value_error("this board has no pin %r", id);
        pin = NC_NEW(struct nc_pin, type);
        pin->id = id;
        pin->number = number;
    }
    struct nc_map keywords;
    nc_map_init_args(&keywords, n_kw, args + n_pos);
    nc_value all[] = {(nc_value)pin, n_pos > 1 ? args[1] : NC_NONE, n_pos > 2 ? args[2] : NC_NONE};
    if (n_pos > 1 || n_kw)
        init(n_pos, all, &keywords);
    return (nc_value)pin;
}

NC_TABLE(pin_members, {NAME(init), NC_FK(init, 1, 4)}, {NAME(value), NC_FN(value, 1, 2)},
         {NAME(on), NC_F1(on)}, {NAME(off), NC_F1(off)}, {NAME(high), NC_F1(on)}, {NAME(low), NC_F1(off)},
         {NAME(toggle), NC_F1(toggle)}, {NAME(irq), NC_FK(irq, 1, 3)},
         {NAME(IRQ_RISING), SMALL(NC_PIN_RISING)}, {NAME(IRQ_FALLING), SMALL(NC_PIN_FALLING)},
         {NAME(IN), SMALL(NC_PIN_IN)}, {NAME(OUT), SMALL(NC_PIN_OUT)},
         {NAME(OPEN_DRAIN), SMALL(NC_PIN_OPEN_DRAIN)}, {NAME(PULL_UP), SMALL(NC_PIN_UP)},
         {NAME(PULL_DOWN), SMALL(NC_PIN_DOWN)});
const struct nc_type nc_pin_type = {NC_TYPE_HEAD(Pin, 0), .make = make, .print = print, .call = call,
                                    .members = &pin_members};
#endif
