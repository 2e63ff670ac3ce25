/* Controller with proportional, integral and derivative parts in Q16. */
#include <stdint.h>

int pid_q16(const int32_t *wanted, int32_t *output, int count, int kp, int ki, int kd, int limit) {
    int32_t integral = 0;
    int32_t last = 0;
    int32_t measured = 0;
    for (int i = 0; i < count; i++) {
        int32_t error = wanted[i] - measured;
        int32_t change = measured - last;
        last = measured;
        int32_t step = (int64_t)ki * error >> 16;
        int32_t total =
            (int32_t)((int64_t)kp * error >> 16) + integral + step - (int32_t)((int64_t)kd * change >> 16);
        if (total > limit) {
            total = limit;
            if (step < 0)
                integral += step;
        } else if (total < -limit) {
            total = -limit;
            if (step > 0)
                integral += step;
        } else {
            integral += step;
        }
        output[i] = total;
        measured += (total - measured) >> 5;
    }
    return measured;
}
