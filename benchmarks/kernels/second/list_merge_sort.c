/* Sorts a linked list in arrays by halving it and merging. */
#include <stdint.h>

static int list_merge(const int32_t *values, int32_t *following, int a, int b) {
    int head = -1;
    int tail = -1;
    while (a >= 0 || b >= 0) {
        int node;
        if (b < 0 || (a >= 0 && values[a] <= values[b])) {
            node = a;
            a = following[a];
        } else {
            node = b;
            b = following[b];
        }
        if (tail < 0)
            head = node;
        else
            following[tail] = node;
        tail = node;
    }
    following[tail] = -1;
    return head;
}

int list_merge_sort(const int32_t *values, int32_t *following, int head, int count) {
    if (count < 2)
        return head;
    int half = count >> 1;
    int last = head;
    for (int i = 0; i < half - 1; i++)
        last = following[last];
    int middle = following[last];
    following[last] = -1;
    int first = list_merge_sort(values, following, head, half);
    int second = list_merge_sort(values, following, middle, count - half);
    return list_merge(values, following, first, second);
}
