// .mpy files: compiled modules, as `mpy-cross` writes them.
//
// A file has the names and the constants that its code uses, and then the code: a tree, whose root is the
// module's own body. Version 6.3 is read. A file may come from anywhere, so nothing in it is believed: sizes
// are checked against what is there, and bytecode is verified before it may run (loader/verify.h). Whatever
// is wrong with a file raises ValueError.
#pragma once
#include "nativecomp/function.h"

enum { NC_MPY_VERSION = 6, NC_MPY_SUB_VERSION = 3 };

// The module's body, as a function, with names and constants put into `module`.
nc_value nc_load(struct nc_context *module, const uint8_t *data, size_t size);
// Run a module's body: globals and locals are the module's.
// The import statement, and what builds classes: builtins that a program may replace.
nc_value nc_import_statement(nc_name name, nc_value from, nc_value level);
nc_value nc_class_builder(void);
extern const struct nc_builtin_var nc_build_class_function;
// Load a file and run it as the module `name`.
nc_value nc_run_file(const char *path, nc_name name);
// Where nc_program looks for modules if there are files.
bool nc_find_file(nc_value parent, struct nc_span last, struct nc_text *path, bool *package);
// The same of a program in an image, which nobody told where to look: from the root of its files on.
bool nc_find_in_image(nc_value parent, struct nc_span last, struct nc_text *path, bool *package);
void nc_execute_file(nc_value module, const char *path, bool package);
void nc_run_module(struct nc_context *module, nc_value body);
