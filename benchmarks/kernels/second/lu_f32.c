/* Splits a square matrix into a lower and an upper triangle in place. */

void lu_f32(float *matrix, int n) {
    for (int k = 0; k < n; k++) {
        float pivot = matrix[k * n + k];
        for (int row = k + 1; row < n; row++) {
            float factor = matrix[row * n + k] / pivot;
            matrix[row * n + k] = factor;
            for (int column = k + 1; column < n; column++)
                matrix[row * n + column] -= factor * matrix[k * n + column];
        }
    }
}
