/* Mix two RGB565 images by a mask of 33 levels. */
#include <stdint.h>

#define SPREAD 0x07E0F81Fu

void blend565(uint16_t *frame, const uint16_t *image, const uint8_t *mask, int count) {
    for (int i = 0; i < count; i++) {
        uint32_t over = image[i];
        over = (over | over << 16) & SPREAD;
        uint32_t under = frame[i];
        under = (under | under << 16) & SPREAD;
        uint32_t mixed = (under + ((over - under) * mask[i] >> 5)) & SPREAD;
        frame[i] = mixed | mixed >> 16;
    }
}
