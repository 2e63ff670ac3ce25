// The run time of the address sanitizer, for builds of the runtime with a compiler that brings none along.
//
// The compiler puts a call before each access of memory. For every eight bytes of memory there is one of
// shadow: 0 if all may be accessed, n from 1 to 7 if only the first n may, anything negative if none may. The
// heap marks what is free and what lies behind an object's end (nc_poison); the compiler marks gaps between
// variables of a function and between global ones. The first bad access ends the program.
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SHADOW_START 0x100000000000u
enum { GRAIN = 8, POISON = -1, ACCESS_ERROR = 99 };

static void map_shadow(void) {
    static int mapped;
    if (mapped)
        return;
    mapped = 1;
    void *wanted = (void *)SHADOW_START;
    if (mmap(wanted, (size_t)1 << 44, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0) != wanted) {
        static const char text[] = "shadow memory cannot be mapped\n";
        (void)!write(2, text, sizeof text - 1);
        _exit(ACCESS_ERROR);
    }
}

__attribute__((constructor(1))) static void start(void) {
    map_shadow();
}

static int8_t *shadow_of(uintptr_t address) {
    return (int8_t *)(SHADOW_START + address / GRAIN);
}

static void mark(uintptr_t from, size_t size, int8_t value) {
    if (from % GRAIN) { // the first grain is in use up to here, or to its end
        size_t head = GRAIN - from % GRAIN;
        if (value)
            *shadow_of(from) = (int8_t)(from % GRAIN);
        if (head >= size)
            return;
        from += head;
        size -= head;
    }
    memset(shadow_of(from), value, value ? (size + GRAIN - 1) / GRAIN : size / GRAIN);
    if (!value && size % GRAIN)
        *shadow_of(from + size) = (int8_t)(size % GRAIN);
}

void nc_poison(const void *memory, size_t size) {
    if (size)
        mark((uintptr_t)memory, size, POISON);
}

void nc_unpoison(const void *memory, size_t size) {
    if (size)
        mark((uintptr_t)memory, size, 0);
}

static _Noreturn void report(const char *what, uintptr_t address, size_t size, const void *caller) {
    char text[160];
    int length =
        snprintf(text, sizeof text, "address sanitizer: %s of %zu bytes at %#lx, shadow %d, code %p\n", what,
                 size, (unsigned long)address, *shadow_of(address), caller);
    (void)!write(2, text, (size_t)length);
    __builtin_trap();
}

static void check(const char *what, uintptr_t address, size_t size, const void *caller) {
    if (!size)
        return;
    for (uintptr_t at = address / GRAIN * GRAIN; at < address + size; at += GRAIN) {
        int8_t shadow = *shadow_of(at);
        if (shadow && (shadow < 0 || address + size > at + (uintptr_t)shadow))
            report(what, address, size, caller);
    }
}

#define ACCESSES(X) X(1) X(2) X(4) X(8) X(16)
#define X(SIZE)                                                                                              \
    void __asan_load##SIZE##_noabort(uintptr_t a) {                                                          \
        check("load", a, SIZE, __builtin_return_address(0));                                                 \
    }                                                                                                        \
    void __asan_store##SIZE##_noabort(uintptr_t a) {                                                         \
        check("store", a, SIZE, __builtin_return_address(0));                                                \
    }
ACCESSES(X)
#undef X
void __asan_loadN_noabort(uintptr_t a, size_t size) {
    check("load", a, size, __builtin_return_address(0));
}
void __asan_storeN_noabort(uintptr_t a, size_t size) {
    check("store", a, size, __builtin_return_address(0));
}

void *__asan_memcpy(void *to, const void *from, size_t size) {
    check("copy from", (uintptr_t)from, size, __builtin_return_address(0));
    check("copy to", (uintptr_t)to, size, __builtin_return_address(0));
    return memcpy(to, from, size);
}

void *__asan_memmove(void *to, const void *from, size_t size) {
    check("move from", (uintptr_t)from, size, __builtin_return_address(0));
    check("move to", (uintptr_t)to, size, __builtin_return_address(0));
    return memmove(to, from, size);
}

void *__asan_memset(void *to, int byte, size_t size) {
    check("set", (uintptr_t)to, size, __builtin_return_address(0));
    return memset(to, byte, size);
}

struct global {
    uintptr_t start;
    size_t size, size_with_gap;
    const char *name, *module;
    uintptr_t has_initializer;
    void *location;
    uintptr_t indicator;
};

void __asan_register_globals(const struct global *globals, size_t count) {
    map_shadow();
    for (size_t i = 0; i < count; i++) {
        const struct global *g = &globals[i];
        size_t whole = g->size / GRAIN * GRAIN;
        if (g->size_with_gap > whole)
            mark(g->start + whole, g->size_with_gap - whole, POISON);
        if (g->size % GRAIN)
            *shadow_of(g->start + whole) = (int8_t)(g->size % GRAIN);
    }
}

void __asan_unregister_globals(const struct global *globals, size_t count) {
    (void)globals, (void)count;
}

// A jump out of functions leaves the marks of their variables behind.
void nc_stack_range(void **low, void **high);
void __asan_handle_no_return(void) {
    void *low, *high;
    nc_stack_range(&low, &high);
    uintptr_t here = (uintptr_t)__builtin_frame_address(0) / GRAIN * GRAIN;
    if (high > (void *)here)
        memset(shadow_of(here), 0, ((uintptr_t)high - here) / GRAIN);
}

void __asan_alloca_poison(uintptr_t start, size_t size) {
    enum { GAP = 32 };
    mark(start - GAP, GAP, POISON);
    uintptr_t end = start + size, next = (end + GAP - 1) / GAP * GAP;
    mark(end, next + GAP - end, POISON);
}

void __asan_allocas_unpoison(uintptr_t top, uintptr_t bottom) {
    if (top && top < bottom)
        memset(shadow_of(top), 0, (bottom - top) / GRAIN);
}

#define MARKS(X) X(00, 0) X(f1, -15) X(f2, -14) X(f3, -13) X(f5, -11) X(f8, -8)
#define X(ID, VALUE)                                                                                         \
    void __asan_set_shadow_##ID(uintptr_t a, size_t size) {                                                  \
        memset((void *)a, VALUE, size);                                                                      \
    }
MARKS(X)
#undef X
