// Hash tables: see nativecomp/map.h.
#include "nativecomp/exception.h"
#include "nativecomp/heap.h"
#include "nativecomp/map.h"
#include "nativecomp/memory.h"
#include "nativecomp/object.h"

// Sizes of tables, each prime from 17 on so that keys with a common factor spread.
static const uint16_t sizes[] = {0,   2,   4,   6,    8,    10,   12,   17,   23,   29,
                                 37,  47,  59,  73,   97,   127,  167,  223,  293,  389,
                                 521, 683, 907, 1187, 1543, 2017, 2633, 3457, 4513, 5927};

size_t nc_table_size(size_t least) {
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (sizes[i] >= least)
            return sizes[i];
    return (least + least / 2) | 1;
}

void nc_map_init(struct nc_map *map, size_t count) {
    *map = (struct nc_map){.only_names = 1, .size = count};
    if (count)
        map->table = nc_allocate(count * sizeof *map->table, NC_SCAN);
}

void nc_map_init_args(struct nc_map *map, size_t n_kw, const nc_value *args) {
    *map = (struct nc_map){.only_names = 1,
                           .fixed = 1,
                           .ordered = 1,
                           .used = n_kw,
                           .size = n_kw,
                           .table = (struct nc_entry *)args};
    for (size_t i = 0; i < n_kw; i++)
        if (!nc_is_name(args[2 * i]))
            map->only_names = 0;
}

static bool in_use(nc_value key) {
    return key != NC_NOTHING && key != NC_SENTINEL;
}

size_t nc_table_start(uintptr_t hash, size_t size) {
    if (NC_UNLIKELY(size > UINT16_MAX)) { // hashes of texts have 16 bits: spread them over the whole table
        hash *= (uintptr_t)0x9e3779b97f4a7c15;
        hash ^= hash >> NC_WORD_BITS / 2;
    }
    return hash % size;
}

// Small tables are filled to the last place, as machine code that predicts places expects. In a large one a
// search for what is not there would take too long.
bool nc_table_is_full(size_t used, size_t size) {
    enum { SMALL = 47 };
    return size < SMALL ? used >= size : used >= size / 4 * 3;
}

static size_t start_of(const struct nc_map *map, nc_value key) {
    return nc_table_start(nc_is_name(key) ? nc_name_hash(nc_name_number(key)) : nc_hash(key), map->size);
}

static struct nc_entry *find_ordered(const struct nc_map *map, nc_value key) {
    if (map->only_names && nc_is_name(key)) {
        for (size_t i = 0; i < map->used; i++)
            if (map->table[i].key == key)
                return &map->table[i];
        return NULL;
    }
    for (size_t i = 0; i < map->used; i++)
        if (map->table[i].key == key || nc_equal(map->table[i].key, key))
            return i < map->used ? &map->table[i] : NULL; // a comparison may have emptied it
    return NULL;
}

// The entry of the key, or NULL and in *free the place where it would go (NULL if the table is full).
static struct nc_entry *probe(const struct nc_map *map, nc_value key, struct nc_entry **free) {
again:
    *free = NULL;
    if (!map->size)
        return NULL;
    bool words_only = map->only_names && nc_is_name(key);
    size_t start = start_of(map, key), i = start;
    const struct nc_entry *table = map->table;
    size_t size = map->size;
    do {
        struct nc_entry *entry = &map->table[i];
        nc_value other = entry->key;
        if (other == key)
            return entry;
        if (other == NC_NOTHING) {
            if (!*free)
                *free = entry;
            return NULL;
        }
        if (other == NC_SENTINEL) {
            if (!*free)
                *free = entry;
        } else if (!words_only) {
            bool equal = nc_equal(other, key);
            // A comparison in Python may have changed the table under us.
            if (map->table != table || map->size != size || entry->key != other)
                goto again;
            if (equal)
                return entry;
        }
        if (++i == map->size)
            i = 0;
    } while (i != start);
    return NULL;
}

struct nc_entry *nc_map_find(const struct nc_map *map, nc_value key) {
    struct nc_entry *free;
    return map->ordered ? find_ordered(map, key) : probe(map, key, &free);
}

uint8_t nc_map_hints[NC_MAP_HINTS];

static struct nc_entry *remember(const struct nc_map *map, nc_name name, size_t place) {
    if (place <= UINT8_MAX)
        nc_map_hints[name % NC_MAP_HINTS] = (uint8_t)place;
    return &map->table[place];
}

