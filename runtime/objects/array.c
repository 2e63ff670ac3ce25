// bytearray, array and memoryview: rows of numbers in memory.
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"
#include "nativecomp/state.h"
#include "strings.h"

enum { WRITABLE = 0x80 };

static char code_of(const struct nc_array *a) {
    return (char)(a->typecode & 0x7f);
}

static size_t element_size(const struct nc_array *a) {
    size_t alignment;
    return code_of(a) == NC_BYTEARRAY_CODE ? 1 : nc_element_size('@', code_of(a), &alignment);
}

// The first byte: a memoryview of a part keeps the address of the whole, for the collector.
static uint8_t *data_of(const struct nc_array *a) {
    size_t offset = a->type == NC_KIND(memoryview) ? a->spare * element_size(a) : 0;
    return (uint8_t *)a->items + offset;
}

static struct nc_array *array_new(const struct nc_type *type, char code, size_t count) {
    struct nc_array *a = NC_NEW(struct nc_array, type);
    a->typecode = (uint8_t)code;
    size_t size;
    if (__builtin_mul_overflow(count, element_size(a), &size))
        nc_throw((nc_value)&nc_memory_error);
    a->items = nc_allocate(size, code == 'O' ? NC_SCAN : NC_LEAF);
    a->count = count;
    return a;
}

nc_value nc_bytearray_new(const void *data, size_t size) {
    struct nc_array *a = array_new(NC_MADE(bytearray), NC_BYTEARRAY_CODE, size);
    if (data && size)
        memcpy(a->items, data, size);
    return (nc_value)a;
}

nc_value nc_bytearray_by_ref(size_t size, void *data) {
    struct nc_array *a = NC_NEW(struct nc_array, NC_MADE(bytearray));
    a->typecode = NC_BYTEARRAY_CODE;
    a->items = data;
    a->count = size;
    return (nc_value)a;
}

nc_value nc_memoryview_new(char typecode, size_t count, void *items) {
    struct nc_array *a = NC_NEW(struct nc_array, NC_MADE(memoryview));
    a->typecode = (uint8_t)typecode;
    a->items = items;
    a->count = count;
    return (nc_value)a;
}

static void append(struct nc_array *a, nc_value item) {
    size_t size = element_size(a);
    if (!a->spare) {
        a->items = nc_resize(a->items, (a->count + 8) * size, a->typecode == 'O' ? NC_SCAN : NC_LEAF);
        a->spare = 8;
    }
    nc_element_store(code_of(a), a->items, a->count, item);
    a->count++;
    a->spare--;
}

static struct nc_array *from_iterable(const struct nc_type *type, char code, nc_value v) {
    struct nc_array *a = array_new(type, code, 0);
    nc_value iterator = nc_iter(v, NULL), item;
    while ((item = nc_next(iterator)) != NC_NOTHING)
        append(a, item);
    return a;
}

static nc_value bytearray_make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    (void)type;
    nc_check_count(n_pos, n_kw, 0, 3, false);
    struct nc_buffer buffer;
    if (n_pos == 0)
        return nc_bytearray_new(NULL, 0);
    if (nc_is_int(args[0]) || nc_is_bool(args[0])) {
        intptr_t count = nc_get_int(args[0]);
        if (count < 0)
            nc_value_error("negative count");
        return (nc_value)array_new(NC_MADE(bytearray), NC_BYTEARRAY_CODE, (size_t)count);
    }
    if (nc_is_str(args[0])) {
        if (n_pos == 1)
            nc_type_error("string argument without an encoding");
        nc_get_buffer(nc_encode(nc_str_span(args[0]), args[1], n_pos > 2 ? args[2] : NC_NONE), &buffer,
                      NC_READ);
        return nc_bytearray_new(buffer.data, buffer.size);
    }
    if (nc_get_buffer(args[0], &buffer, NC_READ))
        return nc_bytearray_new(buffer.data, buffer.size);
    return (nc_value)from_iterable(NC_MADE(bytearray), NC_BYTEARRAY_CODE, args[0]);
}

