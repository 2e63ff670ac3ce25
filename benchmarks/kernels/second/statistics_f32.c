/* Means, variances and the correlation of two series. */

static float square_root(float x) {
    float guess = 0.5f * (x + 1.0f);
    for (int i = 0; i < 12; i++)
        guess = 0.5f * (guess + x / guess);
    return guess;
}

void statistics_f32(const float *x, const float *y, float *results, int count) {
    float mean_x = 0.0f;
    float mean_y = 0.0f;
    for (int i = 0; i < count; i++) {
        mean_x += x[i];
        mean_y += y[i];
    }
    mean_x /= count;
    mean_y /= count;
    float xx = 0.0f;
    float yy = 0.0f;
    float xy = 0.0f;
    for (int i = 0; i < count; i++) {
        float dx = x[i] - mean_x;
        float dy = y[i] - mean_y;
        xx += dx * dx;
        yy += dy * dy;
        xy += dx * dy;
    }
    results[0] = mean_x;
    results[1] = mean_y;
    results[2] = xx / (count - 1);
    results[3] = yy / (count - 1);
    results[4] = xy / square_root(xx * yy);
}
