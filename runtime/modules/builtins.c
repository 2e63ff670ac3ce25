// The module `builtins`: functions that every program has.
#include "modules.h"
#include "nativecomp/files.h"
#include "nativecomp/function.h"
#include "nativecomp/heap.h"
#include "nativecomp/state.h"
#include "nativecomp/stream.h"

static nc_value abs_(nc_value v) {
    return nc_unary(NC_ABS, v);
}

static nc_value all(nc_value iterable) {
    struct nc_iterator memory;
    nc_value iterator = nc_iter(iterable, &memory), item;
    while ((item = nc_next(iterator)) != NC_NOTHING)
        if (!nc_truth(item))
            return NC_FALSE;
    return NC_TRUE;
}

static nc_value any(nc_value iterable) {
    struct nc_iterator memory;
    nc_value iterator = nc_iter(iterable, &memory), item;
    while ((item = nc_next(iterator)) != NC_NOTHING)
        if (nc_truth(item))
            return NC_TRUE;
    return NC_FALSE;
}

static nc_value in_base(nc_value v, unsigned base, const char *prefix) {
    intptr_t i;
    if (!nc_is_int(v)) {
        if (!nc_get_int_maybe(v, &i))
            nc_type_error("can't convert %T to int", v);
        v = nc_int_new(i);
    }
    struct nc_text text;
    nc_text_init(&text, 32);
    if (nc_int_sign(v) < 0) {
        nc_text_add(&text, "-", 1);
        v = nc_unary(NC_NEGATIVE, v);
    }
    nc_puts(&text.to, prefix);
    nc_int_format(&text, v, base, false);
    return nc_text_str(&text);
}

static nc_value bin(nc_value v) {
    return in_base(v, 2, "0b");
}
static nc_value oct(nc_value v) {
    return in_base(v, 8, "0o");
}
static nc_value hex(nc_value v) {
    return in_base(v, 16, "0x");
}

static nc_value callable(nc_value v) {
    nc_value method[2];
    if (!nc_is_class_instance(v))
        return nc_bool(nc_type_of(v)->call);
    nc_load_method_maybe(v, N(__call__), method);
    return nc_bool(method[0] != NC_NOTHING);
}

static nc_value chr(nc_value v) {
    intptr_t c = nc_get_int(v);
    if (c < 0 || c >= 0x110000)
        nc_value_error("chr() arg not in range(0x110000)");
    char text[4];
    size_t size = nc_utf8_put(text, (uint32_t)c);
    return NC_NAME_VALUE(nc_intern(text, size));
}

static nc_value ord(nc_value v) {
    struct nc_buffer buffer;
    if (nc_is_str(v)) {
        struct nc_span span = nc_str_span(v);
        const char *at = span.data;
        if (nc_utf8_count(span.data, span.size) == 1)
            return nc_small((intptr_t)nc_utf8_get(&at));
        nc_type_error("ord() expected a character, but string of length %u found",
                      (unsigned)nc_utf8_count(span.data, span.size));
    }
    if (!nc_get_buffer(v, &buffer, NC_READ))
        nc_type_error("ord() expected a character, not %T", v);
    if (buffer.size != 1)
        nc_type_error("ord() expected a character, but string of length %u found", (unsigned)buffer.size);
    return nc_small(*(uint8_t *)buffer.data);
}

static void add_names(nc_value list, const struct nc_map *map) {
    size_t place = 0;
    struct nc_entry *entry;
    while ((entry = nc_map_next(map, &place)))
        if (!nc_truth(nc_binary(NC_IN, entry->key, list)))
            nc_list_append(list, entry->key);
}

static void add_members(nc_value list, const struct nc_type *type) {
    NC_READS(members);
    if (type->members)
        add_names(list, &type->members->map);
    if (!type->parent)
        return;
    size_t count = 1;
    nc_value *bases = (nc_value *)&type->parent;
    if (nc_is(type->parent, NC_KIND(tuple)))
        nc_get_array(type->parent, &count, &bases);
    for (size_t i = 0; i < count; i++)
        add_members(list, (const struct nc_type *)bases[i]);
}