static nc_value array_make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    (void)type;
    nc_check_count(n_pos, n_kw, 1, 2, false);
    struct nc_span code = nc_str_span(args[0]);
    size_t alignment;
    if (code.size != 1 || memchr("sxc?", code.data[0], 4))
        nc_value_error("bad typecode");
    nc_element_size('@', code.data[0], &alignment);
    if (n_pos == 1)
        return (nc_value)array_new(NC_MADE(array), code.data[0], 0);
    struct nc_buffer buffer;
    if (!nc_is_str(args[1]) && (nc_is(args[1], NC_KIND(bytes)) || nc_is(args[1], NC_KIND(bytearray))) &&
        nc_get_buffer(args[1], &buffer, NC_READ)) {
        struct nc_array *a = array_new(NC_MADE(array), code.data[0],
                                       buffer.size / nc_element_size('@', code.data[0], &alignment));
        memcpy(a->items, buffer.data, a->count * element_size(a));
        return (nc_value)a;
    }
    return (nc_value)from_iterable(NC_MADE(array), code.data[0], args[1]);
}

static nc_value memoryview_make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    (void)type;
    nc_check_count(n_pos, n_kw, 1, 1, false);
    struct nc_buffer buffer;
    nc_get_buffer(args[0], &buffer, NC_READ | NC_MUST);
    bool writable = nc_get_buffer(args[0], &buffer, NC_WRITE);
    if (!writable)
        nc_get_buffer(args[0], &buffer, NC_READ);
    size_t alignment;
    char code = (char)(buffer.typecode == NC_BYTEARRAY_CODE ? 'B' : buffer.typecode);
    nc_value view = nc_memoryview_new((char)(code | (writable ? WRITABLE : 0)),
                                      buffer.size / nc_element_size('@', code, &alignment), buffer.data);
    if (nc_is(args[0], NC_KIND(memoryview))) {
        ((struct nc_array *)view)->items = ((struct nc_array *)args[0])->items;
        ((struct nc_array *)view)->spare = ((struct nc_array *)args[0])->spare;
    }
    return view;
}

static void print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    struct nc_array *a = (struct nc_array *)self;
    if (a->type == NC_KIND(bytearray)) {
        nc_puts(to, "bytearray(");
        nc_print_quoted(to, a->items, a->count, true);
        nc_puts(to, ")");
        return;
    }
    nc_printf(to, "array('%c'", code_of(a));
    for (size_t i = 0; i < a->count; i++) {
        nc_puts(to, i ? ", " : ", [");
        nc_print_value(to, nc_element_load(code_of(a), a->items, i), NC_REPR);
    }
    nc_puts(to, a->count ? "])" : ")");
}

static nc_value unary(unsigned op, nc_value self) {
    struct nc_array *a = (struct nc_array *)self;
    if (op == NC_BOOL)
        return nc_bool(a->count != 0);
    if (op == NC_LEN)
        return nc_small((intptr_t)a->count);
    if (op == NC_HASH && a->type == NC_KIND(memoryview) && !(a->typecode & WRITABLE))
        return nc_small(nc_hash_bytes(data_of(a), a->count * element_size(a)));
    return NC_NOTHING;
}

static bool get_buffer(nc_value self, struct nc_buffer *buffer, unsigned flags) {
    struct nc_array *a = (struct nc_array *)self;
    if (a->type == NC_KIND(memoryview) && flags & NC_WRITE && !(a->typecode & WRITABLE))
        return false;
    *buffer = (struct nc_buffer){data_of(a), a->count * element_size(a), code_of(a)};
    return true;
}

static void extend(struct nc_array *a, nc_value v) {
    struct nc_buffer buffer;
    if (nc_get_buffer(v, &buffer, NC_READ)) {
        size_t size = element_size(a), count = buffer.size / size, alignment;
        if (a->typecode == 'O' || (buffer.typecode != NC_BYTEARRAY_CODE &&
                                   nc_element_size('@', (char)buffer.typecode, &alignment) > 8))
            nc_type_error("incompatible buffer");
        if (count > a->spare) {
            a->items = nc_resize(a->items, (a->count + count) * size, NC_LEAF);
            a->spare = count;
            nc_get_buffer(v, &buffer, NC_READ); // it may be the same array
        }
        memmove((uint8_t *)a->items + a->count * size, buffer.data, count * size);
        a->count += count;
        a->spare -= count;
        return;
    }
    nc_value iterator = nc_iter(v, NULL), item;
    while ((item = nc_next(iterator)) != NC_NOTHING)
        append(a, item);
}

