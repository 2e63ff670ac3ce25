#include "regex.h"
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "nativecomp/state.h"

enum { PROGRAM_MAX = 0x7fff };

struct compiler {
    struct nc_regex *regex;
    const char *at, *end;
};

static _Noreturn void bad(void) {
    nc_value_error("error in regex");
}

static size_t emit(struct compiler *c, size_t word) {
    struct nc_regex *r = c->regex;
    if (r->size == r->capacity) {
        size_t capacity = r->capacity * 2 + 16;
        r->program = nc_resize(r->program, capacity * sizeof *r->program, NC_LEAF);
        r->capacity = capacity;
    }
    if (r->size >= PROGRAM_MAX)
        nc_value_error("regex too long");
    r->program[r->size] = (uint16_t)word;
    return r->size++;
}

// Make room for `count` words at `at`; jumps over that place are still to come, or are moved by the caller.
static void insert(struct compiler *c, size_t at, size_t count) {
    for (size_t i = 0; i < count; i++)
        emit(c, 0);
    uint16_t *p = c->regex->program;
    memmove(p + at + count, p + at, (c->regex->size - at - count) * sizeof *p);
}

static size_t length_of(const uint16_t *op) {
    switch (op[0]) {
    case NC_RE_CHAR:
    case NC_RE_JUMP:
    case NC_RE_SAVE:
    case NC_RE_MARK:
    case NC_RE_MOVED:
        return 2;
    case NC_RE_SPLIT:
        return 3;
    case NC_RE_SET:
        return 3 + 2 * (size_t)op[2];
    default:
        return 1;
    }
}

// After an insertion at `from`: places in what was moved move too.
static void relocate(struct compiler *c, size_t from, size_t count) {
    uint16_t *p = c->regex->program;
    for (size_t i = from + count; i < c->regex->size; i += length_of(p + i))
        if (p[i] == NC_RE_JUMP || p[i] == NC_RE_SPLIT)
            for (size_t j = 1; j < length_of(p + i); j++)
                if (p[i + j] >= from)
                    p[i + j] = (uint16_t)(p[i + j] + count);
}

// \d, \s, \w and their opposites, as ranges; false for any other letter.
static bool put_class(struct compiler *c, char letter, size_t *count) {
    static const uint8_t digits[] = {'0', '9'}, spaces[] = {'\t', '\r', ' ', ' '};
    static const uint8_t words[] = {'0', '9', 'A', 'Z', '_', '_', 'a', 'z'};
    const uint8_t *ranges;
    size_t size;
    switch (letter | 0x20) {
    case 'd':
        ranges = digits;
        size = sizeof digits;
        break;
    case 's':
        ranges = spaces;
        size = sizeof spaces;
        break;
    case 'w':
        ranges = words;
        size = sizeof words;
        break;
    default:
        return false;
    }
    if (letter & 0x20) {
        for (size_t i = 0; i < size; i++)
            emit(c, ranges[i]);
        *count += size / 2;
        return true;
    }
    unsigned low = 0;
    for (size_t i = 0; i < size; i += 2) { // the gaps between them
        if (ranges[i] > low) {
            emit(c, low);
            emit(c, ranges[i] - 1u);
            ++*count;
        }
        low = ranges[i + 1] + 1u;
    }
    emit(c, low);
    emit(c, 255);
    ++*count;
    return true;
}

static void put_set(struct compiler *c) {
    bool negated = c->at < c->end && *c->at == '^';
    c->at += negated;
    emit(c, NC_RE_SET);
    emit(c, negated);
    size_t place = emit(c, 0), count = 0;
    bool first = true;
    for (; c->at < c->end && (*c->at != ']' || first); first = false) {
        char low = *c->at++;
        if (low == '\\') {
            if (c->at == c->end)
                bad();
            low = *c->at++;
            if (put_class(c, low, &count))
                continue;
        }
        char high = low;
        if (c->end - c->at > 1 && c->at[0] == '-' && c->at[1] != ']') {
            high = c->at[1];
            c->at += 2;
            if (high == '\\') {
                if (c->at == c->end)
                    bad();
                high = *c->at++;
            }
        }
        emit(c, (uint8_t)low);
        emit(c, (uint8_t)high);
        count++;
    }
    if (c->at == c->end)
        bad();
    c->at++;
    c->regex->program[place] = (uint16_t)count;
}

