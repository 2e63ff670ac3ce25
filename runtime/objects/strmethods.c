// The methods of str, bytes and bytearray: searching, letters, encoding. Cutting and joining are in
// strsplit.c.
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"
#include "strings.h"

// The type of the results: str, bytes or bytearray.
const struct nc_type *nc_string_kind(nc_value v) {
    if (nc_is(v, NC_KIND(bytearray)))
        return NC_MADE(bytearray);
    return nc_native(v, NC_KIND(str)) != NC_NOTHING ? NC_MADE(str) : NC_MADE(bytes);
}

nc_value nc_string_result(nc_value self, struct nc_text *text) {
    const struct nc_type *type = nc_string_kind(self);
    if (type == NC_KIND(bytearray))
        return nc_bytearray_new(text->data, text->size);
    return type == NC_KIND(str) ? nc_string_finish(text) : nc_text_bytes(text);
}

struct nc_span nc_string_span(nc_value v) {
    if (nc_is(v, NC_KIND(bytearray)) || nc_is(v, NC_KIND(memoryview))) {
        struct nc_buffer buffer;
        nc_get_buffer(v, &buffer, NC_READ | NC_MUST);
        return (struct nc_span){buffer.data, buffer.size};
    }
    return nc_str_span(v);
}

// An argument that must be of the same kind as self.
struct nc_span nc_string_argument(nc_value self, nc_value arg) {
    if ((nc_string_kind(self) == NC_KIND(str)) != (nc_native(arg, NC_KIND(str)) != NC_NOTHING))
        nc_type_error("can't convert '%T' object to %q implicitly", arg, nc_string_kind(self)->name);
    struct nc_buffer buffer;
    if (nc_is_pointer(arg) && arg->type == NC_KIND(array)) {
        nc_get_buffer(arg, &buffer, NC_READ | NC_MUST);
        return (struct nc_span){buffer.data, buffer.size};
    }
    return nc_string_span(arg);
}

bool nc_is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

// The part of self that [start:end] means, for find() and its like.
static struct nc_span part(nc_value self, size_t n, const nc_value *args) {
    struct nc_span span = nc_string_span(self);
    bool is_str = nc_string_kind(self) == NC_KIND(str);
    size_t count = is_str ? nc_utf8_count(span.data, span.size) : span.size, start = 0, end = count;
    intptr_t i;
    if (n > 0 && args[0] != NC_NONE) {
        i = nc_get_int(args[0]);
        if (i > (intptr_t)count)
            return (struct nc_span){NULL, 0}; // nothing can be found there, not even nothing
        start = nc_get_index("str", count, args[0], true);
    }
    if (n > 1 && args[1] != NC_NONE)
        end = nc_get_index("str", count, args[1], true);
    if (end < start)
        return (struct nc_span){NULL, 0};
    if (!is_str || count == span.size)
        return (struct nc_span){span.data + start, end - start};
    const char *from = nc_str_at(span, start), *to = nc_str_at(span, end);
    return (struct nc_span){from, (size_t)(to - from)};
}

// What to look for: in bytes it may also be the value of one.
static struct nc_span sought(nc_value self, nc_value arg, char *byte) {
    if (!nc_is_int(arg) || nc_string_kind(self) == NC_KIND(str))
        return nc_string_argument(self, arg);
    intptr_t i = nc_get_int(arg);
    if (i < 0 || i > 255)
        nc_value_error("byte must be in range(0, 256)");
    *byte = (char)i;
    return (struct nc_span){byte, 1};
}

static nc_value find(size_t n, const nc_value *args, bool backwards, bool must) {
    char byte;
    struct nc_span what = sought(args[0], args[1], &byte), in = part(args[0], n - 2, args + 2);
    const char *at = in.data ? nc_find_span(in, what, backwards) : NULL;
    if (at) {
        struct nc_span whole = nc_string_span(args[0]);
        size_t before = (size_t)(at - whole.data);
        return nc_small(
            (intptr_t)(nc_string_kind(args[0]) == NC_KIND(str) ? nc_utf8_count(whole.data, before) : before));
    }
    if (must)
        nc_value_error("substring not found");
    return nc_small(-1);
}

static nc_value str_find(size_t n, const nc_value *args) {
    return find(n, args, false, false);
}
static nc_value str_rfind(size_t n, const nc_value *args) {
    return find(n, args, true, false);
}
static nc_value str_index(size_t n, const nc_value *args) {
    return find(n, args, false, true);
}
static nc_value str_rindex(size_t n, const nc_value *args) {
    return find(n, args, true, true);
}