static nc_value copy(struct nc_array *a) {
    struct nc_array *made = array_new(a->type, code_of(a), a->count);
    memcpy(made->items, a->items, a->count * element_size(a));
    return (nc_value)made;
}

static bool same_items(nc_value left, nc_value right) {
    size_t count = (size_t)nc_get_int(nc_len(left));
    if (count != (size_t)nc_get_int(nc_len(right)))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!nc_equal(nc_getitem(left, nc_small((intptr_t)i)), nc_getitem(right, nc_small((intptr_t)i))))
            return false;
    return true;
}

static nc_value binary(unsigned op, nc_value left, nc_value right) {
    struct nc_array *a = (struct nc_array *)left;
    struct nc_buffer x, y;
    bool view = a->type == NC_KIND(memoryview);
    switch (op) {
    case NC_ADD:
        if (view || !nc_get_buffer(right, &y, NC_READ) || nc_is_str(right))
            return NC_NOTHING;
        left = copy(a);
        extend((struct nc_array *)left, right);
        return left;
    case NC_INPLACE_ADD:
        if (view)
            return NC_NOTHING;
        extend(a, right);
        return left;
    case NC_MULTIPLY:
    case NC_INPLACE_MULTIPLY:
    case NC_REFLECTED_MULTIPLY: {
        intptr_t times;
        if (view || !nc_get_int_maybe(right, &times))
            return NC_NOTHING;
        size_t size = a->count * element_size(a), count;
        if (__builtin_mul_overflow(a->count, (size_t)(times < 0 ? 0 : times), &count))
            nc_throw((nc_value)&nc_memory_error);
        struct nc_array *made = array_new(a->type, code_of(a), count);
        for (intptr_t i = 0; i < times; i++)
            memcpy((uint8_t *)made->items + (size_t)i * size, a->items, size);
        if (op != NC_INPLACE_MULTIPLY)
            return (nc_value)made;
        a->items = made->items;
        a->count = made->count;
        a->spare = 0;
        return left;
    }
    case NC_CONTAINS:
        if (a->type != NC_KIND(array) && !nc_is_str(right) && nc_get_buffer(right, &y, NC_READ)) {
            struct nc_span in = {(const char *)data_of(a), a->count * element_size(a)};
            return nc_bool(nc_find_span(in, (struct nc_span){y.data, y.size}, false));
        }
        if (nc_is_str(right) && a->type == NC_KIND(bytearray))
            nc_type_error("a byte or bytes is needed, not %T", right);
        return NC_NOTHING;
    }
    if (op > NC_MORE_EQUAL)
        return NC_NOTHING;
    if (nc_is_str(right) || !nc_get_buffer(right, &y, NC_READ))
        return op == NC_EQUAL ? NC_FALSE : NC_NOTHING;
    nc_get_buffer(left, &x, NC_READ);
    bool bytes = (x.typecode == 'B' || x.typecode == NC_BYTEARRAY_CODE) &&
                 (y.typecode == 'B' || y.typecode == NC_BYTEARRAY_CODE);
    if ((a->type == NC_KIND(array)) != nc_is(right, NC_KIND(array))) // an array equals arrays only
        return op == NC_EQUAL ? NC_FALSE : NC_NOTHING;
    if (op == NC_EQUAL && !bytes)
        return nc_bool(same_items(left, right));
    if (!bytes) {
        nc_value p = nc_list_of(left), q = nc_list_of(right);
        return nc_binary(op, p, q);
    }
    int order = nc_compare_spans((struct nc_span){x.data, x.size}, (struct nc_span){y.data, y.size});
    return nc_bool(op == NC_EQUAL        ? order == 0
                   : op == NC_LESS       ? order < 0
                   : op == NC_MORE       ? order > 0
                   : op == NC_LESS_EQUAL ? order <= 0
                                         : order >= 0);
}

