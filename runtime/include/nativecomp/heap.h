// The heap: one door for all memory, and a collector behind it.
//
// Memory is a row of blocks of four words. An object takes one or several blocks in a row; three bitmaps with
// a bit for each block say whether an object starts there, whether it goes on there, and whether its content
// can hold no addresses (text, digits). Nothing is ever moved.
//
// When memory runs out, or enough was allocated since the last time, the collector marks what can be reached
// and frees the rest. It is conservative: every word of the C stack, of the saved registers, of the
// interpreter's state and of a marked object counts as an address if it could be one. A word on the stack may
// point anywhere into an object, since an optimising compiler may keep nothing else; a word in memory must
// point to the object's start. Marking uses a small fixed stack; when it is full, a flag asks for another
// pass over the marked objects, so that no depth of nesting needs more memory.
//
// Allocation never returns NULL except where the name says "try": it raises MemoryError, which needs no
// memory.
#pragma once
#include "nativecomp/value.h"

enum nc_heap_flags {
    NC_SCAN = 0, // the content may hold addresses
    NC_LEAF = 1, // it does not
};

// All memory comes zeroed, to its last word: a stale address in it would keep garbage alive.
void *nc_allocate(size_t size, enum nc_heap_flags flags);
void *nc_try_allocate(size_t size, enum nc_heap_flags flags);
// Make an object larger or smaller; it moves if it must. NULL allocates.
void *nc_resize(void *object, size_t size, enum nc_heap_flags flags);
void *nc_try_resize(void *object, size_t size, bool may_move, enum nc_heap_flags flags);
// Give memory back early. The object must not be used any more.
void nc_free(void *object);

// An object with `SIZE` bytes of a struct, its type word set.
#define NC_NEW(STRUCT, TYPE) NC_NEW_SIZE(STRUCT, TYPE, sizeof(STRUCT))
#define NC_NEW_SIZE(STRUCT, TYPE, SIZE) ((STRUCT *)nc_new_object(TYPE, SIZE, NC_SCAN))
#define NC_NEW_LEAF(STRUCT, TYPE, SIZE) ((STRUCT *)nc_new_object(TYPE, SIZE, NC_LEAF))
void *nc_new_object(const struct nc_type *type, size_t size, enum nc_heap_flags flags);

void nc_heap_start(void *memory, size_t size);
void nc_collect(void);

struct nc_heap_report {
    size_t total, used, free, largest_free, objects, collections;
};
void nc_heap_report(struct nc_heap_report *report);
size_t nc_heap_size_of(const void *object); // bytes that an object occupies
bool nc_heap_owns(const void *object);      // whether it is one

// Switches. With `locked` every allocation fails: interrupt handlers must not allocate. `threshold` bytes
// allocated since the last collection start the next one, or as many as were in use then if that is more.
void nc_heap_lock(bool lock);
unsigned nc_heap_locked(void);
extern bool nc_heap_enabled;
extern size_t nc_heap_threshold;
#define NC_NO_THRESHOLD SIZE_MAX // only when memory runs out

// Torture, for tests: collect at every allocation; let the n-th allocation from now fail (0: none).
extern bool nc_heap_collect_always;
extern size_t nc_heap_fail_after;
