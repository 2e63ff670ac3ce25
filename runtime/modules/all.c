#include "modules.h"

const struct nc_builtin_module nc_all_modules[NC_ALL_MODULES] = {
#define X(NAME) {N(NAME), &nc_module_##NAME},
    NC_MODULES(X)
#undef X
};
