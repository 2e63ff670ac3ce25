// The module `io`: files, StringIO and BytesIO.
#include "modules.h"
#include "nativecomp/files.h"
#include "nativecomp/heap.h"
#include "nativecomp/machine.h"
#include "nativecomp/memory.h"
#include "nativecomp/state.h"
#include "streams.h"

enum { EINVAL = 22, EBADF = 9 };

// What the machine gave: its errors are negated numbers.
static size_t machine_result(intptr_t result, int *error) {
    if (result >= 0)
        return (size_t)result;
    *error = (int)-result;
    return NC_STREAM_ERROR;
}

static size_t file_read(nc_value self, void *to, size_t size, int *error) {
    intptr_t handle = ((struct nc_file *)self)->handle;
    return machine_result(handle < 0 ? -EBADF : nc_file_read(handle, to, size), error);
}

static size_t file_write(nc_value self, const void *from, size_t size, int *error) {
    intptr_t handle = ((struct nc_file *)self)->handle;
    if (handle == 1) { // where print() writes too, in the same order
        nc_write(from, size);
        return size;
    }
    return machine_result(handle < 0 ? -EBADF : nc_file_write(handle, from, size), error);
}

static size_t file_control(nc_value self, size_t request, uintptr_t argument, int *error) {
    struct nc_file *file = (struct nc_file *)self;
    struct nc_stream_seek *place = (struct nc_stream_seek *)argument;
    intptr_t result = 0;
    if (request == NC_STREAM_CLOSE) {
        if (file->handle > 2) {
            nc_file_close(file->handle);
            file->handle = -1;
        }
    } else if (file->handle < 0) {
        result = -EBADF;
    } else if (request == NC_STREAM_SEEK) {
        result = nc_file_seek(file->handle, (intptr_t)place->offset, place->whence);
        place->offset = result;
    } else if (request != NC_STREAM_FLUSH) { // nothing is kept back
        result = -EINVAL;
    }
    return machine_result(result, error) == NC_STREAM_ERROR ? NC_STREAM_ERROR : 0;
}

static const struct nc_stream_protocol text_protocol = {file_read, file_write, file_control, true};
static const struct nc_stream_protocol bytes_protocol = {file_read, file_write, file_control, false};

static void file_print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    nc_printf(to, "<io.%T %z>", self, ((struct nc_file *)self)->handle);
}

static const struct nc_type type_text, type_file;

static nc_value fileno_(nc_value self) {
    return nc_small(((struct nc_file *)self)->handle);
}

// What files have beside the methods of streams; `buffer` is a text file's own bytes.
static bool file_attr(nc_value self, nc_name name, enum nc_attr_action action, nc_value *member) {
    static const struct nc_builtin function = {&nc_type_builtin1, {.f1 = fileno_}};
    if (action != NC_LOAD)
        return false;
    if (name == N(fileno)) {
        member[0] = (nc_value)&function;
        member[1] = self;
        return true;
    }
    if (name != N(buffer) || self->type != &type_text)
        return false;
    struct nc_file *bytes = NC_NEW(struct nc_file, &type_file);
    bytes->handle = ((struct nc_file *)self)->handle;
    member[0] = (nc_value)bytes;
    return true;
}

static const struct nc_type type_text = {NC_TYPE_HEAD(TextIOWrapper, NC_ITER_NEXT),
                                         .print = file_print,
                                         .next = nc_stream_next,
                                         .attr = file_attr,
                                         .members = &nc_stream_members,
                                         .protocol = &text_protocol};
static const struct nc_type type_file = {
    NC_TYPE_HEAD(FileIO, NC_ITER_NEXT), .print = file_print,        .next = nc_stream_next, .attr = file_attr,
    .members = &nc_stream_members,      .protocol = &bytes_protocol};
const struct nc_file nc_stdin = {&type_text, 0}, nc_stdout = {&type_text, 1}, nc_stderr = {&type_text, 2};

nc_value nc_open(size_t n, const nc_value *args, const struct nc_map *keywords) {
    static const struct nc_parameter parameters[] = {
        {N(file), NC_NOTHING}, {N(mode), NAME(r)}, {N(encoding), NC_NONE}, {N(buffering), NC_NONE}};
    nc_value bound[4];
    nc_bind(n, args, keywords, 4, 4, parameters, bound);
    struct nc_span mode = nc_str_span(bound[1]), path = nc_str_span(bound[0]);
    unsigned flags = 0;
    bool binary = false;
    for (size_t i = 0; i < mode.size; i++)
        switch (mode.data[i]) {
        case 'r':
            flags |= NC_OPEN_READ;
            break;
        case 'w':
            flags |= NC_OPEN_WRITE | NC_OPEN_CREATE | NC_OPEN_TRUNCATE;
            break;
        case 'a':
            flags |= NC_OPEN_WRITE | NC_OPEN_CREATE | NC_OPEN_APPEND;
            break;
        case 'x':
            flags |= NC_OPEN_WRITE | NC_OPEN_CREATE;
            break;
        case '+':
            flags |= NC_OPEN_READ | NC_OPEN_WRITE;
            break;
        case 'b':
            binary = true;
        }
    intptr_t handle = nc_file_open(path.data, flags);
    if (handle < 0)
        nc_os_error((int)-handle);
    struct nc_file *file = NC_NEW(struct nc_file, binary ? &type_file : &type_text);
    file->handle = handle;
    return (nc_value)file;
}