static nc_value load_slice(struct nc_array *a, struct nc_bounds bounds) {
    size_t size = element_size(a);
    if (a->type == NC_KIND(memoryview)) {
        if (bounds.step != 1)
            nc_error(NC_MADE(NotImplementedError), "only slices with step=1 (aka None) are supported");
        struct nc_array *view =
            (struct nc_array *)nc_memoryview_new((char)a->typecode, bounds.count, a->items);
        view->spare = a->spare + (size_t)bounds.start;
        return (nc_value)view;
    }
    struct nc_array *made = array_new(a->type, code_of(a), bounds.count);
    for (size_t i = 0; i < bounds.count; i++)
        memcpy((uint8_t *)made->items + i * size,
               (uint8_t *)a->items + (size_t)(bounds.start + (intptr_t)i * bounds.step) * size, size);
    return (nc_value)made;
}

static nc_value store_slice(struct nc_array *a, nc_value slice, nc_value value) {
    size_t size = element_size(a);
    struct nc_buffer buffer = {NULL, 0, code_of(a)};
    struct nc_bounds bounds = nc_slice_bounds(slice, a->count);
    if (bounds.step != 1)
        nc_error(NC_MADE(NotImplementedError), "only slices with step=1 (aka None) are supported");
    if (value != NC_NOTHING) {
        nc_get_buffer(value, &buffer, NC_READ | NC_MUST);
        size_t alignment;
        size_t other = buffer.typecode == NC_BYTEARRAY_CODE
                           ? 1
                           : nc_element_size('@', (char)buffer.typecode, &alignment);
        if (other != size || (nc_is(value, NC_KIND(str)) || nc_is_name(value)))
            nc_value_error("lhs and rhs should be compatible");
    }
    size_t count = buffer.size / size, tail = a->count - (size_t)bounds.start - bounds.count;
    if (count != bounds.count) {
        if (a->type == NC_KIND(memoryview))
            nc_value_error("lhs and rhs should be compatible");
        if (count > bounds.count && count - bounds.count > a->spare) {
            bool own = buffer.data == a->items;
            a->items = nc_resize(a->items, (a->count + count - bounds.count) * size, NC_LEAF);
            a->spare = count - bounds.count;
            if (own)
                buffer.data = a->items;
        }
        if (buffer.data == a->items) { // assigning an array to a part of itself
            void *kept = nc_allocate(buffer.size, NC_LEAF);
            memcpy(kept, buffer.data, buffer.size);
            buffer.data = kept;
        }
        uint8_t *at = (uint8_t *)a->items + (size_t)bounds.start * size;
        memmove(at + count * size, at + bounds.count * size, tail * size);
        a->spare = a->spare + bounds.count - count;
        a->count = a->count + count - bounds.count;
    }
    if (count)
        memmove(data_of(a) + (size_t)bounds.start * size, buffer.data, count * size);
    return NC_NONE;
}

static nc_value subscr(nc_value self, nc_value index, nc_value value) {
    struct nc_array *a = (struct nc_array *)self;
    bool view = a->type == NC_KIND(memoryview);
    if (view && value != NC_SENTINEL && (!(a->typecode & WRITABLE) || value == NC_NOTHING))
        return NC_NOTHING;
    if (nc_is(index, NC_KIND(slice)))
        return value == NC_SENTINEL ? load_slice(a, nc_slice_bounds(index, a->count))
                                    : store_slice(a, index, value);
    size_t place = nc_get_index(view                        ? "memoryview"
                                : a->type == NC_KIND(array) ? "array"
                                                            : "bytearray",
                                a->count, index, false);
    if (value == NC_SENTINEL)
        return nc_element_load(code_of(a), data_of(a), place);
    if (value == NC_NOTHING) {
        if (a->type != NC_KIND(bytearray) && a->type != NC_KIND(array))
            return NC_NOTHING;
        size_t size = element_size(a);
        memmove(data_of(a) + place * size, data_of(a) + (place + 1) * size, (a->count - place - 1) * size);
        a->count--;
        a->spare++;
        return NC_NONE;
    }
    nc_element_store(code_of(a), data_of(a), place, value);
    return NC_NONE;
}

