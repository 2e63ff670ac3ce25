// Text output: see nativecomp/printer.h.
#include "nativecomp/printer.h"
#include "nativecomp/heap.h"
#include "nativecomp/machine.h"
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"
#include "nativecomp/state.h"
#include "strings.h"

static void write_console(void *context, const char *text, size_t size) {
    (void)context;
    nc_write(text, size);
}

const struct nc_printer nc_console = {NULL, write_console};

void nc_puts(const struct nc_printer *to, const char *text) {
    to->write(to->context, text, strlen(text));
}

void nc_print_value(const struct nc_printer *to, nc_value v, enum nc_print_kind kind) {
    nc_stack_check();
    const struct nc_type *type = nc_type_of(v);
    NC_READS(print);
    if (type->print)
        type->print(to, v, kind);
    else
        nc_printf(to, "<%T>", v);
}

static void write_number(const struct nc_printer *to, uintptr_t value, bool negative, unsigned base) {
    char text[24], *end = text + sizeof text, *at = end;
    do
        *--at = "0123456789abcdef"[value % base];
    while (value /= base);
    if (negative)
        *--at = '-';
    to->write(to->context, at, (size_t)(end - at));
}

void nc_vprintf(const struct nc_printer *to, const char *format, va_list args) {
    for (;;) {
        const char *start = format;
        while (*format && *format != '%')
            format++;
        if (format != start)
            to->write(to->context, start, (size_t)(format - start));
        if (!*format++)
            return;
        int precision = -1;
        if (format[0] == '.' && format[1] == '*') {
            precision = va_arg(args, int);
            format += 2;
        }
        switch (*format++) {
        case 'd': {
            int i = va_arg(args, int);
            write_number(to, i < 0 ? 0 - (uintptr_t)i : (uintptr_t)i, i < 0, 10);
            break;
        }
        case 'z': {
            intptr_t i = va_arg(args, intptr_t);
            write_number(to, i < 0 ? 0 - (uintptr_t)i : (uintptr_t)i, i < 0, 10);
            break;
        }
        case 'u':
            write_number(to, va_arg(args, unsigned), false, 10);
            break;
        case 'x':
            write_number(to, va_arg(args, uintptr_t), false, 16);
            break;
        case 'c': {
            char c = (char)va_arg(args, int);
            to->write(to->context, &c, 1);
            break;
        }
        case 's': {
            const char *text = va_arg(args, const char *);
            to->write(to->context, text, precision < 0 ? strlen(text) : (size_t)precision);
            break;
        }
        case 'q': {
            size_t size;
            const char *text = nc_name_text(va_arg(args, nc_name), &size);
            to->write(to->context, text, size);
            break;
        }
        case 'v':
            nc_print_value(to, va_arg(args, nc_value), NC_STR);
            break;
        case 'r':
            nc_print_value(to, va_arg(args, nc_value), NC_REPR);
            break;
        case 'T': {
            size_t size;
            const char *text = nc_name_text(nc_type_of(va_arg(args, nc_value))->name, &size);
            to->write(to->context, text, size);
            break;
        }
        default:
            to->write(to->context, "%", 1);
        }
    }
}

void nc_printf(const struct nc_printer *to, const char *format, ...) {
    va_list args;
    va_start(args, format);
    nc_vprintf(to, format, args);
    va_end(args);
}

static void write_text(void *context, const char *text, size_t size) {
    nc_text_add(context, text, size);
}

void nc_text_init(struct nc_text *text, size_t capacity) {
    *text = (struct nc_text){.to = {text, write_text}, .capacity = capacity};
    if (capacity)
        text->data = nc_allocate(capacity, NC_LEAF);
}

static char *make_room(struct nc_text *text, size_t size) {
    if (text->capacity - text->size < size + 1) {
        size_t capacity = text->capacity * 2;
        if (capacity < text->size + size + 1)
            capacity = text->size + size + 16;
        text->data = nc_resize(text->data, capacity, NC_LEAF);
        text->capacity = capacity;
    }
    char *end = text->data + text->size;
    text->size += size;
    return end;
}

void nc_text_add(struct nc_text *text, const void *data, size_t size) {
    memcpy(make_room(text, size), data, size);
}

void nc_text_fill(struct nc_text *text, char c, size_t count) {
    memset(make_room(text, count), c, count);
}

void nc_text_add_codepoint(struct nc_text *text, uint32_t codepoint) {
    char encoded[4];
    nc_text_add(text, encoded, nc_utf8_put(encoded, codepoint));
}

// The collected bytes become the object's own, cut to size.
static nc_value finish(struct nc_text *text, const struct nc_type *type) {
    struct nc_str *s = NC_NEW(struct nc_str, type);
    char *data = nc_resize(text->data, text->size + 1, NC_LEAF);
    data[text->size] = 0;
    s->data = data;
    s->size = text->size;
    text->data = NULL;
    text->size = text->capacity = 0;
    return (nc_value)s;
}

nc_value nc_text_str(struct nc_text *text) {
    if (!nc_utf8_valid(text->data, text->size))
        nc_error(NC_MADE(UnicodeError), "invalid UTF-8");
    return nc_string_finish(text);
}

nc_value nc_string_finish(struct nc_text *text) {
    if (text->size <= NC_NAME_SIZE_MAX) {
        nc_name name = nc_find_name(text->data, text->size);
        if (name)
            return NC_NAME_VALUE(name);
    }
    return finish(text, NC_MADE(str));
}

nc_value nc_text_bytes(struct nc_text *text) {
    if (!text->size)
        return (nc_value)&nc_empty_bytes;
    return finish(text, NC_MADE(bytes));
}
