/* Product of two square matrices in single precision. */

void matmul_f32(float *product, const float *a, const float *b, int n) {
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            float total = 0;
            for (int k = 0; k < n; k++)
                total += a[i * n + k] * b[k * n + j];
            product[i * n + j] = total;
        }
    }
}
