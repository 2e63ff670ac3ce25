// printf for compiled C modules, with MicroPython's conversions: C's for integers, text and floats, and
//
//     %q   the text of a name       %b   "true" or "false"       %p   an address, in hexadecimal digits
#include "nativecomp/memory.h"
#include "nativecomp/table.h"

struct conversion {
    bool left, plus, space, zero, is_long;
    int width, precision; // precision below zero: none given
};

struct output {
    const struct nc_printer *to;
    unsigned count;
};

static void put(struct output *out, const char *text, size_t size) {
    if (size)
        out->to->write(out->to->context, text, size);
    out->count += (unsigned)size;
}

static void fill(struct output *out, char c, int count) {
    for (; count > 0; count--)
        put(out, &c, 1);
}

// Text in a field: with zeros they go between a sign and the rest.
static void put_field(struct output *out, const struct conversion *c, const char *text, size_t size) {
    int room = c->width - (int)size;
    if (c->left) {
        put(out, text, size);
        fill(out, ' ', room);
        return;
    }
    bool has_sign = size && (*text == '-' || *text == '+' || *text == ' ');
    if (c->zero && has_sign) {
        put(out, text++, 1);
        size--;
    }
    fill(out, c->zero ? '0' : ' ', room);
    put(out, text, size);
}

static void put_signed(struct output *out, const struct conversion *c, char *digits, char *end,
                       bool negative) {
    if (negative)
        *--digits = '-';
    else if (c->plus || c->space)
        *--digits = c->plus ? '+' : ' ';
    put_field(out, c, digits, (size_t)(end - digits));
}

static void put_integer(struct output *out, const struct conversion *c, uintptr_t number, char kind) {
    bool negative = kind == 'd' && (intptr_t)number < 0;
    if (negative)
        number = 0 - number;
    const char *letters = kind == 'X' || kind == 'P' ? "0123456789ABCDEF" : "0123456789abcdef";
    unsigned base = kind == 'd' || kind == 'u' ? 10 : 16;
    char text[32], *end = text + sizeof text, *at = end;
    do
        *--at = letters[number % base];
    while (number /= base);
    struct conversion plain = *c;
    if (kind != 'd')
        plain.plus = plain.space = false;
    put_signed(out, &plain, at, end, negative);
}

static void put_float(struct output *out, const struct conversion *c, double number, char kind) {
    struct nc_text text;
    nc_text_init(&text, 32);
    if (!(number < 0) && !(number == 0 && 1 / number < 0) && (c->plus || c->space))
        nc_text_add(&text, c->plus ? "+" : " ", 1);
    nc_float_format(&text, (nc_float)number, (char)(kind | 0x20), c->precision < 0 ? 6 : c->precision, false);
    for (size_t i = 0; i < text.size && kind < 'a'; i++)
        if (text.data[i] >= 'a' && text.data[i] <= 'z')
            text.data[i] -= 0x20;
    put_field(out, c, text.data, text.size);
}

static const char *read_count(const char *format, int *count) {
    for (*count = 0; *format >= '0' && *format <= '9'; format++)
        *count = *count * 10 + *format - '0';
    return format;
}

// Flags, width, precision and `l`; where the kind stands. A `*` takes its number from `args`.
static const char *read_conversion(struct conversion *c, const char *format, va_list *args) {
    *c = (struct conversion){.precision = -1};
    for (;; format++)
        switch (*format) {
        case '-':
            c->left = true;
            continue;
        case '+':
            c->plus = true;
            continue;
        case ' ':
            c->space = true;
            continue;
        case '0':
            c->zero = true;
            continue;
        default:
            goto width;
        }
width:
    format = read_count(format, &c->width);
    if (*format == '.') {
        if (*++format == '*') {
            c->precision = va_arg(*args, int);
            format++;
        } else {
            format = read_count(format, &c->precision);
        }
        if (c->precision < 0)
            c->precision = 0;
    }
    c->is_long = *format == 'l';
    return format + c->is_long;
}

static void put_text(struct output *out, const struct conversion *c, const char *text, size_t size) {
    put_field(out, c, text, c->precision >= 0 && (size_t)c->precision < size ? (size_t)c->precision : size);
}

static void put_one(struct output *out, const struct conversion *c, char kind, va_list *args) {
    const char *text;
    size_t size;
    char letter;
    switch (kind) {
    case 'b':
        text = va_arg(*args, int) ? "true" : "false";
        put_field(out, c, text, strlen(text));
        break;
    case 'c':
        letter = (char)va_arg(*args, int);
        put_field(out, c, &letter, 1);
        break;
    case 'q':
        text = nc_name_text((nc_name)va_arg(*args, size_t), &size);
        put_text(out, c, text, size);
        break;
    case 's':
        text = va_arg(*args, const char *);
        put_text(out, c, text, strlen(text));
        break;
    case 'd':
        put_integer(out, c, (uintptr_t)(c->is_long ? va_arg(*args, long) : va_arg(*args, int)), kind);
        break;
    case 'u':
    case 'x':
    case 'X':
        put_integer(out, c, c->is_long ? va_arg(*args, unsigned long) : va_arg(*args, unsigned), kind);
        break;
    case 'p':
    case 'P':
        put_integer(out, c, va_arg(*args, uintptr_t), kind);
        break;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
        put_float(out, c, va_arg(*args, double), kind);
        break;
    default:
        put(out, &kind, 1);
    }
}

unsigned nc_table_vprintf(const struct nc_printer *to, const char *format, va_list args) {
    struct output out = {to, 0};
    va_list rest; // where va_list is an array, a parameter of the type is not
    va_copy(rest, args);
    for (;;) {
        const char *start = format;
        while (*format && *format != '%')
            format++;
        put(&out, start, (size_t)(format - start));
        if (!*format)
            break;
        struct conversion c;
        format = read_conversion(&c, format + 1, &rest);
        if (!*format)
            break;
        put_one(&out, &c, *format++, &rest);
    }
    va_end(rest);
    return out.count;
}

unsigned nc_table_printf(const struct nc_printer *to, const char *format, ...) {
    va_list args;
    va_start(args, format);
    unsigned count = nc_table_vprintf(to, format, args);
    va_end(args);
    return count;
}
