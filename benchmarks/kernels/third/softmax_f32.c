#include <stdint.h>

static float exp_minus(float x) {
    if (x > 80.0f)
        return 0.0f;
    int32_t halvings = (int32_t)(x * 1.442695f);
    float f = x - (float)halvings * 0.6931472f;
    float result = 0.008333334f;
    result = 0.041666668f - f * result;
    result = 0.16666667f - f * result;
    result = 0.5f - f * result;
    result = 1.0f - f * result;
    result = 1.0f - f * result;
    while (halvings-- > 0)
        result *= 0.5f;
    return result;
}

void softmax_f32(float *scores, int32_t rows, int32_t classes, uint8_t *labels) {
    for (int32_t row = 0; row < rows; row++) {
        int32_t best = 0;
        for (int32_t i = 1; i < classes; i++) {
            if (scores[i] > scores[best])
                best = i;
        }
        labels[row] = (uint8_t)best;
        float largest = scores[best];
        float total = 0.0f;
        for (int32_t i = 0; i < classes; i++) {
            scores[i] = exp_minus(largest - scores[i]);
            total += scores[i];
        }
        float scale = 1.0f / total;
        for (int32_t i = 0; i < classes; i++)
            scores[i] *= scale;
        scores += classes;
    }
}
