// The function table: all that machine code in .mpy files may ask of the runtime.
//
// Machine code knows no symbols. It finds the address of this table among the constants of its file (or by a
// relocation) and a function at a fixed place in it. The places, parameters and results are MicroPython's,
// of version 1.23 and newer, so that the same file runs on both. What the calls mean is in
// nativecomp/runtime_calls.py for those that our compiler uses.
//
// Such code looks into objects too. Their layouts that it relies on are asserted in table/layout.c.
#pragma once
#include "nativecomp/call.h"
#include "nativecomp/catch.h"
#include "nativecomp/machinecode.h"
#include "nativecomp/printer.h"
#include "nativecomp/stream.h"

struct nc_table_parameter;
union nc_table_argument;

// The entries: VALUE(index, id, value), FUNCTION(index, id, function, result, parameters...), DATA(index, id,
// address). A parameter of type `unsigned` is one of 32 bits, nc_name the number of a name.
#define NC_FUNCTION_TABLE(VALUE, FUNCTION, DATA)                                                             \
    VALUE(0, none, NC_NONE)                                                                                  \
    VALUE(1, false, NC_FALSE)                                                                                \
    VALUE(2, true, NC_TRUE)                                                                                  \
    FUNCTION(3, to_native, nc_to_machine, uintptr_t, nc_value, uintptr_t)                                    \
    FUNCTION(4, from_native, nc_from_machine, nc_value, uintptr_t, uintptr_t)                                \
    FUNCTION(5, swap_globals, nc_table_swap_globals, uintptr_t, uintptr_t)                                   \
    FUNCTION(6, load_name, nc_load_name, nc_value, nc_name)                                                  \
    FUNCTION(7, load_global, nc_load_global, nc_value, nc_name)                                              \
    FUNCTION(8, build_class, nc_class_builder, nc_value, void)                                               \
    FUNCTION(9, load_attr, nc_load_attr, nc_value, nc_value, nc_name)                                        \
    FUNCTION(10, load_method, nc_load_method, void, nc_value, nc_name, nc_value *)                           \
    FUNCTION(11, load_super_method, nc_load_super_method, void, nc_name, nc_value *)                         \
    FUNCTION(12, store_name, nc_store_name, void, nc_name, nc_value)                                         \
    FUNCTION(13, store_global, nc_table_store_global, void, nc_name, nc_value)                               \
    FUNCTION(14, store_attr, nc_store_attr, void, nc_value, nc_name, nc_value)                               \
    FUNCTION(15, subscript, nc_subscr, nc_value, nc_value, nc_value, nc_value)                               \
    FUNCTION(16, is_true, nc_truth, bool, nc_value)                                                          \
    FUNCTION(17, unary, nc_table_unary, nc_value, size_t, nc_value)                                          \
    FUNCTION(18, binary, nc_table_binary, nc_value, size_t, nc_value, nc_value)                              \
    FUNCTION(19, new_tuple, nc_tuple_new, nc_value, size_t, const nc_value *)                                \
    FUNCTION(20, new_list, nc_list_new, nc_value, size_t, const nc_value *)                                  \
    FUNCTION(21, new_dict, nc_dict_new, nc_value, size_t)                                                    \
    FUNCTION(22, new_set, nc_set_new, nc_value, size_t, const nc_value *)                                    \
    FUNCTION(23, set_store, nc_set_add, void, nc_value, nc_value)                                            \
    FUNCTION(24, list_append, nc_table_list_append, nc_value, nc_value, nc_value)                            \
    FUNCTION(25, dict_store, nc_table_dict_store, nc_value, nc_value, nc_value, nc_value)                    \
    FUNCTION(26, make_function, nc_table_make_function, nc_value, uintptr_t, struct nc_context *,            \
             const nc_value *)                                                                               \
    FUNCTION(27, call, nc_table_call, nc_value, nc_value, size_t, const nc_value *)                          \
    FUNCTION(28, call_method, nc_call_method, nc_value, size_t, size_t, const nc_value *)                    \
    FUNCTION(29, call_method_star, nc_table_call_starred, nc_value, unsigned, size_t, const nc_value *)      \
    FUNCTION(30, get_iterator, nc_table_get_iterator, nc_value, nc_value, struct nc_iterator *)              \
    FUNCTION(31, iterator_next, nc_table_iterator_next, nc_value, struct nc_iterator *)                      \
    FUNCTION(32, push_handler, nc_catch_push, unsigned, struct nc_catch *)                                   \
    FUNCTION(33, pop_handler, nc_catch_pop, void, void)                                                      \
    FUNCTION(34, raise, nc_table_raise, void, nc_value)                                                      \
    FUNCTION(35, import_name, nc_import_statement, nc_value, nc_name, nc_value, nc_value)                    \
    FUNCTION(36, import_from, nc_import_from, nc_value, nc_value, nc_name)                                   \
    FUNCTION(37, import_all, nc_import_all, void, nc_value)                                                  \
    FUNCTION(38, new_slice, nc_slice_new, nc_value, nc_value, nc_value, nc_value)                            \
    FUNCTION(39, unpack, nc_unpack, void, nc_value, size_t, nc_value *)                                      \
    FUNCTION(40, unpack_star, nc_table_unpack_starred, void, nc_value, size_t, nc_value *)                   \
    FUNCTION(41, delete_name, nc_delete_name, void, nc_name)                                                 \
    FUNCTION(42, delete_global, nc_delete_global, void, nc_name)                                             \
    FUNCTION(43, new_closure, nc_closure_new, nc_value, nc_value, size_t, const nc_value *)                  \
    FUNCTION(44, check_arguments, nc_table_check_arguments, void, size_t, size_t, unsigned)                  \
    FUNCTION(45, bind_arguments, nc_table_bind_arguments, void, struct nc_frame *, size_t, size_t,           \
             const nc_value *)                                                                               \
    FUNCTION(46, floor_divide, nc_table_floor_divide, intptr_t, intptr_t, intptr_t)                          \
    FUNCTION(47, modulo, nc_table_modulo, intptr_t, intptr_t, intptr_t)                                      \
    FUNCTION(48, yield_from, nc_table_yield_from, bool, nc_value, nc_value, nc_value *)                      \
    DATA(49, setjmp, NULL) /* only where handlers are linked in by C's setjmp */                             \
    FUNCTION(50, memset, nc_table_memset, void *, void *, unsigned, size_t)                                  \
    FUNCTION(51, memmove, nc_table_memmove, void *, void *, const void *, size_t)                            \
    FUNCTION(52, realloc, nc_table_realloc, void *, void *, size_t, bool)                                    \
    FUNCTION(53, printf, nc_table_printf, unsigned, const struct nc_printer *, const char *, ...)            \
    FUNCTION(54, vprintf, nc_table_vprintf, unsigned, const struct nc_printer *, const char *, va_list)      \
    FUNCTION(55, raise_message, nc_table_raise_message, void, const struct nc_type *, const char *)          \
    FUNCTION(56, type_of, nc_type_of, const struct nc_type *, nc_value)                                      \
    FUNCTION(57, new_str, nc_str_new, nc_value, const char *, size_t)                                        \
    FUNCTION(58, new_bytes, nc_bytes_new, nc_value, const void *, size_t)                                    \
    FUNCTION(59, new_bytearray_by_reference, nc_bytearray_by_ref, nc_value, size_t, void *)                  \
    FUNCTION(60, new_float32, nc_table_new_float32, nc_value, float)                                         \
    FUNCTION(61, new_float64, nc_table_new_float64, nc_value, double)                                        \
    FUNCTION(62, get_float32, nc_table_get_float32, float, nc_value)                                         \
    FUNCTION(63, get_float64, nc_table_get_float64, double, nc_value)                                        \
    FUNCTION(64, load_method_maybe, nc_load_method_maybe, void, nc_value, nc_name, nc_value *)               \
    FUNCTION(65, get_buffer, nc_get_buffer, bool, nc_value, struct nc_buffer *, unsigned)                    \
    FUNCTION(66, get_stream, nc_stream_with, const struct nc_stream_protocol *, nc_value, unsigned)          \
    FUNCTION(67, parse_arguments, nc_table_parse_arguments, void, size_t, const nc_value *,                  \
             const struct nc_map *, size_t, const struct nc_table_parameter *, union nc_table_argument *)    \
    FUNCTION(68, parse_array, nc_table_parse_array, void, size_t, size_t, const nc_value *, size_t,          \
             const struct nc_table_parameter *, union nc_table_argument *)                                   \
    FUNCTION(69, element_size, nc_element_size, size_t, char, char, size_t *)                                \
    FUNCTION(70, array_get, nc_element_load, nc_value, char, const void *, size_t)                           \
    FUNCTION(71, array_set, nc_element_store, void, char, void *, size_t, nc_value)                          \
    DATA(72, console, &nc_console)                                                                           \
    DATA(73, type_type, &nc_type_type)                                                                       \
    DATA(74, type_str, &nc_type_str)                                                                         \
    DATA(75, type_list, &nc_type_list)                                                                       \
    DATA(76, type_dict, &nc_type_dict)                                                                       \
    DATA(77, type_builtin0, &nc_type_builtin0)                                                               \
    DATA(78, type_builtin1, &nc_type_builtin1)                                                               \
    DATA(79, type_builtin2, &nc_type_builtin2)                                                               \
    DATA(80, type_builtin3, &nc_type_builtin3)                                                               \
    DATA(81, type_builtin_var, &nc_type_builtin_var)                                                         \
    DATA(82, type_exception, &nc_type_Exception)                                                             \
    DATA(83, stream_read, &nc_stream_read_function)                                                          \
    DATA(84, stream_readinto, &nc_stream_readinto_function)                                                  \
    DATA(85, stream_readline, &nc_stream_readline_function)                                                  \
    DATA(86, stream_write, &nc_stream_write_function)