static nc_value count(size_t n, const nc_value *args) {
    char byte;
    struct nc_span what = sought(args[0], args[1], &byte), in = part(args[0], n - 2, args + 2);
    if (!in.data)
        return nc_small(0);
    if (!what.size)
        return nc_small(
            (intptr_t)(nc_string_kind(args[0]) == NC_KIND(str) ? nc_utf8_count(in.data, in.size) : in.size) +
            1);
    intptr_t found = 0;
    const char *at;
    while ((at = nc_find_span(in, what, false))) {
        found++;
        in.size -= (size_t)(at + what.size - in.data);
        in.data = at + what.size;
    }
    return nc_small(found);
}

static bool matches_end(struct nc_span in, struct nc_span what, bool start) {
    return what.size <= in.size &&
           !memcmp(start ? in.data : in.data + in.size - what.size, what.data, what.size);
}

static nc_value ends(size_t n, const nc_value *args, bool start) {
    struct nc_span in = part(args[0], n - 2, args + 2);
    if (!in.data)
        return NC_FALSE;
    if (nc_is(args[1], NC_KIND(tuple))) {
        struct nc_tuple *tuple = nc_as_tuple(args[1]);
        for (size_t i = 0; i < tuple->count; i++)
            if (matches_end(in, nc_string_argument(args[0], tuple->items[i]), start))
                return NC_TRUE;
        return NC_FALSE;
    }
    return nc_bool(matches_end(in, nc_string_argument(args[0], args[1]), start));
}

static nc_value startswith(size_t n, const nc_value *args) {
    return ends(n, args, true);
}
static nc_value endswith(size_t n, const nc_value *args) {
    return ends(n, args, false);
}

static nc_value strip_ends(size_t n, const nc_value *args, bool left, bool right) {
    struct nc_span span = nc_string_span(args[0]), set = {" \t\n\r\v\f", 6};
    if (n > 1 && args[1] != NC_NONE)
        set = nc_string_argument(args[0], args[1]);
    const char *start = span.data, *end = span.data + span.size;
    while (left && start < end && set.size && memchr(set.data, *start, set.size))
        start++;
    while (right && start < end && set.size && memchr(set.data, end[-1], set.size))
        end--;
    if (start == span.data && end == span.data + span.size && !nc_is(args[0], NC_KIND(bytearray)))
        return args[0];
    return nc_string_like(nc_string_kind(args[0]), start, (size_t)(end - start));
}

static nc_value strip(size_t n, const nc_value *args) {
    return strip_ends(n, args, true, true);
}
static nc_value lstrip(size_t n, const nc_value *args) {
    return strip_ends(n, args, true, false);
}
static nc_value rstrip(size_t n, const nc_value *args) {
    return strip_ends(n, args, false, true);
}

static nc_value change_case(nc_value self, char first, char last) {
    struct nc_span span = nc_string_span(self);
    struct nc_text text;
    nc_text_init(&text, span.size + 1);
    for (size_t i = 0; i < span.size; i++) {
        char c = span.data[i];
        nc_text_fill(&text, c >= first && c <= last ? (char)(c ^ 0x20) : c, 1);
    }
    return nc_string_result(self, &text);
}

static nc_value lower(nc_value self) {
    return change_case(self, 'A', 'Z');
}
static nc_value upper(nc_value self) {
    return change_case(self, 'a', 'z');
}

static bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
static bool is_alpha(char c) {
    return is_lower(c) || is_upper(c);
}

static nc_value all(nc_value self, bool (*test)(char)) {
    struct nc_span span = nc_string_span(self);
    for (size_t i = 0; i < span.size; i++)
        if (!test(span.data[i]))
            return NC_FALSE;
    return nc_bool(span.size != 0);
}

static nc_value isspace_(nc_value self) {
    return all(self, nc_is_space);
}
static nc_value isalpha_(nc_value self) {
    return all(self, is_alpha);
}
static nc_value isdigit_(nc_value self) {
    return all(self, is_digit);
}

// Letters there are, and none of the other case.
static nc_value one_case(nc_value self, bool (*wanted)(char), bool (*other)(char)) {
    struct nc_span span = nc_string_span(self);
    bool found = false;
    for (size_t i = 0; i < span.size; i++) {
        if (other(span.data[i]))
            return NC_FALSE;
        found |= wanted(span.data[i]);
    }
    return nc_bool(found);
}

static nc_value islower_(nc_value self) {
    return one_case(self, is_lower, is_upper);
}
static nc_value isupper_(nc_value self) {
    return one_case(self, is_upper, is_lower);
}

