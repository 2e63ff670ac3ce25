// The module `struct`: numbers in bytes.
#include "modules.h"
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"

// A format, read piece by piece.
struct format {
    const char *at, *end;
    char mode; // '@': as the machine has it, aligned; otherwise packed
    bool big;
    size_t offset;
};

struct piece {
    char code;
    size_t count, size; // so many elements of this size, from `offset` on
    size_t offset;
};

static struct format begin(nc_value v) {
    struct nc_span span = nc_str_span(v);
    struct format f = {span.data, span.data + span.size, '@', !nc_is_little_endian(), 0};
    if (span.size && memchr("@=<>!", *f.at, 5)) {
        f.mode = *f.at++;
        f.big = f.mode == '>' || f.mode == '!' ? true : f.mode == '<' ? false : f.big;
        if (f.mode != '@')
            f.mode = '<';
    }
    return f;
}

static bool next(struct format *f, struct piece *p) {
    while (f->at < f->end && *f->at == ' ')
        f->at++;
    if (f->at == f->end)
        return false;
    p->count = 1;
    if (*f->at >= '0' && *f->at <= '9') {
        p->count = 0;
        while (f->at < f->end && *f->at >= '0' && *f->at <= '9') {
            p->count = p->count * 10 + (size_t)(*f->at++ - '0');
            if (p->count > 1 << 28)
                nc_value_error("format is too large");
        }
        if (f->at == f->end)
            nc_value_error("bad typecode");
    }
    p->code = *f->at++;
    size_t alignment;
    p->size = nc_element_size(f->mode, p->code, &alignment);
    f->offset = (f->offset + alignment - 1) / alignment * alignment;
    p->offset = f->offset;
    f->offset += p->count * p->size;
    return true;
}

static size_t size_of(nc_value v, size_t *values) {
    struct format f = begin(v);
    struct piece p;
    *values = 0;
    while (next(&f, &p))
        *values += p.code == 'x' ? 0 : p.code == 's' ? 1 : p.count;
    return f.offset;
}

static nc_value calcsize(nc_value v) {
    size_t values;
    return nc_small((intptr_t)size_of(v, &values));
}

static nc_value unpack_at(nc_value format, const uint8_t *data, size_t size) {
    size_t values;
    if (size_of(format, &values) > size)
        nc_value_error("buffer too small");
    nc_value tuple = nc_tuple_new(values, NULL);
    size_t at = 0;
    struct format f = begin(format);
    struct piece p;
    while (next(&f, &p)) {
        if (p.code == 's')
            nc_as_tuple(tuple)->items[at++] = nc_bytes_new(data + p.offset, p.count);
        else if (p.code != 'x')
            for (size_t i = 0; i < p.count; i++)
                nc_as_tuple(tuple)->items[at++] =
                    p.code == 'c' ? nc_bytes_new(data + p.offset + i, 1)
                                  : nc_element_read(p.code, data + p.offset + i * p.size, p.size, f.big);
    }
    return tuple;
}

static nc_value unpack_from(size_t n, const nc_value *args) {
    struct nc_buffer buffer;
    nc_get_buffer(args[1], &buffer, NC_READ | NC_MUST);
    intptr_t offset = n > 2 ? nc_get_int(args[2]) : 0;
    if (offset < 0)
        offset += (intptr_t)buffer.size;
    if (offset < 0 || (size_t)offset > buffer.size)
        nc_value_error("buffer too small");
    return unpack_at(args[0], (const uint8_t *)buffer.data + offset, buffer.size - (size_t)offset);
}

static void pack_to(nc_value format, uint8_t *data, size_t n, const nc_value *values) {
    size_t at = 0;
    struct format f = begin(format);
    struct piece p;
    while (next(&f, &p)) {
        if (p.code == 'x')
            continue;
        if (p.code == 's') {
            struct nc_buffer buffer;
            if (at == n)
                return;
            nc_get_buffer(values[at++], &buffer, NC_READ | NC_MUST);
            size_t size = buffer.size < p.count ? buffer.size : p.count;
            memcpy(data + p.offset, buffer.data, size);
            memset(data + p.offset + size, 0, p.count - size);
            continue;
        }
        for (size_t i = 0; i < p.count; i++) {
            if (at == n) // too few values leave the rest zero
                return;
            nc_value v = values[at++];
            struct nc_buffer buffer;
            if (p.code == 'c') {
                nc_get_buffer(v, &buffer, NC_READ | NC_MUST);
                data[p.offset + i] = buffer.size ? *(uint8_t *)buffer.data : 0;
            } else {
                nc_element_write(p.code, data + p.offset + i * p.size, p.size, f.big, v);
            }
        }
    }
}

static nc_value pack(size_t n, const nc_value *args) {
    size_t values;
    struct nc_text text;
    size_t size = size_of(args[0], &values);
    nc_text_init(&text, size + 1);
    nc_text_fill(&text, 0, size);
    pack_to(args[0], (uint8_t *)text.data, n - 1, args + 1);
    return nc_text_bytes(&text);
}

static nc_value pack_into(size_t n, const nc_value *args) {
    size_t values, size = size_of(args[0], &values);
    struct nc_buffer buffer;
    nc_get_buffer(args[1], &buffer, NC_WRITE | NC_MUST);
    intptr_t offset = nc_get_int(args[2]);
    if (offset < 0)
        offset += (intptr_t)buffer.size;
    if (offset < 0 || (size_t)offset > buffer.size || size > buffer.size - (size_t)offset)
        nc_value_error("buffer too small");
    pack_to(args[0], (uint8_t *)buffer.data + offset, n - 3, args + 3);
    return NC_NONE;
}

static nc_value unpack(nc_value format, nc_value data) {
    nc_value args[] = {format, data};
    return unpack_from(2, args);
}

NC_MODULE(struct, {NAME(calcsize), NC_F1(calcsize)}, {NAME(pack), NC_FN(pack, 1, NC_ANY)},
          {NAME(pack_into), NC_FN(pack_into, 3, NC_ANY)}, {NAME(unpack), NC_F2(unpack)},
          {NAME(unpack_from), NC_FN(unpack_from, 2, 3)});
