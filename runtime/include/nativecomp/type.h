// Types: a table of functions that says how objects of a kind behave.
//
// Each slot answers one kind of question (print yourself, add, be called, ...); an empty slot means that the
// kind cannot do it. Types are Python objects too, and classes that a program defines are the same struct,
// made at run time, with slots that look up the class's methods.
//
// The fields of the first 24 bytes (20 on 32 bits), and which slot comes where, are MicroPython's, because
// machine code in .mpy files reads them. MicroPython leaves out empty slots and finds the others by an index
// in a byte each; here all slots are there, and the bytes say so.
#pragma once
#include "nativecomp/names.h"
#include "nativecomp/value.h"

struct nc_printer;
struct nc_buffer;
struct nc_iterator;

enum nc_print_kind {
    NC_STR,       // as print() does
    NC_REPR,      // as repr() does
    NC_EXCEPTION, // the message of an exception, for a traceback
    NC_JSON,      // as json.dumps() does
};

enum nc_attr_action { NC_LOAD, NC_STORE, NC_DELETE };

typedef nc_value nc_make_fn(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args);
typedef void nc_print_fn(const struct nc_printer *to, nc_value self, enum nc_print_kind kind);
typedef nc_value nc_call_fn(nc_value self, size_t n_pos, size_t n_kw, const nc_value *args);
typedef nc_value nc_unary_fn(unsigned op, nc_value self);
typedef nc_value nc_binary_fn(unsigned op, nc_value left, nc_value right);
// Load: member[0] gets the value, or a function whose self goes into member[1]; store: member[0] is the
// value. Returns whether the attribute was found or accepted.
typedef bool nc_attr_fn(nc_value self, nc_name name, enum nc_attr_action action, nc_value *member);
// value: NC_SENTINEL loads, NC_NOTHING deletes, anything else is stored.
typedef nc_value nc_subscr_fn(nc_value self, nc_value index, nc_value value);
typedef nc_value nc_iter_fn(nc_value self, struct nc_iterator *memory);
typedef nc_value nc_next_fn(nc_value self);
typedef bool nc_buffer_fn(nc_value self, struct nc_buffer *buffer, unsigned flags);

enum nc_type_flags {
    NC_IS_SUBCLASSED = 1,
    NC_HAS_ACCESSORS = 2,       // property, __set__, __setattr__ ... : a store may run code
    NC_EQ_NOT_REFLEXIVE = 4,    // x == x need not hold
    NC_EQ_OTHER_TYPES = 8,      // x == y may hold with y of another type
    NC_EQ_HAS_NE = 0x10,        // has its own !=
    NC_BINDS_SELF = 0x20,       // a function: as a class attribute it becomes a method
    NC_BUILTIN_FUNCTION = 0x40, // one in C
    NC_ITER_NEXT = 0x80,        // the slot `iter` is `next`: the object is its own iterator
    NC_IS_CLASS = 0x200,        // defined in Python
    NC_LENDS_SLICE = 0x400,     // as a subscript a slice is used at once, so it may lie on the stack
    NC_HAS_EQUAL = 0x800,       // has the slot `equal`: all types but those that C modules bring along
};

struct nc_type {
    const struct nc_type *type;
    uint16_t flags, name;
    uint8_t slot_index[12];
    nc_make_fn *make;
    nc_print_fn *print;
    nc_call_fn *call;
    nc_unary_fn *unary;
    nc_binary_fn *binary;
    nc_attr_fn *attr;
    nc_subscr_fn *subscr;
    union {
        nc_iter_fn *iter;
        nc_next_fn *next;
    };
    nc_buffer_fn *buffer;
    const struct nc_dict *members;
    nc_value parent; // a type, or a tuple of types
    const void *protocol;
    nc_binary_fn *equal; // NC_EQUAL, and NC_NOT_EQUAL if the flag says so; `binary` is not asked for them
};

// The head of a static type; slots follow as designated initialisers. NC_CHILD has a parent type besides.
#define NC_TYPE_HEAD(NAME_ID, FLAGS)                                                                         \
    .type = &nc_type_type, .flags = (FLAGS) | NC_HAS_EQUAL, .name = NC_N_##NAME_ID,                          \
    .slot_index = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 0, 10}
