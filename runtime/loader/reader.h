// Reading a file: where it stands, and what the parts of the loader share.
#pragma once
#include "nativecomp/machinecode.h"
#include "verify.h"

struct nc_reader {
    const uint8_t *at, *end;
    struct nc_context *module;
    struct nc_tables tables;
    unsigned depth;
    bool native; // the file may hold machine code
};

_Noreturn void nc_malformed(void);
uint8_t nc_get_byte(struct nc_reader *r);
size_t nc_get_number(struct nc_reader *r);
const uint8_t *nc_get_bytes(struct nc_reader *r, size_t size);

// Machine code (loader/native.c): what comes before the functions inside it, and what comes behind.
struct nc_native_parts {
    struct nc_code_memory text;
    size_t flags, prelude; // prelude: its place in the text
    uint8_t *rodata, *bss;
    size_t rodata_size;
};
void nc_native_begin(struct nc_reader *r, struct nc_code *code, struct nc_native_parts *parts);
void nc_native_end(struct nc_reader *r, struct nc_code *code, const struct nc_native_parts *parts);
