// Maps and sets: hash tables with open addressing.
//
// A key's place is its hash modulo the table's size; if another key sits there, the next place is tried, and
// so on around. The table grows, to the next of a row of sizes, when it is full (a large one: three quarters
// full). A deleted key leaves a mark (NC_SENTINEL) unless the next place is empty. Tables in the C code are
// not hashed but searched from start to end ("ordered"), as are those of OrderedDict. While all keys are
// names, comparing them is comparing words.
//
// The order of a dict's items is the order in the table: like MicroPython, unlike CPython. Machine code looks
// into these tables, so the layout, the sizes and the rule of search are MicroPython's.
#pragma once
#include "nativecomp/names.h"
#include "nativecomp/type.h"
#include "nativecomp/value.h"

struct nc_entry {
    nc_value key, value; // a value goes with each key that is neither NC_NOTHING nor NC_SENTINEL
};

struct nc_map {
    uintptr_t only_names : 1, fixed : 1, ordered : 1, used : NC_WORD_BITS - 3;
    size_t size;
    struct nc_entry *table;
};

struct nc_set_table {
    size_t size, used;
    nc_value *table;
};

struct nc_dict {
    const struct nc_type *type;
    struct nc_map map;
};

struct nc_set {
    const struct nc_type *type;
    struct nc_set_table set;
};

void nc_map_init(struct nc_map *map, size_t count);
void nc_map_init_args(struct nc_map *map, size_t n_kw, const nc_value *args); // over key, value pairs
// The entry of a key, or NULL.
struct nc_entry *nc_map_find(const struct nc_map *map, nc_value key);
struct nc_entry *nc_map_find_name(const struct nc_map *map, nc_name name);
// The same, with a guess first: where this name was found the last time, in whatever table. A wrong guess
// costs a comparison, since the key says whether it is right.
enum { NC_MAP_HINTS = 128 };
extern uint8_t nc_map_hints[NC_MAP_HINTS];
NC_INLINE struct nc_entry *nc_map_guess_name(const struct nc_map *map, nc_name name) {
    size_t hint = nc_map_hints[name % NC_MAP_HINTS];
    if (NC_LIKELY(hint < map->size && map->table[hint].key == NC_NAME_VALUE(name)))
        return &map->table[hint];
    return nc_map_find_name(map, name);
}
// The entry of a key, made if there is none; its value is NC_NOTHING then.
struct nc_entry *nc_map_add(struct nc_map *map, nc_value key);
void nc_map_store(struct nc_map *map, nc_value key, nc_value value);
// Take a key out; its value, or NC_NOTHING if it is not there.
nc_value nc_map_remove(struct nc_map *map, nc_value key);
void nc_map_clear(struct nc_map *map);
// The entry at *place or the next one in use, and *place after it; NULL at the end.
struct nc_entry *nc_map_next(const struct nc_map *map, size_t *place);

size_t nc_table_size(size_t least);                 // the next size of a table
size_t nc_table_start(uintptr_t hash, size_t size); // where a search begins
bool nc_table_is_full(size_t used, size_t size);    // whether it grows before the next key
nc_value nc_dict_new(size_t count);
struct nc_map *nc_dict_map(nc_value dict);
bool nc_is_dict(nc_value v); // dict, OrderedDict or a class derived from them
NC_INLINE void nc_dict_store(nc_value dict, nc_value key, nc_value value) {
    nc_map_store(nc_dict_map(dict), key, value);
}

nc_value nc_set_new(size_t count, const nc_value *items);
void nc_set_add(nc_value set, nc_value item);

// A constant table: NC_TABLE(list_members, {NAME(append), NC_F2(append)}, ...) defines `list_members`, a
// dict.
#define NC_TABLE(ID, ...)                                                                                    \
    static const struct nc_entry ID##_entries[] = {__VA_ARGS__};                                             \
    static const struct nc_dict ID = NC_TABLE_DICT(ID##_entries)
#define NC_TABLE_DICT(ENTRIES)                                                                               \
    {                                                                                                        \
        &nc_type_dict, {                                                                                     \
            .only_names = 1, .fixed = 1, .ordered = 1, .used = sizeof(ENTRIES) / sizeof *(ENTRIES),          \
            .size = sizeof(ENTRIES) / sizeof *(ENTRIES), .table = (struct nc_entry *)(ENTRIES)               \
        }                                                                                                    \
    }
