#include "verify.h"

bool nc_verify(const struct nc_code *code, const struct nc_tables *tables) {
    struct nc_prelude prelude;
    (void)tables;
    return nc_prelude_read(&prelude, code->data, code->data + code->size);
}
