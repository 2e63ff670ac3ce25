// Calls of the function table that only compiled C modules use: memory, messages, floats, arguments.
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "nativecomp/table.h"

void *nc_table_memset(void *to, unsigned byte, size_t size) {
    return memset(to, (int)byte, size);
}

void *nc_table_memmove(void *to, const void *from, size_t size) {
    return memmove(to, from, size);
}

// Nothing instead of MemoryError; no size frees.
void *nc_table_realloc(void *object, size_t size, bool may_move) {
    if (size)
        return nc_try_resize(object, size, may_move, NC_SCAN);
    nc_free(object);
    return NULL;
}

void nc_table_raise_message(const struct nc_type *type, const char *text) {
    if (!text)
        nc_error_value(type, NC_NOTHING);
    nc_error(type, "%s", text);
}

nc_value nc_table_new_float32(float f) {
    return nc_float_new((nc_float)f);
}

nc_value nc_table_new_float64(double f) {
    return nc_float_new((nc_float)f);
}

float nc_table_get_float32(nc_value v) {
    return (float)nc_get_float(v);
}

double nc_table_get_float64(nc_value v) {
    return (double)nc_get_float(v);
}

static union nc_table_argument converted(unsigned flags, nc_value v) {
    switch (flags & NC_PARAMETER_KIND) {
    case NC_PARAMETER_BOOL:
        return (union nc_table_argument){.flag = nc_truth(v)};
    case NC_PARAMETER_INT:
        return (union nc_table_argument){.number = nc_get_int(v)};
    default:
        return (union nc_table_argument){.object = v};
    }
}

void nc_table_parse_arguments(size_t n_pos, const nc_value *args, const struct nc_map *keywords, size_t count,
                              const struct nc_table_parameter *parameters, union nc_table_argument *out) {
    size_t positional = 0, found = 0;
    for (size_t i = 0; i < count; i++) {
        const struct nc_table_parameter *p = &parameters[i];
        nc_value given;
        if (i < n_pos && !(p->flags & NC_PARAMETER_KEYWORD)) {
            positional++;
            given = args[i];
        } else {
            struct nc_entry *entry = i < n_pos ? NULL : nc_map_find_name(keywords, p->name);
            if (!entry) {
                if (p->flags & NC_PARAMETER_REQUIRED)
                    nc_type_error("'%q' argument required", p->name);
                out[i] = p->initial;
                continue;
            }
            found++;
            given = entry->value;
        }
        out[i] = converted(p->flags, given);
    }
    if (positional < n_pos)
        nc_type_error("extra positional arguments given");
    if (found < keywords->used)
        nc_type_error("extra keyword arguments given");
}

void nc_table_parse_array(size_t n_pos, size_t n_kw, const nc_value *args, size_t count,
                          const struct nc_table_parameter *parameters, union nc_table_argument *out) {
    struct nc_map keywords;
    nc_map_init_args(&keywords, n_kw, args + n_pos);
    nc_table_parse_arguments(n_pos, args, &keywords, count, parameters, out);
}
