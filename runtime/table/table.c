// The function table itself: see nativecomp/table.h.
#include "nativecomp/table.h"
#include "nativecomp/loader.h"

// That each function is what the list says it is.
#define VALUE(INDEX, ID, V)
#define DATA(INDEX, ID, ADDRESS)
#define FUNCTION(INDEX, ID, F, RESULT, ...)                                                                  \
    _Static_assert(__builtin_types_compatible_p(__typeof__(&F), RESULT (*)(__VA_ARGS__)), #F);
NC_FUNCTION_TABLE(VALUE, FUNCTION, DATA)
#undef VALUE
#undef DATA
#undef FUNCTION

#define VALUE(INDEX, ID, V) [INDEX] = {.value = V},
#define DATA(INDEX, ID, ADDRESS) [INDEX] = {.data = ADDRESS},
#define FUNCTION(INDEX, ID, F, ...) [INDEX] = {.function = (void (*)(void))F},
const union nc_table_entry nc_function_table[NC_TABLE_ENTRIES] = {NC_FUNCTION_TABLE(VALUE, FUNCTION, DATA)};
