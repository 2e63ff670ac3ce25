// Machine code on a board lies on the heap: a Cortex-M runs what is in its RAM. Whoever runs it refers to
// where it begins, so that the collector leaves it.
#include "nativecomp/heap.h"
#include "nativecomp/machinecode.h"

bool nc_code_memory(size_t size, struct nc_code_memory *memory) {
    memory->write = memory->run = nc_try_allocate(size, NC_LEAF);
    return memory->run;
}

void nc_code_written(const struct nc_code_memory *memory, size_t size) {
    (void)memory, (void)size;
    __asm__ volatile("dsb\n\tisb" ::: "memory");
}
