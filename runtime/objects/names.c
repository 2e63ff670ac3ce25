// Interned strings: see nativecomp/names.h.
#include "nativecomp/names.h"
#include "nativecomp/exception.h"
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
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

static const struct {
    const char *text;
    uint8_t size;
} fixed_names[] = {
    {"", 0},
#define X(ID, TEXT) {TEXT, sizeof(TEXT) - 1},
#include "nativecomp/names_static.h"
// (kept apart: their order matters)
#include "nativecomp/names_own.h"
#undef X
};

static uint16_t fixed_hashes[NC_NAMES_FIXED];

uint16_t nc_hash_bytes(const void *data, size_t size) {
    const uint8_t *p = data;
    uint32_t hash = 5381;
    while (size--)
        hash = hash * 33 ^ *p++;
    hash &= 0xffff;
    return (uint16_t)(hash ? hash : 1);
}

unsigned nc_name_count(void) {
    return NC_NAMES_FIXED + (unsigned)nc_state.name_count;
}

const char *nc_name_text(nc_name name, size_t *size) {
    if (name < NC_NAMES_FIXED) {
        *size = fixed_names[name].size;
        return fixed_names[name].text;
    }
    const struct nc_dynamic_name *dynamic = &nc_state.names[name - NC_NAMES_FIXED];
    *size = dynamic->size;
    return dynamic->text;
}

uint16_t nc_name_hash(nc_name name) {
    return name < NC_NAMES_FIXED ? fixed_hashes[name] : nc_state.names[name - NC_NAMES_FIXED].hash;
}

// The place of a text in the index: that of its number, or the free one where it belongs.
static size_t place(const char *text, size_t size, uint16_t hash) {
    size_t mask = nc_state.name_index_size - 1, i = hash & mask;
    for (; nc_state.name_index[i]; i = (i + 1) & mask) {
        nc_name name = nc_state.name_index[i];
        size_t other_size;
        if (nc_name_hash(name) == hash && *nc_name_text(name, &other_size) == *text && other_size == size &&
            !memcmp(nc_name_text(name, &other_size), text, size))
            break;
    }
    return i;
}

static void grow_index(void) {
    size_t size = nc_state.name_index_size ? nc_state.name_index_size * 2 : 2048;
    uint16_t *index = nc_allocate(size * sizeof *index, NC_LEAF);
    nc_state.name_index = index;
    nc_state.name_index_size = size;
    for (nc_name name = 1; name < nc_name_count(); name++) {
        size_t length;
        const char *text = nc_name_text(name, &length);
        index[place(text, length, nc_name_hash(name))] = (uint16_t)name;
    }
}

nc_name nc_find_name(const char *text, size_t size) {
    if (size > NC_NAME_SIZE_MAX)
        return 0;
    return size ? nc_state.name_index[place(text, size, nc_hash_bytes(text, size))] : N(empty_);
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
        nc_error(&nc_type_RuntimeError, "name too long");
    name = nc_name_count();
    if (name >= NC_NAMES_MAX)
        nc_error(&nc_type_RuntimeError, "too many names");
    if (nc_name_count() * 4 > nc_state.name_index_size * 3)
        grow_index();
    if (nc_state.name_count == nc_state.name_capacity) {
        size_t capacity = nc_state.name_capacity ? nc_state.name_capacity * 2 : 64;
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

void nc_names_start(void) {
    for (nc_name name = 1; name < NC_NAMES_FIXED; name++)
        fixed_hashes[name] = nc_hash_bytes(fixed_names[name].text, fixed_names[name].size);
    fixed_hashes[N(empty_)] = nc_hash_bytes("", 0);
    grow_index();
}
