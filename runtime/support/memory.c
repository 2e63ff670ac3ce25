// memcpy, memmove, memset, under C's names and those of Arm's run-time ABI: what the compiler calls for a
// copy that it does not unroll.
//
// Words instead of bytes, blocks of four words instead of words. The destination is brought to a word's edge
// first. A source that then is off the edge is read unaligned where the core can (all but ARMv6-M and
// RISC-V), and elsewhere in aligned words whose halves are put together by shifts: seven instructions for
// four bytes where single bytes take sixteen.
//
// Copies run upward and read a block before they write one, so they are right too when the destination
// overlaps the source from below; memmove relies on it.
#include <stddef.h>
#include <stdint.h>

#if !defined(NC_PLAIN_CORE) && defined(__ARM_ARCH_6M__)
#define NC_PLAIN_CORE 1
#endif

#if NC_PLAIN_CORE || defined(__riscv)
#define ALIGNED_ONLY 1
#endif

typedef uint32_t __attribute__((may_alias)) word;
#if !ALIGNED_ONLY
typedef uint32_t __attribute__((may_alias, aligned(1))) loose_word;
#endif

// Three turns at most: made longer by the compiler, such a loop would only be slower.
#define FEW_TURNS _Pragma("clang loop unroll(disable)")

enum { WORD = sizeof(word), BLOCK = 4 * WORD, SHORT = 8 };

void *memcpy(void *to, const void *from, size_t size) {
    unsigned char *d = to;
    const unsigned char *s = from;
    if (size >= SHORT) {
        FEW_TURNS
        while ((uintptr_t)d % WORD) {
            *d++ = *s++;
            size -= 1;
        }
        word *dw = (word *)d;
        if ((uintptr_t)s % WORD == 0) {
            const word *sw = (const word *)s;
            for (; size >= BLOCK; size -= BLOCK) {
                word a = sw[0], b = sw[1], c = sw[2], e = sw[3];
                dw[0] = a, dw[1] = b, dw[2] = c, dw[3] = e;
                sw += 4, dw += 4;
            }
            FEW_TURNS
            for (; size >= WORD; size -= WORD)
                *dw++ = *sw++;
            s = (const unsigned char *)sw;
        } else {
#if ALIGNED_ONLY
            unsigned skew = 8 * ((uintptr_t)s % WORD);
            const word *sw = (const word *)(s - (uintptr_t)s % WORD);
            word low = *sw++;
            for (; size >= WORD; size -= WORD) {
                word high = *sw++;
                *dw++ = low >> skew | high << (32 - skew);
                low = high;
                s += WORD;
            }
#else
            const loose_word *sw = (const loose_word *)s;
            for (; size >= BLOCK; size -= BLOCK) {
                word a = sw[0], b = sw[1], c = sw[2], e = sw[3];
                dw[0] = a, dw[1] = b, dw[2] = c, dw[3] = e;
                sw += 4, dw += 4;
            }
            FEW_TURNS
            for (; size >= WORD; size -= WORD)
                *dw++ = *sw++;
            s = (const unsigned char *)sw;
#endif
        }
        d = (unsigned char *)dw;
    }
    FEW_TURNS
    while (size--)
        *d++ = *s++;
    return to;
}

void *memmove(void *to, const void *from, size_t size) {
    if ((uintptr_t)to - (uintptr_t)from >= size)
        return memcpy(to, from, size);
    unsigned char *d = (unsigned char *)to + size;
    const unsigned char *s = (const unsigned char *)from + size;
    if (size >= SHORT) {
        FEW_TURNS
        while ((uintptr_t)d % WORD) {
            *--d = *--s;
            size -= 1;
        }
        word *dw = (word *)d;
#if ALIGNED_ONLY
        if ((uintptr_t)s % WORD) {
            unsigned skew = 8 * ((uintptr_t)s % WORD);
            const word *sw = (const word *)(s - (uintptr_t)s % WORD);
            word high = *sw;
            for (; size >= WORD; size -= WORD) {
                word low = *--sw;
                *--dw = low >> skew | high << (32 - skew);
                high = low;
                s -= WORD;
            }
            d = (unsigned char *)dw;
            FEW_TURNS
            while (size--)
                *--d = *--s;
            return to;
        }
        const word *sw = (const word *)s;
#else
        const loose_word *sw = (const loose_word *)s;
#endif
        for (; size >= BLOCK; size -= BLOCK) {
            sw -= 4, dw -= 4;
            word a = sw[0], b = sw[1], c = sw[2], e = sw[3];
            dw[0] = a, dw[1] = b, dw[2] = c, dw[3] = e;
        }
        FEW_TURNS
        for (; size >= WORD; size -= WORD)
            *--dw = *--sw;
        s = (const unsigned char *)sw;
        d = (unsigned char *)dw;
    }
    FEW_TURNS
    while (size--)
        *--d = *--s;
    return to;
}

// Arm's order of arguments: so that zero, the usual value, need not be moved past the size.
void __aeabi_memset(void *to, size_t size, int byte) {
    unsigned char *d = to;
    if (size >= SHORT) {
        FEW_TURNS
        while ((uintptr_t)d % WORD) {
            *d++ = (unsigned char)byte;
            size -= 1;
        }
        word value = (unsigned char)byte;
        value |= value << 8;
        value |= value << 16;
        word *dw = (word *)d;
        for (; size >= 2 * BLOCK; size -= 2 * BLOCK) {
            dw[0] = value, dw[1] = value, dw[2] = value, dw[3] = value;
            dw[4] = value, dw[5] = value, dw[6] = value, dw[7] = value;
            dw += 8;
        }
        FEW_TURNS
        for (; size >= WORD; size -= WORD)
            *dw++ = value;
        d = (unsigned char *)dw;
    }
    FEW_TURNS
    while (size--)
        *d++ = (unsigned char)byte;
}

void *memset(void *to, int byte, size_t size) {
    __aeabi_memset(to, size, byte);
    return to;
}

void __aeabi_memclr(void *to, size_t size) {
    __aeabi_memset(to, size, 0);
}

// The names ending in 4 and 8 promise aligned pointers, which the functions find out for themselves.
#define SAME(NAME, AS) extern __typeof__(AS) NAME __attribute__((alias(#AS)));
SAME(__aeabi_memcpy, memcpy)
SAME(__aeabi_memcpy4, memcpy)
SAME(__aeabi_memcpy8, memcpy)
SAME(__aeabi_memmove, memmove)
SAME(__aeabi_memmove4, memmove)
SAME(__aeabi_memmove8, memmove)
SAME(__aeabi_memset4, __aeabi_memset)
SAME(__aeabi_memset8, __aeabi_memset)
SAME(__aeabi_memclr4, __aeabi_memclr)
SAME(__aeabi_memclr8, __aeabi_memclr)