struct nc_entry *nc_map_find_name(const struct nc_map *map, nc_name name) {
    nc_value key = NC_NAME_VALUE(name);
    if (!map->used)
        return NULL;
    size_t hint = nc_map_hints[name % NC_MAP_HINTS];
    if (hint < map->size && map->table[hint].key == key)
        return &map->table[hint];
    if (NC_UNLIKELY(!map->only_names))
        return nc_map_find(map, key);
    if (map->ordered) {
        for (size_t i = 0; i < map->used; i++)
            if (map->table[i].key == key)
                return remember(map, name, i);
        return NULL;
    }
    size_t start = nc_table_start(nc_name_hash(name), map->size), i = start;
    do {
        nc_value other = map->table[i].key;
        if (other == key)
            return remember(map, name, i);
        if (other == NC_NOTHING)
            return NULL;
        if (++i == map->size)
            i = 0;
    } while (i != start);
    return NULL;
}

static void grow(struct nc_map *map) {
    struct nc_map larger;
    nc_map_init(&larger, nc_table_size(map->size + 1));
    struct nc_entry *free;
    for (size_t i = 0; i < map->size; i++)
        if (in_use(map->table[i].key)) {
            nc_value key = map->table[i].key;
            if (!nc_is_name(key))
                larger.only_names = 0;
            // Keys are different from each other: the free place can be found without comparing.
            size_t at = start_of(&larger, key);
            while (larger.table[at].key != NC_NOTHING)
                at = at + 1 == larger.size ? 0 : at + 1;
            free = &larger.table[at];
            *free = map->table[i];
            larger.used++;
        }
    struct nc_entry *old = map->table;
    *map = larger;
    if (old)
        nc_free(old);
}

static struct nc_entry *add_ordered(struct nc_map *map, nc_value key) {
    struct nc_entry *entry = find_ordered(map, key);
    if (entry)
        return entry;
    if (map->used == map->size) {
        size_t size = map->size + map->size / 2 + 4;
        map->table = nc_resize(map->table, size * sizeof *map->table, NC_SCAN);
        map->size = size;
    }
    if (!nc_is_name(key))
        map->only_names = 0;
    entry = &map->table[map->used++];
    *entry = (struct nc_entry){key, NC_NOTHING};
    return entry;
}

struct nc_entry *nc_map_add(struct nc_map *map, nc_value key) {
    if (map->fixed)
        nc_type_error("dict is fixed");
    if (map->ordered)
        return add_ordered(map, key);
    struct nc_entry *free, *entry = probe(map, key, &free);
    if (entry)
        return entry;
    if (!free || nc_table_is_full(map->used, map->size)) {
        if (!nc_is_name(key))
            nc_hash(key); // an unhashable key raises before anything changes
        grow(map);
        if ((entry = probe(map, key, &free)))
            return entry;
    }
    map->used++;
    if (!nc_is_name(key))
        map->only_names = 0;
    *free = (struct nc_entry){key, NC_NOTHING};
    return free;
}

void nc_map_store(struct nc_map *map, nc_value key, nc_value value) {
    if (nc_is_name(key) && !map->fixed) {
        struct nc_entry *entry = nc_map_guess_name(map, nc_name_number(key));
        if (entry) {
            entry->value = value;
            return;
        }
    }
    nc_map_add(map, key)->value = value;
}

nc_value nc_map_remove(struct nc_map *map, nc_value key) {
    if (map->fixed)
        nc_type_error("dict is fixed");
    struct nc_entry *entry = nc_map_find(map, key);
    if (!entry)
        return NC_NOTHING;
    nc_value value = entry->value;
    map->used--;
    size_t at = (size_t)(entry - map->table);
    if (map->ordered) {
        memmove(entry, entry + 1, (map->used - at) * sizeof *entry);
        map->table[map->used] = (struct nc_entry){NC_NOTHING, NC_NOTHING};
        return value;
    }
    size_t next = at + 1 == map->size ? 0 : at + 1;
    entry->key = map->table[next].key == NC_NOTHING ? NC_NOTHING : NC_SENTINEL;
    entry->value = NC_NOTHING;
    return value;
}

void nc_map_clear(struct nc_map *map) {
    if (map->fixed)
        nc_type_error("dict is fixed");
    bool ordered = map->ordered;
    nc_map_init(map, 0);
    map->ordered = ordered;
}

struct nc_entry *nc_map_next(const struct nc_map *map, size_t *place) {
    size_t end = map->ordered ? map->used : map->size;
    while (*place < end) {
        struct nc_entry *entry = &map->table[(*place)++];
        if (in_use(entry->key))
            return entry;
    }
    return NULL;
}