static nc_value dir(size_t n, const nc_value *args) {
    nc_value list = nc_list_new(0, NULL), method[2];
    if (n == 0) {
        add_names(list, nc_dict_map(nc_state.locals));
    } else if (nc_is(args[0], NC_KIND(module))) {
        add_names(list, nc_dict_map(((struct nc_module *)args[0])->globals));
    } else if (nc_is(args[0], NC_KIND(type))) {
        add_members(list, (const struct nc_type *)args[0]);
    } else {
        nc_load_method_maybe(args[0], N(__dir__), method);
        if (method[0] != NC_NOTHING)
            return nc_call_method(0, 0, method);
        if (nc_is_class_instance(args[0]))
            add_names(list, &((struct nc_instance *)args[0])->members);
        add_members(list, nc_type_of(args[0]));
    }
    nc_list_sort(1, &list, NULL);
    return list;
}

static nc_value divmod_(nc_value a, nc_value b) {
    return nc_binary(NC_DIVMOD, a, b);
}

static nc_value getattr(size_t n, const nc_value *args) {
    nc_name name = nc_str_intern(args[1]);
    if (n == 2)
        return nc_load_attr(args[0], name);
    return nc_attr_or(args[0], name, args[2]);
}

static nc_value setattr(nc_value v, nc_value name, nc_value value) {
    nc_store_attr(v, nc_str_intern(name), value);
    return NC_NONE;
}

static nc_value delattr(nc_value v, nc_value name) {
    nc_store_attr(v, nc_str_intern(name), NC_NOTHING);
    return NC_NONE;
}

static nc_value hasattr(nc_value v, nc_value name) {
    return nc_bool(nc_attr_or(v, nc_str_intern(name), NC_NOTHING) != NC_NOTHING);
}

static nc_value globals(void) {
    return nc_state.globals;
}
static nc_value locals(void) {
    return nc_state.locals;
}

static nc_value hash(nc_value v) {
    return nc_small((intptr_t)(nc_hash(v) << 1) >> 1);
}
static nc_value id(nc_value v) {
    return nc_int_from_uint((uintptr_t)v);
}

// isinstance and issubclass: of one type or one of a tuple.
static nc_value derives(const struct nc_type *type, nc_value of) {
    size_t count = 1;
    nc_value *items = &of;
    if (nc_is(of, NC_KIND(tuple)))
        nc_get_array(of, &count, &items);
    for (size_t i = 0; i < count; i++) {
        if (!nc_is(items[i], NC_KIND(type)))
            nc_type_error("issubclass() arg 2 must be a class or a tuple of classes");
        if (nc_is_subclass(type, (const struct nc_type *)items[i]))
            return NC_TRUE;
    }
    return NC_FALSE;
}

static nc_value isinstance(nc_value v, nc_value types) {
    return derives(nc_type_of(v), types);
}

static nc_value issubclass(nc_value v, nc_value types) {
    if (!nc_is(v, NC_KIND(type)))
        nc_type_error("issubclass() arg 1 must be a class");
    return derives((const struct nc_type *)v, types);
}

static nc_value iter(nc_value v) {
    return nc_iter(v, NULL);
}

static nc_value next(size_t n, const nc_value *args) {
    if (n == 1)
        return nc_next_raising(args[0]);
    nc_value item = nc_next(args[0]);
    return item == NC_NOTHING ? args[1] : item;
}

static nc_value extreme(size_t n, const nc_value *args, const struct nc_map *keywords, unsigned op) {
    static const struct nc_parameter parameters[] = {{N(key), NC_NONE}, {N(default), NC_SENTINEL}};
    nc_value bound[2], best = NC_NOTHING, best_key = NC_NOTHING, item;
    nc_bind(0, NULL, keywords, 0, 2, parameters, bound);
    struct nc_iterator memory;
    nc_value iterator = nc_iter(n == 1 ? args[0] : nc_tuple_new(n, args), &memory);
    while ((item = nc_next(iterator)) != NC_NOTHING) {
        nc_value key = bound[0] == NC_NONE ? item : nc_call1(bound[0], item);
        if (best == NC_NOTHING || nc_truth(nc_binary(op, key, best_key))) {
            best = item;
            best_key = key;
        }
    }
    if (best == NC_NOTHING) {
        if (bound[1] == NC_SENTINEL)
            nc_value_error("arg is an empty sequence");
        return bound[1];
    }
    return best;
}

static nc_value max(size_t n, const nc_value *args, const struct nc_map *keywords) {
    return extreme(n, args, keywords, NC_MORE);
}
static nc_value min(size_t n, const nc_value *args, const struct nc_map *keywords) {
    return extreme(n, args, keywords, NC_LESS);
}

static nc_value pow_(size_t n, const nc_value *args) {
    return n == 3 && args[2] != NC_NONE ? nc_int_pow3(args[0], args[1], args[2])
                                        : nc_binary(NC_POWER, args[0], args[1]);
}

