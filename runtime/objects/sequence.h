// What lists and tuples share.
#pragma once
#include "nativecomp/objects.h"

// The items of a slice, as a new row: list or tuple by `make`.
nc_value nc_slice_of(nc_value slice, size_t count, const nc_value *items,
                     nc_value (*make)(size_t, const nc_value *));
// `items` repeated, or NC_NOTHING if `times` is no integer.
nc_value nc_repeat(size_t count, const nc_value *items, nc_value times,
                   nc_value (*make)(size_t, const nc_value *));
nc_value nc_index_of(size_t count, nc_value **items, const nc_value *bounds, size_t n, nc_value item);
nc_value nc_count_of(size_t count, const nc_value *items, nc_value item);
