// What a program brings along: its names, its modules, and where else modules may come from.
//
// A program that runs files (the host) has all built-in modules and looks for others in files. A program that
// was built for a board has a table that the build wrote: the built-in modules that it imports and no others,
// and its own modules "frozen", which means that their names, constants and bytecode are constants in flash
// and run from there. Either defines `nc_program`; the linker takes modules/program.c if nothing else does.
#pragma once
#include "nativecomp/function.h"
#include "nativecomp/names.h"

struct nc_builtin_module {
    nc_name name;
    const struct nc_module *module;
};

struct nc_frozen_module {
    nc_name name; // complete, with dots
    bool package;
    const uint16_t *names;
    const nc_value *constants;
    const struct nc_code *code; // of the module's body
};

struct nc_program {
    const struct nc_name_table *names; // numbered after the fixed ones
    const struct nc_builtin_module *modules;
    size_t module_count;
    const struct nc_frozen_module *frozen;
    size_t frozen_count;
    // Modules in files; NULL where there are none. `find` looks for the last part of a name in the folders of
    // `parent`, or of sys.path, and puts into `path` what it found; `execute` runs what lies there.
    bool (*find)(nc_value parent, struct nc_span last, struct nc_text *path, bool *package);
    void (*execute)(nc_value module, const char *path, bool package);
};

extern const struct nc_program nc_program;

// The frozen module of a complete name, or NULL.
const struct nc_frozen_module *nc_find_frozen(nc_name name);
void nc_execute_frozen(nc_value module, const struct nc_frozen_module *frozen);
// Run the module `__main__` of a program with frozen modules.
void nc_run_frozen(void);
