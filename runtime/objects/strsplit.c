// The methods of str, bytes and bytearray that cut texts and put them together.
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"
#include "strings.h"

static nc_value split_spaces(const struct nc_type *type, struct nc_span span, intptr_t most) {
    nc_value list = nc_list_new(0, NULL);
    const char *at = span.data, *end = at + span.size;
    for (;;) {
        while (at < end && nc_is_space(*at))
            at++;
        if (at == end)
            return list;
        const char *start = at;
        if (most-- == 0) {
            nc_list_append(list, nc_string_like(type, start, (size_t)(end - start)));
            return list;
        }
        while (at < end && !nc_is_space(*at))
            at++;
        nc_list_append(list, nc_string_like(type, start, (size_t)(at - start)));
    }
}

static struct nc_span separator(nc_value self, nc_value arg) {
    struct nc_span what = nc_string_argument(self, arg);
    if (!what.size)
        nc_value_error("empty separator");
    return what;
}

static const struct nc_parameter split_parameters[] = {{N(sep), NC_NONE},
                                                       {N(maxsplit), (nc_value)(uintptr_t)-1}};

nc_value nc_str_split(size_t n, const nc_value *args, const struct nc_map *keywords) {
    nc_value bound[2];
    nc_bind(n - 1, args + 1, keywords, 2, 2, split_parameters, bound);
    const struct nc_type *type = nc_string_kind(args[0]);
    struct nc_span span = nc_string_span(args[0]);
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

nc_value nc_str_rsplit(size_t n, const nc_value *args, const struct nc_map *keywords) {
    nc_value bound[2];
    nc_bind(n - 1, args + 1, keywords, 2, 2, split_parameters, bound);
    intptr_t most = nc_get_int(bound[1]);
    if (most < 0)
        return nc_str_split(n, args, keywords);
    const struct nc_type *type = nc_string_kind(args[0]);
    struct nc_span span = nc_string_span(args[0]);
    nc_value list = nc_list_new(0, NULL);
    if (bound[0] == NC_NONE) {
        const char *start = span.data, *end = start + span.size;
        for (;;) {
            while (end > start && nc_is_space(end[-1]))
                end--;
            if (end == start)
                break;
            const char *at = end;
            while (at > start && !nc_is_space(at[-1]))
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

nc_value nc_str_splitlines(size_t n, const nc_value *args, const struct nc_map *keywords) {
    static const struct nc_parameter parameters[] = {{N(keepends), NC_FALSE}};
    nc_value keep;
    nc_bind(n - 1, args + 1, keywords, 1, 1, parameters, &keep);
    const struct nc_type *type = nc_string_kind(args[0]);
    struct nc_span span = nc_string_span(args[0]);
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

nc_value nc_str_join(nc_value self, nc_value iterable) {
    nc_value list =
        nc_is(iterable, NC_KIND(list)) || nc_is(iterable, NC_KIND(tuple)) ? iterable : nc_list_of(iterable);
    size_t count;
    nc_value *items;
    nc_get_array(list, &count, &items);
    const struct nc_type *type = nc_string_kind(self);
    struct nc_span between = nc_string_span(self);
    struct nc_text text;
    nc_text_init(&text, 32);
    for (size_t i = 0; i < count; i++) {
        if ((type == NC_KIND(str)) != (nc_native(items[i], NC_KIND(str)) != NC_NOTHING))
            nc_type_error("join expects a list of str/bytes objects consistent with self object");
        if (i)
            nc_text_add(&text, between.data, between.size);
        struct nc_span each = nc_string_argument(self, items[i]);
        nc_text_add(&text, each.data, each.size);
    }
    return nc_string_result(self, &text);
}

nc_value nc_str_replace(size_t n, const nc_value *args) {
    intptr_t most = n > 3 ? nc_get_int(args[3]) : -1;
    struct nc_span span = nc_string_span(args[0]), old = nc_string_argument(args[0], args[1]),
                   new = nc_string_argument(args[0], args[2]);
    const struct nc_type *type = nc_type_of(args[0]);
    if ((type == NC_KIND(str) || type == NC_KIND(bytes)) && !nc_find_span(span, old, false))
        return args[0];
    struct nc_text text;
    nc_text_init(&text, span.size + 1);
    const char *at;
    bool is_str = nc_string_kind(args[0]) == NC_KIND(str);
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
    return nc_string_result(args[0], &text);
}

static nc_value partition_at(nc_value self, nc_value arg, bool backwards) {
    const struct nc_type *type = nc_string_kind(self);
    struct nc_span span = nc_string_span(self), what = separator(self, arg);
    const char *at = nc_find_span(span, what, backwards);
    struct nc_span parts[3] = {{"", 0}, {"", 0}, {"", 0}};
    if (!at) {
        parts[backwards ? 2 : 0] = span;
    } else {
        const char *after = at + what.size;
        parts[0] = (struct nc_span){span.data, (size_t)(at - span.data)};
        parts[1] = what;
        parts[2] = (struct nc_span){after, (size_t)(span.data + span.size - after)};
    }
    nc_value items[3]; // each its own: a bytearray can be changed
    for (size_t i = 0; i < 3; i++)
        items[i] = parts[i].data == span.data && parts[i].size == span.size && nc_type_of(self) == type &&
                           type != NC_KIND(bytearray)
                       ? self
                       : nc_string_like(type, parts[i].data, parts[i].size);
    return nc_tuple_new(3, items);
}

nc_value nc_str_partition(nc_value self, nc_value arg) {
    return partition_at(self, arg, false);
}
nc_value nc_str_rpartition(nc_value self, nc_value arg) {
    return partition_at(self, arg, true);
}
