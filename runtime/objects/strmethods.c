// The methods of str, bytes and bytearray: searching, cutting, joining.
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"
#include "strings.h"

// The type of the results: str, bytes or bytearray.
static const struct nc_type *kind_of(nc_value v) {
    if (nc_is(v, &nc_type_bytearray))
        return &nc_type_bytearray;
    return nc_native(v, &nc_type_str) != NC_NOTHING ? &nc_type_str : &nc_type_bytes;
}

static nc_value finish(nc_value self, struct nc_text *text) {
    const struct nc_type *type = kind_of(self);
    if (type == &nc_type_bytearray)
        return nc_bytearray_new(text->data, text->size);
    return type == &nc_type_str ? nc_string_finish(text) : nc_text_bytes(text);
}

static struct nc_span span_of(nc_value v) {
    if (nc_is(v, &nc_type_bytearray) || nc_is(v, &nc_type_memoryview)) {
        struct nc_buffer buffer;
        nc_get_buffer(v, &buffer, NC_READ | NC_MUST);
        return (struct nc_span){buffer.data, buffer.size};
    }
    return nc_str_span(v);
}

// An argument that must be of the same kind as self.
static struct nc_span argument(nc_value self, nc_value arg) {
    if ((kind_of(self) == &nc_type_str) != (nc_native(arg, &nc_type_str) != NC_NOTHING))
        nc_type_error("can't convert '%T' object to %q implicitly", arg, kind_of(self)->name);
    struct nc_buffer buffer;
    if (nc_is_pointer(arg) && arg->type == &nc_type_array) {
        nc_get_buffer(arg, &buffer, NC_READ | NC_MUST);
        return (struct nc_span){buffer.data, buffer.size};
    }
    return span_of(arg);
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

// The part of self that [start:end] means, for find() and its like.
static struct nc_span part(nc_value self, size_t n, const nc_value *args) {
    struct nc_span span = span_of(self);
    bool is_str = kind_of(self) == &nc_type_str;
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
    if (!nc_is_int(arg) || kind_of(self) == &nc_type_str)
        return argument(self, arg);
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
        struct nc_span whole = span_of(args[0]);
        size_t before = (size_t)(at - whole.data);
        return nc_small(
            (intptr_t)(kind_of(args[0]) == &nc_type_str ? nc_utf8_count(whole.data, before) : before));
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
            (intptr_t)(kind_of(args[0]) == &nc_type_str ? nc_utf8_count(in.data, in.size) : in.size) + 1);
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
    if (nc_is(args[1], &nc_type_tuple)) {
        struct nc_tuple *tuple = nc_as_tuple(args[1]);
        for (size_t i = 0; i < tuple->count; i++)
            if (matches_end(in, argument(args[0], tuple->items[i]), start))
                return NC_TRUE;
        return NC_FALSE;
    }
    return nc_bool(matches_end(in, argument(args[0], args[1]), start));
}

static nc_value startswith(size_t n, const nc_value *args) {
    return ends(n, args, true);
}
static nc_value endswith(size_t n, const nc_value *args) {
    return ends(n, args, false);
}

static nc_value strip_ends(size_t n, const nc_value *args, bool left, bool right) {
    struct nc_span span = span_of(args[0]), set = {" \t\n\r\v\f", 6};
    if (n > 1 && args[1] != NC_NONE)
        set = argument(args[0], args[1]);
    const char *start = span.data, *end = span.data + span.size;
    while (left && start < end && set.size && memchr(set.data, *start, set.size))
        start++;
    while (right && start < end && set.size && memchr(set.data, end[-1], set.size))
        end--;
    if (start == span.data && end == span.data + span.size && !nc_is(args[0], &nc_type_bytearray))
        return args[0];
    return nc_string_like(kind_of(args[0]), start, (size_t)(end - start));
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
    struct nc_span span = span_of(self);
    struct nc_text text;
    nc_text_init(&text, span.size + 1);
    for (size_t i = 0; i < span.size; i++) {
        char c = span.data[i];
        nc_text_fill(&text, c >= first && c <= last ? (char)(c ^ 0x20) : c, 1);
    }
    return finish(self, &text);
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
    struct nc_span span = span_of(self);
    for (size_t i = 0; i < span.size; i++)
        if (!test(span.data[i]))
            return NC_FALSE;
    return nc_bool(span.size != 0);
}

