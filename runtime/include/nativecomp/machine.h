// The machine under a program: the four functions that differ from board to board, and the program's own
// entry.
//
// Everything above (print, raise) is written with these and nothing else, and is the same bitcode for all
// boards of a core. What lies below (runtime/machine) contains the few instructions that C cannot say, is
// compiled to objects, and the linker picks the object that fits: output over semihosting or over one kind of
// UART.
#pragma once
#include <stddef.h>
#include <stdint.h>

// The program: compiled from the typed main() of the module. Its result is the exit code.
int nc_main(void);

// Put bytes out where the user sees them; returns when they are on their way.
void nc_write(const char *text, size_t size);

// End the program: a debugger or an emulator gets the code, a lone board goes to sleep.
_Noreturn void nc_exit(int code);

// Exit codes of programs that did not choose one.
enum { NC_EXIT_EXCEPTION = 1, NC_EXIT_FAULT = 2 };
