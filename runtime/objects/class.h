// Classes that programs define, and their instances: what the files about them share.
#pragma once
#include "nativecomp/objects.h"

struct nc_class {
    struct nc_type type;
    const struct nc_type *native; // the built-in type that it derives from, or NULL
};

// A member of the class or of those it derives from, depth first, left to right; *owner is where it was.
bool nc_find_member(const struct nc_type *type, nc_name name, nc_value *member, const struct nc_type **owner);
// Read a member that was found, through `self`: binds functions, calls getters.
void nc_read_member(nc_value self, const struct nc_type *type, nc_value member, const struct nc_type *owner,
                    nc_value *method);
// Whether a member makes attribute stores run code.
bool nc_is_accessor(nc_name name, nc_value member);

nc_value nc_instance_make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args);
nc_print_fn nc_instance_print;
nc_call_fn nc_instance_call;
nc_unary_fn nc_instance_unary;
nc_binary_fn nc_instance_binary;
nc_attr_fn nc_instance_attr;
nc_subscr_fn nc_instance_subscr;
nc_iter_fn nc_instance_iter;
nc_buffer_fn nc_instance_buffer;

// `__init__` of a built-in type, as a class derived from it sees it.
extern const struct nc_builtin_var nc_native_init;
extern const struct nc_dict nc_object_members;
