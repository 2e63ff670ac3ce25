// Text from bytes and back. There are two encodings, UTF-8 and its part ASCII; any other is refused, since
// what it means would silently be another text.
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "strings.h"

enum errors { STRICT, IGNORE, REPLACE };
enum { REPLACEMENT = 0xfffd, NAME_SIZE = 8 };

// None is UTF-8. A name may have capitals, and its dash or none.
static bool is_ascii(nc_value name) {
    if (name == NC_NONE)
        return false;
    struct nc_span span = nc_str_span(name);
    char plain[NAME_SIZE] = {0};
    for (size_t i = 0, size = 0; i < span.size && size < NAME_SIZE - 1; i++) {
        char c = span.data[i];
        if (c != '-' && c != '_')
            plain[size++] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    }
    if (!memcmp(plain, "ascii", 6))
        return true;
    if (memcmp(plain, "utf8", 5))
        nc_error(NC_MADE(LookupError), "unknown encoding: %v", name);
    return false;
}

static enum errors errors_of(nc_value name) {
    if (name == NC_NONE)
        return STRICT;
    switch (nc_str_intern(name)) {
    case N(strict):
        return STRICT;
    case N(ignore):
        return IGNORE;
    case N(replace):
        return REPLACE;
    }
    nc_error(NC_MADE(LookupError), "unknown error handler name '%v'", name);
}

// Bytes of the character at the begin; where there is none, those that a reader takes for one that is broken.
static size_t character(struct nc_span bytes, bool ascii, bool *is_valid) {
    uint8_t first = (uint8_t)bytes.data[0];
    *is_valid = first < 0x80;
    if (*is_valid || ascii)
        return 1;
    size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2, size = 1;
    uint8_t low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    uint8_t high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (first < 0xc2 || first > 0xf4)
        return 1;
    while (size < length && size < bytes.size && (uint8_t)bytes.data[size] >= low &&
           (uint8_t)bytes.data[size] <= high) {
        size++;
        low = 0x80;
        high = 0xbf;
    }
    *is_valid = size == length;
    return size;
}

nc_value nc_decode(struct nc_span bytes, nc_value encoding, nc_value errors) {
    bool ascii = is_ascii(encoding), is_valid;
    enum errors what = errors_of(errors);
    if (!ascii && what == STRICT)
        return nc_str_new(bytes.data, bytes.size);
    struct nc_text text;
    nc_text_init(&text, bytes.size + 1);
    while (bytes.size) {
        size_t size = character(bytes, ascii, &is_valid);
        if (is_valid)
            nc_text_add(&text, bytes.data, size);
        else if (what == STRICT)
            nc_error(NC_MADE(UnicodeError), "not ASCII");
        else if (what == REPLACE)
            nc_text_add_codepoint(&text, REPLACEMENT);
        bytes.data += size;
        bytes.size -= size;
    }
    return nc_text_str(&text);
}

nc_value nc_encode(struct nc_span text, nc_value encoding, nc_value errors) {
    bool ascii = is_ascii(encoding), is_valid;
    enum errors what = errors_of(errors);
    if (!ascii)
        return nc_bytes_new(text.data, text.size);
    struct nc_text bytes;
    nc_text_init(&bytes, text.size + 1);
    while (text.size) {
        size_t size = character(text, false, &is_valid);
        if (size == 1)
            nc_text_add(&bytes, text.data, 1);
        else if (what == STRICT)
            nc_error(NC_MADE(UnicodeError), "not ASCII");
        else if (what == REPLACE)
            nc_text_fill(&bytes, '?', 1);
        text.data += size;
        text.size -= size;
    }
    return nc_text_bytes(&bytes);
}
