/* Steps bodies that attract each other. */

static float square_root(float x) {
    float guess = 0.5f * (x + 1.0f);
    for (int i = 0; i < 8; i++)
        guess = 0.5f * (guess + x / guess);
    return guess;
}

void nbody_f32(float *position, float *velocity, const float *mass, float step, int steps, int count) {
    for (int n = 0; n < steps; n++) {
        for (int i = 0; i < count; i++)
            for (int j = i + 1; j < count; j++) {
                float dx = position[3 * i] - position[3 * j];
                float dy = position[3 * i + 1] - position[3 * j + 1];
                float dz = position[3 * i + 2] - position[3 * j + 2];
                float square = dx * dx + dy * dy + dz * dz;
                float pull = step / (square * square_root(square));
                float first = mass[j] * pull;
                velocity[3 * i] -= dx * first;
                velocity[3 * i + 1] -= dy * first;
                velocity[3 * i + 2] -= dz * first;
                float second = mass[i] * pull;
                velocity[3 * j] += dx * second;
                velocity[3 * j + 1] += dy * second;
                velocity[3 * j + 2] += dz * second;
            }
        for (int i = 0; i < 3 * count; i++)
            position[i] += step * velocity[i];
    }
}
