/* Steps bodies that attract each other. */

static double square_root(double x) {
    double guess = 0.5 * (x + 1.0);
    for (int i = 0; i < 8; i++)
        guess = 0.5 * (guess + x / guess);
    return guess;
}

void nbody_f64(double *position, double *velocity, const double *mass, double step, int steps, int count) {
    for (int n = 0; n < steps; n++) {
        for (int i = 0; i < count; i++)
            for (int j = i + 1; j < count; j++) {
                double dx = position[3 * i] - position[3 * j];
                double dy = position[3 * i + 1] - position[3 * j + 1];
                double dz = position[3 * i + 2] - position[3 * j + 2];
                double square = dx * dx + dy * dy + dz * dz;
                double pull = step / (square * square_root(square));
                double first = mass[j] * pull;
                velocity[3 * i] -= dx * first;
                velocity[3 * i + 1] -= dy * first;
                velocity[3 * i + 2] -= dz * first;
                double second = mass[i] * pull;
                velocity[3 * j] += dx * second;
                velocity[3 * j + 1] += dy * second;
                velocity[3 * j + 2] += dz * second;
            }
        for (int i = 0; i < 3 * count; i++)
            position[i] += step * velocity[i];
    }
}
