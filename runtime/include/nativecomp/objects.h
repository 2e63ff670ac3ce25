// The structs of the built-in objects.
#pragma once
#include "nativecomp/call.h"
#include "nativecomp/exception.h"
#include "nativecomp/map.h"
#include "nativecomp/object.h"
#include "nativecomp/printer.h"

// str and bytes. A str may also be a name (no object at all). The text ends with a zero that does not count.
struct nc_str {
    const struct nc_type *type;
    uintptr_t hash;
    size_t size; // in bytes
    const char *data;
};
struct nc_span {
    const char *data;
    size_t size;
};
bool nc_is_str(nc_value v);
struct nc_span nc_str_span(nc_value v); // TypeError unless a str or bytes
const char *nc_str_data(nc_value v, size_t *size);
nc_value nc_str_new(const char *data, size_t size); // checks UTF-8; a known name if there is one
nc_value nc_str_new_raw(const struct nc_type *type, const char *data, size_t size); // copies, checks nothing
nc_value nc_str_from(const char *text);
nc_value nc_bytes_new(const void *data, size_t size);
nc_name nc_str_intern(nc_value v);
extern const struct nc_str nc_empty_bytes;
bool nc_utf8_valid(const char *data, size_t size);
size_t nc_utf8_count(const char *data, size_t size);
uint32_t nc_utf8_get(const char **at); // and step over it
size_t nc_utf8_put(char *to, uint32_t codepoint);

struct nc_tuple {
    const struct nc_type *type;
    size_t count;
    nc_value items[];
};
struct nc_list {
    const struct nc_type *type;
    size_t capacity, count;
    nc_value *items;
};
extern const struct nc_tuple nc_empty_tuple;
nc_value nc_tuple_new(size_t count, const nc_value *items); // items NULL: filled by the caller
nc_value nc_list_new(size_t count, const nc_value *items);
void nc_list_append(nc_value list, nc_value item);
NC_INLINE struct nc_tuple *nc_as_tuple(nc_value v) {
    return (struct nc_tuple *)v;
}
NC_INLINE struct nc_list *nc_as_list(nc_value v) {
    return (struct nc_list *)v;
}
// One of the six comparisons of two rows of values.
nc_value nc_tuple_equal(unsigned op, nc_value left, nc_value right);
bool nc_equal_rows(size_t count1, const nc_value *items1, size_t count2, const nc_value *items2);
bool nc_compare_rows(unsigned op, size_t count1, const nc_value *items1, size_t count2,
                     const nc_value *items2);
void nc_print_items(const struct nc_printer *to, const nc_value *items, size_t count,
                    enum nc_print_kind kind);

// Slices: the bounds that a slice means for a length, as CPython's slice.indices().
struct nc_slice {
    const struct nc_type *type;
    nc_value start, stop, step;
};
struct nc_bounds {
    intptr_t start, stop, step;
    size_t count;
};
nc_value nc_slice_new(nc_value start, nc_value stop, nc_value step);
struct nc_bounds nc_slice_bounds(nc_value slice, size_t length);

// Integers beyond the small ones: sign and magnitude, 32 bits a digit, lowest first, no zero on top.
struct nc_int {
    const struct nc_type *type;
    uintptr_t negative : 1, count : NC_WORD_BITS - 1;
    uint32_t digits[];
};
nc_value nc_int_new(intptr_t i);
nc_value nc_int_from_uint(uintptr_t i);
nc_value nc_int_from_int64(int64_t i);
nc_value nc_int_from_uint64(uint64_t i);
nc_value nc_int_from_float(nc_float f);
nc_value nc_int_parse(const char *text, size_t size, unsigned base); // ValueError
nc_value nc_int_from_bytes(const uint8_t *data, size_t size, bool big, bool is_signed);
bool nc_int_to_bytes(nc_value v, uint8_t *data, size_t size, bool big, bool is_signed); // false: does not fit
nc_value nc_int_pow3(nc_value base, nc_value exponent, nc_value modulus);
size_t nc_int_bit_length(nc_value v);
void nc_int_format(struct nc_text *to, nc_value v, unsigned base, bool upper); // digits with sign
bool nc_is_int(nc_value v);                                                    // int, not bool
nc_float nc_int_to_float(nc_value v);
int nc_int_sign(nc_value v);

struct nc_float_object {
    const struct nc_type *type;
    nc_float value;
};
struct nc_complex {
    const struct nc_type *type;
    nc_float real, imaginary;
};
nc_value nc_float_new(nc_float f);
nc_value nc_complex_new(nc_float real, nc_float imaginary);
void nc_get_complex(nc_value v, nc_float *real, nc_float *imaginary); // TypeError
nc_float nc_parse_float(const char *text, size_t size);               // ValueError
nc_value nc_parse_number(const char *text, size_t size, bool may_be_complex);
// format: 'e' 'f' 'g' '%' with a precision, or 'r' for the shortest text that reads back the same.
void nc_float_format(struct nc_text *to, nc_float f, char format, int precision, bool alternate);
nc_float nc_float_pow(nc_float a, nc_float b);
nc_value nc_float_floor(nc_float f); // as int

