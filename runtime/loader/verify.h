// Verifying bytecode: what the virtual machine takes for granted is made sure of once, when code is loaded.
#pragma once
#include "nativecomp/function.h"

struct nc_tables {
    size_t name_count, constant_count; // of the module
};

// Whether a function's code can run without leaving its frame, its tables or its own bytes.
bool nc_verify(const struct nc_code *code, const struct nc_tables *tables);
