// The module `sys`.
#include "modules.h"
#include "nativecomp/catch.h"
#include "nativecomp/heap.h"
#include "nativecomp/loader.h"
#include "nativecomp/machine.h"
#include "nativecomp/machinecode.h"
#include "nativecomp/state.h"
#include "streams.h"

static nc_value exit_(size_t n, const nc_value *args) {
    nc_throw(nc_exception_new(NC_MADE(SystemExit), n ? args[0] : NC_NOTHING));
}

static nc_value print_exception(size_t n, const nc_value *args) {
    struct nc_printer file = {n > 1 ? args[1] : NC_NONE, nc_stream_print};
    if (n > 1 && args[1] != NC_NONE)
        nc_stream_with(args[1], NC_STREAM_WRITES);
    if (!nc_is_exception(args[0]))
        nc_type_error("an exception is needed, not %T", args[0]);
    nc_print_exception(n > 1 && args[1] != NC_NONE ? &file : &nc_console, args[0]);
    return NC_NONE;
}

// The version of Python that the language is nearest to, and our own.
static const struct {
    const struct nc_type *type;
    size_t count;
    nc_value items[4];
} version_info = {&nc_type_tuple, 3, {(nc_value)(3 * 2 + 1), (nc_value)(4 * 2 + 1), (nc_value)1}},
  own_version = {&nc_type_tuple, 4, {(nc_value)1, (nc_value)(1 * 2 + 1), (nc_value)1, NAME(empty_)}};
static const struct nc_str version_text = {&nc_type_str, 0, 5, "3.4.0"};

// Of the object itself, without what it refers to.
static nc_value getsizeof(nc_value v) {
    bool owned = nc_is_pointer(v) && nc_heap_owns(v);
    return nc_small((intptr_t)(owned ? nc_heap_size_of(v) : sizeof(nc_value)));
}

// What must be looked up at run time.
static nc_value getattr(nc_value name) {
    switch (nc_str_intern(name)) {
    case N(modules):
        return nc_state.modules;
    case N(path):
        return nc_state.path;
    case N(argv):
        return nc_state.arguments;
    case N(implementation):
        return nc_sys_implementation();
    }
    nc_error(NC_MADE(AttributeError), "'module' object has no attribute '%v'", name);
}

const struct nc_int nc_sys_maxsize = {
    &nc_type_int, 0, sizeof(uintptr_t) / 4, {UINT32_MAX >> (sizeof(uintptr_t) == 4), INT32_MAX}};

// What a program can find out about the interpreter that it runs on. `_mpy` is the version of .mpy files, and
// for what machine code in them is.
nc_value nc_sys_implementation(void) {
    // The language is MicroPython's, and programs ask for it by this name; the machine says who it is.
    nc_value items[] = {NAME(micropython), (nc_value)&own_version, NAME(nativecomp),
                        nc_small(NC_MPY_VERSION | NC_MPY_SUB_VERSION << 8 | NC_ARCH << 10)};
    static const nc_name names[] = {N(name), N(version), N(_machine), N(_mpy)};
    return nc_attr_tuple(sizeof names / sizeof *names, names, items);
}

NC_MODULE(sys, {NAME(__getattr__), NC_F1(getattr)}, {NAME(exit), NC_FN(exit_, 0, 1)},
          {NAME(print_exception), NC_FN(print_exception, 1, 2)}, {NAME(getsizeof), NC_F1(getsizeof)},
          {NAME(version), (nc_value)&version_text}, {NAME(version_info), (nc_value)&version_info},
          {NAME(platform), NAME(nativecomp)}, {NAME(byteorder), NAME(little)},
          {NAME(maxsize), (nc_value)&nc_sys_maxsize}, {NAME(stdin), (nc_value)&nc_stdin},
          {NAME(stdout), (nc_value)&nc_stdout}, {NAME(stderr), (nc_value)&nc_stderr});