NC_DECLARE_WHEN(file, nc_stream_print)

static nc_value print(size_t n, const nc_value *args, const struct nc_map *keywords) {
    static const struct nc_parameter parameters[] = {
        {N(sep), NAME(space_)}, {N(end), NAME(newline_)}, {N(file), NC_NONE}, {N(flush), NC_FALSE}};
    nc_value bound[4];
    nc_bind(0, NULL, keywords, 0, 4, parameters, bound);
    struct nc_span sep = nc_str_span(bound[0] == NC_NONE ? NAME(space_) : bound[0]);
    struct nc_span end = nc_str_span(bound[1] == NC_NONE ? NAME(newline_) : bound[1]);
    struct nc_printer file = {bound[2], NC_WHEN(file, nc_stream_print)};
    const struct nc_printer *to = bound[2] == NC_NONE ? &nc_console : &file;
    for (size_t i = 0; i < n; i++) {
        if (i)
            to->write(to->context, sep.data, sep.size);
        nc_print_value(to, args[i], NC_STR);
    }
    to->write(to->context, end.data, end.size);
    return NC_NONE;
}

// A line of standard input, without its end.
static nc_value input(size_t n, const nc_value *args) {
    if (n)
        nc_print_value(&nc_console, args[0], NC_STR);
    struct nc_text text;
    nc_text_init(&text, 32);
    char c;
    intptr_t count;
    while ((count = nc_file_read(0, &c, 1)) == 1 && c != '\n')
        nc_text_add(&text, &c, 1);
    if (count < 0)
        nc_os_error((int)-count);
    if (!count && !text.size)
        nc_throw(nc_exception_new(NC_MADE(EOFError), NC_NOTHING));
    text.size -= text.size && text.data[text.size - 1] == '\r';
    return nc_text_str(&text);
}

static nc_value repr(nc_value v) {
    struct nc_text text;
    nc_text_init(&text, 16);
    nc_print_value(&text.to, v, NC_REPR);
    return nc_text_str(&text);
}

static nc_value round_(size_t n, const nc_value *args) {
    nc_value v = args[0];
    if (nc_is_int(v) || nc_is_bool(v)) {
        if (n < 2)
            return nc_is_bool(v) ? nc_small(v == NC_TRUE) : v;
        intptr_t digits = nc_get_int(args[1]);
        if (digits >= 0)
            return nc_is_bool(v) ? nc_small(v == NC_TRUE) : v;
        // To a multiple of a power of ten, a half to the even one.
        nc_value unit = nc_binary(NC_POWER, nc_small(10), nc_small(-digits));
        nc_value rest = nc_binary(NC_MODULO, v, unit), down = nc_binary(NC_SUBTRACT, v, rest);
        nc_value twice = nc_binary(NC_MULTIPLY, rest, nc_small(2));
        bool up = nc_truth(nc_binary(NC_MORE, twice, unit));
        if (!up && nc_equal(twice, unit))
            up = nc_truth(nc_binary(NC_MODULO, nc_binary(NC_FLOORDIV, down, unit), nc_small(2)));
        return up ? nc_binary(NC_ADD, down, unit) : down;
    }
    return nc_round_float(nc_get_float(v), n < 2 ? NC_NONE : args[1]);
}

static nc_value sorted(size_t n, const nc_value *args, const struct nc_map *keywords) {
    if (n > 1)
        nc_type_error("must use keyword argument for key function");
    nc_value list = nc_list_of(args[0]);
    nc_list_sort(1, &list, keywords);
    return list;
}

static nc_value sum(size_t n, const nc_value *args) {
    struct nc_iterator memory;
    nc_value total = n > 1 ? args[1] : nc_small(0), iterator = nc_iter(args[0], &memory), item;
    while ((item = nc_next(iterator)) != NC_NOTHING)
        total = nc_binary(NC_ADD, total, item);
    return total;
}

static nc_value import(size_t n, const nc_value *args) {
    nc_value globals = n > 1 && args[1] != NC_NONE ? args[1] : nc_state.globals;
    nc_value level = n > 4 ? args[4] : nc_small(0);
    if (level != nc_small(0) && !nc_is(globals, NC_KIND(dict)))
        nc_type_error("a dict is needed, not %T", globals);
    return nc_import_into(globals, nc_str_intern(args[0]), n > 3 ? args[3] : NC_NONE, level);
}

