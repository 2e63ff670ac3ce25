/* Number of line ends in a text and the length of its longest line. */
#include <stdint.h>

int count_lines(const uint8_t *text, int size) {
    int lines = 0;
    int longest = 0;
    int length = 0;
    for (int i = 0; i < size; i++) {
        if (text[i] == '\n') {
            lines++;
            if (length > longest)
                longest = length;
            length = 0;
        } else {
            length++;
        }
    }
    return lines << 16 | longest;
}
