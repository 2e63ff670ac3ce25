// Machine code of .mpy files: where it lies, and how it is entered.
//
// There are three kinds, each with its own idea of a function:
//
//     native   any function or generator; the runtime's calls do the work
//     viper    a function on machine words; it is called with the arguments as they are
//     asm      up to four words in, one out, as C passes them
//
// Native code begins with two words, the place of its prelude in the table of children and, for a generator,
// where it starts; machine code of the other kinds begins at once.
//
// What runs must lie in memory that may be executed. On the computer that memory is not the heap, and it
// cannot be written through the address that it runs from.
#pragma once
#include "nativecomp/function.h"

struct nc_code_memory {
    uint8_t *write, *run; // two addresses of the same bytes
};
enum { NC_CODE_ALIGNMENT = 64 };
// Room for `size` bytes, zeroed, as long as the program runs or `run` is referred to. False: there is none.
bool nc_code_memory(size_t size, struct nc_code_memory *memory);
void nc_code_written(const struct nc_code_memory *memory, size_t size); // it will be run now

enum { NC_NATIVE_HEAD = sizeof(uintptr_t), NC_NATIVE_GENERATOR_HEAD = 2 * sizeof(uintptr_t) };
struct nc_asm_function {
    const struct nc_type *type;
    size_t arguments;
    const uint8_t *data;
    uintptr_t type_code;
};
nc_value nc_asm_function_new(const struct nc_code *code);

// The only places from which machine code of a file is entered; a build that must not run any replaces them.
nc_value nc_enter_function(const uint8_t *at, nc_value self, size_t n_pos, size_t n_kw, const nc_value *args);
uintptr_t nc_enter_generator(const uint8_t *at, struct nc_frame *frame, nc_value exception);
uintptr_t nc_enter_asm(const uint8_t *at, const uintptr_t *words);

// Words as objects and back, by MicroPython's numbers of the types of viper.
enum nc_machine_type {
    NC_MACHINE_OBJECT,
    NC_MACHINE_BOOL,
    NC_MACHINE_INT,
    NC_MACHINE_UINT,
    NC_MACHINE_PTR,
    NC_MACHINE_PTR8,
    NC_MACHINE_PTR16,
    NC_MACHINE_PTR32,
    NC_MACHINE_NAME
};
uintptr_t nc_to_machine(nc_value v, uintptr_t type);
nc_value nc_from_machine(uintptr_t word, uintptr_t type);

// What machine code in .mpy files is for, as their second byte says it: the highest that this processor runs.
#if defined(__x86_64__)
enum { NC_ARCH = 2 };
#elif defined(__ARM_FP) && __ARM_FP & 8
enum { NC_ARCH = 8 }; // armv7emdp
#elif defined(__ARM_FP) && __ARM_FP & 4
enum { NC_ARCH = 7 }; // armv7emsp
#elif defined(__ARM_ARCH_ISA_THUMB) && __ARM_ARCH_ISA_THUMB == 2 && defined(__ARM_FEATURE_DSP)
enum { NC_ARCH = 6 }; // armv7em
#elif defined(__ARM_ARCH_ISA_THUMB) && __ARM_ARCH_ISA_THUMB == 2
enum { NC_ARCH = 5 }; // armv7m
#else
enum { NC_ARCH = 4 }; // armv6m
#endif
#if defined(__arm__)
enum { NC_ARCH_LEAST = 4 }; // the smaller Thumb cores' code runs too
#else
enum { NC_ARCH_LEAST = NC_ARCH };
#endif
