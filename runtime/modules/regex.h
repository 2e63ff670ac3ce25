// Regular expressions: a pattern becomes a small program, which a machine runs over a text.
//
// Where the program can go on in two ways, the machine tries the preferred one, and takes back what it did if
// that fails. The ways not yet tried are kept on a stack in the heap, so that no pattern and no text uses up
// the C stack. A repetition that matched nothing ends, so that (a*)* does not go on forever.
#pragma once
#include "nativecomp/objects.h"

// X(operation): operands are 16-bit words.
#define NC_REGEX_OPERATIONS(X)                                                                               \
    X(CHAR)  /* c: this byte */                                                                              \
    X(ANY)   /* any byte but a line's end */                                                                 \
    X(SET)   /* negated, n, then n ranges: low, high */                                                      \
    X(START) /* of the text */                                                                               \
    X(END)                                                                                                   \
    X(SPLIT) /* first, second: places in the program; the first is preferred */                              \
    X(JUMP)  /* place */                                                                                     \
    X(SAVE)  /* n: the place in the text */                                                                  \
    X(MARK)  /* n: the same, of a repetition */                                                              \
    X(MOVED) /* n: fail unless the text went on since */                                                     \
    X(MATCH)

enum nc_regex_operation {
#define X(ID) NC_RE_##ID,
    NC_REGEX_OPERATIONS(X)
#undef X
};

struct nc_regex {
    const struct nc_type *type;
    uint16_t *program;
    size_t size, capacity;
    size_t groups, marks; // groups counts the whole match as one
};

void nc_regex_compile(struct nc_regex *regex, struct nc_span pattern); // ValueError
// Whether text[at:] begins with a match; saved[2 * i], saved[2 * i + 1] are the bounds of group i, or NULL.
// With `utf8`, what is no single byte of the pattern takes a whole character.
bool nc_regex_run(const struct nc_regex *regex, struct nc_span text, bool utf8, const char *at,
                  const char **saved);
