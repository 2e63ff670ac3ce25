// str and bytes: making, comparing, subscripts, operators. Their methods are in strmethods.c.
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"
#include "strings.h"

const struct nc_str nc_empty_bytes = {&nc_type_bytes, 0, 0, ""};

bool nc_is_str(nc_value v) {
    return nc_is_name(v) || nc_is(v, NC_KIND(str));
}

const char *nc_str_data(nc_value v, size_t *size) {
    struct nc_span span = nc_str_span(v);
    *size = span.size;
    return span.data;
}

struct nc_span nc_str_span(nc_value v) {
    struct nc_span span;
    if (nc_is_name(v)) {
        span.data = nc_name_text(nc_name_number(v), &span.size);
        return span;
    }
    if (!nc_is(v, NC_KIND(str)) && !nc_is(v, NC_KIND(bytes))) {
        nc_value native = nc_native(v, NC_KIND(str));
        if (native == NC_NOTHING && (native = nc_native(v, NC_KIND(bytes))) == NC_NOTHING)
            nc_type_error("can't convert '%T' object to str implicitly", v);
        if (nc_is_name(native))
            return nc_str_span(native);
        v = native;
    }
    const struct nc_str *s = (const struct nc_str *)v;
    return (struct nc_span){s->data, s->size};
}

nc_value nc_str_new_raw(const struct nc_type *type, const char *data, size_t size) {
    if (!size)
        return type == NC_KIND(str) ? NAME(empty_) : (nc_value)&nc_empty_bytes;
    struct nc_str *s = NC_NEW(struct nc_str, type);
    char *copy = nc_allocate(size + 1, NC_LEAF);
    memcpy(copy, data, size);
    s->data = copy;
    s->size = size;
    return (nc_value)s;
}

nc_value nc_str_new(const char *data, size_t size) {
    nc_name name = nc_find_name(data, size);
    if (name)
        return NC_NAME_VALUE(name);
    if (!nc_utf8_valid(data, size))
        nc_error(NC_MADE(UnicodeError), "invalid UTF-8");
    return nc_str_new_raw(NC_MADE(str), data, size);
}

nc_value nc_str_from(const char *text) {
    return nc_str_new(text, strlen(text));
}

nc_value nc_bytes_new(const void *data, size_t size) {
    return nc_str_new_raw(NC_MADE(bytes), data, size);
}

nc_name nc_str_intern(nc_value v) {
    if (nc_is_name(v))
        return nc_name_number(v);
    if (nc_native(v, NC_KIND(str)) == NC_NOTHING)
        nc_type_error("can't convert '%T' object to str implicitly", v);
    struct nc_span span = nc_str_span(v);
    return nc_intern(span.data, span.size);
}

nc_value nc_string_like(const struct nc_type *type, const char *data, size_t size) {
    if (type == NC_KIND(bytearray))
        return nc_bytearray_new(data, size);
    if (type != NC_KIND(str))
        return nc_str_new_raw(type, data, size);
    nc_name name = size <= 1 || size <= 10 ? nc_find_name(data, size) : 0;
    if (name)
        return NC_NAME_VALUE(name);
    if (size == 1)
        return NC_NAME_VALUE(nc_intern(data, size)); // single characters are always names
    return nc_str_new_raw(type, data, size);
}

static nc_value make_str(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    (void)type;
    nc_check_count(n_pos, n_kw, 0, 3, false);
    if (n_pos == 0)
        return NAME(empty_);
    if (n_pos == 1) {
        if (nc_is_str(args[0]))
            return args[0];
        struct nc_text text;
        nc_text_init(&text, 16);
        nc_print_value(&text.to, args[0], NC_STR);
        return nc_text_str(&text);
    }
    struct nc_buffer buffer;
    nc_get_buffer(args[0], &buffer, NC_READ | NC_MUST);
    return nc_decode((struct nc_span){buffer.data, buffer.size}, args[1], n_pos > 2 ? args[2] : NC_NONE);
}

