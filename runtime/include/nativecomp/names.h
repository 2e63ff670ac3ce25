// Names: interned strings, each with a number.
//
// Two equal names are the same word, so comparing and hashing them costs nothing. Bytecode refers to
// attributes and globals by name; MicroPython fixes the numbers of the first 165 (names_static.h), which .mpy
// files use. Those that our own C code mentions follow (names_own.h, written by `python -m
// tests.runtime.names`), and then those that programs bring along, in the order in which they come.
#pragma once
#include "nativecomp/value.h"

enum {
    NC_N_none,
#define X(ID, TEXT) NC_N_##ID,
#include "nativecomp/names_static.h"
// (kept apart: their order matters)
#include "nativecomp/names_own.h"
#undef X
    NC_NAMES_FIXED
};

// A name in C: its number, and its value as a Python string.
#define N(ID) NC_N_##ID
#define NAME(ID) NC_NAME_VALUE(NC_N_##ID)

enum { NC_NAME_SIZE_MAX = 255 }; // one byte counts a name's bytes
enum { NC_NAMES_MAX = 0xffff };  // 16 bits hold a number in bytecode's tables

// Names that are constants: text i is at texts + offsets[i] and ends with a zero before texts + offsets[i +
// 1]; a name that an image does without has no bytes there, or lies behind the last one. `index` is a hash
// table of their numbers, counted from `first`, plus one; its size is a power of two.
struct nc_name_table {
    nc_name first;
    unsigned count, index_size;
    const char *texts;
    const uint16_t *offsets, *hashes, *index;
};

extern const struct nc_name_table nc_fixed_names;

// The number of a text, made if it is new. Raises OverflowError if the text is too long, RuntimeError if
// there are too many, MemoryError.
nc_name nc_intern(const char *text, size_t size);
// The number of a text, or 0 if it is not a name yet.
nc_name nc_find_name(const char *text, size_t size);
const char *nc_name_text(nc_name name, size_t *size);
uint16_t nc_name_hash(nc_name name);
unsigned nc_name_count(void);

// The hash of str and bytes. Never 0, which means "not computed yet".
uint16_t nc_hash_bytes(const void *data, size_t size);
