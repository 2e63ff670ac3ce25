// Second names of the helpers.
//
// They are written under the names of Arm's run-time ABI. On RISC-V the compiler calls them as GCC's library
// does; with floats in integer registers the functions are the same.
#pragma once

#ifdef __riscv
#define NC_ALSO(NAME, AS) extern __typeof__(AS) NAME __attribute__((alias(#AS)));
#else
#define NC_ALSO(NAME, AS)
#endif
