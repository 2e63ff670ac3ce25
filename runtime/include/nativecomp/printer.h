// Printers: where text goes. A function that prints takes one, so that the same code serves print(), str()
// and error messages.
#pragma once
#include "nativecomp/type.h"
#include <stdarg.h>

struct nc_printer {
    void *context;
    void (*write)(void *context, const char *text, size_t size);
};

extern const struct nc_printer nc_console;

// A small printf: %d int, %u unsigned, %z intptr_t, %x, %s C string, %.*s, %c, %q a name's text, %v and %r a
// value as str and repr, %T the name of a value's type, %%.
void nc_printf(const struct nc_printer *to, const char *format, ...);
void nc_vprintf(const struct nc_printer *to, const char *format, va_list args);
void nc_puts(const struct nc_printer *to, const char *text);
void nc_print_value(const struct nc_printer *to, nc_value v, enum nc_print_kind kind);

// A printer that collects: text on the heap that grows.
struct nc_text {
    struct nc_printer to;
    char *data;
    size_t size, capacity;
};
void nc_text_init(struct nc_text *text, size_t capacity);
void nc_text_add(struct nc_text *text, const void *data, size_t size);
void nc_text_fill(struct nc_text *text, char c, size_t count);
void nc_text_add_codepoint(struct nc_text *text, uint32_t codepoint);
nc_value nc_text_str(struct nc_text *text);   // as str; the text is used up. Checks UTF-8
nc_value nc_text_bytes(struct nc_text *text); // as bytes