static nc_value make_bytes(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    (void)type;
    nc_check_count(n_pos, n_kw, 0, 3, false);
    if (n_pos == 0)
        return (nc_value)&nc_empty_bytes;
    if (nc_is_str(args[0])) {
        if (n_pos == 1)
            nc_type_error("string argument without an encoding");
        return nc_encode(nc_str_span(args[0]), args[1], n_pos > 2 ? args[2] : NC_NONE);
    }
    if (n_pos > 1)
        nc_type_error("wrong number of arguments");
    struct nc_buffer buffer;
    if (nc_is(args[0], NC_KIND(bytes)))
        return args[0];
    if (nc_get_buffer(args[0], &buffer, NC_READ))
        return nc_bytes_new(buffer.data, buffer.size);
    struct nc_text text;
    nc_text_init(&text, 16);
    if (nc_is_small(args[0]) || nc_is_bool(args[0])) {
        intptr_t count = nc_get_int(args[0]);
        if (count < 0)
            nc_value_error("negative count");
        nc_text_fill(&text, 0, (size_t)count);
        return nc_text_bytes(&text);
    }
    nc_value method[2];
    if (nc_class_method(args[0], N(__bytes__), method))
        return nc_call_method(0, 0, method);
    nc_value iterator = nc_iter(args[0], NULL), item;
    while ((item = nc_next(iterator)) != NC_NOTHING) {
        intptr_t byte = nc_get_int(item);
        if (byte < 0 || byte > 255)
            nc_value_error("bytes value out of range");
        nc_text_fill(&text, (char)byte, 1);
    }
    return nc_text_bytes(&text);
}

