/* Real roots of cubics by Newton's method. */

static float square_root(float x) {
    if (x <= 0.0f)
        return 0.0f;
    float guess = 0.5f * (x + 1.0f);
    for (int i = 0; i < 10; i++)
        guess = 0.5f * (guess + x / guess);
    return guess;
}

static float magnitude(float x) {
    return x < 0.0f ? -x : x;
}

static float larger(float a, float b) {
    return b > a ? b : a;
}

int cubic_roots_f32(const float *cubics, float *roots, int count) {
    int found = 0;
    for (int i = 0; i < count; i++) {
        float a = cubics[3 * i];
        float b = cubics[3 * i + 1];
        float c = cubics[3 * i + 2];
        float x = 1.0f + larger(larger(magnitude(a), magnitude(b)), magnitude(c));
        for (int k = 0; k < 40; k++) {
            float value = ((x + a) * x + b) * x + c;
            float slope = (3.0f * x + 2.0f * a) * x + b;
            if (value == 0.0f || slope == 0.0f)
                break;
            x -= value / slope;
        }
        roots[found++] = x;
        float half = -0.5f * (x + a);
        float discriminant = half * half - (x + a) * x - b;
        if (discriminant >= 0.0f) {
            float root = square_root(discriminant);
            roots[found++] = half - root;
            roots[found++] = half + root;
        }
    }
    return found;
}
