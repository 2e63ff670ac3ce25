#include <stdint.h>

int32_t kmp_search(const uint8_t *text, int32_t length, const uint8_t *pattern, int32_t size,
                   uint8_t *borders, uint16_t *places) {
    int32_t matched = 0;
    borders[0] = 0;
    for (int32_t i = 1; i < size; i++) {
        while (matched > 0 && pattern[i] != pattern[matched])
            matched = borders[matched - 1];
        if (pattern[i] == pattern[matched])
            matched++;
        borders[i] = (uint8_t)matched;
    }
    int32_t found = 0;
    matched = 0;
    for (int32_t i = 0; i < length; i++) {
        uint8_t c = text[i];
        while (matched > 0 && c != pattern[matched])
            matched = borders[matched - 1];
        if (c == pattern[matched])
            matched++;
        if (matched == size) {
            places[found++] = (uint16_t)(i + 1 - size);
            matched = borders[matched - 1];
        }
    }
    return found;
}
