// The format mini-language, for format(), f-strings and str.format.
#include "nativecomp/heap.h"
#include "nativecomp/mathlib.h"
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"
#include "strings.h"

struct spec {
    uint32_t fill;
    char align, sign, kind;
    bool alternate, grouping;
    char group;
    intptr_t width, precision;
};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static intptr_t digits(const char **at, const char *end) {
    intptr_t n = -1;
    while (*at < end && is_digit(**at)) {
        n = (n < 0 ? 0 : n) * 10 + (**at - '0');
        if (n > 1000000)
            nc_value_error("invalid format specifier");
        ++*at;
    }
    return n;
}

static struct spec parse(const char *at, size_t size) {
    const char *end = at + size;
    struct spec s = {.fill = 0, .precision = -1};
    if (at < end) {
        const char *after = at;
        uint32_t first = nc_utf8_get(&after);
        if (after < end && memchr("<>=^", *after, 4)) {
            s.fill = first;
            s.align = *after;
            at = after + 1;
        } else if (memchr("<>=^", *at, 4)) {
            s.align = *at++;
        }
    }
    if (at < end && memchr("+- ", *at, 3))
        s.sign = *at++;
    if (at < end && *at == '#') {
        s.alternate = true;
        at++;
    }
    if (at < end && *at == '0') {
        if (!s.align)
            s.align = '=';
        if (!s.fill)
            s.fill = '0';
        at++;
    }
    s.width = digits(&at, end);
    if (at < end && (*at == ',' || *at == '_')) {
        s.grouping = true;
        s.group = *at++;
    }
    if (at < end && *at == '.') {
        at++;
        s.precision = digits(&at, end);
        if (s.precision < 0)
            nc_value_error("invalid format specifier");
    }
    if (at < end)
        s.kind = *at++;
    if (at < end)
        nc_value_error("invalid format specifier");
    return s;
}

static void pad(struct nc_text *to, uint32_t fill, size_t count) {
    if (fill < 0x80)
        nc_text_fill(to, (char)fill, count);
    else
        while (count--)
            nc_text_add_codepoint(to, fill);
}

// Text with its sign or prefix (of `prefix` bytes) in front, into a field.
static void put_field(struct nc_text *to, const struct spec *s, const char *text, size_t size, size_t prefix,
                      char usual) {
    size_t count = nc_utf8_count(text, size),
           room = s->width > (intptr_t)count ? (size_t)s->width - count : 0;
    uint32_t fill = s->fill ? s->fill : ' ';
    char align = s->align ? s->align : usual;
    size_t left = align == '>' ? room : align == '^' ? room / 2 : 0;
    if (align == '=') {
        nc_text_add(to, text, prefix);
        pad(to, fill, room);
        nc_text_add(to, text + prefix, size - prefix);
        return;
    }
    pad(to, fill, left);
    nc_text_add(to, text, size);
    pad(to, fill, room - left);
}

// Commas between the digits of text[from ..], up to what is no digit; every so many digits, counted from the
// right.
static void group_digits(struct nc_text *text, size_t from, char comma, size_t every, size_t width) {
    size_t end = from;
    while (end < text->size && (is_digit(text->data[end]) || (every == 4 && (text->data[end] | 0x20) >= 'a')))
        end++;
    // Zeros that fill the field count as digits, and are separated too.
    while (true) {
        size_t count = end - from, separated = count + (count ? (count - 1) / every : 0);
        if (from + separated + (text->size - end) >= width)
            break;
        nc_text_fill(text, '0', 1);
        for (size_t i = text->size - 1; i > from; i--)
            text->data[i] = text->data[i - 1];
        text->data[from] = '0';
        end++;
    }
    struct nc_text out;
    nc_text_init(&out, text->size * 2 + 1);
    nc_text_add(&out, text->data, from);
    for (size_t i = from; i < end; i++) {
        if (i > from && (end - i) % every == 0)
            nc_text_fill(&out, comma, 1);
        nc_text_fill(&out, text->data[i], 1);
    }
    nc_text_add(&out, text->data + end, text->size - end);
    out.to.context = text;
    *text = out;
}

static size_t zero_width(const struct spec *s) {
    return s->align == '=' && s->fill == '0' && s->width > 0 ? (size_t)s->width : 0;
}

static void put_sign(struct nc_text *text, bool negative, char sign) {
    if (negative)
        nc_text_fill(text, '-', 1);
    else if (sign == '+' || sign == ' ')
        nc_text_fill(text, sign, 1);
}

