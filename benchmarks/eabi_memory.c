/* The ARM run-time ABI's names for setting memory, whose arguments stand in another order than memset's. */
#include <stddef.h>

extern void *memset(void *memory, int value, size_t size);

void __aeabi_memset(void *memory, size_t size, int value) {
    memset(memory, value, size);
}

void __aeabi_memclr(void *memory, size_t size) {
    memset(memory, 0, size);
}
