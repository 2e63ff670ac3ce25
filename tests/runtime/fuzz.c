// Loads and runs many .mpy files in one process, each in a new interpreter: what `tests/runtime/fuzz.py`
// mutates.
//
// The input has for each file its size, four bytes, and the file. A run ends after so many instructions,
// whatever the program catches. The number of the file at hand is written to the output before it is loaded,
// so that whoever reads it knows which one ended the process.
//
// Machine code is read, checked and relocated like any; where it would be entered, it gives None or is at its
// end, since nothing can be said about code that is mutated. The modules that read and write at any address
// that a program names, `uctypes` and `machine`, are not there.
#include "../../runtime/modules/modules.h"
#include "nativecomp/catch.h"
#include "nativecomp/files.h"
#include "nativecomp/heap.h"
#include "nativecomp/loader.h"
#include "nativecomp/machine.h"
#include "nativecomp/machinecode.h"
#include "nativecomp/program.h"
#include "nativecomp/sanitize.h"
#include "nativecomp/state.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

static const struct nc_builtin_module modules[] = {
#define X(NAME) {N(NAME) == N(uctypes) || N(NAME) == N(machine) ? 0 : N(NAME), &nc_module_##NAME},
    NC_MODULES(X)
#undef X
};
const struct nc_program nc_program = {.modules = modules, .module_count = sizeof modules / sizeof *modules};

enum { VARIABLES = 32 }; // of a native function that is called
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

// Each file begins with an empty memory for machine code; there are gaps between its pieces.
static uint8_t code_memory[256 << 10];
static size_t code_used;
bool nc_code_memory(size_t size, struct nc_code_memory *memory) {
    enum { GAP = 64 };
    size_t room = (size + NC_CODE_ALIGNMENT - 1) / NC_CODE_ALIGNMENT * NC_CODE_ALIGNMENT + GAP;
    if (size > sizeof code_memory || room > sizeof code_memory - code_used)
        return false;
    memory->write = memory->run = code_memory + code_used;
    code_used += room;
    nc_unpoison(memory->write, size);
    memset(memory->write, 0, size);
    nc_poison(memory->write + size, room - size);
    return true;
}
void nc_code_written(const struct nc_code_memory *memory, size_t size) {
    (void)memory, (void)size;
}

nc_value nc_enter_function(const uint8_t *at, nc_value self, size_t n_pos, size_t n_kw,
                           const nc_value *args) {
    (void)at;
    if (!nc_is(self, &nc_type_native_function))
        return NC_NONE;
    uintptr_t memory[sizeof(struct nc_frame) / sizeof(uintptr_t) + VARIABLES];
    struct nc_frame *frame = (struct nc_frame *)memory;
    frame->function = (struct nc_function *)self;
    frame->state_size = VARIABLES;
    struct nc_prelude prelude;
    nc_prelude_read(&prelude, nc_function_prelude(frame->function), NULL);
    // The code would know how large its own frame is.
    bool fits = prelude.positional + prelude.keyword_only + 2 <= VARIABLES;
    for (size_t i = 0; i < prelude.cell_count; i++)
        fits = fits && prelude.cells[i] < VARIABLES;
    if (fits)
        nc_frame_bind(frame, &prelude, n_pos, n_kw, args);
    return NC_NONE;
}
uintptr_t nc_enter_generator(const uint8_t *at, struct nc_frame *frame, nc_value exception) {
    (void)at, (void)exception;
    frame->sp = frame->state;
    *frame->sp = NC_NONE;
    return NC_RETURNED;
}
uintptr_t nc_enter_asm(const uint8_t *at, const uintptr_t *words) {
    return (void)at, words[0] & 1; // whatever the type of the result, no address
}

// Files that loaded, and that ran to their end.
static unsigned loaded, finished;

__attribute__((noinline)) static void try_file(uint8_t *memory, const uint8_t *data, size_t size) {
    memset(&nc_state, 0, sizeof nc_state);
    nc_heap_enabled = true;
    nc_heap_start(memory, HEAP);
    instructions = 0;
    code_used = 0;
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
