// The methods of streams.
#include "nativecomp/stream.h"
#include "modules.h"
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"

enum { EAGAIN = 11, EINVAL = 22 };

const struct nc_stream_protocol *nc_stream_of(nc_value v, unsigned functions, nc_value *self) {
    const struct nc_type *type = nc_type_of(v);
    *self = v;
    if (type->flags & NC_IS_CLASS) {
        nc_value native = nc_instance_native(v);
        type = native == NC_NOTHING ? type : nc_type_of(native);
        *self = type == NC_KIND(IOBase) ? v : native; // its functions call methods of the instance
    }
    NC_READS(protocol);
    const struct nc_stream_protocol *p = *self == NC_NOTHING ? NULL : type->protocol;
    if (!p || (functions & NC_STREAM_READS && !p->read) || (functions & NC_STREAM_WRITES && !p->write) ||
        (functions & NC_STREAM_CONTROLS && !p->control))
        nc_error(NC_MADE(OSError), "stream operation not supported");
    return p;
}

const struct nc_stream_protocol *nc_stream_with(nc_value v, unsigned functions) {
    return nc_stream_of(v, functions, &v);
}

static size_t checked(size_t result, int error) {
    if (result == NC_STREAM_ERROR)
        nc_os_error(error);
    return result;
}

// A stream may have nothing now and something later: then a method has what it got so far, or None.
static size_t checked_or_later(size_t result, int error) {
    return result == NC_STREAM_ERROR && error == EAGAIN ? NC_STREAM_ERROR : checked(result, error);
}

// NC_STREAM_ERROR: nothing yet.
static size_t read_some(const struct nc_stream_protocol *p, nc_value self, void *to, size_t size) {
    int error = 0;
    size_t count = p->read(self, to, size, &error);
    return checked_or_later(count, error);
}

static nc_value result(const struct nc_stream_protocol *p, struct nc_text *text, size_t last) {
    if (last == NC_STREAM_ERROR && !text->size)
        return NC_NONE;
    return p->text ? nc_text_str(text) : nc_text_bytes(text);
}

// The length of the last character that is cut off at the end of the text, as bytes still missing.
static size_t missing(const struct nc_text *text) {
    for (size_t back = 1; back <= 3 && back <= text->size; back++) {
        uint8_t c = (uint8_t)text->data[text->size - back];
        size_t length = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;
        if ((c & 0xc0) != 0x80)
            return length > back ? length - back : 0;
    }
    return 0;
}

static nc_value read_(size_t n, const nc_value *args) {
    nc_value self;
    const struct nc_stream_protocol *p = nc_stream_of(args[0], NC_STREAM_READS, &self);
    intptr_t wanted = n > 1 && args[1] != NC_NONE ? nc_get_int(args[1]) : -1;
    struct nc_text text;
    nc_text_init(&text, 64);
    if (wanted < 0) {
        for (;;) {
            nc_text_fill(&text, 0, 256);
            size_t got = read_some(p, self, text.data + text.size - 256, 256);
            size_t count = got == NC_STREAM_ERROR ? 0 : got;
            text.size -= 256 - count;
            if (!count)
                return result(p, &text, got);
        }
    }
    // Characters or bytes: further bytes are read as long as characters are missing.
    size_t got = 0;
    for (size_t left = (size_t)wanted; left;) {
        size_t part = left > 65536 ? 65536 : left;
        nc_text_fill(&text, 0, part);
        got = read_some(p, self, text.data + text.size - part, part);
        size_t count = got == NC_STREAM_ERROR ? 0 : got;
        text.size -= part - count;
        if (!count)
            break;
        if (p->text)
            left = (size_t)wanted + missing(&text) - nc_utf8_count(text.data, text.size);
        else
            left -= count;
        if (p->text && left > (size_t)wanted)
            left = missing(&text);
    }
    return result(p, &text, got);
}

static nc_value readinto(size_t n, const nc_value *args) {
    nc_value self;
    const struct nc_stream_protocol *p = nc_stream_of(args[0], NC_STREAM_READS, &self);
    struct nc_buffer buffer;
    nc_get_buffer(args[1], &buffer, NC_WRITE | NC_MUST);
    size_t size = buffer.size;
    if (n > 2) {
        intptr_t limit = nc_get_int(args[2]);
        size = limit >= 0 && (size_t)limit < size ? (size_t)limit : size;
    }
    size_t got = read_some(p, self, buffer.data, size);
    return got == NC_STREAM_ERROR ? NC_NONE : nc_small((intptr_t)got);
}

static nc_value read_line(nc_value v, intptr_t limit) {
    nc_value self;
    const struct nc_stream_protocol *p = nc_stream_of(v, NC_STREAM_READS, &self);
    struct nc_text text;
    nc_text_init(&text, 64);
    char c = 0;
    size_t got = 0;
    while (c != '\n' && limit-- != 0 && (got = read_some(p, self, &c, 1)) == 1)
        nc_text_fill(&text, c, 1);
    return result(p, &text, got);
}

static nc_value readline(size_t n, const nc_value *args) {
    return read_line(args[0], n > 1 && args[1] != NC_NONE ? nc_get_int(args[1]) : -1);
}