void nc_print_quoted(const struct nc_printer *to, const char *data, size_t size, bool bytes) {
    bool single = memchr(data, '\'', size), both = single && memchr(data, '"', size);
    char quote = single && !both ? '"' : '\'';
    nc_printf(to, bytes ? "b%c" : "%c", quote);
    const char *end = data + size;
    while (data < end) {
        const char *start = data;
        uint32_t c = bytes ? (uint8_t)*data++ : nc_utf8_get(&data);
        if (c == (uint8_t)quote || c == '\\')
            nc_printf(to, "\\%c", (int)c);
        else if (c >= 0x20 && c != 0x7f && (c < 0x7f || !bytes))
            to->write(to->context, start, (size_t)(data - start));
        else if (c == '\n' || c == '\r' || c == '\t')
            nc_puts(to, c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t");
        else
            nc_printf(to, "\\x%c%c", "0123456789abcdef"[c >> 4 & 15], "0123456789abcdef"[c & 15]);
    }
    nc_printf(to, "%c", quote);
}

void nc_print_json_str(const struct nc_printer *to, const char *data, size_t size) {
    nc_puts(to, "\"");
    for (const char *end = data + size; data < end; data++) {
        uint8_t c = (uint8_t)*data;
        if (c == '"' || c == '\\')
            nc_printf(to, "\\%c", c);
        else if (c == '\n' || c == '\r' || c == '\t')
            nc_puts(to, c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t");
        else if (c < 0x20 || c == 0x7f)
            nc_printf(to, "\\u00%c%c", "0123456789abcdef"[c >> 4], "0123456789abcdef"[c & 15]);
        else
            to->write(to->context, data, 1);
    }
    nc_puts(to, "\"");
}

static void print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    struct nc_span span = nc_str_span(self);
    bool bytes = nc_is(self, NC_KIND(bytes));
    if (kind == NC_JSON)
        nc_print_json_str(to, span.data, span.size);
    else if (bytes || kind == NC_REPR)
        nc_print_quoted(to, span.data, span.size, bytes);
    else
        to->write(to->context, span.data, span.size);
}

static nc_value unary(unsigned op, nc_value self) {
    struct nc_span span = nc_str_span(self);
    if (op == NC_LEN) // of str: nc_len counts its characters
        return nc_small((intptr_t)(nc_is_str(self) ? nc_utf8_count(span.data, span.size) : span.size));
    if (op == NC_BOOL)
        return nc_bool(span.size != 0);
    if (op == NC_HASH) {
        struct nc_str *s = (struct nc_str *)self;
        if (nc_is_pointer(self) && s->hash)
            return nc_small((intptr_t)s->hash);
        uint16_t hash = nc_hash_bytes(span.data, span.size);
        if (nc_is_pointer(self) && nc_heap_owns(self)) // others are constants
            s->hash = hash;
        return nc_small(hash);
    }
    return NC_NOTHING;
}

const char *nc_find_span(struct nc_span in, struct nc_span what, bool backwards) {
    if (what.size > in.size)
        return NULL;
    size_t places = in.size - what.size + 1;
    for (size_t i = 0; i < places; i++) {
        const char *at = in.data + (backwards ? places - 1 - i : i);
        if (!memcmp(at, what.data, what.size))
            return at;
    }
    return NULL;
}

int nc_compare_spans(struct nc_span a, struct nc_span b) {
    int order = memcmp(a.data, b.data, a.size < b.size ? a.size : b.size);
    return order ? order : (a.size > b.size) - (a.size < b.size);
}

static nc_value repeat(const struct nc_type *type, struct nc_span span, intptr_t count) {
    size_t size;
    if (count <= 0 || !span.size)
        return nc_string_like(type, "", 0);
    if (__builtin_mul_overflow(span.size, (size_t)count, &size))
        nc_throw((nc_value)&nc_memory_error);
    struct nc_text text;
    nc_text_init(&text, size + 1);
    while (count--)
        nc_text_add(&text, span.data, span.size);
    return type == NC_KIND(str) ? nc_text_str(&text) : nc_text_bytes(&text);
}

static nc_value compare(unsigned op, int order) {
    switch (op) {
    case NC_LESS:
        return nc_bool(order < 0);
    case NC_MORE:
        return nc_bool(order > 0);
    case NC_LESS_EQUAL:
        return nc_bool(order <= 0);
    case NC_MORE_EQUAL:
        return nc_bool(order >= 0);
    default:
        return nc_bool(order == 0);
    }
}

static nc_value equal(unsigned op, nc_value left, nc_value right) {
    (void)op;
    nc_value native = nc_native(right, nc_is_str(left) ? NC_KIND(str) : NC_KIND(bytes));
    struct nc_span a = nc_str_span(left), b;
    struct nc_buffer buffer;
    if (native != NC_NOTHING)
        b = nc_str_span(native);
    else if (!nc_is_str(left) && !nc_is(right, NC_KIND(array)) && !nc_is_str(right) &&
             nc_get_buffer(right, &buffer, NC_READ))
        b = (struct nc_span){buffer.data, buffer.size};
    else
        return NC_FALSE;
    return nc_bool(!nc_compare_spans(a, b));
}

static nc_value binary(unsigned op, nc_value left, nc_value right) {
    bool is_str = nc_is_str(left);
    const struct nc_type *type = is_str ? NC_MADE(str) : NC_MADE(bytes);
    if ((op == NC_MODULO || op == NC_INPLACE_MODULO))
        return nc_format_percent(left, right);
    struct nc_span a = nc_str_span(left), b;
    if (op == NC_MULTIPLY || op == NC_INPLACE_MULTIPLY || op == NC_REFLECTED_MULTIPLY) {
        intptr_t count;
        return nc_get_int_maybe(right, &count) ? repeat(type, a, count) : NC_NOTHING;
    }
    nc_value native = nc_native(right, type);
    if (op <= NC_MORE_EQUAL && nc_is(right, NC_KIND(array))) // it has numbers, not bytes
        return NC_NOTHING;
    struct nc_buffer buffer;
    if (native != NC_NOTHING) {
        b = nc_str_span(native);
    } else if (!is_str && nc_get_buffer(right, &buffer, NC_READ) && !nc_is_str(right)) {
        b = (struct nc_span){buffer.data, buffer.size};
    } else if (op == NC_CONTAINS && !is_str && nc_is_small(right)) {
        char byte = (char)nc_small_value(right);
        return nc_bool(a.size && memchr(a.data, byte, a.size));
    } else if (op == NC_ADD || op == NC_INPLACE_ADD || op == NC_CONTAINS) {
        if (nc_is_class_instance(right) && op != NC_CONTAINS)
            return NC_NOTHING; // it may know __radd__
        nc_type_error("can't convert '%T' object to %q implicitly", right, type->name);
    } else
        return NC_NOTHING;
    switch (op) {
    case NC_ADD:
    case NC_INPLACE_ADD: {
        if (!b.size)
            return left;
        if (!a.size && native != NC_NOTHING)
            return native;
        struct nc_text text;
        nc_text_init(&text, a.size + b.size + 1);
        nc_text_add(&text, a.data, a.size);
        nc_text_add(&text, b.data, b.size);
        return is_str ? nc_string_finish(&text) : nc_text_bytes(&text);
    }
    case NC_CONTAINS:
        return nc_bool(nc_find_span(a, b, false));
    case NC_LESS:
    case NC_MORE:
    case NC_LESS_EQUAL:
    case NC_MORE_EQUAL:
        return compare(op, nc_compare_spans(a, b));
    }
    return NC_NOTHING;
}

// The byte place of character `index` of a str.
const char *nc_str_at(struct nc_span span, size_t index) {
    const char *at = span.data;
    while (index--)
        nc_utf8_get(&at);
    return at;
}

static nc_value str_subscr(nc_value self, nc_value index, nc_value value) {
    if (value != NC_SENTINEL)
        return NC_NOTHING;
    struct nc_span span = nc_str_span(self);
    size_t count = nc_utf8_count(span.data, span.size);
    if (nc_is(index, NC_KIND(slice))) {
        struct nc_bounds bounds = nc_slice_bounds(index, count);
        if (bounds.step == 1 || bounds.count == 0) {
            if (count == span.size) {
                return nc_string_like(NC_MADE(str), span.data + bounds.start, bounds.count);
            }
            const char *start = nc_str_at(span, (size_t)bounds.start), *end = start;
            for (size_t i = 0; i < bounds.count; i++)
                nc_utf8_get(&end);
            return nc_string_like(NC_MADE(str), start, (size_t)(end - start));
        }
        struct nc_text text;
        nc_text_init(&text, bounds.count + 1);
        for (size_t i = 0; i < bounds.count; i++) {
            const char *at = nc_str_at(span, (size_t)(bounds.start + (intptr_t)i * bounds.step));
            nc_text_add_codepoint(&text, nc_utf8_get(&at));
        }
        return nc_text_str(&text);
    }
    size_t place = nc_get_index("str", count, index, false);
    const char *at = count == span.size ? span.data + place : nc_str_at(span, place), *end = at;
    nc_utf8_get(&end);
    return nc_string_like(NC_MADE(str), at, (size_t)(end - at));
}

static nc_value bytes_subscr(nc_value self, nc_value index, nc_value value) {
    if (value != NC_SENTINEL)
        return NC_NOTHING;
    struct nc_span span = nc_str_span(self);
    if (!nc_is(index, NC_KIND(slice)))
        return nc_small((uint8_t)span.data[nc_get_index("bytes", span.size, index, false)]);
    struct nc_bounds bounds = nc_slice_bounds(index, span.size);
    struct nc_text text;
    nc_text_init(&text, bounds.count + 1);
    for (size_t i = 0; i < bounds.count; i++)
        nc_text_add(&text, span.data + bounds.start + (intptr_t)i * bounds.step, 1);
    return nc_text_bytes(&text);
}

static nc_value next_char(struct nc_c_iterator *self) {
    struct nc_span span = nc_str_span(self->object);
    if (self->place >= span.size)
        return NC_NOTHING;
    const char *at = span.data + self->place, *end = at;
    nc_utf8_get(&end);
    self->place = (size_t)(end - span.data);
    return nc_string_like(NC_MADE(str), at, (size_t)(end - at));
}

static nc_value next_byte(struct nc_c_iterator *self) {
    struct nc_span span = nc_str_span(self->object);
    return self->place < span.size ? nc_small((uint8_t)span.data[self->place++]) : NC_NOTHING;
}

static nc_value iter_str(nc_value self, struct nc_iterator *memory) {
    return nc_c_iterator_new(memory, next_char, self);
}

static nc_value iter_bytes(nc_value self, struct nc_iterator *memory) {
    return nc_c_iterator_new(memory, next_byte, self);
}

static bool get_buffer(nc_value self, struct nc_buffer *buffer, unsigned flags) {
    if (flags & NC_WRITE)
        return false;
    struct nc_span span = nc_str_span(self);
    *buffer = (struct nc_buffer){(void *)span.data, span.size, 'B'};
    return true;
}

const struct nc_type nc_type_str = {NC_TYPE_HEAD(str, NC_LENDS_SLICE),
                                    .make = make_str,
                                    .print = print,
                                    .unary = unary,
                                    .binary = binary,
                                    .equal = equal,
                                    .subscr = str_subscr,
                                    .iter = iter_str,
                                    .buffer = get_buffer,
                                    .members = &nc_str_members};
const struct nc_type nc_type_bytes = {NC_TYPE_HEAD(bytes, NC_EQ_OTHER_TYPES | NC_LENDS_SLICE),
                                      .make = make_bytes,
                                      .print = print,
                                      .unary = unary,
                                      .binary = binary,
                                      .equal = equal,
                                      .subscr = bytes_subscr,
                                      .iter = iter_bytes,
                                      .buffer = get_buffer,
                                      .members = &nc_bytes_members};
