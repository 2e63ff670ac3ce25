#include <stdint.h>

static inline uint32_t root(uint8_t *parents, uint32_t label) {
    while (parents[label] != label) {
        parents[label] = parents[parents[label]];
        label = parents[label];
    }
    return label;
}

int32_t connected_components(const uint8_t *image, int32_t width, int32_t height, uint8_t *labels,
                             uint8_t *parents, uint16_t *areas) {
    uint32_t used = 0;
    int32_t i = 0;
    for (int32_t y = 0; y < height; y++) {
        for (int32_t x = 0; x < width; x++, i++) {
            uint32_t label = 0;
            if (image[i]) {
                uint32_t left = x > 0 ? labels[i - 1] : 0;
                uint32_t above = y > 0 ? labels[i - width] : 0;
                if (left && above) {
                    left = root(parents, left);
                    above = root(parents, above);
                    if (left < above) {
                        label = left;
                        parents[above] = (uint8_t)left;
                    } else {
                        label = above;
                        parents[left] = (uint8_t)above;
                    }
                } else if (left) {
                    label = left;
                } else if (above) {
                    label = above;
                } else {
                    label = ++used;
                    parents[used] = (uint8_t)used;
                }
            }
            labels[i] = (uint8_t)label;
        }
    }
    uint32_t found = 0;
    for (uint32_t label = 1; label <= used; label++) {
        uint32_t parent = parents[label];
        parents[label] = parent == label ? (uint8_t)++found : parents[parent];
    }
    for (i = 0; i < width * height; i++) {
        uint32_t label = labels[i];
        if (label) {
            label = parents[label];
            labels[i] = (uint8_t)label;
            areas[label]++;
        }
    }
    return (int32_t)found;
}
