#include <stdint.h>

#define INV_SQRT3 18919
#define HALF_SQRT3 28378
#define LIMIT 18000
#define KP 5200
#define KI 410

static inline int32_t regulate(int32_t error, int32_t *stored) {
    int32_t integral = *stored + error * KI;
    if (integral > LIMIT * 16384)
        integral = LIMIT * 16384;
    else if (integral < -LIMIT * 16384)
        integral = -LIMIT * 16384;
    int32_t output = (error * KP + integral) >> 14;
    if (output > LIMIT)
        return LIMIT;
    if (output < -LIMIT)
        return -LIMIT;
    *stored = integral;
    return output;
}

void foc_current_loop(const int16_t *currents, const uint16_t *angles, int32_t count, const int16_t *sines,
                      int32_t target, int32_t *integrals, int16_t *duties) {
    for (int32_t n = 0; n < count; n++) {
        uint32_t index = angles[n] >> 8;
        int32_t sine = sines[index];
        int32_t cosine = sines[(index + 64) & 0xFF];
        int32_t alpha = currents[0];
        int32_t beta = ((alpha + 2 * currents[1]) * INV_SQRT3) >> 15;
        currents += 2;
        int32_t direct = (alpha * cosine + beta * sine) >> 15;
        int32_t quadrature = (beta * cosine - alpha * sine) >> 15;
        int32_t vd = regulate(-direct, &integrals[0]);
        int32_t vq = regulate(target - quadrature, &integrals[1]);
        alpha = (vd * cosine - vq * sine) >> 15;
        beta = (vd * sine + vq * cosine) >> 15;
        beta = (beta * HALF_SQRT3) >> 15;
        int32_t a = alpha;
        int32_t b = beta - (alpha >> 1);
        int32_t c = -beta - (alpha >> 1);
        int32_t most = a > b ? a : b;
        if (c > most)
            most = c;
        int32_t least = a < b ? a : b;
        if (c < least)
            least = c;
        int32_t centre = 16384 - ((most + least) >> 1);
        duties[0] = (int16_t)(a + centre);
        duties[1] = (int16_t)(b + centre);
        duties[2] = (int16_t)(c + centre);
        duties += 3;
    }
}
