// io.IOBase: classes of a program that derive from it are streams; readinto(), write() and ioctl() of the
// instance do the work.
#include "modules.h"
#include "nativecomp/memory.h"
#include "nativecomp/stream.h"

enum { EIO = 5, EAGAIN = 11 };

static const struct nc_object singleton = {&nc_type_IOBase};

static nc_value make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    (void)type, (void)n_pos, (void)n_kw, (void)args;
    return (nc_value)&singleton;
}

// A number of bytes, a negated error, or None where nothing can be moved now.
static size_t result_of(nc_value v, size_t most, int *error) {
    intptr_t count = v == NC_NONE ? -EAGAIN : nc_get_int(v);
    if (count > 0 && (size_t)count > most)
        count = -EIO;
    if (count >= 0)
        return (size_t)count;
    *error = (int)-count;
    return NC_STREAM_ERROR;
}

// The methods get a bytearray of their own, which they may keep.
static size_t read_into(nc_value self, void *to, size_t size, int *error) {
    nc_value bytes = nc_bytearray_new(NULL, size);
    size_t count = result_of(nc_call_method1(self, N(readinto), bytes), size, error);
    struct nc_buffer buffer;
    nc_get_buffer(bytes, &buffer, NC_READ);
    if (count != NC_STREAM_ERROR)
        memcpy(to, buffer.data, count < buffer.size ? count : buffer.size);
    return count;
}

static size_t write_from(nc_value self, const void *from, size_t size, int *error) {
    return result_of(nc_call_method1(self, N(write), nc_bytearray_new(from, size)), size, error);
}

static size_t control(nc_value self, size_t request, uintptr_t argument, int *error) {
    nc_value method[4];
    nc_load_method(self, N(ioctl), method);
    method[2] = nc_int_from_uint(request);
    method[3] = nc_int_from_uint(argument);
    return result_of(nc_call_method(2, 0, method), SIZE_MAX, error);
}

static const struct nc_stream_protocol protocol = {read_into, write_from, control, false};

const struct nc_type nc_type_IOBase = {NC_TYPE_HEAD(IOBase, 0), .make = make, .protocol = &protocol};
