// str.format: fields in braces. And the % operator of strings.
#include "nativecomp/heap.h"
#include "nativecomp/mathlib.h"
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"
#include "strings.h"

struct fields {
    size_t count;
    const nc_value *args;
    const struct nc_map *keywords;
    intptr_t next; // of the automatic numbers; -1: fields have numbers of their own
};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static nc_value pick(struct fields *f, intptr_t index) {
    if ((size_t)index >= f->count)
        nc_error(NC_MADE(IndexError), "tuple index out of range");
    return f->args[index];
}

// name.attribute[index]: what a field refers to.
static nc_value look_up(struct fields *f, const char *at, const char *end) {
    const char *start = at;
    while (at < end && *at != '.' && *at != '[')
        at++;
    nc_value v;
    if (at == start) {
        if (f->next < 0)
            nc_value_error("can't switch from manual field specification to automatic field numbering");
        v = pick(f, f->next++);
    } else if (is_digit(*start)) {
        if (f->next > 0)
            nc_value_error("can't switch from automatic field numbering to manual field specification");
        f->next = -1;
        v = pick(f, nc_small_value(nc_int_parse(start, (size_t)(at - start), 10)));
    } else {
        nc_value name = nc_str_new(start, (size_t)(at - start));
        struct nc_entry *entry = f->keywords ? nc_map_find(f->keywords, name) : NULL;
        if (!entry)
            nc_error_value(NC_MADE(KeyError), name);
        v = entry->value;
    }
    while (at < end) {
        char kind = *at++;
        start = at;
        while (at < end && (kind == '[' ? *at != ']' : *at != '.' && *at != '['))
            at++;
        size_t size = (size_t)(at - start);
        if (kind == '.')
            v = nc_load_attr(v, nc_intern(start, size));
        else
            v = nc_subscr(v,
                          size && is_digit(*start) ? nc_int_parse(start, size, 10) : nc_str_new(start, size),
                          NC_SENTINEL);
        at += kind == '[' && at < end;
    }
    return v;
}

static void format_all(struct nc_text *to, struct fields *f, const char *at, const char *end, unsigned depth);

static const char *put_field(struct nc_text *to, struct fields *f, const char *at, const char *end,
                             unsigned depth) {
    const char *start = at;
    while (at < end && *at != '}' && *at != ':' && *at != '!')
        at++;
    if (at == end)
        nc_value_error("unmatched '{' in format");
    nc_value v = look_up(f, start, at);
    struct nc_text shown;
    if (at < end && *at == '!') {
        char kind = at + 1 < end ? at[1] : 0;
        if (kind != 'r' && kind != 's')
            nc_value_error("unknown conversion specifier");
        nc_text_init(&shown, 16);
        nc_print_value(&shown.to, v, kind == 'r' ? NC_REPR : NC_STR);
        v = nc_text_str(&shown);
        at += 2;
        if (at < end && *at != ':' && *at != '}')
            nc_value_error("expected ':' after format specifier");
    }
    struct nc_text spec;
    nc_text_init(&spec, 16);
    if (at < end && *at == ':') {
        start = ++at;
        unsigned nested = 0;
        while (at < end && (nested || *at != '}')) {
            nested += *at == '{';
            nested -= *at == '}';
            at++;
        }
        if (depth > 1)
            nc_value_error("format string nesting too deep");
        format_all(&spec, f, start, at, depth + 1);
    }
    if (at == end || *at != '}')
        nc_value_error("unmatched '{' in format");
    nc_value method[3];
    if (nc_class_method(v, N(__format__), method)) {
        method[2] = nc_text_str(&spec);
        nc_print_value(&to->to, nc_call_method(1, 0, method), NC_STR);
        return at + 1;
    }
    if (!spec.size)
        nc_print_value(&to->to, v, NC_STR);
    else
        nc_format_value(to, v, spec.data, spec.size);
    return at + 1;
}

