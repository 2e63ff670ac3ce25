/* A producer puts bytes into a ring in bursts, a consumer takes what there is. */
#include <stdint.h>

static int ring_put(uint8_t *ring, int32_t *indices, int mask, int byte) {
    int place = indices[0];
    int following = (place + 1) & mask;
    if (following == indices[1])
        return 0;
    ring[place] = byte;
    indices[0] = following;
    return 1;
}

static int ring_get(const uint8_t *ring, int32_t *indices, int mask) {
    int place = indices[1];
    if (place == indices[0])
        return -1;
    int byte = ring[place];
    indices[1] = (place + 1) & mask;
    return byte;
}

int ring_buffer(const uint8_t *data, int size, const uint8_t *bursts, uint8_t *ring, int mask,
                int32_t *indices, uint8_t *output) {
    int lost = 0;
    int place = 0;
    int i = 0;
    for (int turn = 0; i < size; turn++) {
        for (int k = bursts[turn & 15]; k > 0; k--)
            if (i < size) {
                if (!ring_put(ring, indices, mask, data[i]))
                    lost++;
                i++;
            }
        for (int k = bursts[(turn + 5) & 15]; k > 0; k--) {
            int byte = ring_get(ring, indices, mask);
            if (byte < 0)
                break;
            output[place++] = byte;
        }
    }
    return lost;
}
