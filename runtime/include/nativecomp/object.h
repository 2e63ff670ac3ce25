// What can be done with any object: the operations of the language, each a function that looks at the type.
#pragma once
#include "nativecomp/operators.h"
#include "nativecomp/type.h"
#include "nativecomp/value.h"

nc_value nc_unary(unsigned op, nc_value v);
nc_value nc_binary(unsigned op, nc_value left, nc_value right);
bool nc_equal(nc_value a, nc_value b);
bool nc_truth(nc_value v);
nc_value nc_len(nc_value v);       // TypeError if it has none
nc_value nc_len_maybe(nc_value v); // NC_NOTHING if it has none
uintptr_t nc_hash(nc_value v);     // TypeError if it has none

nc_value nc_subscr(nc_value base, nc_value index, nc_value value);
nc_value nc_load_attr(nc_value base, nc_name name);
nc_value nc_load_attr_maybe(nc_value base, nc_name name);        // NC_NOTHING if there is none
nc_value nc_attr_or(nc_value v, nc_name name, nc_value initial); // also if reading it raises AttributeError
void nc_store_attr(nc_value base, nc_name name, nc_value value); // NC_NOTHING deletes
// method[0] is the function, method[1] its self or NC_NOTHING.
void nc_load_method(nc_value base, nc_name name, nc_value *method);
void nc_load_method_maybe(nc_value base, nc_name name, nc_value *method); // method[0] NC_NOTHING: none
void nc_load_super_method(nc_name name, nc_value *method); // in: [1] class, [2] self; out: [0], [1]
// What a class's member becomes when it is read through `self` (or, with NC_NOTHING, through the class).
void nc_convert_member(nc_value self, const struct nc_type *type, nc_value member, nc_value *method);

nc_value nc_load_name(nc_name name);
nc_value nc_load_global(nc_name name);
void nc_store_name(nc_name name, nc_value v);
void nc_store_global(nc_name name, nc_value v);
void nc_delete_name(nc_name name);
void nc_delete_global(nc_name name);

// Iteration. An iterator for a loop may live in four words of its caller instead of on the heap: the result
// is NC_NOTHING then... see nc_iterate.
struct nc_iterator {
    const struct nc_type *type;
    nc_value words[3];
};
nc_value nc_iter(nc_value v, struct nc_iterator *memory); // memory NULL: on the heap
// The next item, or NC_NOTHING at the end; then nc_state.stop_value is what a generator returned.
nc_value nc_next(nc_value iterator);
// The same, but an exception StopIteration is let through.
nc_value nc_next_raising(nc_value iterator);

// One step of a generator or of anything with send() and throw().
enum nc_resumed { NC_RETURNED, NC_YIELDED, NC_RAISED };
enum nc_resumed nc_resume(nc_value generator, nc_value send, nc_value exception, nc_value *result);

bool nc_is_subclass(const struct nc_type *type, const struct nc_type *of);
bool nc_is_instance(nc_value v, const struct nc_type *type); // or of a derived class
// The object itself, or the built-in object inside an instance of a derived class, if it is of `type`.
nc_value nc_native(nc_value v, const struct nc_type *type);

// Integers out of objects.
intptr_t nc_get_int(nc_value v); // TypeError, OverflowError
bool nc_get_int_maybe(nc_value v, intptr_t *i);
uintptr_t nc_get_int_truncated(nc_value v);
nc_float nc_get_float(nc_value v);
bool nc_get_float_maybe(nc_value v, nc_float *f);
// A subscript made a place in 0 .. length - 1. With `clip`, out of range becomes the nearest end.
size_t nc_get_index(const char *what, size_t length, nc_value index, bool clip);
void nc_get_array(nc_value v, size_t *count, nc_value **items); // of a list or tuple, else TypeError
void nc_get_array_fixed(nc_value v, size_t count, nc_value **items);
nc_value nc_list_of(nc_value iterable);

void nc_unpack(nc_value v, size_t count, nc_value *out); // the last item first
void nc_unpack_starred(nc_value v, size_t left, size_t right, nc_value *out);

nc_value nc_import(nc_name name, nc_value from, nc_value level);
// For the module that has these globals: what relative names begin in.
nc_value nc_import_into(nc_value globals, nc_name name, nc_value from, nc_value level);
nc_value nc_import_from(nc_value module, nc_name name);
void nc_import_all(nc_value module);
nc_value nc_module_new(nc_name name);

// Memory of objects that hold bytes.
struct nc_buffer {
    void *data;
    size_t size; // in bytes
    int typecode;
};
enum { NC_READ = 1, NC_WRITE = 2, NC_MUST = 4 };
bool nc_get_buffer(nc_value v, struct nc_buffer *buffer, unsigned flags);

// obj[index], obj[index] = value, del obj[index] as functions, for tables of members.
nc_value nc_getitem(nc_value self, nc_value index);
nc_value nc_setitem(nc_value self, nc_value index, nc_value value);
nc_value nc_delitem(nc_value self, nc_value index);
