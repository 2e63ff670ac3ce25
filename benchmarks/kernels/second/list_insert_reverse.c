/* Links numbers into a sorted list one by one, then reverses the list. */
#include <stdint.h>

int list_insert_reverse(const int32_t *values, int32_t *following, int count) {
    int head = -1;
    for (int node = 0; node < count; node++) {
        int32_t value = values[node];
        int previous = -1;
        int current = head;
        while (current >= 0 && values[current] <= value) {
            previous = current;
            current = following[current];
        }
        following[node] = current;
        if (previous < 0)
            head = node;
        else
            following[previous] = node;
    }
    int reverse = -1;
    while (head >= 0) {
        int rest = following[head];
        following[head] = reverse;
        reverse = head;
        head = rest;
    }
    return reverse;
}