static nc_value next(nc_value self) {
    struct nc_array_iterator *iterator = (struct nc_array_iterator *)self;
    struct nc_array *a = iterator->array;
    return iterator->place < a->count
               ? nc_element_load(code_of(a), a->items, iterator->offset + iterator->place++)
               : NC_NOTHING;
}

const struct nc_type nc_type_array_iterator = {NC_TYPE_HEAD(iterator, NC_ITER_NEXT), .next = next};

static nc_value iter(nc_value self, struct nc_iterator *memory) {
    struct nc_array_iterator *iterator = memory ? (struct nc_array_iterator *)memory
                                                : NC_NEW(struct nc_array_iterator, NC_MADE(array_iterator));
    struct nc_array *a = (struct nc_array *)self;
    size_t offset = a->type == NC_KIND(memoryview) ? a->spare : 0;
    *iterator = (struct nc_array_iterator){NC_MADE(array_iterator), a, offset, 0};
    return (nc_value)iterator;
}

static struct nc_array *self_of(nc_value v) {
    nc_value native = nc_native(v, NC_KIND(array));
    if (native == NC_NOTHING && (native = nc_native(v, NC_KIND(bytearray))) == NC_NOTHING)
        nc_type_error("an array is needed, not %T", v);
    return (struct nc_array *)native;
}

static nc_value append_method(nc_value self, nc_value item) {
    append(self_of(self), item);
    return NC_NONE;
}

static nc_value extend_method(nc_value self, nc_value v) {
    extend(self_of(self), v);
    return NC_NONE;
}

const struct nc_builtin nc_array_append_function = {&nc_type_builtin2, {.f2 = append_method}},
                        nc_array_extend_function = {&nc_type_builtin2, {.f2 = extend_method}};
NC_TABLE(array_members, {NAME(append), (nc_value)&nc_array_append_function},
         {NAME(extend), (nc_value)&nc_array_extend_function});

static bool array_attr(nc_value self, nc_name name, enum nc_attr_action action, nc_value *member) {
    struct nc_array *a = (struct nc_array *)self;
    if (action != NC_LOAD || name != N(typecode))
        return false;
    char code = code_of(a);
    member[0] = nc_str_new(&code, 1);
    return true;
}

static bool memoryview_attr(nc_value self, nc_name name, enum nc_attr_action action, nc_value *member) {
    struct nc_array *a = (struct nc_array *)self;
    if (action != NC_LOAD || name != N(itemsize))
        return false;
    member[0] = nc_small((intptr_t)element_size(a));
    return true;
}

NC_TABLE(memoryview_members, {NAME(hex), NC_FN(nc_hex_method, 1, 2)});

const struct nc_type nc_type_bytearray = {NC_TYPE_HEAD(bytearray, NC_EQ_OTHER_TYPES | NC_LENDS_SLICE),
                                          .make = bytearray_make,
                                          .print = print,
                                          .unary = unary,
                                          .binary = binary,
                                          .equal = binary,
                                          .subscr = subscr,
                                          .iter = iter,
                                          .buffer = get_buffer,
                                          .members = &nc_bytearray_members};
const struct nc_type nc_type_array = {NC_TYPE_HEAD(array, NC_EQ_OTHER_TYPES | NC_LENDS_SLICE),
                                      .make = array_make,
                                      .print = print,
                                      .unary = unary,
                                      .binary = binary,
                                      .equal = binary,
                                      .subscr = subscr,
                                      .iter = iter,
                                      .buffer = get_buffer,
                                      .attr = array_attr,
                                      .members = &array_members};
const struct nc_type nc_type_memoryview = {NC_TYPE_HEAD(memoryview, NC_EQ_OTHER_TYPES | NC_LENDS_SLICE),
                                           .make = memoryview_make,
                                           .unary = unary,
                                           .binary = binary,
                                           .equal = binary,
                                           .subscr = subscr,
                                           .iter = iter,
                                           .buffer = get_buffer,
                                           .attr = memoryview_attr,
                                           .members = &memoryview_members};
