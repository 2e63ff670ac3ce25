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
    bool list = nc_is(v, NC_KIND(list));
    if (list || nc_is(v, NC_KIND(tuple))) {
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

static nc_value dump(size_t n, const nc_value *args, const struct nc_map *keywords) {
    (void)n;
    struct separators s = separators_of(keywords);
    struct nc_printer to = {args[1], nc_stream_print};
    nc_stream_with(args[1], NC_STREAM_WRITES);
    put(&to, args[0], &s);
    return NC_NONE;
}

// Text, or a stream that is read no further than one character behind the value.
struct reader {
    int now; // the character at hand
    const char *at, *end;
    const struct nc_stream_protocol *stream;
    nc_value self;
};
enum { END = -1 };

static _Noreturn void bad(void) {
    nc_value_error("syntax error in JSON");
}

static void step(struct reader *r) {
    char c;
    int error = 0;
    size_t count = r->at < r->end;
    if (count)
        c = *r->at++;
    else if (r->stream && (count = r->stream->read(r->self, &c, 1, &error)) == NC_STREAM_ERROR)
        nc_os_error(error);
    r->now = count ? (uint8_t)c : END;
}

static int peek(struct reader *r) {
    while (r->now == ' ' || (r->now >= '\t' && r->now <= '\r'))
        step(r);
    return r->now;
}

static void word(struct reader *r, const char *text) {
    for (; *text; text++, step(r))
        if (r->now != *text)
            bad();
}

static uint32_t hex4(struct reader *r) {
    char digits[4];
    for (unsigned i = 0; i < sizeof digits; i++, step(r))
        digits[i] = (char)r->now;
    return (uint32_t)nc_small_value(nc_int_parse(digits, sizeof digits, 16));
}

static nc_value read_string(struct reader *r) {
    static const char letters[] = "bfnrt", meanings[] = "\b\f\n\r\t";
    struct nc_text text;
    nc_text_init(&text, 16);
    step(r);
    while (r->now != '"') {
        bool escaped = r->now == '\\';
        if (escaped)
            step(r);
        if (r->now == END)
            bad();
        if (escaped && r->now == 'u') {
            step(r);
            nc_text_add_codepoint(&text, hex4(r));
            continue;
        }
        const char *letter = escaped ? memchr(letters, r->now, 5) : NULL;
        nc_text_fill(&text, letter ? meanings[letter - letters] : (char)r->now, 1);
        step(r);
    }
    step(r);
    return nc_text_str(&text);
}

static nc_value read_value(struct reader *r);

static nc_value read_number(struct reader *r) {
    struct nc_text text;
    nc_text_init(&text, 24);
    bool whole = true;
    for (; r->now > 0 && memchr("+-.0123456789eE", r->now, 15); step(r)) {
        whole &= r->now != '.' && r->now != 'e' && r->now != 'E';
        nc_text_fill(&text, (char)r->now, 1);
    }
    if (!text.size)
        bad();
    return whole ? nc_int_parse(text.data, text.size, 10) : nc_parse_number(text.data, text.size, false);
}

// [a, b] and {"k": a}: items up to the closing bracket.
static nc_value read_items(struct reader *r, char close) {
    nc_value made = close == ']' ? nc_list_new(0, NULL) : nc_dict_new(0);
    step(r);
    if (peek(r) == close) {
        step(r);
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
            step(r);
        }
        nc_value value = read_value(r);
        if (close == ']')
            nc_list_append(made, value);
        else
            nc_dict_store(made, key, value);
        int next = peek(r);
        if (next != ',' && next != close)
            bad();
        step(r);
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
        word(r, "true");
        return NC_TRUE;
    case 'f':
        word(r, "false");
        return NC_FALSE;
    case 'n':
        word(r, "null");
        return NC_NONE;
    default:
        return read_number(r);
    }
}

static nc_value loads(nc_value v) {
    struct nc_buffer buffer;
    nc_get_buffer(v, &buffer, NC_READ | NC_MUST);
    struct reader r = {.at = buffer.data, .end = (const char *)buffer.data + buffer.size};
    step(&r);
    nc_value value = read_value(&r);
    if (peek(&r) != END)
        bad();
    return value;
}

static nc_value load(nc_value stream) {
    struct reader r = {0};
    r.stream = nc_stream_of(stream, NC_STREAM_READS, &r.self);
    step(&r);
    return read_value(&r);
}

NC_MODULE(json, {NAME(dump), NC_FK(dump, 2, 2)}, {NAME(dumps), NC_FK(dumps, 1, 1)}, {NAME(load), NC_F1(load)},
          {NAME(loads), NC_F1(loads)});
