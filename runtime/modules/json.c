// The module `json`.
#include "modules.h"
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "nativecomp/state.h"
#include "nativecomp/stream.h"

struct separators {
    struct nc_span item, key;
};

static void put(const struct nc_printer *to, nc_value v, const struct separators *s) {
    nc_stack_check();
    bool list = nc_is(v, &nc_type_list);
    if (list || nc_is(v, &nc_type_tuple)) {
        size_t count;
        nc_value *items;
        nc_puts(to, "[");
        nc_get_array(v, &count, &items);
        for (size_t i = 0; i < count; i++) {
            if (i)
                to->write(to->context, s->item.data, s->item.size);
            put(to, items[i], s);
            nc_get_array(v, &count, &items); // printing an object may change the list
        }
        nc_puts(to, "]");
    } else if (nc_is_dict(v)) {
        size_t place = 0;
        struct nc_entry *entry;
        nc_puts(to, "{");
        for (bool first = true; (entry = nc_map_next(nc_dict_map(v), &place)); first = false) {
            nc_value key = entry->key, value = entry->value;
            if (!first)
                to->write(to->context, s->item.data, s->item.size);
            bool quoted = !nc_is_str(key);
            if (quoted)
                nc_puts(to, "\"");
            nc_print_value(to, key, NC_JSON);
            if (quoted)
                nc_puts(to, "\"");
            to->write(to->context, s->key.data, s->key.size);
            put(to, value, s);
        }
        nc_puts(to, "}");
    } else {
        nc_print_value(to, v, NC_JSON);
    }
}

static struct separators separators_of(const struct nc_map *keywords) {
    static const struct nc_parameter parameters[] = {{N(separators), NC_NONE}};
    nc_value given, *pair;
    nc_bind(0, NULL, keywords, 0, 1, parameters, &given);
    struct separators s = {{", ", 2}, {": ", 2}};
    if (given != NC_NONE) {
        nc_get_array_fixed(given, 2, &pair);
        s.item = nc_str_span(pair[0]);
        s.key = nc_str_span(pair[1]);
    }
    return s;
}

static nc_value dumps(size_t n, const nc_value *args, const struct nc_map *keywords) {
    (void)n;
    struct separators s = separators_of(keywords);
    struct nc_text text;
    nc_text_init(&text, 32);
    put(&text.to, args[0], &s);
    return nc_text_str(&text);
}

static void write_stream(void *context, const char *data, size_t size) {
    nc_value self;
    const struct nc_stream_protocol *p = nc_stream_of((nc_value)context, NC_STREAM_WRITES, &self);
    int error = 0;
    if (p->write(self, data, size, &error) == NC_STREAM_ERROR)
        nc_os_error(error);
}

static nc_value dump(size_t n, const nc_value *args, const struct nc_map *keywords) {
    (void)n;
    struct separators s = separators_of(keywords);
    struct nc_printer to = {args[1], write_stream};
    nc_stream_with(args[1], NC_STREAM_WRITES);
    put(&to, args[0], &s);
    return NC_NONE;
}

struct reader {
    const char *at, *end;
};

static _Noreturn void bad(void) {
    nc_value_error("syntax error in JSON");
}

static char peek(struct reader *r) {
    while (r->at < r->end && (*r->at == ' ' || (*r->at >= '\t' && *r->at <= '\r')))
        r->at++;
    return r->at < r->end ? *r->at : 0;
}

static bool word(struct reader *r, const char *text) {
    size_t size = strlen(text);
    if ((size_t)(r->end - r->at) < size || memcmp(r->at, text, size))
        return false;
    r->at += size;
    return true;
}

static uint32_t hex4(struct reader *r) {
    if (r->end - r->at < 4)
        bad();
    nc_value v = nc_int_parse(r->at, 4, 16);
    r->at += 4;
    return (uint32_t)nc_small_value(v);
}

static nc_value read_string(struct reader *r) {
    struct nc_text text;
    nc_text_init(&text, 16);
    for (r->at++; r->at < r->end && *r->at != '"'; r->at++) {
        if (*r->at != '\\') {
            nc_text_fill(&text, *r->at, 1);
            continue;
        }
        if (++r->at == r->end)
            bad();
        static const char letters[] = "bfnrt", meanings[] = "\b\f\n\r\t";
        const char *letter = memchr(letters, *r->at, 5);
        if (*r->at == 'u') {
            r->at++;
            nc_text_add_codepoint(&text, hex4(r));
            r->at--;
        } else {
            nc_text_fill(&text, letter ? meanings[letter - letters] : *r->at, 1);
        }
    }
    if (r->at == r->end)
        bad();
    r->at++;
    return nc_text_str(&text);
}

static nc_value read_value(struct reader *r);

static nc_value read_number(struct reader *r) {
    const char *start = r->at;
    bool whole = true;
    for (; r->at < r->end && memchr("+-.0123456789eE", *r->at, 15); r->at++)
        whole &= *r->at != '.' && *r->at != 'e' && *r->at != 'E';
    if (r->at == start)
        bad();
    size_t size = (size_t)(r->at - start);
    return whole ? nc_int_parse(start, size, 10) : nc_parse_number(start, size, false);
}

// [a, b] and {"k": a}: items up to the closing bracket.
static nc_value read_items(struct reader *r, char close) {
    nc_value made = close == ']' ? nc_list_new(0, NULL) : nc_dict_new(0);
    r->at++;
    if (peek(r) == close) {
        r->at++;
        return made;
    }
    for (;;) {
        nc_value key = NC_NOTHING;
        if (close == '}') {
            if (peek(r) != '"')
                bad();
            key = read_string(r);
            if (peek(r) != ':')
                bad();
            r->at++;
        }
        nc_value value = read_value(r);
        if (close == ']')
            nc_list_append(made, value);
        else
            nc_dict_store(made, key, value);
        char next = peek(r);
        if (next != ',' && next != close)
            bad();
        r->at++;
        if (next == close)
            return made;
    }
}

static nc_value read_value(struct reader *r) {
    nc_stack_check();
    switch (peek(r)) {
    case '"':
        return read_string(r);
    case '[':
        return read_items(r, ']');
    case '{':
        return read_items(r, '}');
    case 't':
        if (word(r, "true"))
            return NC_TRUE;
        break;
    case 'f':
        if (word(r, "false"))
            return NC_FALSE;
        break;
    case 'n':
        if (word(r, "null"))
            return NC_NONE;
        break;
    default:
        return read_number(r);
    }
    bad();
}

static nc_value loads(nc_value v) {
    struct nc_buffer buffer;
    nc_get_buffer(v, &buffer, NC_READ | NC_MUST);
    struct reader r = {buffer.data, (const char *)buffer.data + buffer.size};
    nc_value value = read_value(&r);
    if (peek(&r))
        bad();
    return value;
}

static nc_value load(nc_value stream) {
    return loads(nc_stream_read_function.var(1, &stream));
}

NC_MODULE(json, {NAME(dump), NC_FK(dump, 2, 2)}, {NAME(dumps), NC_FK(dumps, 1, 1)}, {NAME(load), NC_F1(load)},
          {NAME(loads), NC_F1(loads)});