static void format_all(struct nc_text *to, struct fields *f, const char *at, const char *end,
                       unsigned depth) {
    while (at < end) {
        char c = *at++;
        if (c == '{' || c == '}') {
            if (at < end && *at == c) {
                at++;
            } else if (c == '}') {
                nc_value_error("single '}' encountered in format string");
            } else {
                at = put_field(to, f, at, end, depth);
                continue;
            }
        }
        nc_text_fill(to, c, 1);
    }
}

nc_value nc_format_method(size_t n, const nc_value *args, const struct nc_map *keywords) {
    struct nc_span span = nc_str_span(args[0]);
    struct fields f = {n - 1, args + 1, keywords, 0};
    struct nc_text text;
    nc_text_init(&text, span.size + 16);
    format_all(&text, &f, span.data, span.data + span.size, 0);
    return nc_text_str(&text);
}

// The arguments of %: one after another, or by name.
struct arguments {
    nc_value whole, *items;
    size_t count, next;
};

static nc_value next_argument(struct arguments *a) {
    if (a->next >= a->count)
        nc_type_error("format string needs more arguments");
    return a->items[a->next++];
}

// %[flags][width][.precision]kind
struct conversion {
    bool left, zero, plus, space, alternate, bytes;
    intptr_t width, precision;
    char kind;
};

static void put_conversion(struct nc_text *to, nc_value v, const struct conversion *c, struct nc_text *spec) {
    char kind = c->kind;
    intptr_t width = c->width, precision = c->precision;

    struct nc_text shown;
    nc_text_init(&shown, 16);
    switch (kind) {
    case 'c':
        if (nc_is_str(v)) {
            struct nc_span span = nc_str_span(v);
            if (nc_utf8_count(span.data, span.size) != 1)
                nc_type_error("%%c needs int or char");
            nc_text_add(&shown, span.data, span.size);
        } else {
            intptr_t code = nc_get_int(v);
            if (code < 0 || code >= 0x110000)
                nc_error(NC_MADE(OverflowError), "%%c arg not in range(0x110000)");
            nc_text_add_codepoint(&shown, (uint32_t)code);
        }
        break;
    case 'r':
    case 's':
        if (c->bytes && kind == 's' && !nc_is_str(v)) {
            struct nc_buffer buffer;
            if (nc_get_buffer(v, &buffer, NC_READ)) {
                nc_text_add(&shown, buffer.data, buffer.size);
                break;
            }
        }
        nc_print_value(&shown.to, v, kind == 'r' ? NC_REPR : NC_STR);
        if (precision >= 0 && (size_t)precision < shown.size)
            shown.size =
                (size_t)(nc_str_at((struct nc_span){shown.data, shown.size}, (size_t)precision) - shown.data);
        break;
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o': {
        if (nc_is(v, NC_KIND(float)) && (kind == 'd' || kind == 'i' || kind == 'u'))
            v = nc_unary(NC_INT, v);
        if (nc_is_bool(v))
            v = nc_small(v == NC_TRUE);
        if (!nc_is_int(v))
            v = nc_int_new(nc_get_int(v));
        nc_text_fill(spec, kind == 'i' || kind == 'u' ? 'd' : kind, 1);
        if (precision >= 0) { // at least so many digits
            nc_int_format(&shown, nc_unary(NC_ABS, v),
                          kind == 'o'            ? 8
                          : (kind | 0x20) == 'x' ? 16
                                                 : 10,
                          kind == 'X');
            size_t have = shown.size;
            struct nc_text padded;
            nc_text_init(&padded, 16);
            if (nc_int_sign(v) < 0 || c->plus || c->space)
                nc_text_fill(&padded, nc_int_sign(v) < 0 ? '-' : c->plus ? '+' : ' ', 1);
            if (c->zero && !c->left && precision < width - (intptr_t)padded.size)
                precision = width - (intptr_t)padded.size;
            nc_text_fill(&padded, '0', (size_t)precision > have ? (size_t)precision - have : 0);
            nc_text_add(&padded, shown.data, have);
            shown = padded;
            break;
        }
        nc_format_value(to, v, spec->data, spec->size);
        return;
    }
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
        if (precision >= 0)
            nc_printf(&spec->to, ".%z", precision);
        nc_text_fill(spec, kind, 1);
        nc_format_value(to, nc_float_new(nc_get_float(v)), spec->data, spec->size);
        return;
    default:
        nc_value_error("unsupported format character '%c' (0x%x)", kind, (uintptr_t)(uint8_t)kind);
    }
    size_t count = nc_utf8_count(shown.data, shown.size),
           room = width > (intptr_t)count ? (size_t)width - count : 0;
    if (!c->left)
        nc_text_fill(to, ' ', room);
    nc_text_add(to, shown.data, shown.size);
    if (c->left)
        nc_text_fill(to, ' ', room);
}