nc_value nc_stream_next(nc_value self) {
    nc_value line = read_line(self, -1);
    return nc_truth(line) ? line : NC_NOTHING;
}

static nc_value readlines(nc_value self) {
    nc_value list = nc_list_new(0, NULL), line;
    while ((line = nc_stream_next(self)) != NC_NOTHING)
        nc_list_append(list, line);
    return list;
}

static nc_value write_(size_t n, const nc_value *args) {
    nc_value self;
    const struct nc_stream_protocol *p = nc_stream_of(args[0], NC_STREAM_WRITES, &self);
    struct nc_buffer buffer;
    nc_get_buffer(args[1], &buffer, NC_READ | NC_MUST);
    if (p->text && !nc_is_str(args[1]) && nc_native(args[1], NC_KIND(str)) == NC_NOTHING)
        nc_type_error("a str is needed, not %T", args[1]);
    size_t from = 0, size = buffer.size;
    if (n > 2) { // write(buffer, size) or write(buffer, offset, size)
        from = n > 3 ? (size_t)nc_get_int(args[2]) : 0;
        size = (size_t)nc_get_int(args[n - 1]);
        from = from > buffer.size ? buffer.size : from;
        size = size > buffer.size - from ? buffer.size - from : size;
    }
    size_t done = 0;
    while (done < size) {
        int error = 0;
        size_t count = p->write(self, (const char *)buffer.data + from + done, size - done, &error);
        if (checked_or_later(count, error) == NC_STREAM_ERROR && !done)
            return NC_NONE;
        if (count == NC_STREAM_ERROR || !count)
            break;
        done += count;
    }
    return nc_small((intptr_t)(p->text && done == buffer.size ? nc_utf8_count(buffer.data, done) : done));
}

static size_t control(nc_value v, size_t request, uintptr_t argument) {
    nc_value self;
    const struct nc_stream_protocol *p = nc_stream_of(v, NC_STREAM_CONTROLS, &self);
    int error = 0;
    size_t result = p->control(self, request, argument, &error);
    return checked(result, error);
}

static bool is_stream(nc_value v) {
    return nc_type_of(v)->protocol;
}

void nc_stream_print(void *context, const char *text, size_t size) {
    nc_value v = context, self;
    if (!is_stream(v)) {
        nc_call_method1(v, N(write), nc_str_new_raw(NC_MADE(str), text, size));
        return;
    }
    const struct nc_stream_protocol *p = nc_stream_of(v, NC_STREAM_WRITES, &self);
    while (size) {
        int error = 0;
        size_t count = checked(p->write(self, text, size, &error), error);
        if (!count)
            return;
        text += count;
        size -= count;
    }
}

static nc_value seek(size_t n, const nc_value *args) {
    struct nc_stream_seek place = {nc_get_int(args[1]), n > 2 ? (int)nc_get_int(args[2]) : 0};
    if (place.whence == 0 && place.offset < 0)
        nc_os_error(EINVAL);
    control(args[0], NC_STREAM_SEEK, (uintptr_t)&place);
    return nc_int_from_int64(place.offset);
}

static nc_value tell(nc_value v) {
    nc_value args[] = {v, nc_small(0), nc_small(1)};
    return seek(3, args);
}

static nc_value flush(size_t n, const nc_value *args) {
    (void)n;
    control(args[0], NC_STREAM_FLUSH, 0);
    return NC_NONE;
}

static nc_value close(nc_value v) {
    control(v, NC_STREAM_CLOSE, 0);
    return NC_NONE;
}

static nc_value enter(nc_value v) {
    return v;
}

static nc_value exit_(size_t n, const nc_value *args) {
    (void)n;
    return nc_call_method0(args[0], N(close));
}

#define METHOD(ID, F, LEAST, MOST)                                                                           \
    const struct nc_builtin_var nc_stream_##ID##_function = {                                                \
        &nc_type_builtin_var, NC_SIGNATURE(LEAST, MOST, 0), {.var = F}};
METHOD(read, read_, 1, 2)
METHOD(readinto, readinto, 2, 3)
METHOD(readline, readline, 1, 2)
METHOD(write, write_, 2, 4)
METHOD(flush, flush, 1, 1)

static const struct nc_entry entries[] = {{NAME(read), (nc_value)&nc_stream_read_function},
                                          {NAME(readinto), (nc_value)&nc_stream_readinto_function},
                                          {NAME(readline), (nc_value)&nc_stream_readline_function},
                                          {NAME(readlines), NC_F1(readlines)},
                                          {NAME(write), (nc_value)&nc_stream_write_function},
                                          {NAME(seek), NC_FN(seek, 2, 3)},
                                          {NAME(tell), NC_F1(tell)},
                                          {NAME(flush), (nc_value)&nc_stream_flush_function},
                                          {NAME(close), NC_F1(close)},
                                          {NAME(__enter__), NC_F1(enter)},
                                          {NAME(__exit__), NC_FN(exit_, 1, 4)}};
const struct nc_dict nc_stream_members = NC_TABLE_DICT(entries);
