// The head of a function's code: sizes, arguments, lines.
#include "nativecomp/function.h"

const uint8_t *nc_read_number(const uint8_t *at, const uint8_t *end, size_t *number) {
    size_t n = 0;
    uint8_t byte;
    do {
        if (at == end)
            return NULL;
        byte = *at++;
        n = n << 7 | (byte & 0x7f);
    } while (byte & 0x80);
    *number = n;
    return at;
}

// Eight numbers share the first bytes. First byte: x SSSS E AA, further ones: x F SS K A E D; then x IIIIII
// C. The pieces of a number come from its lowest bits upwards.
bool nc_prelude_read(struct nc_prelude *p, const uint8_t *data, const uint8_t *end) {
    const uint8_t *at = data;
    *p = (struct nc_prelude){0};
    if (at == end)
        return false;
    uint8_t byte = *at++;
    p->state = byte >> 3 & 15;
    p->handlers = byte >> 2 & 1;
    p->positional = byte & 3;
    for (unsigned i = 0; byte & 0x80; i++) {
        if (at == end || i > 12)
            return false;
        byte = *at++;
        p->state |= (size_t)(byte >> 4 & 3) << (2 * i + 4);
        p->handlers |= (size_t)(byte >> 1 & 1) << (i + 1);
        p->flags |= (size_t)(byte >> 6 & 1) << i;
        p->positional |= (size_t)(byte >> 2 & 1) << (i + 2);
        p->keyword_only |= (size_t)(byte >> 3 & 1) << i;
        p->defaults |= (size_t)(byte & 1) << i;
    }
    p->state++;
    unsigned i = 0;
    do {
        if (at == end || i > 4)
            return false;
        byte = *at++;
        p->cell_count |= (size_t)(byte & 1) << i;
        p->info_size |= (size_t)(byte >> 1 & 0x3f) << 6 * i;
        i++;
    } while (byte & 0x80);
    p->info = at;
    if (end && (size_t)(end - at) < p->info_size + p->cell_count)
        return false;
    p->cells = at + p->info_size;
    p->code = p->cells + p->cell_count;
    return true;
}

// The table of lines: 0LLBBBBB is B bytes of code and L lines further, 1LLLBBBB LLLLLLLL likewise.
unsigned nc_line_of(const struct nc_prelude *p, const struct nc_context *context, const uint8_t *ip,
                    nc_name *function) {
    const uint8_t *at = p->info, *end = p->cells;
    size_t name = 0, skipped;
    at = nc_read_number(at, end, &name);
    *function = context->names[name];
    for (size_t i = 0; i < p->positional + p->keyword_only && at; i++)
        at = nc_read_number(at, end, &skipped);
    size_t offset = (size_t)(ip - p->code);
    unsigned line = 1;
    while (at && at < end) {
        size_t bytes, lines;
        if (*at & 0x80) {
            if (at + 1 == end)
                break;
            bytes = at[0] & 15;
            lines = (size_t)(at[0] << 4 & 0x700) | at[1];
            at += 2;
        } else {
            bytes = *at & 31;
            lines = *at >> 5;
            at++;
        }
        if (offset < bytes)
            break;
        offset -= bytes;
        line += (unsigned)lines;
    }
    return line;
}
