// Functions in C as objects, and the sorting of arguments.
#include "nativecomp/objects.h"

void nc_check_count(size_t n_pos, size_t n_kw, size_t least, size_t most, bool takes_kw) {
    if (n_kw && !takes_kw)
        nc_type_error("function doesn't take keyword arguments");
    if (least == most) {
        if (n_pos != least)
            nc_type_error("function takes %u positional arguments but %u were given", (unsigned)least,
                          (unsigned)n_pos);
    } else if (n_pos < least) {
        nc_type_error("function missing %u required positional arguments", (unsigned)(least - n_pos));
    } else if (n_pos > most) {
        nc_type_error("function expected at most %u arguments, got %u", (unsigned)most, (unsigned)n_pos);
    }
}

static nc_value call0(nc_value self, size_t n_pos, size_t n_kw, const nc_value *args) {
    (void)args;
    nc_check_count(n_pos, n_kw, 0, 0, false);
    return ((struct nc_builtin *)self)->f0();
}

static nc_value call1(nc_value self, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_check_count(n_pos, n_kw, 1, 1, false);
    return ((struct nc_builtin *)self)->f1(args[0]);
}

static nc_value call2(nc_value self, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_check_count(n_pos, n_kw, 2, 2, false);
    return ((struct nc_builtin *)self)->f2(args[0], args[1]);
}

static nc_value call3(nc_value self, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_check_count(n_pos, n_kw, 3, 3, false);
    return ((struct nc_builtin *)self)->f3(args[0], args[1], args[2]);
}

static nc_value call_var(nc_value self, size_t n_pos, size_t n_kw, const nc_value *args) {
    const struct nc_builtin_var *f = (const struct nc_builtin_var *)self;
    size_t least = f->signature >> 17, most = f->signature >> 1 & 0xffff;
    bool takes_kw = f->signature & 1;
    if (n_pos < least || n_pos > most || (n_kw && !takes_kw))
        nc_check_count(n_pos, n_kw, least, most, takes_kw);
    if (!takes_kw)
        return f->var(n_pos, args);
    struct nc_map keywords;
    nc_map_init_args(&keywords, n_kw, args + n_pos);
    return f->kw(n_pos, args, &keywords);
}

static void print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    nc_printf(to, "<function at 0x%x>", (uintptr_t)self);
}

static nc_value unary(unsigned op, nc_value self) {
    return op == NC_HASH ? nc_small((intptr_t)((uintptr_t)self >> 4)) : NC_NOTHING;
}

#define X(ID, CALL)                                                                                          \
    const struct nc_type nc_type_##ID = {NC_TYPE_HEAD(function, NC_BINDS_SELF | NC_BUILTIN_FUNCTION),        \
                                         .call = CALL, .print = print, .unary = unary};
X(builtin0, call0)
X(builtin1, call1)
X(builtin2, call2)
X(builtin3, call3)
X(builtin_var, call_var)
#undef X

void nc_bind(size_t n_pos, const nc_value *args, const struct nc_map *keywords, size_t positional,
             size_t count, const struct nc_parameter *parameters, nc_value *out) {
    if (n_pos > positional)
        nc_type_error("function expected at most %u arguments, got %u", (unsigned)positional,
                      (unsigned)n_pos);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (i < n_pos) {
            out[i] = args[i];
            if (keywords && keywords->used && nc_map_find_name(keywords, parameters[i].name))
                nc_type_error("function got multiple values for argument '%q'", parameters[i].name);
            continue;
        }
        struct nc_entry *entry = keywords ? nc_map_find_name(keywords, parameters[i].name) : NULL;
        if (entry) {
            out[i] = entry->value;
            found++;
        } else if ((out[i] = parameters[i].initial) == NC_NOTHING) {
            nc_type_error("'%q' argument required", parameters[i].name);
        }
    }
    if (keywords && found < keywords->used)
        nc_type_error("extra keyword arguments given");
}
