/* Inverse of a square matrix by Gauss and Jordan with pivots. */

static float magnitude(float x) {
    return x < 0.0f ? -x : x;
}

int invert_f32(float *matrix, float *inverse, int n) {
    for (int row = 0; row < n; row++)
        for (int column = 0; column < n; column++)
            inverse[row * n + column] = row == column ? 1.0f : 0.0f;
    for (int k = 0; k < n; k++) {
        int best = k;
        for (int row = k + 1; row < n; row++)
            if (magnitude(matrix[row * n + k]) > magnitude(matrix[best * n + k]))
                best = row;
        float pivot = matrix[best * n + k];
        if (pivot == 0.0f)
            return 0;
        float scale = 1.0f / pivot;
        for (int column = 0; column < n; column++) {
            float x = matrix[best * n + column];
            matrix[best * n + column] = matrix[k * n + column];
            matrix[k * n + column] = x * scale;
            float y = inverse[best * n + column];
            inverse[best * n + column] = inverse[k * n + column];
            inverse[k * n + column] = y * scale;
        }
        for (int row = 0; row < n; row++) {
            if (row == k)
                continue;
            float factor = matrix[row * n + k];
            for (int column = 0; column < n; column++) {
                matrix[row * n + column] -= factor * matrix[k * n + column];
                inverse[row * n + column] -= factor * inverse[k * n + column];
            }
        }
    }
    return 1;
}
