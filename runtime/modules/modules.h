// What the files of modules share.
#pragma once
#include "nativecomp/objects.h"
#include "nativecomp/program.h"

// The built-in modules: X(name). modules/NAME.c defines nc_module_NAME.
#define NC_MODULES(X)                                                                                        \
    X(array)                                                                                                 \
    X(binascii)                                                                                              \
    X(builtins)                                                                                              \
    X(cmath)                                                                                                 \
    X(collections)                                                                                           \
    X(errno)                                                                                                 \
    X(gc)                                                                                                    \
    X(hashlib)                                                                                               \
    X(heapq)                                                                                                 \
    X(io)                                                                                                    \
    X(json)                                                                                                  \
    X(machine)                                                                                               \
    X(math)                                                                                                  \
    X(micropython)                                                                                           \
    X(os)                                                                                                    \
    X(random)                                                                                                \
    X(re)                                                                                                    \
    X(struct)                                                                                                \
    X(sys)                                                                                                   \
    X(time)                                                                                                  \
    X(uctypes)

#define X(NAME) extern const struct nc_module nc_module_##NAME;
NC_MODULES(X)
#undef X

// All of them, for programs that do not say which they use.
#define X(NAME) +1
enum { NC_ALL_MODULES = NC_MODULES(X) };
#undef X
extern const struct nc_builtin_module nc_all_modules[NC_ALL_MODULES];

// A module of a constant table, whose entries begin with its name.
#define NC_MODULE(ID, ...)                                                                                   \
    NC_TABLE(ID##_members, {NAME(__name__), NAME(ID)}, __VA_ARGS__);                                         \
    const struct nc_module nc_module_##ID = {&nc_type_module, (nc_value) & ID##_members}

nc_value nc_list_sort(size_t n, const nc_value *args, const struct nc_map *keywords);
nc_value nc_open(size_t n, const nc_value *args, const struct nc_map *keywords);

// The CRC-32 of zip and Ethernet of data that goes on where `crc` is that of what came before; 0 at first.
uint32_t nc_crc32(uint32_t crc, const uint8_t *data, size_t size);
// Rounded to an int (digits None) or to that many decimal places.
nc_value nc_round_float(nc_float f, nc_value digits);
// A tuple whose items have names too.
void nc_attr_tuple_print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind);
nc_value nc_attr_tuple(size_t count, const nc_name *names, const nc_value *items);
extern const struct nc_builtin_var nc_build_class_function;
