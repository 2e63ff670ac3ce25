// What the files about str and bytes share.
#pragma once
#include "nativecomp/objects.h"

extern const struct nc_dict nc_str_members, nc_bytes_members;

// A new str or bytes of checked text; short texts that are names become the name.
nc_value nc_string_like(const struct nc_type *type, const char *data, size_t size);
nc_value nc_string_finish(struct nc_text *text); // as nc_text_str, of text that needs no check
const char *nc_find_span(struct nc_span in, struct nc_span what, bool backwards);
int nc_compare_spans(struct nc_span a, struct nc_span b);
const char *nc_str_at(struct nc_span span, size_t index);
