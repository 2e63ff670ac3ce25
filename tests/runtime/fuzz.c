// Loads and runs many .mpy files in one process, each in a new interpreter: what `tests/runtime/fuzz.py`
// mutates.
//
// The input has for each file its size, four bytes, and the file. A run ends after so many instructions,
// whatever the program catches. The number of the file at hand is written to the output before it is loaded,
// so that whoever reads it knows which one ended the process.
#include "nativecomp/catch.h"
#include "nativecomp/files.h"
#include "nativecomp/heap.h"
#include "nativecomp/loader.h"
#include "nativecomp/machine.h"
#include "nativecomp/state.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

enum { HEAP = 256 << 10, STACK = 64 << 10, INSTRUCTIONS = 3000, SECONDS = 5 };

static struct nc_catch bottom;
static unsigned instructions;

struct nc_frame;
void nc_trace(const struct nc_frame *frame, const uint8_t *ip, const nc_value *sp) {
    (void)frame, (void)ip, (void)sp;
    if (++instructions < INSTRUCTIONS)
        return;
    nc_state.catcher = &bottom; // past everybody who would catch it
    nc_throw((nc_value)&nc_memory_error);
}

void nc_write(const char *text, size_t size) {
    (void)text, (void)size;
}
_Noreturn void nc_exit(int code) {
    _exit(code ? 3 : 0);
}
enum nc_path_kind nc_path_kind(const char *path) {
    return (void)path, NC_PATH_NONE;
}
intptr_t nc_file_open(const char *path, unsigned flags) {
    return (void)path, (void)flags, -2;
}
intptr_t nc_file_read(intptr_t file, void *to, size_t size) {
    return (void)file, (void)to, (void)size, 0;
}
intptr_t nc_file_write(intptr_t file, const void *from, size_t size) {
    return (void)file, (void)from, (intptr_t)size;
}
intptr_t nc_file_seek(intptr_t file, intptr_t offset, int whence) {
    return (void)file, (void)offset, (void)whence, 0;
}
void nc_file_close(intptr_t file) {
    (void)file;
}
uint64_t nc_clock_us(void) {
    return 0;
}
uint64_t nc_clock_unix_ns(void) {
    return 0;
}
void nc_sleep_us(uint64_t us) {
    (void)us;
}

// Files that loaded, and that ran to their end.
static unsigned loaded, finished;

__attribute__((noinline)) static void try_file(uint8_t *memory, const uint8_t *data, size_t size) {
    memset(&nc_state, 0, sizeof nc_state);
    nc_heap_enabled = true;
    nc_heap_start(memory, HEAP);
    instructions = 0;
    if (nc_catch_push(&bottom))
        return;
    nc_runtime_start();
    nc_value module = nc_module_new(N(__main__));
    nc_value body = nc_load((struct nc_context *)module, data, size);
    loaded++;
    nc_run_module((struct nc_context *)module, body);
    finished++;
    nc_catch_pop();
}

int main(int count, char **arguments) {
    static uint8_t memory[HEAP];
    FILE *file = count > 2 ? fopen(arguments[1], "rb") : NULL;
    if (!file)
        return 2;
    unsigned first = (unsigned)atoi(arguments[2]), index = 0;
    nc_stack_start(__builtin_frame_address(0), STACK);
    uint8_t head[4];
    while (fread(head, 1, 4, file) == 4) {
        size_t size = head[0] | head[1] << 8 | head[2] << 16 | (size_t)head[3] << 24;
        uint8_t *data = malloc(size + 1);
        if (fread(data, 1, size, file) != size)
            return 2;
        if (index++ >= first) {
            struct itimerval limit = {.it_value = {SECONDS, 0}};
            setitimer(ITIMER_REAL, &limit, NULL);
            char text[16];
            int length = snprintf(text, sizeof text, "%u\n", index - 1);
            (void)!write(1, text, (size_t)length);
            try_file(memory, data, size);
        }
        free(data);
    }
    fprintf(stderr, "%u loaded, %u ran to the end\n", loaded, finished);
    return 0;
}