static intptr_t number_or_star(const char **at, const char *end, struct arguments *a) {
    intptr_t n = 0;
    if (*at < end && **at == '*') {
        ++*at;
        return nc_get_int(next_argument(a));
    }
    for (; *at < end && is_digit(**at); ++*at)
        n = n * 10 + (**at - '0');
    return n;
}

nc_value nc_format_percent(nc_value format, nc_value value) {
    struct nc_span span = nc_str_span(format);
    struct arguments a = {.whole = value, .items = &value, .count = 1};
    bool bytes = !nc_is_str(format);
    nc_value tuple = nc_native(value, NC_KIND(tuple));
    if (tuple != NC_NOTHING)
        nc_get_array(tuple, &a.count, &a.items);
    struct nc_text text;
    nc_text_init(&text, span.size + 16);
    for (const char *at = span.data, *end = at + span.size; at < end;) {
        char c = *at++;
        if (c != '%') {
            nc_text_fill(&text, c, 1);
            continue;
        }
        if (at == end)
            nc_value_error("incomplete format");
        if (*at == '%') {
            nc_text_fill(&text, *at++, 1);
            continue;
        }
        nc_value v = NC_NOTHING;
        if (*at == '(') {
            const char *start = ++at;
            while (at < end && *at != ')')
                at++;
            if (at == end)
                nc_value_error("incomplete format key");
            nc_value key =
                bytes ? nc_bytes_new(start, (size_t)(at - start)) : nc_str_new(start, (size_t)(at - start));
            if (tuple != NC_NOTHING || !nc_is_dict(value))
                nc_type_error("format needs a dict");
            v = nc_subscr(value, key, NC_SENTINEL);
            a.next = a.count; // a dict has nothing besides its names
            at++;
        }
        struct conversion conversion = {.bytes = bytes, .precision = -1};
        for (; at < end && memchr("-0+ #", *at, 5); at++) {
            conversion.left |= *at == '-';
            conversion.zero |= *at == '0';
            conversion.plus |= *at == '+';
            conversion.space |= *at == ' ';
            conversion.alternate |= *at == '#';
        }
        conversion.width = number_or_star(&at, end, &a);
        if (conversion.width < 0) {
            conversion.left = true;
            conversion.width = -conversion.width;
        }
        if (at < end && *at == '.') {
            at++;
            conversion.precision = number_or_star(&at, end, &a);
        }
        while (at < end && (*at == 'l' || *at == 'h'))
            at++;
        if (at == end)
            nc_value_error("incomplete format");
        conversion.kind = *at++;
        struct nc_text spec; // the same in the language of format()
        nc_text_init(&spec, 16);
        bool zero = conversion.zero && !conversion.left;
        if (!zero)
            nc_text_fill(&spec, conversion.left ? '<' : '>', 1);
        if (conversion.plus || conversion.space)
            nc_text_fill(&spec, conversion.plus ? '+' : ' ', 1);
        if (conversion.alternate)
            nc_text_fill(&spec, '#', 1);
        if (zero)
            nc_text_fill(&spec, '0', 1);
        if (conversion.width)
            nc_printf(&spec.to, "%z", conversion.width);
        if (v == NC_NOTHING)
            v = next_argument(&a);
        put_conversion(&text, v, &conversion, &spec);
    }
    if (a.next < a.count && (tuple != NC_NOTHING || !nc_is_dict(value)))
        nc_type_error("format string didn't convert all arguments");
    return bytes ? nc_text_bytes(&text) : nc_text_str(&text);
}
