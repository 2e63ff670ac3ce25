// What the address sanitizer must be told: which memory of the heap is free. Nothing in an ordinary build.
#pragma once
#include <stddef.h>

#if NC_SANITIZE
void nc_poison(const void *memory, size_t size);
void nc_unpoison(const void *memory, size_t size);
#define NC_NO_SANITIZE __attribute__((no_sanitize("address", "kernel-address"), noinline))
#else
static inline void nc_poison(const void *memory, size_t size) {
    (void)memory, (void)size;
}
static inline void nc_unpoison(const void *memory, size_t size) {
    (void)memory, (void)size;
}
#define NC_NO_SANITIZE
#endif
