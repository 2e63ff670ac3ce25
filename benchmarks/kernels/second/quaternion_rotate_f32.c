/* Normalises quaternions in place and turns a point by each. */

static float inverse_root(float x) {
    float y = 1.0f;
    for (int i = 0; i < 6; i++)
        y *= 1.5f - 0.5f * x * y * y;
    return y;
}

void quaternion_rotate_f32(float *quaternions, float *points, int count) {
    for (int i = 0; i < count; i++) {
        float w = quaternions[4 * i];
        float x = quaternions[4 * i + 1];
        float y = quaternions[4 * i + 2];
        float z = quaternions[4 * i + 3];
        float scale = inverse_root(w * w + x * x + y * y + z * z);
        w *= scale;
        x *= scale;
        y *= scale;
        z *= scale;
        quaternions[4 * i] = w;
        quaternions[4 * i + 1] = x;
        quaternions[4 * i + 2] = y;
        quaternions[4 * i + 3] = z;
        float a = points[3 * i];
        float b = points[3 * i + 1];
        float c = points[3 * i + 2];
        float u = 2.0f * (y * c - z * b);
        float v = 2.0f * (z * a - x * c);
        float t = 2.0f * (x * b - y * a);
        points[3 * i] = a + w * u + (y * t - z * v);
        points[3 * i + 1] = b + w * v + (z * u - x * t);
        points[3 * i + 2] = c + w * t + (x * v - y * u);
    }
}