static void put_int(struct nc_text *to, const struct spec *s, nc_value v) {
    struct nc_text text;
    nc_text_init(&text, 32);
    char kind = s->kind ? s->kind : 'd';
    if (kind == 'c') {
        if (s->sign)
            nc_value_error("sign not allowed with format code 'c'");
        intptr_t code = nc_get_int(v);
        if (code < 0 || code >= 0x110000)
            nc_error(NC_MADE(OverflowError), "%%c arg not in range(0x110000)");
        nc_text_add_codepoint(&text, (uint32_t)code);
        put_field(to, s, text.data, text.size, 0, '>');
        return;
    }
    bool negative = nc_int_sign(v) < 0;
    put_sign(&text, negative, s->sign);
    unsigned base = kind == 'b' ? 2 : kind == 'o' ? 8 : (kind | 0x20) == 'x' ? 16 : 10;
    if (s->alternate && base != 10) {
        nc_text_fill(&text, '0', 1);
        nc_text_fill(&text, kind, 1);
    }
    size_t prefix = text.size;
    nc_int_format(&text, negative ? nc_unary(NC_NEGATIVE, v) : v, base, kind == 'X');
    if (s->grouping)
        group_digits(&text, prefix, s->group, base == 10 ? 3 : 4, zero_width(s));
    put_field(to, s, text.data, text.size, prefix, '>');
}

static void put_float(struct nc_text *to, const struct spec *s, nc_float f) {
    struct nc_text text;
    nc_text_init(&text, 32);
    bool negative = nc_is_negative(f) && !nc_is_nan(f);
    put_sign(&text, negative, s->sign);
    size_t prefix = text.size;
    f = negative ? -f : f;
    char kind = s->kind == 'n' ? 'g' : s->kind;
    if (!kind && s->precision < 0) {
        nc_float_format(&text, f, 'r', -1, false);
    } else if (!kind) { // like g, but with a fraction
        nc_float_format(&text, f, 'g', (int)s->precision, false);
        if (nc_is_finite(f) && !memchr(text.data + prefix, '.', text.size - prefix) &&
            !memchr(text.data + prefix, 'e', text.size - prefix))
            nc_text_add(&text, ".0", 2);
    } else {
        nc_float_format(&text, f, kind, (int)s->precision, s->alternate);
    }
    if (s->grouping)
        group_digits(&text, prefix, s->group, 3, zero_width(s));
    put_field(to, s, text.data, text.size, prefix, '>');
}

static void put_str(struct nc_text *to, const struct spec *s, struct nc_span span) {
    if (s->precision >= 0 && (size_t)s->precision < nc_utf8_count(span.data, span.size))
        span.size = (size_t)(nc_str_at(span, (size_t)s->precision) - span.data);
    put_field(to, s, span.data, span.size, 0, '<');
}

static _Noreturn void unknown_kind(char kind, nc_value v) {
    nc_value_error("unknown format code '%c' for object of type '%T'", kind, v);
}

void nc_format_value(struct nc_text *to, nc_value v, const char *text, size_t size) {
    struct spec s = parse(text, size);
    bool integer = nc_is_int(v) || (nc_is_bool(v) && size && s.kind != 's');
    if (nc_is_class_instance(v)) {
        nc_value native = nc_native(v, NC_KIND(int));
        if (native == NC_NOTHING)
            native = nc_native(v, NC_KIND(float));
        if (native != NC_NOTHING && s.kind) {
            v = native;
            integer = nc_is_int(v);
        }
    }
    if (integer) {
        if (nc_is_bool(v))
            v = nc_small(v == NC_TRUE);
        if (s.kind == 0 || memchr("bcdoxXn", s.kind, 7)) {
            if (s.kind == 'n')
                s.kind = 'd';
            if (s.precision >= 0)
                nc_value_error("precision not allowed in integer format specifier");
            put_int(to, &s, v);
            return;
        }
    }
    if (integer || nc_is(v, NC_KIND(float))) {
        if (s.kind == 0 || memchr("eEfFgGn%", s.kind, 8)) {
            put_float(to, &s, nc_get_float(v));
            return;
        }
        unknown_kind(s.kind, v);
    }
    if (s.align == '=' && s.fill != '0')
        nc_value_error("'=' alignment not allowed in string format specifier");
    if (s.align == '=')
        s.align = '<';
    if (s.sign)
        nc_value_error("sign not allowed in string format specifier");
    if (s.kind && s.kind != 's')
        unknown_kind(s.kind, v);
    struct nc_text shown;
    nc_text_init(&shown, 16);
    nc_print_value(&shown.to, v, NC_STR);
    put_str(to, &s, (struct nc_span){shown.data, shown.size});
}