static const struct nc_entry builtins_entries[] = {
    {NAME(__name__), NAME(builtins)},
    {NAME(__import__), NC_FN(import, 1, 5)},
    {NAME(__build_class__), (nc_value)&nc_build_class_function},
    {NAME(Ellipsis), (nc_value)&nc_ellipsis},
    {NAME(NotImplemented), (nc_value)&nc_not_implemented},
    // types
    {NAME(object), (nc_value)&nc_type_object},
    {NAME(type), (nc_value)&nc_type_type},
    {NAME(bool), (nc_value)&nc_type_bool},
    {NAME(int), (nc_value)&nc_type_int},
    {NAME(float), (nc_value)&nc_type_float},
    {NAME(complex), (nc_value)&nc_type_complex},
    {NAME(str), (nc_value)&nc_type_str},
    {NAME(bytes), (nc_value)&nc_type_bytes},
    {NAME(bytearray), (nc_value)&nc_type_bytearray},
    {NAME(memoryview), (nc_value)&nc_type_memoryview},
    {NAME(list), (nc_value)&nc_type_list},
    {NAME(tuple), (nc_value)&nc_type_tuple},
    {NAME(dict), (nc_value)&nc_type_dict},
    {NAME(set), (nc_value)&nc_type_set},
    {NAME(frozenset), (nc_value)&nc_type_frozenset},
    {NAME(range), (nc_value)&nc_type_range},
    {NAME(slice), (nc_value)&nc_type_slice},
    {NAME(enumerate), (nc_value)&nc_type_enumerate},
    {NAME(filter), (nc_value)&nc_type_filter},
    {NAME(map), (nc_value)&nc_type_map},
    {NAME(reversed), (nc_value)&nc_type_reversed},
    {NAME(zip), (nc_value)&nc_type_zip},
    {NAME(property), (nc_value)&nc_type_property},
    {NAME(staticmethod), (nc_value)&nc_type_staticmethod},
    {NAME(classmethod), (nc_value)&nc_type_classmethod},
    {NAME(super), (nc_value)&nc_type_super},
    // functions
    {NAME(abs), NC_F1(abs_)},
    {NAME(all), NC_F1(all)},
    {NAME(any), NC_F1(any)},
    {NAME(bin), NC_F1(bin)},
    {NAME(callable), NC_F1(callable)},
    {NAME(chr), NC_F1(chr)},
    {NAME(delattr), NC_F2(delattr)},
    {NAME(dir), NC_FN(dir, 0, 1)},
    {NAME(divmod), NC_F2(divmod_)},
    {NAME(getattr), NC_FN(getattr, 2, 3)},
    {NAME(globals), NC_F0(globals)},
    {NAME(hasattr), NC_F2(hasattr)},
    {NAME(hash), NC_F1(hash)},
    {NAME(hex), NC_F1(hex)},
    {NAME(id), NC_F1(id)},
    {NAME(input), NC_FN(input, 0, 1)},
    {NAME(isinstance), NC_F2(isinstance)},
    {NAME(issubclass), NC_F2(issubclass)},
    {NAME(iter), NC_F1(iter)},
    {NAME(len), NC_F1(nc_len)},
    {NAME(locals), NC_F0(locals)},
    {NAME(max), NC_FK(max, 1, NC_ANY)},
    {NAME(min), NC_FK(min, 1, NC_ANY)},
    {NAME(next), NC_FN(next, 1, 2)},
    {NAME(oct), NC_F1(oct)},
    {NAME(open), NC_FK(nc_open, 1, NC_ANY)},
    {NAME(ord), NC_F1(ord)},
    {NAME(pow), NC_FN(pow_, 2, 3)},
    {NAME(print), NC_FK(print, 0, NC_ANY)},
    {NAME(repr), NC_F1(repr)},
    {NAME(round), NC_FN(round_, 1, 2)},
    {NAME(setattr), NC_F3(setattr)},
    {NAME(sorted), NC_FK(sorted, 1, NC_ANY)},
    {NAME(sum), NC_FN(sum, 1, 2)},
    // exceptions
    {NAME(BaseException), (nc_value)&nc_type_BaseException},
#define X(EXCEPTION, PARENT) {NAME(EXCEPTION), (nc_value) & nc_type_##EXCEPTION},
    NC_EXCEPTIONS(X)
#undef X
};
const struct nc_dict nc_builtins = NC_TABLE_DICT(builtins_entries);
const struct nc_module nc_module_builtins = {&nc_type_module, (nc_value)&nc_builtins};
