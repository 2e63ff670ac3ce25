/* Number of places where a word stands in a text, by the method of Boyer, Moore and Horspool. */
#include <stdint.h>

int horspool(const uint8_t *text, int size, const uint8_t *word, int length, uint8_t *skips) {
    for (int i = 0; i < 256; i++)
        skips[i] = length;
    for (int i = 0; i < length - 1; i++)
        skips[word[i]] = length - 1 - i;
    int count = 0;
    int place = 0;
    while (place + length <= size) {
        int i = length - 1;
        while (i >= 0 && text[place + i] == word[i])
            i--;
        if (i < 0)
            count++;
        place += skips[text[place + length - 1]];
    }
    return count;
}
