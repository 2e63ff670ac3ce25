// The types of floor, trunc and fmod.
//
// The helpers of Arm's run-time ABI take floats in core registers on every core, so they are written with
// integers. The functions of the C library take them where the platform puts floats: in float registers, or,
// without an FPU, again in core registers. There they are written with integers too: given float types, LLVM
// would find that some test on bits is a comparison of floats, and call another helper for it.
#pragma once
#include "f32.h"
#include "f64.h"

#if (defined(__arm__) && !defined(__ARM_PCS_VFP)) || defined(__riscv)
typedef uint32_t NC_F32;
typedef uint64_t NC_F64;
#define NC_F32_BITS(x) (x)
#define NC_F64_BITS(x) (x)
#define NC_F32_FROM(bits) (bits)
#define NC_F64_FROM(bits) (bits)
#else
typedef float NC_F32;
typedef double NC_F64;
#define NC_F32_BITS(x) nc_bits32(x)
#define NC_F64_BITS(x) nc_bits64(x)
#define NC_F32_FROM(bits) nc_float32(bits)
#define NC_F64_FROM(bits) nc_float64(bits)

static inline uint32_t nc_bits32(float x) {
    union {
        float value;
        uint32_t bits;
    } u = {.value = x};
    return u.bits;
}

static inline float nc_float32(uint32_t bits) {
    union {
        uint32_t bits;
        float value;
    } u = {.bits = bits};
    return u.value;
}

static inline uint64_t nc_bits64(double x) {
    union {
        double value;
        uint64_t bits;
    } u = {.value = x};
    return u.bits;
}

static inline double nc_float64(uint64_t bits) {
    union {
        uint64_t bits;
        double value;
    } u = {.bits = bits};
    return u.value;
}
#endif