static void put_alternatives(struct compiler *c);

static void put_atom(struct compiler *c) {
    char ch = *c->at++;
    switch (ch) {
    case '.':
        emit(c, NC_RE_ANY);
        return;
    case '^':
        emit(c, NC_RE_START);
        return;
    case '$':
        emit(c, NC_RE_END);
        return;
    case '[':
        put_set(c);
        return;
    case '(': {
        bool counted = true;
        if (c->at < c->end && *c->at == '?') {
            if (c->end - c->at < 2 || c->at[1] != ':')
                bad();
            counted = false;
            c->at += 2;
        }
        size_t group = counted ? c->regex->groups++ : 0;
        if (counted) {
            emit(c, NC_RE_SAVE);
            emit(c, 2 * group);
        }
        put_alternatives(c);
        if (c->at == c->end || *c->at++ != ')')
            bad();
        if (counted) {
            emit(c, NC_RE_SAVE);
            emit(c, 2 * group + 1);
        }
        return;
    }
    case '*':
    case '+':
    case '?':
        bad();
    case '\\': {
        if (c->at == c->end)
            bad();
        ch = *c->at++;
        size_t start = emit(c, NC_RE_SET), count = 0;
        emit(c, 0);
        size_t place = emit(c, 0);
        if (put_class(c, ch, &count)) {
            c->regex->program[place] = (uint16_t)count;
            return;
        }
        c->regex->size = start;
        if (ch >= '0' && ch <= '9')
            bad(); // references to groups
        if ((ch | 0x20) == 'b' || (ch | 0x20) == 'z' || ch == 'A')
            bad();
    }
    }
    emit(c, NC_RE_CHAR);
    emit(c, (uint8_t)ch);
    while ((uint8_t)ch >= 0xc0 && c->at < c->end && (*c->at & 0xc0) == 0x80) { // the rest of the character
        emit(c, NC_RE_CHAR);
        emit(c, (uint8_t)*c->at++);
    }
}

static void set_split(struct compiler *c, size_t at, size_t inside, size_t outside, bool greedy) {
    uint16_t *p = c->regex->program + at;
    p[0] = NC_RE_SPLIT;
    p[1] = (uint16_t)(greedy ? inside : outside);
    p[2] = (uint16_t)(greedy ? outside : inside);
}

// What follows an atom: how often it may come.
static void put_repetition(struct compiler *c, size_t start) {
    char kind = *c->at++;
    bool greedy = !(c->at < c->end && *c->at == '?');
    c->at += !greedy;
    uint16_t *p;
    if (kind == '?') {
        insert(c, start, 3);
        relocate(c, start, 3);
        set_split(c, start, start + 3, c->regex->size, greedy);
        return;
    }
    size_t mark = c->regex->marks++;
    if (kind == '*') { // split: mark atom moved jump
        insert(c, start, 5);
        relocate(c, start, 5);
        p = c->regex->program + start + 3;
        p[0] = NC_RE_MARK;
        p[1] = (uint16_t)mark;
        emit(c, NC_RE_MOVED);
        emit(c, mark);
        emit(c, NC_RE_JUMP);
        emit(c, start);
        set_split(c, start, start + 3, c->regex->size, greedy);
        return;
    }
    insert(c, start, 2); // mark: atom, split to moved: jump back
    relocate(c, start, 2);
    p = c->regex->program + start;
    p[0] = NC_RE_MARK;
    p[1] = (uint16_t)mark;
    size_t split = emit(c, NC_RE_SPLIT);
    emit(c, 0);
    emit(c, 0);
    emit(c, NC_RE_MOVED);
    emit(c, mark);
    emit(c, NC_RE_JUMP);
    emit(c, start);
    set_split(c, split, split + 3, c->regex->size, greedy);
}

static void put_sequence(struct compiler *c) {
    while (c->at < c->end && *c->at != '|' && *c->at != ')') {
        size_t start = c->regex->size;
        put_atom(c);
        if (c->at < c->end && memchr("*+?", *c->at, 3))
            put_repetition(c, start);
    }
}

