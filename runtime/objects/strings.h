// What the files about str and bytes share.
#pragma once
#include "nativecomp/objects.h"

extern const struct nc_dict nc_str_members, nc_bytes_members, nc_bytearray_members;
extern const struct nc_builtin nc_array_append_function, nc_array_extend_function;
extern const struct nc_wrapped nc_bytes_fromhex;

// By the names of an encoding and of what is done with what it has not; None for what is usual.
nc_value nc_decode(struct nc_span bytes, nc_value encoding, nc_value errors);
nc_value nc_encode(struct nc_span text, nc_value encoding, nc_value errors);

// A new str or bytes of checked text; short texts that are names become the name.
nc_value nc_string_like(const struct nc_type *type, const char *data, size_t size);
nc_value nc_string_finish(struct nc_text *text); // as nc_text_str, of text that needs no check
const char *nc_find_span(struct nc_span in, struct nc_span what, bool backwards);
int nc_compare_spans(struct nc_span a, struct nc_span b);
const char *nc_str_at(struct nc_span span, size_t index);

// Methods that str, bytes and bytearray share: the type of their results, the bytes of self, an argument that
// must be of the same kind, a result.
const struct nc_type *nc_string_kind(nc_value v);
struct nc_span nc_string_span(nc_value v);
struct nc_span nc_string_argument(nc_value self, nc_value arg);
nc_value nc_string_result(nc_value self, struct nc_text *text);
bool nc_is_space(char c);

nc_value nc_str_split(size_t n, const nc_value *args, const struct nc_map *keywords);
nc_value nc_str_rsplit(size_t n, const nc_value *args, const struct nc_map *keywords);
nc_value nc_str_splitlines(size_t n, const nc_value *args, const struct nc_map *keywords);
nc_value nc_str_join(nc_value self, nc_value iterable);
nc_value nc_str_replace(size_t n, const nc_value *args);
nc_value nc_str_partition(nc_value self, nc_value arg);
nc_value nc_str_rpartition(nc_value self, nc_value arg);
