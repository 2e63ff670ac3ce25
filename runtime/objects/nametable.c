// The table of all names with fixed numbers. An image has its own, with those that it can come upon
// (nativecomp/program/names.py).
#include "nativecomp/names.h"

static const char fixed_texts[] = "\0"
#define X(ID, TEXT) TEXT "\0"
#include "nativecomp/names_static.h"
// (kept apart: their order matters)
#include "nativecomp/names_own.h"
#undef X
    ;
#include "names_table.h" // offsets, hashes, index
const struct nc_name_table nc_fixed_names = {
    .count = NC_NAMES_FIXED,
    .index_size = sizeof fixed_index / sizeof *fixed_index,
    .texts = fixed_texts,
    .offsets = fixed_offsets,
    .hashes = fixed_hashes,
    .index = fixed_index,
};