static nc_value isspace_(nc_value self) {
    return all(self, is_space);
}
static nc_value isalpha_(nc_value self) {
    return all(self, is_alpha);
}
static nc_value isdigit_(nc_value self) {
    return all(self, is_digit);
}

// Letters there are, and none of the other case.
static nc_value one_case(nc_value self, bool (*wanted)(char), bool (*other)(char)) {
    struct nc_span span = span_of(self);
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

static nc_value split_spaces(const struct nc_type *type, struct nc_span span, intptr_t most) {
    nc_value list = nc_list_new(0, NULL);
    const char *at = span.data, *end = at + span.size;
    for (;;) {
        while (at < end && is_space(*at))
            at++;
        if (at == end)
            return list;
        const char *start = at;
        if (most-- == 0) {
            nc_list_append(list, nc_string_like(type, start, (size_t)(end - start)));
            return list;
        }
        while (at < end && !is_space(*at))
            at++;
        nc_list_append(list, nc_string_like(type, start, (size_t)(at - start)));
    }
}

static struct nc_span separator(nc_value self, nc_value arg) {
    struct nc_span what = argument(self, arg);
    if (!what.size)
        nc_value_error("empty separator");
    return what;
}

static const struct nc_parameter split_parameters[] = {{N(sep), NC_NONE},
                                                       {N(maxsplit), (nc_value)(uintptr_t)-1}};

static nc_value split(size_t n, const nc_value *args, const struct nc_map *keywords) {
    nc_value bound[2];
    nc_bind(n - 1, args + 1, keywords, 2, 2, split_parameters, bound);
    const struct nc_type *type = kind_of(args[0]);
    struct nc_span span = span_of(args[0]);
    intptr_t most = nc_get_int(bound[1]);
    if (bound[0] == NC_NONE)
        return split_spaces(type, span, most);
    struct nc_span what = separator(args[0], bound[0]);
    nc_value list = nc_list_new(0, NULL);
    const char *at;
    while (most-- != 0 && (at = nc_find_span(span, what, false))) {
        nc_list_append(list, nc_string_like(type, span.data, (size_t)(at - span.data)));
        span.size -= (size_t)(at + what.size - span.data);
        span.data = at + what.size;
    }
    nc_list_append(list, nc_string_like(type, span.data, span.size));
    return list;
}

static void reverse(nc_value list) {
    struct nc_list *l = nc_as_list(list);
    for (size_t i = 0; i < l->count / 2; i++) {
        nc_value t = l->items[i];
        l->items[i] = l->items[l->count - 1 - i];
        l->items[l->count - 1 - i] = t;
    }
}

static nc_value rsplit(size_t n, const nc_value *args, const struct nc_map *keywords) {
    nc_value bound[2];
    nc_bind(n - 1, args + 1, keywords, 2, 2, split_parameters, bound);
    intptr_t most = nc_get_int(bound[1]);
    if (most < 0)
        return split(n, args, keywords);
    const struct nc_type *type = kind_of(args[0]);
    struct nc_span span = span_of(args[0]);
    nc_value list = nc_list_new(0, NULL);
    if (bound[0] == NC_NONE) {
        const char *start = span.data, *end = start + span.size;
        for (;;) {
            while (end > start && is_space(end[-1]))
                end--;
            if (end == start)
                break;
            const char *at = end;
            while (at > start && !is_space(at[-1]))
                at--;
            if (most-- == 0)
                at = start;
            nc_list_append(list, nc_string_like(type, at, (size_t)(end - at)));
            end = at;
        }
    } else {
        struct nc_span what = separator(args[0], bound[0]);
        const char *at;
        while (most-- != 0 && (at = nc_find_span(span, what, true))) {
            const char *after = at + what.size;
            nc_list_append(list, nc_string_like(type, after, (size_t)(span.data + span.size - after)));
            span.size = (size_t)(at - span.data);
        }
        nc_list_append(list, nc_string_like(type, span.data, span.size));
    }
    reverse(list);
    return list;
}

static nc_value splitlines(size_t n, const nc_value *args, const struct nc_map *keywords) {
    static const struct nc_parameter parameters[] = {{N(keepends), NC_FALSE}};
    nc_value keep;
    nc_bind(n - 1, args + 1, keywords, 1, 1, parameters, &keep);
    const struct nc_type *type = kind_of(args[0]);
    struct nc_span span = span_of(args[0]);
    nc_value list = nc_list_new(0, NULL);
    const char *at = span.data, *end = at + span.size;
    while (at < end) {
        const char *start = at;
        while (at < end && *at != '\n' && *at != '\r')
            at++;
        const char *stop = at;
        if (at < end)
            at += at[0] == '\r' && at + 1 < end && at[1] == '\n' ? 2 : 1;
        nc_list_append(list, nc_string_like(type, start, (size_t)((nc_truth(keep) ? at : stop) - start)));
    }
    return list;
}

static nc_value join(nc_value self, nc_value iterable) {
    nc_value list =
        nc_is(iterable, &nc_type_list) || nc_is(iterable, &nc_type_tuple) ? iterable : nc_list_of(iterable);
    size_t count;
    nc_value *items;
    nc_get_array(list, &count, &items);
    const struct nc_type *type = kind_of(self);
    struct nc_span between = span_of(self);
    struct nc_text text;
    nc_text_init(&text, 32);
    for (size_t i = 0; i < count; i++) {
        if ((type == &nc_type_str) != (nc_native(items[i], &nc_type_str) != NC_NOTHING))
            nc_type_error("join expects a list of str/bytes objects consistent with self object");
        if (i)
            nc_text_add(&text, between.data, between.size);
        struct nc_span each = argument(self, items[i]);
        nc_text_add(&text, each.data, each.size);
    }
    return finish(self, &text);
}

static nc_value replace(size_t n, const nc_value *args) {
    intptr_t most = n > 3 ? nc_get_int(args[3]) : -1;
    struct nc_span span = span_of(args[0]), old = argument(args[0], args[1]),
                   new = argument(args[0], args[2]);
    struct nc_text text;
    nc_text_init(&text, span.size + 1);
    const char *at;
    bool is_str = kind_of(args[0]) == &nc_type_str;
    while (most-- != 0 && (at = nc_find_span(span, old, false))) {
        nc_text_add(&text, span.data, (size_t)(at - span.data));
        nc_text_add(&text, new.data, new.size);
        const char *next = at + old.size;
        if (!old.size) { // between all characters
            if (span.size == 0) {
                span.data = next;
                goto done;
            }
            if (is_str)
                nc_utf8_get(&next);
            else
                next++;
            nc_text_add(&text, at, (size_t)(next - at));
        }
        span.size -= (size_t)(next - span.data);
        span.data = next;
    }
    nc_text_add(&text, span.data, span.size);
done:
    return finish(args[0], &text);
}

static nc_value partition_at(nc_value self, nc_value arg, bool backwards) {
    const struct nc_type *type = kind_of(self);
    struct nc_span span = span_of(self), what = separator(self, arg);
    const char *at = nc_find_span(span, what, backwards);
    nc_value empty = nc_string_like(type, "", 0);
    nc_value parts[3] = {empty, empty, empty};
    if (!at) {
        parts[backwards ? 2 : 0] =
            nc_is(self, &nc_type_bytearray) ? nc_bytes_new(span.data, span.size) : self;
    } else {
        const char *after = at + what.size;
        parts[0] = nc_string_like(type, span.data, (size_t)(at - span.data));
        parts[1] = arg;
        parts[2] = nc_string_like(type, after, (size_t)(span.data + span.size - after));
    }
    return nc_tuple_new(3, parts);
}

static nc_value partition(nc_value self, nc_value arg) {
    return partition_at(self, arg, false);
}
static nc_value rpartition(nc_value self, nc_value arg) {
    return partition_at(self, arg, true);
}

static nc_value center(nc_value self, nc_value width) {
    struct nc_span span = span_of(self);
    intptr_t wanted = nc_get_int(width);
    intptr_t have =
        (intptr_t)(kind_of(self) == &nc_type_str ? nc_utf8_count(span.data, span.size) : span.size);
    if (wanted <= have)
        return self;
    size_t left = (size_t)(wanted - have) / 2 + ((size_t)(wanted - have) & (size_t)wanted & 1);
    struct nc_text text;
    nc_text_init(&text, span.size + (size_t)(wanted - have) + 1);
    nc_text_fill(&text, ' ', left);
    nc_text_add(&text, span.data, span.size);
    nc_text_fill(&text, ' ', (size_t)(wanted - have) - left);
    return finish(self, &text);
}

static nc_value encode(size_t n, const nc_value *args, const struct nc_map *keywords) {
    (void)n, (void)keywords;
    struct nc_span span = nc_str_span(args[0]);
    return nc_bytes_new(span.data, span.size);
}

static nc_value decode(size_t n, const nc_value *args, const struct nc_map *keywords) {
    (void)keywords;
    if (n > 2 && nc_is_str(args[2]) && nc_str_intern(args[2]) == N(ignore)) {
        struct nc_span span = span_of(args[0]);
        struct nc_text text;
        nc_text_init(&text, span.size + 1);
        for (size_t i = 0; i < span.size; i++) {
            size_t size = 1;
            while (size < 4 && i + size <= span.size && !nc_utf8_valid(span.data + i, size))
                size++;
            if (i + size <= span.size && nc_utf8_valid(span.data + i, size)) {
                nc_text_add(&text, span.data + i, size);
                i += size - 1;
            }
        }
        return nc_text_str(&text);
    }
    struct nc_span span = span_of(args[0]);
    return nc_str_new(span.data, span.size);
}

#define SEARCHING                                                                                            \
    {NAME(find), NC_FN(str_find, 2, 4)}, {NAME(rfind), NC_FN(str_rfind, 2, 4)},                              \
        {NAME(index), NC_FN(str_index, 2, 4)}, {NAME(rindex), NC_FN(str_rindex, 2, 4)},                      \
        {NAME(join), NC_F2(join)}, {NAME(split), NC_FK(split, 1, 3)}, {NAME(rsplit), NC_FK(rsplit, 1, 3)},   \
        {NAME(splitlines), NC_FK(splitlines, 1, 2)}, {NAME(startswith), NC_FN(startswith, 2, 4)},            \
        {NAME(endswith), NC_FN(endswith, 2, 4)}, {NAME(strip), NC_FN(strip, 1, 2)},                          \
        {NAME(lstrip), NC_FN(lstrip, 1, 2)}, {NAME(rstrip), NC_FN(rstrip, 1, 2)},                            \
        {NAME(count), NC_FN(count, 2, 4)}, {NAME(replace), NC_FN(replace, 3, 4)},                            \
        {NAME(partition), NC_F2(partition)}, {NAME(rpartition), NC_F2(rpartition)},                          \
        {NAME(lower), NC_F1(lower)}, {NAME(upper), NC_F1(upper)}, {NAME(isspace), NC_F1(isspace_)},          \
        {NAME(isalpha), NC_F1(isalpha_)}, {NAME(isdigit), NC_F1(isdigit_)},                                  \
        {NAME(isupper), NC_F1(isupper_)}, {NAME(islower), NC_F1(islower_)}, {                                \
        NAME(center), NC_F2(center)                                                                          \
    }

static const struct nc_entry str_entries[] = {
    SEARCHING, {NAME(format), NC_FK(nc_format_method, 1, NC_ANY)}, {NAME(encode), NC_FK(encode, 1, 3)}};
const struct nc_dict nc_str_members = NC_TABLE_DICT(str_entries);
static const struct nc_entry bytes_entries[] = {
    SEARCHING, {NAME(decode), NC_FK(decode, 1, 3)}, {NAME(hex), NC_FN(nc_hex_method, 1, 2)}};
const struct nc_dict nc_bytes_members = NC_TABLE_DICT(bytes_entries);
