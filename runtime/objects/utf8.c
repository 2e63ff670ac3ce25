// UTF-8: one to four bytes a character; the first says how many, the others begin with the bits 10.
#include "nativecomp/objects.h"

bool nc_utf8_valid(const char *data, size_t size) {
    const uint8_t *p = (const uint8_t *)data, *end = p + size;
    while (p < end) {
        uint8_t first = *p++;
        if (first < 0x80)
            continue;
        int more = first >= 0xf0 && first < 0xf8   ? 3
                   : first >= 0xe0 && first < 0xf0 ? 2
                   : first >= 0xc0 && first < 0xe0 ? 1
                                                   : 0;
        if (!more || end - p < more)
            return false;
        while (more--)
            if ((*p++ & 0xc0) != 0x80)
                return false;
    }
    return true;
}

size_t nc_utf8_count(const char *data, size_t size) {
    size_t count = 0;
    for (const char *end = data + size; data < end; data++)
        count += (*data & 0xc0) != 0x80;
    return count;
}

uint32_t nc_utf8_get(const char **at) {
    const uint8_t *p = (const uint8_t *)*at;
    uint32_t c = *p++;
    if (c >= 0x80) {
        int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
        c &= 0x3fu >> more;
        while (more--)
            c = c << 6 | (*p++ & 0x3f);
    }
    *at = (const char *)p;
    return c;
}

size_t nc_utf8_put(char *to, uint32_t c) {
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    size_t more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const uint8_t lead[] = {0, 0xc0, 0xe0, 0xf0};
    to[0] = (char)(lead[more] | c >> 6 * more);
    for (size_t i = 1; i <= more; i++)
        to[i] = (char)(0x80 | (c >> 6 * (more - i) & 0x3f));
    return more + 1;
}