enum { NC_TABLE_ENTRIES = 87 };
union nc_table_entry {
    nc_value value;
    const void *data;
    void (*function)(void);
};
extern const union nc_table_entry nc_function_table[NC_TABLE_ENTRIES];

// Entry 32 keeps the registers of the caller, so it is the function itself and no wrapper.
uintptr_t nc_table_swap_globals(uintptr_t globals);
void nc_table_store_global(nc_name name, nc_value v);
nc_value nc_table_unary(size_t op, nc_value v);
nc_value nc_table_binary(size_t op, nc_value left, nc_value right);
nc_value nc_table_list_append(nc_value list, nc_value item);
nc_value nc_table_dict_store(nc_value dict, nc_value key, nc_value value);
nc_value nc_table_make_function(uintptr_t code, struct nc_context *context, const nc_value *defaults);
nc_value nc_table_call(nc_value f, size_t counts, const nc_value *args);
nc_value nc_table_call_starred(unsigned has_self, size_t counts, const nc_value *method);
nc_value nc_table_get_iterator(nc_value v, struct nc_iterator *memory);
nc_value nc_table_iterator_next(struct nc_iterator *memory);
void nc_table_raise(nc_value exception);
void nc_table_unpack_starred(nc_value v, size_t counts, nc_value *out);
void nc_table_check_arguments(size_t n_pos, size_t n_kw, unsigned signature);
void nc_table_bind_arguments(struct nc_frame *frame, size_t n_pos, size_t n_kw, const nc_value *args);
intptr_t nc_table_floor_divide(intptr_t a, intptr_t b);
intptr_t nc_table_modulo(intptr_t a, intptr_t b);
bool nc_table_yield_from(nc_value generator, nc_value send, nc_value *value);

