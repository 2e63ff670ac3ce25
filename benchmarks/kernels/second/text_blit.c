/* Draws a text of 8x8 letters into a frame of one bit a pixel. */
#include <stdint.h>

void text_blit(uint8_t *frame, int stride, const uint8_t *font, const uint8_t *text, int length, int x,
               int y) {
    int shift = x & 7;
    for (int i = 0; i < length; i++) {
        const uint8_t *glyph = font + 8 * (text[i] - 32);
        uint8_t *place = frame + y * stride + (x >> 3) + i;
        for (int row = 0; row < 8; row++) {
            int bits = (glyph[row] << 8) >> shift;
            place[0] |= bits >> 8;
            if (shift)
                place[1] |= bits;
            place += stride;
        }
    }
}
