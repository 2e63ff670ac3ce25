// Reading .mpy files: see nativecomp/loader.h.
#include "nativecomp/heap.h"
#include "nativecomp/loader.h"
#include "nativecomp/memory.h"
#include "nativecomp/table.h"
#include "reader.h"

enum { NESTING_MAX = 64 }; // functions in functions, tuples in tuples

_Noreturn void nc_malformed(void) {
    nc_value_error("malformed .mpy file");
}

uint8_t nc_get_byte(struct nc_reader *r) {
    if (r->at == r->end)
        nc_malformed();
    return *r->at++;
}

size_t nc_get_number(struct nc_reader *r) {
    size_t number;
    r->at = nc_read_number(r->at, r->end, &number);
    if (!r->at)
        nc_malformed();
    return number;
}

const uint8_t *nc_get_bytes(struct nc_reader *r, size_t size) {
    if ((size_t)(r->end - r->at) < size)
        nc_malformed();
    const uint8_t *at = r->at;
    r->at += size;
    return at;
}

// A count of things of which each takes at least a byte.
static size_t read_count(struct nc_reader *r) {
    size_t count = nc_get_number(r);
    if (count > (size_t)(r->end - r->at))
        nc_malformed();
    return count;
}

static nc_name read_name(struct nc_reader *r) {
    size_t number = nc_get_number(r);
    if (number & 1) { // one of the fixed names
        if (number >> 1 == 0 || number >> 1 > N(zip))
            nc_malformed();
        return (nc_name)(number >> 1);
    }
    size_t size = number >> 1;
    if (size > NC_NAME_SIZE_MAX)
        nc_malformed();
    const char *text = (const char *)nc_get_bytes(r, size + 1);
    if (!nc_utf8_valid(text, size))
        nc_malformed();
    return nc_intern(text, size);
}

enum constant_kind { FUNCTION_TABLE, NONE, FALSE, TRUE, ELLIPSIS, STR, BYTES, INT, FLOAT, COMPLEX, TUPLE };

static nc_value read_constant(struct nc_reader *r) {
    uint8_t kind = nc_get_byte(r);
    switch (kind) {
    case FUNCTION_TABLE: // for machine code only, which looks for it among the module's constants
        if (r->depth)
            nc_malformed();
        return r->native ? (nc_value)nc_function_table : NC_NONE;
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
            nc_malformed();
        nc_value tuple = nc_tuple_new(size, NULL);
        for (size_t i = 0; i < size; i++)
            nc_as_tuple(tuple)->items[i] = NC_NONE;
        for (size_t i = 0; i < size; i++)
            nc_as_tuple(tuple)->items[i] = read_constant(r);
        r->depth--;
        return tuple;
    }
    const char *text = (const char *)nc_get_bytes(r, size);
    switch (kind) {
    case STR:
    case BYTES:
        nc_get_byte(r);
        return kind == STR ? nc_str_new(text, size) : nc_bytes_new(text, size);
    case INT:
        return nc_int_parse(text, size, 10);
    case FLOAT:
    case COMPLEX:
        return nc_parse_number(text, size, kind == COMPLEX);
    }
    nc_malformed();
}

static struct nc_code *read_code(struct nc_reader *r);

static void read_children(struct nc_reader *r, struct nc_code *code) {
    if (++r->depth > NESTING_MAX)
        nc_malformed();
    code->child_count = read_count(r);
    // One more place: native code has its prelude there.
    code->children = nc_allocate((code->child_count + 1) * sizeof *code->children, NC_SCAN);
    for (size_t i = 0; i < code->child_count; i++)
        code->children[i] = read_code(r);
    r->depth--;
}

static void read_bytecode(struct nc_reader *r, struct nc_code *code, bool has_children) {
    const uint8_t *data = nc_get_bytes(r, code->size);
    uint8_t *copy = nc_allocate(code->size ? code->size : 1, NC_LEAF);
    memcpy(copy, data, code->size);
    code->data = copy;
    if (has_children)
        read_children(r, code);
    if (!nc_verify(code, &r->tables))
        nc_malformed();
    struct nc_prelude prelude;
    nc_prelude_read(&prelude, code->data, NULL);
    code->is_generator = prelude.flags & NC_GENERATOR;
}

// The type of the functions of a code.
static const struct nc_type *type_of(const struct nc_code *code) {
    static const struct nc_type *const types[][2] = {
        [NC_CODE_BYTECODE] = {&nc_type_function, &nc_type_generator_function},
        [NC_CODE_NATIVE] = {&nc_type_native_function, &nc_type_native_generator_function},
        [NC_CODE_VIPER] = {&nc_type_viper_function},
        [NC_CODE_ASM] = {&nc_type_asm_function},
    };
    return types[code->kind][code->is_generator];
}

static struct nc_code *read_code(struct nc_reader *r) {
    size_t head = nc_get_number(r);
    struct nc_code *code = nc_allocate(sizeof *code, NC_SCAN);
    code->kind = NC_CODE_BYTECODE + (head & 3);
    code->size = head >> 3;
    bool has_children = head & 4;
    if (code->kind == NC_CODE_BYTECODE) {
        read_bytecode(r, code, has_children);
        code->type = type_of(code);
        return code;
    }
    if (!r->native)
        nc_malformed();
    struct nc_native_parts parts;
    nc_native_begin(r, code, &parts);
    if (has_children)
        read_children(r, code);
    nc_native_end(r, code, &parts);
    code->type = type_of(code);
    return code;
}

// Whether a file is for this runtime; what machine code it may have is in its second byte.
static void check_head(struct nc_reader *r) {
    const uint8_t *head = nc_get_bytes(r, 4);
    unsigned arch = head[2] >> 2 & 0x2f;
    if (head[0] != 'M' || head[1] != NC_MPY_VERSION || head[3] > NC_WORD_BITS - 1 || head[2] & 0x40 ||
        (arch && (head[2] & 3) != NC_MPY_SUB_VERSION))
        nc_value_error("incompatible .mpy file");
    if (arch && (arch < NC_ARCH_LEAST || arch > NC_ARCH))
        nc_value_error("incompatible .mpy arch");
    r->native = arch != 0;
}

nc_value nc_load(struct nc_context *module, const uint8_t *data, size_t size) {
    struct nc_reader r = {.at = data, .end = data + size, .module = module};
    if (size < 4)
        nc_value_error("incompatible .mpy file");
    check_head(&r);
    size_t name_count = read_count(&r), constant_count = read_count(&r);
    r.tables = (struct nc_tables){.name_count = name_count, .constant_count = constant_count};
    uint16_t *names = nc_allocate((name_count + 1) * sizeof *names, NC_LEAF);
    module->names = r.tables.names = names;
    for (size_t i = 0; i < name_count; i++)
        names[i] = (uint16_t)read_name(&r);
    if (!name_count) // the file's name must be there
        nc_malformed();
    module->constants = nc_allocate((constant_count + 1) * sizeof(nc_value), NC_SCAN);
    r.tables.constants = module->constants;
    for (size_t i = 0; i < constant_count; i++)
        module->constants[i] = read_constant(&r);
    return nc_function_new(read_code(&r), module, NC_NOTHING, NC_NOTHING);
}
