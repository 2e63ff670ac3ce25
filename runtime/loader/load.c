// Reading .mpy files: see nativecomp/loader.h.
#include "nativecomp/heap.h"
#include "nativecomp/loader.h"
#include "nativecomp/memory.h"
#include "nativecomp/state.h"
#include "verify.h"

struct reader {
    const uint8_t *at, *end;
    unsigned depth;
};

enum { NESTING_MAX = 64 }; // functions in functions, tuples in tuples

static _Noreturn void malformed(void) {
    nc_value_error("malformed .mpy file");
}

static uint8_t read_byte(struct reader *r) {
    if (r->at == r->end)
        malformed();
    return *r->at++;
}

static size_t read_number(struct reader *r) {
    size_t number;
    r->at = nc_read_number(r->at, r->end, &number);
    if (!r->at)
        malformed();
    return number;
}

static const uint8_t *read_bytes(struct reader *r, size_t size) {
    if ((size_t)(r->end - r->at) < size)
        malformed();
    const uint8_t *at = r->at;
    r->at += size;
    return at;
}

// A count of things of which each takes at least a byte.
static size_t read_count(struct reader *r) {
    size_t count = read_number(r);
    if (count > (size_t)(r->end - r->at))
        malformed();
    return count;
}

static nc_name read_name(struct reader *r) {
    size_t number = read_number(r);
    if (number & 1) { // one of the fixed names
        if (number >> 1 == 0 || number >> 1 > N(zip))
            malformed();
        return (nc_name)(number >> 1);
    }
    size_t size = number >> 1;
    if (size > NC_NAME_SIZE_MAX)
        malformed();
    const char *text = (const char *)read_bytes(r, size + 1);
    if (!nc_utf8_valid(text, size))
        malformed();
    return nc_intern(text, size);
}

enum constant_kind { FUNCTION_TABLE, NONE, FALSE, TRUE, ELLIPSIS, STR, BYTES, INT, FLOAT, COMPLEX, TUPLE };

static nc_value read_constant(struct reader *r) {
    uint8_t kind = read_byte(r);
    switch (kind) {
    case FUNCTION_TABLE:
        return NC_NONE; // only native code uses it, and that is refused
    case NONE:
        return NC_NONE;
    case FALSE:
        return NC_FALSE;
    case TRUE:
        return NC_TRUE;
    case ELLIPSIS:
        return (nc_value)&nc_ellipsis;
    }
    size_t size = read_count(r);
    if (kind == TUPLE) {
        if (++r->depth > NESTING_MAX)
            malformed();
        nc_value tuple = nc_tuple_new(size, NULL);
        for (size_t i = 0; i < size; i++)
            nc_as_tuple(tuple)->items[i] = NC_NONE;
        for (size_t i = 0; i < size; i++)
            nc_as_tuple(tuple)->items[i] = read_constant(r);
        r->depth--;
        return tuple;
    }
    const char *text = (const char *)read_bytes(r, size);
    switch (kind) {
    case STR:
    case BYTES:
        read_byte(r);
        return kind == STR ? nc_str_new(text, size) : nc_bytes_new(text, size);
    case INT:
        return nc_int_parse(text, size, 10);
    case FLOAT:
    case COMPLEX:
        return nc_parse_number(text, size, kind == COMPLEX);
    }
    malformed();
}

static struct nc_code *read_code(struct reader *r, struct nc_context *module,
                                 const struct nc_tables *tables) {
    size_t head = read_number(r), kind = head & 3, size = head >> 3;
    if (kind != 0)
        nc_value_error("native code in .mpy file"); // not supported yet
    const uint8_t *data = read_bytes(r, size);
    struct nc_code *code = nc_allocate(sizeof *code, NC_SCAN);
    code->kind = NC_CODE_BYTECODE;
    code->size = size;
    uint8_t *copy = nc_allocate(size ? size : 1, NC_LEAF);
    memcpy(copy, data, size);
    code->data = copy;
    if (head & 4) {
        if (++r->depth > NESTING_MAX)
            malformed();
        code->child_count = read_count(r);
        code->children = nc_allocate(code->child_count * sizeof *code->children, NC_SCAN);
        for (size_t i = 0; i < code->child_count; i++)
            code->children[i] = read_code(r, module, tables);
        r->depth--;
    }
    if (!nc_verify(code, tables))
        malformed();
    struct nc_prelude prelude;
    nc_prelude_read(&prelude, code->data, NULL);
    code->is_generator = prelude.flags & NC_GENERATOR;
    return code;
}

nc_value nc_load(struct nc_context *module, const uint8_t *data, size_t size) {
    struct reader r = {.at = data, .end = data + size};
    if (size < 4 || data[0] != 'M' || data[1] != NC_MPY_VERSION || data[3] > NC_WORD_BITS - 1)
        nc_value_error("incompatible .mpy file");
    if (data[2] >> 2) // an architecture: there is native code
        nc_value_error("incompatible .mpy arch");
    r.at += 4;
    struct nc_tables tables = {.name_count = read_count(&r)}; // names: below
    tables.constant_count = read_count(&r);
    uint16_t *names = nc_allocate((tables.name_count + 1) * sizeof *names, NC_LEAF);
    module->names = tables.names = names;
    for (size_t i = 0; i < tables.name_count; i++)
        names[i] = (uint16_t)read_name(&r);
    if (!tables.name_count) // the file's name must be there
        malformed();
    module->constants = nc_allocate((tables.constant_count + 1) * sizeof(nc_value), NC_SCAN);
    for (size_t i = 0; i < tables.constant_count; i++)
        module->constants[i] = read_constant(&r);
    struct nc_code *code = read_code(&r, module, &tables);
    return nc_function_new(code, module, NC_NOTHING, NC_NOTHING);
}
