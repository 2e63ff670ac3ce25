// The program of a build that runs files: all built-in modules, and no others of its own.
#include "nativecomp/program.h"
#include "modules.h"
#include "nativecomp/loader.h"

const struct nc_program nc_program = {
    .modules = nc_all_modules,
    .module_count = NC_ALL_MODULES,
    .find = nc_find_file,
    .execute = nc_execute_file,
};
