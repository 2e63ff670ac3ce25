// A Python program on a board.
#pragma once

// Make heap and stack of what the linker left of the RAM, run the program, and give its exit code.
int nc_run_python(void (*program)(void));