#define NC_CHILD_HEAD(NAME_ID, FLAGS, PARENT)                                                                \
    .type = &nc_type_type, .flags = (FLAGS) | NC_HAS_EQUAL, .name = NC_N_##NAME_ID,                          \
    .slot_index = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 11, 10}, .parent = (nc_value)(PARENT)

// What the build of an image finds out about types (nativecomp/image/reach.py). A slot's function belongs to
// an image only if the image makes objects of the type and something reads that slot, so code says what it
// does with a type: NC_KIND compares with it, NC_MADE makes objects of it, its plain name may do all.
// NC_READS stands where a slot is read.
#ifdef __arm__
#define NC_KIND(ID) ((const struct nc_type *)nc_kind_##ID)
#define NC_MADE(ID) ((const struct nc_type *)nc_made_##ID)
#define NC_READS(SLOT) __asm__ volatile(".reloc ., R_ARM_NONE, nc_slot_" #SLOT)
// Arrays of unknown length: the C compiler must not take two names for two objects.
#define NC_TYPE_NAMES(ID) extern const struct nc_type nc_type_##ID, nc_kind_##ID[], nc_made_##ID[];
// What a slot that is cut refers to; every object file has the name.
void nc_left_out(void);
static void (*const nc_left_out_name)(void) __attribute__((used)) = nc_left_out;
// A function that the image has only if the program has a word; without it nothing calls the function.
#define NC_WHEN(WORD, FUNCTION) nc_when_##WORD##__then__##FUNCTION
#define NC_DECLARE_WHEN(WORD, FUNCTION) extern __typeof__(FUNCTION) NC_WHEN(WORD, FUNCTION);
#else
#define NC_WHEN(WORD, FUNCTION) FUNCTION
#define NC_DECLARE_WHEN(WORD, FUNCTION)
#define NC_KIND(ID) (&nc_type_##ID)
#define NC_MADE(ID) (&nc_type_##ID)
#define NC_READS(SLOT) ((void)0)
#define NC_TYPE_NAMES(ID) extern const struct nc_type nc_type_##ID;
#endif

// The built-in types.
#define NC_TYPES(X)                                                                                          \
    X(array)                                                                                                 \
    X(asm_function)                                                                                          \
    X(bool)                                                                                                  \
    X(bound_method)                                                                                          \
    X(builtin0)                                                                                              \
    X(builtin1)                                                                                              \
    X(builtin2)                                                                                              \
    X(builtin3)                                                                                              \
    X(builtin_var)                                                                                           \
    X(bytearray)                                                                                             \
    X(bytes)                                                                                                 \
    X(cell)                                                                                                  \
    X(classmethod)                                                                                           \
    X(closure)                                                                                               \
    X(complex)                                                                                               \
    X(dict)                                                                                                  \
    X(dict_view)                                                                                             \
    X(ellipsis)                                                                                              \
    X(enumerate)                                                                                             \
    X(filter)                                                                                                \
    X(float)                                                                                                 \
    X(frozenset)                                                                                             \
    X(function)                                                                                              \
    X(generator)                                                                                             \
    X(generator_function)                                                                                    \
    X(int)                                                                                                   \
    X(iterator)                                                                                              \
    X(list)                                                                                                  \
    X(map)                                                                                                   \
    X(memoryview)                                                                                            \
    X(module)                                                                                                \
    X(native_function)                                                                                       \
    X(native_generator_function)                                                                             \
    X(none)                                                                                                  \
    X(not_implemented)                                                                                       \
    X(object)                                                                                                \
    X(ordered_dict)                                                                                          \
    X(property)                                                                                              \
    X(range)                                                                                                 \
    X(array_iterator)                                                                                        \
    X(range_iterator)                                                                                        \
    X(reversed)                                                                                              \
    X(set)                                                                                                   \
    X(slice)                                                                                                 \
    X(staticmethod)                                                                                          \
    X(str)                                                                                                   \
    X(super)                                                                                                 \
    X(tuple)                                                                                                 \
    X(type)                                                                                                  \
    X(viper_function)                                                                                        \
    X(zip)

NC_TYPES(NC_TYPE_NAMES)