static nc_value center(nc_value self, nc_value width) {
    struct nc_span span = nc_string_span(self);
    intptr_t wanted = nc_get_int(width);
    intptr_t have =
        (intptr_t)(nc_string_kind(self) == NC_KIND(str) ? nc_utf8_count(span.data, span.size) : span.size);
    if (wanted <= have)
        return self;
    size_t left = (size_t)(wanted - have) / 2 + ((size_t)(wanted - have) & (size_t)wanted & 1);
    struct nc_text text;
    nc_text_init(&text, span.size + (size_t)(wanted - have) + 1);
    nc_text_fill(&text, ' ', left);
    nc_text_add(&text, span.data, span.size);
    nc_text_fill(&text, ' ', (size_t)(wanted - have) - left);
    return nc_string_result(self, &text);
}

static const struct nc_parameter coding[] = {{N(encoding), NC_NONE}, {N(errors), NC_NONE}};

static nc_value encode(size_t n, const nc_value *args, const struct nc_map *keywords) {
    nc_value how[2];
    nc_bind(n - 1, args + 1, keywords, 2, 2, coding, how);
    return nc_encode(nc_str_span(args[0]), how[0], how[1]);
}

static nc_value decode(size_t n, const nc_value *args, const struct nc_map *keywords) {
    nc_value how[2];
    nc_bind(n - 1, args + 1, keywords, 2, 2, coding, how);
    return nc_decode(nc_string_span(args[0]), how[0], how[1]);
}

#define SEARCHING                                                                                            \
    {NAME(find), NC_FN(str_find, 2, 4)}, {NAME(rfind), NC_FN(str_rfind, 2, 4)},                              \
        {NAME(index), NC_FN(str_index, 2, 4)}, {NAME(rindex), NC_FN(str_rindex, 2, 4)},                      \
        {NAME(join), NC_F2(nc_str_join)}, {NAME(split), NC_FK(nc_str_split, 1, 3)},                          \
        {NAME(rsplit), NC_FK(nc_str_rsplit, 1, 3)}, {NAME(splitlines), NC_FK(nc_str_splitlines, 1, 2)},      \
        {NAME(startswith), NC_FN(startswith, 2, 4)}, {NAME(endswith), NC_FN(endswith, 2, 4)},                \
        {NAME(strip), NC_FN(strip, 1, 2)}, {NAME(lstrip), NC_FN(lstrip, 1, 2)},                              \
        {NAME(rstrip), NC_FN(rstrip, 1, 2)}, {NAME(count), NC_FN(count, 2, 4)},                              \
        {NAME(replace), NC_FN(nc_str_replace, 3, 4)}, {NAME(partition), NC_F2(nc_str_partition)},            \
        {NAME(rpartition), NC_F2(nc_str_rpartition)}, {NAME(lower), NC_F1(lower)},                           \
        {NAME(upper), NC_F1(upper)}, {NAME(isspace), NC_F1(isspace_)}, {NAME(isalpha), NC_F1(isalpha_)},     \
        {NAME(isdigit), NC_F1(isdigit_)}, {NAME(isupper), NC_F1(isupper_)},                                  \
        {NAME(islower), NC_F1(islower_)}, {                                                                  \
        NAME(center), NC_F2(center)                                                                          \
    }

static const struct nc_entry str_entries[] = {
    SEARCHING, {NAME(format), NC_FK(nc_format_method, 1, NC_ANY)}, {NAME(encode), NC_FK(encode, 1, 3)}};
const struct nc_dict nc_str_members = NC_TABLE_DICT(str_entries);
#define OF_BYTES                                                                                             \
    SEARCHING, {NAME(decode), NC_FK(decode, 1, 3)}, {                                                        \
        NAME(hex), NC_FN(nc_hex_method, 1, 2)                                                                \
    }
static const struct nc_entry bytes_entries[] = {OF_BYTES, {NAME(fromhex), (nc_value)&nc_bytes_fromhex}};
const struct nc_dict nc_bytes_members = NC_TABLE_DICT(bytes_entries);
static const struct nc_entry bytearray_entries[] = {OF_BYTES,
                                                    {NAME(fromhex), (nc_value)&nc_bytes_fromhex},
                                                    {NAME(append), (nc_value)&nc_array_append_function},
                                                    {NAME(extend), (nc_value)&nc_array_extend_function}};
const struct nc_dict nc_bytearray_members = NC_TABLE_DICT(bytearray_entries);
