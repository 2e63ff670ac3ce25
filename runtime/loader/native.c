// Machine code in .mpy files: its data, what it relies on, and the words in it that hold addresses.
//
// Whatever the file says about the code is checked here: sizes, the prelude, each place that is relocated.
// What the code itself does cannot be: it is trusted as much as the runtime is, here as on MicroPython.
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "nativecomp/state.h"
#include "nativecomp/table.h"
#include "reader.h"

enum native_flags { RELOCATIONS = 0x10, RODATA = 0x20, BSS = 0x40, KNOWN_FLAGS = 0x7f };
enum { ASM_ARGUMENTS_MAX = 4, WORD = sizeof(uintptr_t) };

// The collector does not look into machine code, so what only that refers to is kept for good.
static void keep(void *object) {
    if (!nc_state.kept)
        nc_state.kept = nc_list_new(0, NULL);
    nc_list_append(nc_state.kept, object);
}

static void read_text(struct nc_reader *r, struct nc_code *code, struct nc_native_parts *parts) {
    const uint8_t *data = nc_get_bytes(r, code->size);
    if (!code->size)
        nc_malformed();
    if (!nc_code_memory(code->size, &parts->text))
        nc_throw((nc_value)&nc_memory_error);
    memcpy(parts->text.write, data, code->size);
    code->data = parts->text.run;
}

// Constants and variables of a C module are one object: variables, which are zero, and then constants.
static void read_sections(struct nc_reader *r, struct nc_native_parts *parts) {
    size_t bss_size = 0;
    if (parts->flags & RODATA)
        parts->rodata_size = nc_get_number(r);
    if (parts->flags & BSS)
        bss_size = nc_get_number(r);
    if (parts->rodata_size > (size_t)(r->end - r->at) || bss_size > SIZE_MAX / 2)
        nc_malformed();
    bss_size = (bss_size + WORD - 1) / WORD * WORD;
    if (!bss_size && !parts->rodata_size)
        return;
    parts->bss = nc_allocate(bss_size + parts->rodata_size, NC_SCAN);
    parts->rodata = parts->bss + bss_size;
    memcpy(parts->rodata, nc_get_bytes(r, parts->rodata_size), parts->rodata_size);
    keep(parts->bss);
}

static void read_prelude(struct nc_reader *r, struct nc_code *code, struct nc_native_parts *parts) {
    parts->prelude = nc_get_number(r);
    struct nc_prelude p;
    size_t variables;
    if (parts->prelude >= code->size ||
        !nc_prelude_read(&p, code->data + parts->prelude, code->data + code->size) ||
        !nc_verify_prelude(&p, &r->tables, &variables) || p.flags & ~KNOWN_FLAGS)
        nc_malformed();
    // Only the frame of a generator is as large as its prelude says: other code has its own.
    if (p.flags & NC_GENERATOR && variables > p.state)
        nc_malformed();
    parts->flags = p.flags;
    code->is_generator = p.flags & NC_GENERATOR;
}

void nc_native_begin(struct nc_reader *r, struct nc_code *code, struct nc_native_parts *parts) {
    *parts = (struct nc_native_parts){0};
    read_text(r, code, parts);
    if (code->kind == NC_CODE_NATIVE) {
        read_prelude(r, code, parts);
        return;
    }
    parts->flags = nc_get_number(r);
    if (parts->flags & ~(size_t)KNOWN_FLAGS)
        nc_malformed();
    if (code->kind == NC_CODE_ASM) {
        size_t arguments = nc_get_number(r), type = nc_get_number(r);
        if (arguments > ASM_ARGUMENTS_MAX || type > NC_MACHINE_NAME)
            nc_malformed();
        code->arguments = (uint8_t)arguments;
        code->type_code = (uint8_t)type;
    } else {
        read_sections(r, parts);
    }
}

// What a relocation adds: see below.
static uintptr_t addend(struct nc_reader *r, const struct nc_native_parts *parts, unsigned kind) {
    switch (kind) {
    case 0:
        return (uintptr_t)parts->text.run;
    case 1:
        return (uintptr_t)parts->rodata;
    case 2:
        return (uintptr_t)parts->bss;
    case 6:
        return (uintptr_t)r->module->names;
    case 7:
        return (uintptr_t)r->module->constants;
    case 8:
        return (uintptr_t)nc_function_table;
    }
    if (kind - 9 >= NC_TABLE_ENTRIES)
        nc_malformed();
    return (uintptr_t)nc_function_table[kind - 9].value;
}

// A row of operations, up to 0xff. Each adds an address to one or several words. Bit 0: a place follows (bit
// 0: in the constants, else in the text; then the number of a word); without it, on with the next word. The
// other bits: 0 to 5 text, constants, variables, each for one word and for as many as follow; 6 names, 7
// constant objects, 8 the function table, from 9 on what its entries hold.
static void relocate(struct nc_reader *r, struct nc_code *code, const struct nc_native_parts *parts) {
    uint8_t *section = NULL;
    size_t words = 0, at = 0;
    for (uint8_t operation; (operation = nc_get_byte(r)) != 0xff;) {
        if (operation & 1) {
            size_t place = nc_get_number(r);
            section = place & 1 ? parts->rodata : parts->text.write;
            words = (place & 1 ? parts->rodata_size : code->size) / WORD;
            at = place >> 1;
        }
        unsigned kind = operation >> 1;
        size_t count = kind < 6 && kind & 1 ? nc_get_number(r) : 1;
        uintptr_t add = addend(r, parts, kind < 6 ? kind / 2 : kind);
        if (at > words || count > words - at)
            nc_malformed();
        for (; count; count--, at++) {
            uintptr_t word;
            memcpy(&word, section + at * WORD, WORD);
            word += add;
            memcpy(section + at * WORD, &word, WORD);
        }
    }
}

// A native function begins with the prelude's place among its children; a generator's second word is where
// it starts.
static void check_native_head(const struct nc_code *code, const struct nc_native_parts *parts) {
    size_t least = code->is_generator ? NC_NATIVE_GENERATOR_HEAD : NC_NATIVE_HEAD;
    if (code->size < least || parts->prelude < least)
        nc_malformed();
    const uintptr_t *head = (const uintptr_t *)code->data;
    if (head[0] != code->child_count || (code->is_generator && head[1] >= code->size))
        nc_malformed();
}

void nc_native_end(struct nc_reader *r, struct nc_code *code, const struct nc_native_parts *parts) {
    if (parts->flags & RELOCATIONS) {
        relocate(r, code, parts);
        if (nc_heap_owns(code->data))
            keep((void *)code->data);
    }
    if (code->kind == NC_CODE_NATIVE) {
        check_native_head(code, parts);
        struct nc_code *prelude = (struct nc_code *)(code->data + parts->prelude);
        if (code->child_count)
            code->children[code->child_count] = prelude;
        else
            code->children = (struct nc_code **)prelude;
    }
    nc_code_written(&parts->text, code->size);
}