static void put_alternatives(struct compiler *c) {
    nc_stack_check();
    size_t start = c->regex->size;
    put_sequence(c);
    while (c->at < c->end && *c->at == '|') {
        c->at++;
        insert(c, start, 3);
        relocate(c, start, 3);
        emit(c, NC_RE_JUMP);
        size_t jump = emit(c, 0), second = c->regex->size;
        set_split(c, start, start + 3, second, true);
        put_alternatives(c); // the rest
        c->regex->program[jump] = (uint16_t)c->regex->size;
    }
}

void nc_regex_compile(struct nc_regex *regex, struct nc_span pattern) {
    struct compiler c = {regex, pattern.data, pattern.data + pattern.size};
    regex->groups = 1;
    put_alternatives(&c);
    if (c.at < c.end)
        bad();
    emit(&c, NC_RE_MATCH);
}

// Something to take back: an old value of a saved place, or (slot -1) another way to try.
struct choice {
    intptr_t slot;
    size_t place;
    const char *at;
};

struct machine {
    const struct nc_regex *regex;
    const char **saved; // groups, then marks
    struct choice *choices;
    size_t count, capacity;
};

static void push(struct machine *m, intptr_t slot, size_t place, const char *at) {
    if (m->count == m->capacity) {
        size_t capacity = m->capacity * 2 + 32;
        m->choices = nc_resize(m->choices, capacity * sizeof *m->choices, NC_SCAN);
        m->capacity = capacity;
    }
    m->choices[m->count++] = (struct choice){slot, place, at};
}

static void save(struct machine *m, size_t slot, const char *at) {
    push(m, (intptr_t)slot, 0, m->saved[slot]);
    m->saved[slot] = at;
}

static bool in_set(const uint16_t *op, uint8_t c) {
    bool found = false;
    for (size_t i = 0; i < op[2] && !found; i++)
        found = c >= op[3 + 2 * i] && c <= op[4 + 2 * i];
    return found != op[1];
}

static const char *after_character(const char *at, const char *end, bool utf8) {
    uint8_t first = (uint8_t)*at++;
    while (utf8 && first >= 0xc0 && at < end && (*at & 0xc0) == 0x80)
        at++;
    return at;
}

bool nc_regex_run(const struct nc_regex *regex, struct nc_span text, bool utf8, const char *at,
                  const char **saved) {
    size_t groups = 2 * regex->groups, slots = groups + regex->marks;
    struct machine m = {.regex = regex};
    m.saved = nc_allocate(slots * sizeof *m.saved, NC_SCAN);
    const char *start = at, *end = text.data + text.size;
    size_t pc = 0;
    for (;;) {
        const uint16_t *op = regex->program + pc;
        bool ok = true;
        pc += length_of(op);
        switch (op[0]) {
        case NC_RE_CHAR:
            ok = at < end && (uint8_t)*at++ == op[1];
            break;
        case NC_RE_ANY:
            ok = at < end && *at != '\n';
            at = ok ? after_character(at, end, utf8) : at;
            break;
        case NC_RE_SET:
            ok = at < end && in_set(op, (uint8_t)*at);
            at = ok ? after_character(at, end, utf8) : at;
            break;
        case NC_RE_START:
            ok = at == text.data;
            break;
        case NC_RE_END:
            ok = at == end;
            break;
        case NC_RE_SPLIT:
            push(&m, -1, op[2], at);
            pc = op[1];
            break;
        case NC_RE_JUMP:
            pc = op[1];
            break;
        case NC_RE_SAVE:
            save(&m, op[1], at);
            break;
        case NC_RE_MARK:
            save(&m, groups + op[1], at);
            break;
        case NC_RE_MOVED:
            ok = m.saved[groups + op[1]] != at;
            break;
        default:
            m.saved[0] = start;
            m.saved[1] = at;
            memcpy(saved, m.saved, groups * sizeof *saved);
            return true;
        }
        if (ok)
            continue;
        for (;;) {
            if (!m.count)
                return false;
            struct choice c = m.choices[--m.count];
            if (c.slot < 0) {
                pc = c.place;
                at = c.at;
                break;
            }
            m.saved[c.slot] = c.at;
        }
    }
}
