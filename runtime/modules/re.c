// The module `re`: see regex.h.

#include "modules.h"
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "regex.h"

struct match {
    const struct nc_type *type;
    nc_value text;
    size_t groups;
    intptr_t bounds[]; // offsets in the text, -1: not part of the match
};
static const struct nc_type type_regex, type_match;

static struct nc_span text_of(nc_value v) {
    struct nc_buffer buffer;
    nc_get_buffer(v, &buffer, NC_READ | NC_MUST);
    return (struct nc_span){buffer.data, buffer.size};
}

static nc_value compile(size_t n, const nc_value *args) {
    (void)n;
    if (nc_is(args[0], &type_regex))
        return args[0];
    struct nc_regex *regex = NC_NEW(struct nc_regex, &type_regex);
    nc_regex_compile(regex, text_of(args[0]));
    return (nc_value)regex;
}

// A part of a text, of the text's type.
static nc_value part(nc_value text, size_t from, size_t to) {
    bool is_str = nc_native(text, NC_KIND(str)) != NC_NOTHING;
    const char *data = text_of(text).data + from;
    return is_str ? nc_str_new(data, to - from) : nc_bytes_new(data, to - from);
}

// The first match at `from` or, if that is asked for, after it.
static struct match *find(struct nc_regex *regex, nc_value text, size_t from, bool search) {
    struct nc_span span = text_of(text);
    bool utf8 = nc_native(text, NC_KIND(str)) != NC_NOTHING;
    struct match *m =
        NC_NEW_SIZE(struct match, &type_match, sizeof *m + 2 * regex->groups * sizeof *m->bounds);
    const char **saved = nc_allocate(2 * regex->groups * sizeof *saved, NC_SCAN);
    for (size_t at = from; at <= span.size; at++) {
        if (utf8 && at < span.size && (span.data[at] & 0xc0) == 0x80)
            continue; // inside a character
        if (nc_regex_run(regex, span, utf8, span.data + at, saved)) {
            m->text = text;
            m->groups = regex->groups;
            for (size_t i = 0; i < 2 * regex->groups; i++)
                m->bounds[i] = saved[i] ? saved[i] - span.data : -1;
            return m;
        }
        if (!search)
            break;
    }
    return NULL;
}

static struct nc_regex *regex_of(nc_value v) {
    return (struct nc_regex *)compile(1, &v);
}

static nc_value found(nc_value pattern, nc_value text, bool search) {
    struct match *m = find(regex_of(pattern), text, 0, search);
    return m ? (nc_value)m : NC_NONE;
}

static nc_value match_(size_t n, const nc_value *args) {
    return (void)n, found(args[0], args[1], false);
}
static nc_value search(size_t n, const nc_value *args) {
    return (void)n, found(args[0], args[1], true);
}

static nc_value split(size_t n, const nc_value *args) {
    struct nc_regex *regex = regex_of(args[0]);
    intptr_t most = n > 2 ? nc_get_int(args[2]) : 0;
    size_t at = 0;
    nc_value list = nc_list_new(0, NULL);
    struct match *m;
    while ((m = find(regex, args[1], at, true)) && m->bounds[1] > m->bounds[0]) {
        nc_list_append(list, part(args[1], at, (size_t)m->bounds[0]));
        if (m->groups > 1)
            nc_error(NC_MADE(NotImplementedError), "splitting with sub-captures");
        at = (size_t)m->bounds[1];
        if (most > 0 && --most == 0)
            break;
    }
    nc_list_append(list, part(args[1], at, text_of(args[1]).size));
    return list;
}

static nc_value group_of(const struct match *m, intptr_t i) {
    if (i < 0 || (size_t)i >= m->groups)
        nc_error_value(NC_MADE(IndexError), nc_small(i));
    intptr_t from = m->bounds[2 * i], to = m->bounds[2 * i + 1];
    return from < 0 || to < 0 ? NC_NONE : part(m->text, (size_t)from, (size_t)to);
}

// The text that takes the place of a match: \1, \g<1> are groups.
static void put_replacement(struct nc_text *to, struct nc_span span, const struct match *m) {
    for (size_t i = 0; i < span.size; i++) {
        char c = span.data[i];
        if (c != '\\' || i + 1 == span.size) {
            nc_text_fill(to, c, 1);
            continue;
        }
        c = span.data[++i];
        bool named = c == 'g' && i + 2 < span.size && span.data[i + 1] == '<';
        if (named)
            c = span.data[i += 2];
        if (c < '0' || c > '9') {
            nc_text_fill(to, c, 1);
            continue;
        }
        intptr_t number = 0;
        for (; i < span.size && span.data[i] >= '0' && span.data[i] <= '9' && number < 1000; i++)
            number = number * 10 + (span.data[i] - '0');
        i -= !(named && i < span.size && span.data[i] == '>');
        nc_value group = group_of(m, number);
        if (group != NC_NONE) {
            struct nc_span text = text_of(group);
            nc_text_add(to, text.data, text.size);
        }
    }
}

