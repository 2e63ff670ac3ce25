// The gamma function of a float. Gamma(x + 1) = x * Gamma(x) leads from any x to one between 1 and 2, where a
// polynomial around 1.5 is exact to 2e-9. In doubles, so that the products of up to 35 factors stay exact
// enough: far less code than the way through exp and pow, for a function that few programs use.

static const double coefficients[] = {
    // from the highest power to the lowest
    -0x1.6ff06d721223cp-7, 0x1.0bcf7f3bfb0b3p-6, -0x1.06a34ff9d8e49p-6, 0x1.8f766c1907185p-6,
    -0x1.38d54830d4dcfp-5, 0x1.e1bcebac5bfd0p-5, -0x1.3d7a497f6cd59p-4, 0x1.2835afe280aaap-3,
    -0x1.b77b37c6e622bp-4, 0x1.a8c4ecbb2bdf3p-2, 0x1.08ea8b0fa8bdap-5,  0x1.c5bf8913a3300p-1,
};

enum { LARGEST = 36, SMALLEST = -44 }; // beyond, the result is infinite or zero

float tgammaf(float x) {
    if (x != x || x > LARGEST)
        return x * 0x1p127f;
    if (x == 0)
        return 1 / x;
    if (x < SMALLEST) {
        if (x - x != 0 || x < -0x1p23f || x == (float)(int)x)
            return (x - x) / 0.0f; // at minus infinity and at negative integers there is none
        return (int)x & 1 ? 0.0f : -0.0f;
    }
    if (x < 0 && x == (float)(int)x)
        return (x - x) / 0.0f;
    double y = x, product = 1, sum = 0;
    while (y >= 2) {
        y -= 1;
        product *= y;
    }
    while (y < 1) {
        product /= y;
        y += 1;
    }
    for (unsigned i = 0; i < sizeof coefficients / sizeof *coefficients; i++)
        sum = sum * (y - 1.5) + coefficients[i];
    return (float)(product * sum);
}