// What compiled C modules use.
void *nc_table_memset(void *to, unsigned byte, size_t size);
void *nc_table_memmove(void *to, const void *from, size_t size);
void *nc_table_realloc(void *object, size_t size, bool may_move);
unsigned nc_table_printf(const struct nc_printer *to, const char *format, ...);
unsigned nc_table_vprintf(const struct nc_printer *to, const char *format, va_list args);
void nc_table_raise_message(const struct nc_type *type, const char *text);
nc_value nc_table_new_float32(float f);
nc_value nc_table_new_float64(double f);
float nc_table_get_float32(nc_value v);
double nc_table_get_float64(nc_value v);

// How a C module says what arguments a function takes, and what it gets for them.
union nc_table_argument {
    bool flag;
    intptr_t number;
    nc_value object;
    const void *data;
};
struct nc_table_parameter {
    uint16_t name, flags;
    union nc_table_argument initial;
};
enum { NC_PARAMETER_KIND = 0xff, NC_PARAMETER_REQUIRED = 0x100, NC_PARAMETER_KEYWORD = 0x200 };
enum { NC_PARAMETER_BOOL = 1, NC_PARAMETER_INT = 2, NC_PARAMETER_OBJECT = 3 };
void nc_table_parse_arguments(size_t n_pos, const nc_value *args, const struct nc_map *keywords, size_t count,
                              const struct nc_table_parameter *parameters, union nc_table_argument *out);
void nc_table_parse_array(size_t n_pos, size_t n_kw, const nc_value *args, size_t count,
                          const struct nc_table_parameter *parameters, union nc_table_argument *out);