static nc_value sub(size_t n, const nc_value *args) {
    struct nc_regex *regex = regex_of(args[0]);
    nc_value replacement = args[1], subject = args[2];
    intptr_t most = n > 3 ? nc_get_int(args[3]) : 0;
    struct nc_text text;
    nc_text_init(&text, 32);
    size_t at = 0;
    struct match *m;
    while ((m = find(regex, subject, at, true))) {
        size_t from = (size_t)m->bounds[0], to = (size_t)m->bounds[1];
        nc_text_add(&text, text_of(subject).data + at, from - at);
        nc_value by = nc_type_of(replacement)->call ? nc_call1(replacement, (nc_value)m) : replacement;
        if (by == replacement)
            put_replacement(&text, text_of(by), m);
        else
            nc_text_add(&text, text_of(by).data, text_of(by).size);
        at = to;
        if (to == from) { // nothing matched: go on behind the next character
            if (at >= text_of(subject).size)
                break;
            nc_text_add(&text, text_of(subject).data + at, 1);
            at++;
        }
        if (most > 0 && --most == 0)
            break;
    }
    if (at < text_of(subject).size)
        nc_text_add(&text, text_of(subject).data + at, text_of(subject).size - at);
    return nc_native(subject, NC_KIND(str)) != NC_NOTHING ? nc_text_str(&text) : nc_text_bytes(&text);
}

static nc_value group(nc_value self, nc_value number) {
    return group_of((struct match *)self, nc_get_int(number));
}

static nc_value groups(nc_value self) {
    struct match *m = (struct match *)self;
    nc_value tuple = nc_tuple_new(m->groups - 1, NULL);
    for (size_t i = 1; i < m->groups; i++)
        nc_as_tuple(tuple)->items[i - 1] = group_of(m, (intptr_t)i);
    return tuple;
}

static nc_value bounds(size_t n, const nc_value *args, bool start, bool end) {
    struct match *m = (struct match *)args[0];
    intptr_t i = n > 1 ? nc_get_int(args[1]) : 0;
    if (i < 0 || (size_t)i >= m->groups)
        nc_error_value(NC_MADE(IndexError), nc_small(i));
    nc_value pair[2];
    for (size_t j = 0; j < 2; j++) {
        intptr_t offset = m->bounds[2 * i + (intptr_t)j];
        if (offset > 0 && nc_native(m->text, NC_KIND(str)) != NC_NOTHING)
            offset = (intptr_t)nc_utf8_count(text_of(m->text).data, (size_t)offset);
        pair[j] = nc_small(offset);
    }
    return start && end ? nc_tuple_new(2, pair) : pair[end];
}

static nc_value span_(size_t n, const nc_value *args) {
    return bounds(n, args, true, true);
}
static nc_value start_(size_t n, const nc_value *args) {
    return bounds(n, args, true, false);
}
static nc_value end_(size_t n, const nc_value *args) {
    return bounds(n, args, false, true);
}

static void print_match(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    nc_printf(to, "<match num=%u>", (unsigned)((struct match *)self)->groups);
}

static void print_regex(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    nc_printf(to, "<re 0x%x>", (uintptr_t)self);
}

#define SEARCHING                                                                                            \
    {NAME(match), NC_FN(match_, 2, 3)}, {NAME(search), NC_FN(search, 2, 3)}, {                               \
        NAME(sub), NC_FN(sub, 3, 5)                                                                          \
    }

NC_TABLE(match_members, {NAME(group), NC_F2(group)}, {NAME(groups), NC_F1(groups)},
         {NAME(span), NC_FN(span_, 1, 2)}, {NAME(start), NC_FN(start_, 1, 2)},
         {NAME(end), NC_FN(end_, 1, 2)});
NC_TABLE(regex_members, SEARCHING, {NAME(split), NC_FN(split, 2, 3)});
static const struct nc_type type_match = {NC_TYPE_HEAD(match, 0), .print = print_match,
                                          .members = &match_members};
static const struct nc_type type_regex = {NC_TYPE_HEAD(re, 0), .print = print_regex,
                                          .members = &regex_members};

NC_MODULE(re, {NAME(compile), NC_FN(compile, 1, 2)}, SEARCHING);
