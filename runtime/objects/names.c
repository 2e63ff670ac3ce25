// Interned strings: see nativecomp/names.h.
#include "nativecomp/names.h"
#include "nativecomp/exception.h"
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "nativecomp/program.h"
#include "nativecomp/state.h"

struct nc_dynamic_name {
    const char *text;
    uint16_t hash;
    uint8_t size;
};

// Texts are kept in chunks, since most are far shorter than the smallest object.
struct nc_name_chunk {
    struct nc_name_chunk *previous;
    size_t used;
    char text[];
};
enum { CHUNK = 32 * sizeof(uintptr_t) };

uint16_t nc_hash_bytes(const void *data, size_t size) {
    const uint8_t *p = data;
    uint32_t hash = 5381;
    while (size--)
        hash = hash * 33 ^ *p++;
    hash &= 0xffff;
    return (uint16_t)(hash ? hash : 1);
}

static nc_name first_dynamic(void) {
    return NC_NAMES_FIXED + (nc_program.names ? nc_program.names->count : 0);
}

unsigned nc_name_count(void) {
    return first_dynamic() + (unsigned)nc_state.name_count;
}

// The table of constants that has a name, or NULL.
NC_INLINE const struct nc_name_table *table_of(nc_name name) {
    if (name < NC_NAMES_FIXED)
        return &nc_fixed_names;
    const struct nc_name_table *own = nc_program.names;
    return own && name - NC_NAMES_FIXED < own->count ? own : NULL;
}

const char *nc_name_text(nc_name name, size_t *size) {
    const struct nc_name_table *table = table_of(name);
    if (table) {
        const uint16_t *offset = table->offsets + (name - table->first);
        if (name - table->first >= table->count || offset[0] == offset[1]) { // not in this image
            *size = 1;
            return "?";
        }
        *size = (size_t)(offset[1] - offset[0] - 1);
        return table->texts + offset[0];
    }
    const struct nc_dynamic_name *dynamic = &nc_state.names[name - first_dynamic()];
    *size = dynamic->size;
    return dynamic->text;
}

uint16_t nc_name_hash(nc_name name) {
    const struct nc_name_table *table = table_of(name);
    return table ? table->hashes[name - table->first] : nc_state.names[name - first_dynamic()].hash;
}

static nc_name find_constant(const struct nc_name_table *table, const char *text, size_t size,
                             uint16_t hash) {
    size_t mask = table->index_size - 1;
    for (size_t i = hash & mask; table->index[i]; i = (i + 1) & mask) {
        size_t at = table->index[i] - 1u, offset = table->offsets[at];
        if (table->hashes[at] == hash && table->offsets[at + 1] - offset == size + 1 &&
            !memcmp(table->texts + offset, text, size))
            return table->first + (nc_name)at;
    }
    return 0;
}

// The place of a text in the index of names that are not constants: that of its number, or the free one where
// it belongs.
static size_t place(const char *text, size_t size, uint16_t hash) {
    size_t mask = nc_state.name_index_size - 1, i = hash & mask;
    for (; nc_state.name_index[i]; i = (i + 1) & mask) {
        const struct nc_dynamic_name *name = &nc_state.names[nc_state.name_index[i] - first_dynamic()];
        if (name->hash == hash && name->size == size && !memcmp(name->text, text, size))
            break;
    }
    return i;
}

static void grow_index(void) {
    size_t size = nc_state.name_index_size ? nc_state.name_index_size * 2 : 32;
    uint16_t *index = nc_allocate(size * sizeof *index, NC_LEAF);
    nc_state.name_index = index;
    nc_state.name_index_size = size;
    for (size_t i = 0; i < nc_state.name_count; i++) {
        const struct nc_dynamic_name *name = &nc_state.names[i];
        index[place(name->text, name->size, name->hash)] = (uint16_t)(first_dynamic() + i);
    }
}

static nc_name find(const char *text, size_t size, uint16_t hash) {
    nc_name name = find_constant(&nc_fixed_names, text, size, hash);
    if (!name && nc_program.names)
        name = find_constant(nc_program.names, text, size, hash);
    return name || !nc_state.name_index_size ? name : nc_state.name_index[place(text, size, hash)];
}

nc_name nc_find_name(const char *text, size_t size) {
    if (size > NC_NAME_SIZE_MAX)
        return 0;
    return find(text, size, nc_hash_bytes(text, size));
}

static const char *keep_text(const char *text, size_t size) {
    struct nc_name_chunk *chunk = nc_state.name_chunk;
    if (!chunk || nc_heap_size_of(chunk) - sizeof *chunk - chunk->used <= size) {
        size_t room = size + 1 + sizeof *chunk;
        chunk = nc_allocate(room > CHUNK ? room : CHUNK, NC_SCAN);
        chunk->previous = nc_state.name_chunk;
        nc_state.name_chunk = chunk;
    }
    char *to = chunk->text + chunk->used;
    memcpy(to, text, size);
    chunk->used += size + 1;
    return to;
}

nc_name nc_intern(const char *text, size_t size) {
    nc_name name = nc_find_name(text, size);
    if (name)
        return name;
    if (size > NC_NAME_SIZE_MAX)
        nc_error(NC_MADE(RuntimeError), "name too long");
    name = nc_name_count();
    if (name >= NC_NAMES_MAX)
        nc_error(NC_MADE(RuntimeError), "too many names");
    if ((nc_state.name_count + 1) * 4 > nc_state.name_index_size * 3)
        grow_index();
    if (nc_state.name_count == nc_state.name_capacity) {
        size_t capacity = nc_state.name_capacity ? nc_state.name_capacity * 2 : 16;
        nc_state.names = nc_resize(nc_state.names, capacity * sizeof *nc_state.names, NC_SCAN);
        nc_state.name_capacity = capacity;
    }
    const char *kept = keep_text(text, size);
    uint16_t hash = nc_hash_bytes(text, size);
    nc_state.names[nc_state.name_count] = (struct nc_dynamic_name){kept, hash, (uint8_t)size};
    nc_state.name_index[place(text, size, hash)] = (uint16_t)name;
    nc_state.name_count++;
    return name;
}
