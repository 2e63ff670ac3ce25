// print() of machine values: one function for each kind of argument, called in order; separators are strings.
#pragma once
#include <stddef.h>
#include <stdint.h>

void nc_print_str(const char *text, size_t size);
void nc_print_int(intptr_t value);
void nc_print_uint(uintptr_t value);
void nc_print_int64(int64_t value);
void nc_print_uint64(uint64_t value);
void nc_print_bool(int value);

// The shortest text that reads back as the same number, in Python's form: 0.1, 1e+20, -0.0, inf, nan.
void nc_print_float32(float value);
void nc_print_float64(double value);