// StringIO and BytesIO: a stream in memory.
struct memory {
    const struct nc_type *type;
    char *data; // NULL when closed
    size_t size, capacity, at;
};

static struct memory *open_memory(nc_value self) {
    struct memory *m = (struct memory *)self;
    if (!m->data)
        nc_value_error("I/O operation on closed file");
    return m;
}

static size_t memory_read(nc_value self, void *to, size_t size, int *error) {
    (void)error;
    struct memory *m = open_memory(self);
    size_t left = m->at < m->size ? m->size - m->at : 0;
    if (size > left)
        size = left;
    memcpy(to, m->data + m->at, size);
    m->at += size;
    return size;
}

static size_t memory_write(nc_value self, const void *from, size_t size, int *error) {
    (void)error;
    struct memory *m = open_memory(self);
    size_t end = m->at + size;
    if (end + 1 > m->capacity) {
        size_t capacity = end + end / 2 + 16;
        m->data = nc_resize(m->data, capacity, NC_LEAF);
        m->capacity = capacity;
    }
    if (m->at > m->size)
        memset(m->data + m->size, 0, m->at - m->size);
    memmove(m->data + m->at, from, size);
    m->at = end;
    if (m->size < end)
        m->size = end;
    return size;
}

static size_t memory_control(nc_value self, size_t request, uintptr_t argument, int *error) {
    if (request == NC_STREAM_CLOSE) {
        ((struct memory *)self)->data = NULL;
        return 0;
    }
    struct memory *m = open_memory(self);
    struct nc_stream_seek *place = (struct nc_stream_seek *)argument;
    if (request == NC_STREAM_FLUSH)
        return 0;
    if (request != NC_STREAM_SEEK || place->whence < 0 || place->whence > 2) {
        *error = EINVAL;
        return NC_STREAM_ERROR;
    }
    int64_t base = place->whence == 0 ? 0 : (int64_t)(place->whence == 1 ? m->at : m->size), offset;
    if (__builtin_add_overflow(base, place->offset, &offset) || offset < 0 || offset > INTPTR_MAX)
        offset = 0;
    m->at = (size_t)offset;
    place->offset = offset;
    return 0;
}

static const struct nc_stream_protocol string_protocol = {memory_read, memory_write, memory_control, true};
static const struct nc_stream_protocol memory_protocol = {memory_read, memory_write, memory_control, false};
static const struct nc_type type_string;

static void memory_print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    nc_printf(to, "<io.%T 0x%x>", self, (uintptr_t)self);
}

static nc_value memory_make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_check_count(n_pos, n_kw, 0, 1, false);
    struct memory *m = NC_NEW(struct memory, type);
    struct nc_buffer buffer = {NULL, 0, 0};
    intptr_t expected = 0;
    if (n_pos && nc_is_int(args[0]))
        expected = nc_get_int(args[0]); // only how much will come
    else if (n_pos && args[0] != NC_NONE)
        nc_get_buffer(args[0], &buffer, NC_READ | NC_MUST);
    if (expected < 0)
        nc_value_error("negative size");
    m->capacity = (expected ? (size_t)expected : buffer.size + 16) + 1;
    m->data = nc_allocate(m->capacity, NC_LEAF);
    m->size = buffer.size;
    if (buffer.size)
        memcpy(m->data, buffer.data, buffer.size);
    return (nc_value)m;
}

static nc_value getvalue(nc_value v) {
    nc_value self;
    const struct nc_stream_protocol *p = nc_stream_of(v, 0, &self);
    if (p != &string_protocol && p != &memory_protocol)
        nc_type_error("a StringIO or BytesIO is needed, not %T", v);
    struct memory *m = open_memory(self);
    return p->text ? nc_str_new(m->data, m->size) : nc_bytes_new(m->data, m->size);
}

static bool memory_attr(nc_value self, nc_name name, enum nc_attr_action action, nc_value *member) {
    static const struct nc_builtin function = {&nc_type_builtin1, {.f1 = getvalue}};
    if (action != NC_LOAD || name != N(getvalue))
        return false;
    member[0] = (nc_value)&function;
    member[1] = self;
    return true;
}

static const struct nc_type type_string = {NC_TYPE_HEAD(StringIO, NC_ITER_NEXT),
                                           .make = memory_make,
                                           .print = memory_print,
                                           .next = nc_stream_next,
                                           .attr = memory_attr,
                                           .members = &nc_stream_members,
                                           .protocol = &string_protocol};
static const struct nc_type type_memory = {NC_TYPE_HEAD(BytesIO, NC_ITER_NEXT),
                                           .make = memory_make,
                                           .print = memory_print,
                                           .next = nc_stream_next,
                                           .attr = memory_attr,
                                           .members = &nc_stream_members,
                                           .protocol = &memory_protocol};

NC_MODULE(io, {NAME(open), NC_FK(nc_open, 1, NC_ANY)}, {NAME(FileIO), (nc_value)&type_file},
          {NAME(TextIOWrapper), (nc_value)&type_text}, {NAME(StringIO), (nc_value)&type_string},
          {NAME(BytesIO), (nc_value)&type_memory}, {NAME(IOBase), (nc_value)&nc_type_IOBase});
