// The program of a build that runs files: all built-in modules, and no others of its own.
#include "nativecomp/program.h"
#include "modules.h"
#include "nativecomp/loader.h"

static const struct nc_builtin_module modules[] = {
#define X(NAME) {N(NAME), &nc_module_##NAME},
    NC_MODULES(X)
#undef X
};

const struct nc_program nc_program = {
    .modules = modules,
    .module_count = sizeof modules / sizeof *modules,
    .find = nc_find_file,
    .execute = nc_execute_file,
};
