/* Edit distance of two texts with one row of memory. */
#include <stdint.h>

static inline int min(int a, int b) {
    return a < b ? a : b;
}

int levenshtein(uint16_t *row, const uint8_t *a, int a_size, const uint8_t *b, int b_size) {
    for (int j = 0; j <= b_size; j++)
        row[j] = j;
    for (int i = 0; i < a_size; i++) {
        int letter = a[i];
        int diagonal = row[0];
        row[0] = i + 1;
        for (int j = 0; j < b_size; j++) {
            int above = row[j + 1];
            if (b[j] == letter)
                row[j + 1] = diagonal;
            else
                row[j + 1] = min(min(diagonal, above), row[j]) + 1;
            diagonal = above;
        }
    }
    return row[b_size];
}
