// A type as a compiled C module makes it, through the function table: tests/runtime/test_native.py.
#include "nativecomp/catch.h"
#include "nativecomp/exception.h"
#include "nativecomp/heap.h"
#include "nativecomp/machine.h"
#include "nativecomp/objects.h"
#include "nativecomp/state.h"
#include "nativecomp/table.h"

struct counter {
    const void *type;
    intptr_t value;
};

// MicroPython's struct of a type, with four slots in use.
static struct {
    const void *type;
    uint16_t flags, name;
    uint8_t places[12]; // make print call unary binary attr subscr iter buffer protocol parent members
    void *slots[12];
} type;

static nc_value make(const void *of, size_t n_pos, size_t n_kw, const nc_value *args) {
    (void)n_kw;
    struct counter *c = nc_allocate(sizeof *c, NC_SCAN);
    c->type = of;
    c->value = n_pos ? nc_small_value(args[0]) : 0;
    return (nc_value)c;
}

// `value` is loaded and stored; all else is looked for among the members.
static void attr(nc_value self, size_t name, nc_value *pair) {
    struct counter *c = (struct counter *)self;
    if (name != N(value))
        return;
    if (pair[0] == NC_NOTHING) {
        pair[0] = nc_small(c->value);
    } else if (pair[1] != NC_NOTHING) {
        c->value = nc_small_value(pair[1]);
        pair[0] = NC_NOTHING;
    }
}

static intptr_t get_buffer(nc_value self, struct nc_buffer *buffer, uintptr_t flags) {
    if (flags & NC_WRITE)
        return 1;
    *buffer = (struct nc_buffer){&((struct counter *)self)->value, sizeof(intptr_t), 'B'};
    return 0;
}

static nc_value count(nc_value self) {
    return nc_small(++((struct counter *)self)->value);
}
static struct nc_entry entries[] = {{NAME(count), NC_F1(count)}};
static struct nc_dict members = NC_TABLE_DICT(entries);

static void report(const char *what, nc_value v) {
    nc_printf(&nc_console, "%s %r\n", what, v);
}

static void test(void) {
    type.type = &nc_type_type;
    type.name = N(index);
    type.slots[0] = (void *)make;
    type.slots[1] = (void *)attr;
    type.slots[2] = (void *)get_buffer;
    type.slots[3] = &members;
    type.places[0] = 1;
    type.places[5] = 2;
    type.places[8] = 3;
    type.places[11] = 4;
    void (*store_global)(nc_name, nc_value) = (void (*)(nc_name, nc_value))nc_function_table[13].function;
    store_global(N(index), (nc_value)&type);
    store_global(N(key), (nc_value)&type); // once more: it is one of ours now
    nc_value made = nc_call1(nc_load_global(N(index)), nc_small(5));
    report("value", nc_load_attr(made, N(value)));
    nc_store_attr(made, N(value), nc_small(7));
    report("count", nc_call_method0(made, N(count)));
    struct nc_buffer buffer;
    report("readable", nc_bool(nc_get_buffer(made, &buffer, NC_READ)));
    report("byte", nc_small(*(const uint8_t *)buffer.data));
    report("writable", nc_bool(nc_get_buffer(made, &buffer, NC_WRITE)));
    report("other", nc_attr_or(made, N(pop), NC_NONE));
    struct nc_catch here;
    if (!nc_catch_push(&here)) {
        nc_store_attr(made, N(value), NC_NOTHING);
        nc_catch_pop();
    } else {
        report("no", (nc_value)nc_type_of(here.value));
    }
    type.places[0] = 13;
    if (!nc_catch_push(&here)) {
        store_global(N(index), (nc_value)&type);
        nc_catch_pop();
    } else {
        report("no", (nc_value)nc_type_of(here.value));
    }
}

int main(void) {
    static uint8_t memory[1 << 20];
    nc_heap_start(memory, sizeof memory);
    nc_stack_start(__builtin_frame_address(0), 256 << 10);
    struct nc_catch here;
    if (nc_catch_push(&here)) {
        nc_print_exception(&nc_console, here.value);
        nc_exit(1);
    }
    nc_runtime_start();
    test();
    nc_catch_pop();
    nc_exit(0);
}
