/* Number of places in a text where a match of a regular expression ends. */
#include <stdint.h>

int nfa_search(const uint8_t *text, int size, const uint32_t *accepts, const uint32_t *follows,
               uint32_t first, uint32_t last) {
    int count = 0;
    uint32_t active = 0;
    for (int i = 0; i < size; i++) {
        uint32_t reached = first;
        for (int position = 0; active != 0; position++) {
            if (active & 1)
                reached |= follows[position];
            active >>= 1;
        }
        active = reached & accepts[text[i]];
        if (active & last)
            count++;
    }
    return count;
}
