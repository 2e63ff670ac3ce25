// The module `machine`: memory and device registers by their addresses, and on boards the core.
#include "modules.h"
#include "nativecomp/interrupts.h"
#include "pin.h"
#include "timer.h"
#include "uart.h"

// mem8, mem16, mem32: the address is the index. Each access is one load or store of that size.
struct memory {
    const struct nc_type *type;
    uintptr_t size; // bytes of an element
};

static void print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    nc_printf(to, "<%d-bit memory>", (int)(8 * ((const struct memory *)self)->size));
}

static nc_value load(uintptr_t at, uintptr_t size) {
    if (size == 1)
        return nc_small(*(volatile uint8_t *)at);
    if (size == 2)
        return nc_small(*(volatile uint16_t *)at);
    return nc_int_from_uint(*(volatile uint32_t *)at);
}

static void store(uintptr_t at, uintptr_t size, uintptr_t word) {
    if (size == 1)
        *(volatile uint8_t *)at = (uint8_t)word;
    else if (size == 2)
        *(volatile uint16_t *)at = (uint16_t)word;
    else
        *(volatile uint32_t *)at = (uint32_t)word;
}

static nc_value subscr(nc_value self, nc_value index, nc_value value) {
    if (value == NC_NOTHING) // `del`
        return NC_NOTHING;
    uintptr_t at = nc_get_int_truncated(index), size = ((const struct memory *)self)->size;
    if (at & (size - 1))
        nc_value_error("the address is not a multiple of %d", (int)size);
    if (value == NC_SENTINEL)
        return load(at, size);
    store(at, size, nc_get_int_truncated(value));
    return NC_NONE;
}

static const struct nc_type type_memory = {NC_TYPE_HEAD(mem, 0), .print = print, .subscr = subscr};
static const struct memory mem8 = {&type_memory, 1}, mem16 = {&type_memory, 2}, mem32 = {&type_memory, 4};

#if defined(__arm__)
extern char nc_clock_hz[]; // its address is the number

static nc_value disable_irq(void) {
    return nc_small((intptr_t)nc_irq_disable());
}

static nc_value enable_irq(nc_value state) {
    nc_irq_enable((uint32_t)nc_get_int(state));
    return NC_NONE;
}

static nc_value freq(void) {
    return nc_int_from_uint((uintptr_t)nc_clock_hz);
}

// Arm, ARMv7-M Architecture Reference Manual, B3.2.6: the register takes a write with this key only.
static nc_value reset(void) {
    volatile uint32_t *control = (volatile uint32_t *)0xe000ed0c;
    *control = 0x05fau << 16 | 1u << 2;
    for (;;)
        __asm__ volatile("dsb");
}

NC_MODULE(machine, {NAME(mem8), (nc_value)&mem8}, {NAME(mem16), (nc_value)&mem16},
          {NAME(mem32), (nc_value)&mem32}, {NAME(disable_irq), NC_F0(disable_irq)},
          {NAME(enable_irq), NC_F1(enable_irq)}, {NAME(freq), NC_F0(freq)}, {NAME(reset), NC_F0(reset)},
          {NAME(Timer), (nc_value)&nc_timer_type}, {NAME(Pin), (nc_value)&nc_pin_type},
          {NAME(UART), (nc_value)&nc_uart_type});
#else
NC_MODULE(machine, {NAME(mem8), (nc_value)&mem8}, {NAME(mem16), (nc_value)&mem16},
          {NAME(mem32), (nc_value)&mem32});
#endif
