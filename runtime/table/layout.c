// What machine code takes for granted about objects, words from their start: that of MicroPython's compiler
// and ours, and compiled C modules. Objects that no such code looks into (big integers, streams, iterators of
// other kinds) have layouts of our own.
#include "nativecomp/table.h"

#define W sizeof(uintptr_t)
#define AT(STRUCT, FIELD, PLACE) _Static_assert(offsetof(struct STRUCT, FIELD) == (PLACE), #STRUCT " " #FIELD)
#define SIZE(STRUCT, BYTES) _Static_assert(sizeof(struct STRUCT) == (BYTES), #STRUCT)

// A function refers to its module, the module to the tables of its file.
AT(nc_function, context, W);
AT(nc_function, children, 2 * W);
AT(nc_function, data, 3 * W);
AT(nc_function, defaults, 4 * W);
AT(nc_context, module.globals, W);
AT(nc_context, names, 2 * W);
AT(nc_context, constants, 3 * W);
AT(nc_code, kind, 2);
AT(nc_code, is_generator, 3);
AT(nc_code, data, W);
AT(nc_code, children, 2 * W);
AT(nc_closure, function, W);
AT(nc_closure, cells, 3 * W);
AT(nc_cell, value, W);

// Frames, which entry 45 fills; generators.
AT(nc_frame, function, 0);
AT(nc_frame, ip, W);
AT(nc_frame, sp, 2 * W);
AT(nc_frame, state_size, 3 * W);
AT(nc_frame, handler_index, 3 * W + 2);
AT(nc_frame, old_globals, 4 * W);
AT(nc_frame, state, 5 * W);
AT(nc_generator, frame, 2 * W);

// A handler: MicroPython's code keeps an address in the place of one register and reads the exception.
AT(nc_catch, value, W);
AT(nc_catch, registers, 2 * W);
#if defined(__x86_64__)
SIZE(nc_catch, 10 * W);
#else
_Static_assert(sizeof(struct nc_catch) <= 19 * W, "nc_catch");
#endif
SIZE(nc_iterator, 4 * W);
AT(nc_iterator, words, W);
// Iterators that a loop has begun with the runtime and goes on with itself: lists, tuples and bytes; arrays;
// ranges.
AT(nc_c_iterator, object, 2 * W);
AT(nc_c_iterator, place, 3 * W);
SIZE(nc_array_iterator, 4 * W);
AT(nc_array_iterator, array, W);
AT(nc_array_iterator, place, 3 * W);
AT(nc_range_iterator, next, W);
AT(nc_range_iterator, stop, 2 * W);
AT(nc_range_iterator, step, 3 * W);

AT(nc_tuple, items, 2 * W);
AT(nc_list, capacity, W);
AT(nc_list, count, 2 * W);
AT(nc_list, items, 3 * W);
AT(nc_dict, map.size, 2 * W);
AT(nc_dict, map.table, 3 * W);
AT(nc_str, hash, W);
AT(nc_str, size, 2 * W);
AT(nc_str, data, 3 * W);
AT(nc_array, count, 2 * W);
AT(nc_array, items, 3 * W);
AT(nc_float_object, value, W);
AT(nc_range, start, W);
AT(nc_range, step, 3 * W);
AT(nc_slice, step, 3 * W);
AT(nc_bound_method, function, W);
AT(nc_bound_method, self, 2 * W);
AT(nc_instance, members, W);
AT(nc_instance, native, 4 * W);
AT(nc_exception, trace, 2 * W);
AT(nc_exception, args, 3 * W);
AT(nc_builtin, f0, W);
AT(nc_builtin_var, signature, W);
AT(nc_builtin_var, var, 2 * W);
SIZE(nc_buffer, 3 * W);
AT(nc_buffer, size, W);
AT(nc_buffer, typecode, 2 * W);

AT(nc_type, flags, W);
AT(nc_type, name, W + 2);
AT(nc_type, slot_index, W + 4);
AT(nc_type, make, W + 16);
AT(nc_type, protocol, 12 * W + 16);

AT(nc_printer, context, 0);
AT(nc_printer, write, W);
AT(nc_stream_protocol, write, W);
AT(nc_stream_protocol, control, 2 * W);
AT(nc_table_parameter, initial, W);
SIZE(nc_table_parameter, 2 * W);

// Words of the values, operators and kinds of printing.
_Static_assert((uintptr_t)NC_NONE == 6 && (uintptr_t)NC_FALSE == 14 && (uintptr_t)NC_TRUE == 30, "values");
_Static_assert(NC_SIZEOF == 11 && NC_IN == 6 && NC_IS == 7 && NC_EXCEPTION_MATCH == 8 && NC_ADD == 27 &&
                   NC_CONTAINS == 36,
               "operators");
_Static_assert(NC_REPR == 1 && NC_EXCEPTION == 2 && NC_JSON == 3, "printing");
_Static_assert(NC_RETURNED == 0 && NC_YIELDED == 1 && NC_RAISED == 2, "generators");
