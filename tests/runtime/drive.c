// Apply a function of one or two arguments to whole arrays, so that millions of cases take a second.
#include <stddef.h>
#include <stdint.h>

#define UNARY(NAME, RESULT, A)                                                                               \
    void NAME(RESULT (*f)(A), const A *a, RESULT *out, size_t n) {                                           \
        for (size_t i = 0; i < n; i++)                                                                       \
            out[i] = f(a[i]);                                                                                \
    }
#define BINARY(NAME, RESULT, A, B)                                                                           \
    void NAME(RESULT (*f)(A, B), const A *a, const B *b, RESULT *out, size_t n) {                            \
        for (size_t i = 0; i < n; i++)                                                                       \
            out[i] = f(a[i], b[i]);                                                                          \
    }

// Letters as in numpy: I and Q are 32 and 64 bits, also those of a float or double; f and d are passed as
// such. The result's letter comes first.
BINARY(drive_III, uint32_t, uint32_t, uint32_t)
BINARY(drive_QQQ, uint64_t, uint64_t, uint64_t)
BINARY(drive_IQQ, uint32_t, uint64_t, uint64_t)
BINARY(drive_QII, uint64_t, uint32_t, uint32_t)
BINARY(drive_QQI, uint64_t, uint64_t, uint32_t)
BINARY(drive_fff, float, float, float)
BINARY(drive_ddd, double, double, double)
UNARY(drive_II, uint32_t, uint32_t)
UNARY(drive_IQ, uint32_t, uint64_t)
UNARY(drive_QI, uint64_t, uint32_t)
UNARY(drive_QQ, uint64_t, uint64_t)
UNARY(drive_ff, float, float)
UNARY(drive_dd, double, double)

typedef uint32_t quotient_remainder __attribute__((vector_size(16)));

// Quotients and remainders one after the other.
void drive_divide64(quotient_remainder (*f)(uint64_t, uint64_t), const uint64_t *a, const uint64_t *b,
                    uint64_t *out, size_t n) {
    for (size_t i = 0; i < n; i++) {
        quotient_remainder both = f(a[i], b[i]);
        out[i] = (uint64_t)both[1] << 32 | both[0];
        out[n + i] = (uint64_t)both[3] << 32 | both[2];
    }
}