struct nc_array {
    const struct nc_type *type;
    uintptr_t typecode : 8, spare : NC_WORD_BITS - 8; // memoryview: 0x80 writable; spare is its offset
    size_t count;
    void *items;
};
struct nc_array_iterator {
    const struct nc_type *type;
    struct nc_array *array;
    size_t offset; // of a memoryview, in elements: machine code of .mpy files goes on with it
    size_t place;
};
nc_value nc_bytearray_new(const void *data, size_t size);
nc_value nc_hex_method(size_t n, const nc_value *args); // bytes.hex([separator])
nc_value nc_bytearray_by_ref(size_t size, void *data);
nc_value nc_memoryview_new(char typecode, size_t count, void *items);

// Elements in memory, by struct's type codes; a bytearray has a code of its own.
enum { NC_BYTEARRAY_CODE = 1 };
bool nc_is_little_endian(void);
nc_value nc_element_read(char code, const uint8_t *at, size_t size, bool big);
void nc_element_write(char code, uint8_t *at, size_t size, bool big, nc_value v);
size_t nc_element_size(char mode, char typecode, size_t *alignment);
nc_value nc_element_load(char typecode, const void *items, size_t index);
void nc_element_store(char typecode, void *items, size_t index, nc_value v);

struct nc_cell {
    const struct nc_type *type;
    nc_value value;
};
struct nc_bound_method {
    const struct nc_type *type;
    nc_value function, self;
};
struct nc_closure {
    const struct nc_type *type;
    nc_value function;
    size_t count;
    nc_value cells[];
};
struct nc_wrapped { // staticmethod, classmethod
    const struct nc_type *type;
    nc_value function;
};
struct nc_property {
    const struct nc_type *type;
    nc_value get, set, del;
};
struct nc_super {
    const struct nc_type *type;
    nc_value class_, self;
};
struct nc_module {
    const struct nc_type *type;
    nc_value globals;
};
struct nc_range {
    const struct nc_type *type;
    intptr_t start, stop, step;
};
struct nc_range_iterator {
    const struct nc_type *type;
    intptr_t next, stop, step;
};
// An instance of a class. Where the class derives from a built-in type, `native` is an object of it.
struct nc_instance {
    const struct nc_type *type;
    struct nc_map members;
    nc_value native[];
};
nc_value nc_bound_method_new(nc_value function, nc_value self);
nc_value nc_closure_new(nc_value function, size_t count, const nc_value *cells);
nc_value nc_range_new(intptr_t start, intptr_t stop, intptr_t step);
nc_value nc_dict_iter(nc_value dict, struct nc_iterator *memory);

// Classes.
NC_INLINE bool nc_is_class_instance(nc_value v) {
    return nc_is_pointer(v) && v->type->flags & NC_IS_CLASS;
}
nc_value nc_class_new(nc_name name, nc_value bases, nc_value members);
// A member of a class or of those it derives from; NC_NOTHING if there is none.
nc_value nc_class_member(const struct nc_type *type, nc_name name);
// A method that the class of an instance has (not one of the instance itself, or of a built-in type).
bool nc_class_method(nc_value self, nc_name name, nc_value *method);
const struct nc_type *nc_native_base(const struct nc_type *type); // NULL: none
nc_value nc_instance_native(nc_value v);
nc_value nc_instance_new(const struct nc_type *type, const struct nc_type **native);

// Iterators in C: an object with a function that gives the next item.
struct nc_c_iterator {
    const struct nc_type *type;
    nc_value (*next)(struct nc_c_iterator *self);
    nc_value object;
    size_t place;
};
nc_value nc_c_iterator_new(struct nc_iterator *memory, nc_value (*next)(struct nc_c_iterator *),
                           nc_value object);
nc_value nc_self_iter(nc_value self, struct nc_iterator *memory);

extern const struct nc_object nc_ellipsis, nc_not_implemented;
extern const struct nc_dict nc_builtins; // the members of the module `builtins`
extern const struct nc_module nc_module_builtins;
nc_value nc_find_builtin_module(nc_name name);

// Formatting.
nc_value nc_format_percent(nc_value format, nc_value args);
nc_value nc_format_method(size_t n, const nc_value *args, const struct nc_map *keywords);
void nc_format_value(struct nc_text *to, nc_value v, const char *spec, size_t size);
void nc_print_quoted(const struct nc_printer *to, const char *data, size_t size, bool bytes);
void nc_print_json_str(const struct nc_printer *to, const char *data, size_t size);
void nc_print_name_of_type(const struct nc_printer *to, nc_value v);
