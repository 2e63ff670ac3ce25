// The module `uctypes`: memory described by names. A description is a dict of fields; each is a number, for a
// value by itself, or a tuple, for a structure, an array or a pointer:
//
//     {"a": 0 | UINT8, "b": (4, {...}), "c": (ARRAY | 8, 3 | UINT16), "d": (PTR | 16, UINT32)}
//
// The numbers are small integers of 31 bits: what it is in the upper bits (4 of a value by itself, 2 of the
// others), and the offset or the count in the lower ones. A bit field has its place and length between them.
#include "modules.h"
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "nativecomp/state.h"

enum scalar {
    UINT8,
    INT8,
    UINT16,
    INT16,
    UINT32,
    INT32,
    UINT64,
    INT64, // clang-format off
    BFUINT8, BFINT8, BFUINT16, BFINT16, BFUINT32, BFINT32, FLOAT32, FLOAT64 // clang-format on
};
static const char element_codes[] = "BbHhIiQqBbHhIifd";
enum aggregate { STRUCT, PTR, ARRAY };
enum { SCALAR_SHIFT = 27, AGGREGATE_SHIFT = 29, BITS_PLACE = 17, BITS_LENGTH = 22 };
enum order { LITTLE, BIG, NATIVE };

struct view { // memory with a description
    const struct nc_type *type;
    nc_value description;
    uintptr_t at;
    uintptr_t order;
};
static const struct nc_type type_struct;

static _Noreturn void bad_description(void) {
    nc_type_error("syntax error in uctypes descriptor");
}

static uint32_t number_of(nc_value v) {
    if (!nc_is_small(v))
        bad_description();
    return (uint32_t)nc_small_value(v) & 0x7fffffff;
}

static enum scalar scalar_of(uint32_t number) {
    return number >> SCALAR_SHIFT;
}
static bool is_bits(enum scalar kind) {
    return kind >= BFUINT8 && kind <= BFINT32;
}
static size_t offset_of_scalar(uint32_t number) {
    return number & ((1u << (is_bits(scalar_of(number)) ? BITS_PLACE : SCALAR_SHIFT)) - 1);
}
static size_t scalar_size(enum scalar kind) {
    return kind == FLOAT32 ? 4 : (size_t)1 << ((kind & 7) >> 1);
}

// What a tuple says: of an array `element` is NC_NOTHING if it is of scalars, of kind `scalar`.
struct aggregate_field {
    enum aggregate kind;
    enum scalar scalar;
    size_t offset, count;
    nc_value element;
};

static struct aggregate_field aggregate_of(nc_value v) {
    if (!nc_is(v, NC_KIND(tuple)) || nc_as_tuple(v)->count < 2)
        bad_description();
    struct nc_tuple *t = nc_as_tuple(v);
    uint32_t head = number_of(t->items[0]);
    struct aggregate_field f = {.kind = head >> AGGREGATE_SHIFT,
                                .offset = head & ((1u << AGGREGATE_SHIFT) - 1)};
    if (f.kind > ARRAY || t->count != (f.kind == ARRAY && t->count == 3 ? 3u : 2u))
        bad_description();
    if (f.kind != ARRAY) {
        f.element = t->items[1];
        return f;
    }
    uint32_t count = number_of(t->items[1]);
    f.scalar = scalar_of(count);
    f.count = count & ((1u << SCALAR_SHIFT) - 1);
    f.element = t->count == 3 ? t->items[2] : NC_NOTHING;
    if (f.element == NC_NOTHING && is_bits(f.scalar))
        bad_description();
    return f;
}

static size_t size_of(nc_value description, enum order order, size_t *widest);

static size_t widen(size_t size, size_t *widest) {
    if (size > *widest)
        *widest = size;
    return size;
}

static size_t size_of_aggregate(nc_value v, enum order order, size_t *widest) {
    struct aggregate_field f = aggregate_of(v);
    if (f.kind == PTR)
        return widen(sizeof(void *), widest);
    if (f.kind == STRUCT)
        return size_of(f.element, order, widest);
    return f.count * (f.element == NC_NOTHING ? widen(scalar_size(f.scalar), widest)
                                              : size_of(f.element, order, widest));
}

static size_t size_of(nc_value description, enum order order, size_t *widest) {
    nc_stack_check();
    if (nc_is_small(description)) // a value that was read has no description any more
        nc_type_error("can't unambiguously get sizeof scalar");
    if (!nc_is_dict(description))
        return size_of_aggregate(description, order, widest);
    size_t size = 0, place = 0;
    struct nc_entry *entry;
    while ((entry = nc_map_next(nc_dict_map(description), &place))) {
        size_t end;
        if (nc_is_small(entry->value)) {
            uint32_t number = number_of(entry->value);
            end = offset_of_scalar(number) + widen(scalar_size(scalar_of(number)), widest);
        } else {
            end = aggregate_of(entry->value).offset + size_of_aggregate(entry->value, order, widest);
        }
        size = end > size ? end : size;
    }
    return order == NATIVE && *widest ? (size + *widest - 1) / *widest * *widest : size;
}

static nc_value view_new(nc_value description, uintptr_t at, uintptr_t order) {
    struct view *v = NC_NEW(struct view, &type_struct);
    v->description = description;
    v->at = at;
    v->order = order;
    return (nc_value)v;
}

static nc_value make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    (void)type;
    nc_check_count(n_pos, n_kw, 2, 3, false);
    intptr_t order = n_pos == 3 ? nc_get_int(args[2]) : NATIVE;
    if (order < LITTLE || order > NATIVE)
        nc_value_error("no such layout");
    return view_new(args[1], nc_get_int_truncated(args[0]), (uintptr_t)order);
}

// A register of a device must be read and written as a whole, at once: what is aligned is.
#define WIDTHS(X) X(1, uint8_t) X(2, uint16_t) X(4, uint32_t)

static void load(uint8_t *bytes, uintptr_t at, size_t size, uintptr_t order) {
    switch (order == NATIVE && at % size == 0 ? size : 0) {
#define X(SIZE, TYPE)                                                                                        \
    case SIZE: {                                                                                             \
        TYPE whole = *(const volatile TYPE *)at;                                                             \
        memcpy(bytes, &whole, SIZE);                                                                         \
        break;                                                                                               \
    }
        WIDTHS(X)
#undef X
    default:
        memcpy(bytes, (const void *)at, size);
    }
}

static void store(uintptr_t at, const uint8_t *bytes, size_t size, uintptr_t order) {
    switch (order == NATIVE && at % size == 0 ? size : 0) {
#define X(SIZE, TYPE)                                                                                        \
    case SIZE: {                                                                                             \
        TYPE whole;                                                                                          \
        memcpy(&whole, bytes, SIZE);                                                                         \
        *(volatile TYPE *)at = whole;                                                                        \
        break;                                                                                               \
    }
        WIDTHS(X)
#undef X
    default:
        memcpy((void *)at, bytes, size);
    }
}

static nc_value read_scalar(enum scalar kind, uintptr_t at, uintptr_t order) {
    size_t size = scalar_size(kind);
    uint8_t bytes[8];
    load(bytes, at, size, order);
    return nc_element_read(element_codes[kind], bytes, size, order == BIG);
}

static void write_scalar(enum scalar kind, uintptr_t at, uintptr_t order, nc_value v) {
    size_t size = scalar_size(kind);
    uint8_t bytes[8];
    if (kind < FLOAT32 && size <= sizeof(uintptr_t)) { // what does not fit is cut off
        uintptr_t i = nc_get_int_truncated(v);
        for (size_t j = 0; j < size; j++)
            bytes[order == BIG ? size - 1 - j : j] = (uint8_t)(i >> 8 * j);
    } else {
        nc_element_write(element_codes[kind], bytes, size, order == BIG, v);
    }
    store(at, bytes, size, order);
}

// A scalar field, at its offset from `base`: loaded, or (value not NC_NOTHING) stored.
static nc_value scalar_field(uint32_t number, uintptr_t base, uintptr_t order, nc_value value) {
    enum scalar kind = scalar_of(number);
    uintptr_t at = base + offset_of_scalar(number);
    if (!is_bits(kind)) {
        if (value == NC_NOTHING)
            return read_scalar(kind, at, order);
        write_scalar(kind, at, order, value);
        return NC_NONE;
    }
    kind = (kind - BFUINT8) & ~1u; // the whole in which the bits lie, unsigned
    unsigned place = number >> BITS_PLACE & 31, length = number >> BITS_LENGTH & 31;
    uintptr_t mask = (((uintptr_t)1 << length) - 1) << place;
    uintptr_t whole = nc_get_int_truncated(read_scalar(kind, at, order));
    if (value == NC_NOTHING)
        return nc_int_from_uint((whole & mask) >> place);
    uintptr_t bits = nc_get_int_truncated(value) << place & mask;
    write_scalar(kind, at, order, nc_int_from_uint((whole & ~mask) | bits));
    return NC_NONE;
}

static nc_value aggregate_value(nc_value v, uintptr_t base, uintptr_t order) {
    struct aggregate_field f = aggregate_of(v);
    uintptr_t at = base + f.offset;
    if (f.kind == STRUCT)
        return view_new(f.element, at, order);
    if (f.kind == ARRAY && f.element == NC_NOTHING && f.scalar == UINT8)
        return nc_bytearray_by_ref(f.count, (void *)at);
    return view_new(v, at, order);
}

static bool attr(nc_value self, nc_name name, enum nc_attr_action action, nc_value *member) {
    struct view *v = (struct view *)self;
    if (!nc_is_dict(v->description))
        nc_type_error("struct: no fields");
    if (action == NC_DELETE)
        return false;
    struct nc_entry *entry = nc_map_find_name(nc_dict_map(v->description), name);
    if (!entry)
        nc_error_value(NC_MADE(KeyError), NC_NAME_VALUE(name));
    nc_value field = entry->value;
    if (nc_is_small(field)) {
        nc_value got =
            scalar_field(number_of(field), v->at, v->order, action == NC_STORE ? member[0] : NC_NOTHING);
        if (action == NC_LOAD)
            member[0] = got;
        return true;
    }
    if (action == NC_STORE)
        bad_description();
    member[0] = aggregate_value(field, v->at, v->order);
    return true;
}

static uintptr_t target_of(const struct view *v) {
    uintptr_t target;
    memcpy(&target, (const void *)v->at, sizeof target);
    return target;
}

static nc_value item_of_pointer(const struct aggregate_field *f, const struct view *v, intptr_t index,
                                nc_value value) {
    uintptr_t target = target_of(v);
    size_t widest = 0;
    if (!nc_is_small(f->element)) {
        size_t size = size_of(f->element, v->order, &widest);
        return value == NC_SENTINEL ? view_new(f->element, target + size * (uintptr_t)index, v->order)
                                    : NC_NOTHING;
    }
    enum scalar kind = scalar_of(number_of(f->element));
    if (is_bits(kind))
        bad_description();
    uintptr_t at = target + scalar_size(kind) * (uintptr_t)index;
    if (value == NC_SENTINEL)
        return read_scalar(kind, at, NATIVE);
    write_scalar(kind, at, NATIVE, value);
    return NC_NONE;
}

static nc_value subscr(nc_value self, nc_value index, nc_value value) {
    struct view *v = (struct view *)self;
    if (value == NC_NOTHING)
        return NC_NOTHING;
    if (!nc_is(v->description, NC_KIND(tuple)))
        nc_type_error("struct: can't index");
    struct aggregate_field f = aggregate_of(v->description);
    intptr_t i = nc_get_int(index);
    if (f.kind == PTR)
        return item_of_pointer(&f, v, i, value);
    if (f.kind != ARRAY)
        nc_type_error("struct: can't index");
    if (i < 0 || (size_t)i >= f.count)
        nc_error(NC_MADE(IndexError), "struct: index out of range");
    if (f.element != NC_NOTHING) {
        size_t widest = 0, size = size_of(f.element, v->order, &widest);
        return value == NC_SENTINEL ? view_new(f.element, v->at + size * (size_t)i, v->order) : NC_NOTHING;
    }
    uintptr_t at = v->at + scalar_size(f.scalar) * (size_t)i;
    if (value == NC_SENTINEL)
        return read_scalar(f.scalar, at, v->order);
    write_scalar(f.scalar, at, v->order, value);
    return NC_NONE;
}

static nc_value unary(unsigned op, nc_value self) {
    struct view *v = (struct view *)self;
    if (op != NC_INT || !nc_is(v->description, NC_KIND(tuple)) || aggregate_of(v->description).kind != PTR)
        return NC_NOTHING;
    return nc_int_from_uint(target_of(v));
}

static bool get_buffer(nc_value self, struct nc_buffer *buffer, unsigned flags) {
    (void)flags;
    struct view *v = (struct view *)self;
    size_t widest = 0;
    *buffer =
        (struct nc_buffer){(void *)v->at, size_of(v->description, v->order, &widest), NC_BYTEARRAY_CODE};
    return true;
}

static void print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    struct view *v = (struct view *)self;
    const char *what = "ERROR";
    if (nc_is_dict(v->description))
        what = "STRUCT";
    else if (nc_is(v->description, NC_KIND(tuple)))
        what = aggregate_of(v->description).kind == PTR ? "PTR" : "ARRAY";
    nc_printf(to, "<struct %s %x>", what, v->at);
}

static const struct nc_type type_struct = {NC_TYPE_HEAD(struct, 0), .make = make, .print = print,
                                           .unary = unary,          .attr = attr, .subscr = subscr,
                                           .buffer = get_buffer};

static nc_value sizeof_(size_t n, const nc_value *args) {
    size_t widest = 0;
    if (nc_is(args[0], NC_KIND(bytearray)))
        return nc_len(args[0]);
    if (!nc_is(args[0], &type_struct)) {
        intptr_t order = n == 2 ? nc_get_int(args[1]) : NATIVE;
        return nc_int_from_uint(size_of(args[0], (enum order)order, &widest));
    }
    if (n != 1)
        nc_type_error("a structure has a layout of its own");
    struct view *v = (struct view *)args[0];
    return nc_int_from_uint(size_of(v->description, v->order, &widest));
}

static nc_value addressof(nc_value v) {
    struct nc_buffer buffer;
    nc_get_buffer(v, &buffer, NC_READ | NC_MUST);
    return nc_int_from_uint((uintptr_t)buffer.data);
}

static nc_value bytearray_at(nc_value at, nc_value size) {
    return nc_bytearray_by_ref(nc_get_int_truncated(size), (void *)nc_get_int_truncated(at));
}

static nc_value bytes_at(nc_value at, nc_value size) {
    return nc_bytes_new((const void *)nc_get_int_truncated(at), nc_get_int_truncated(size));
}

// A kind in the upper bits of a number of 31 bits, with the highest as its sign.
#define KIND(NUMBER, SHIFT)                                                                                  \
    ((nc_value)((uintptr_t)(((intptr_t)(int32_t)((uint32_t)(NUMBER) << ((SHIFT) + 1))) >> 1) << 1 | 1))
#define VALUE(NUMBER) KIND(NUMBER, SCALAR_SHIFT)

NC_MODULE(uctypes, {NAME(struct), (nc_value)&type_struct}, {NAME(sizeof), NC_FN(sizeof_, 1, 2)},
          {NAME(addressof), NC_F1(addressof)}, {NAME(bytes_at), NC_F2(bytes_at)},
          {NAME(bytearray_at), NC_F2(bytearray_at)}, {NAME(NATIVE), (nc_value)(NATIVE << 1 | 1)},
          {NAME(LITTLE_ENDIAN), (nc_value)(LITTLE << 1 | 1)}, {NAME(BIG_ENDIAN), (nc_value)(BIG << 1 | 1)},
          {NAME(VOID), VALUE(UINT8)}, {NAME(UINT8), VALUE(UINT8)}, {NAME(INT8), VALUE(INT8)},
          {NAME(UINT16), VALUE(UINT16)}, {NAME(INT16), VALUE(INT16)}, {NAME(UINT32), VALUE(UINT32)},
          {NAME(INT32), VALUE(INT32)}, {NAME(UINT64), VALUE(UINT64)}, {NAME(INT64), VALUE(INT64)},
          {NAME(BFUINT8), VALUE(BFUINT8)}, {NAME(BFINT8), VALUE(BFINT8)}, {NAME(BFUINT16), VALUE(BFUINT16)},
          {NAME(BFINT16), VALUE(BFINT16)}, {NAME(BFUINT32), VALUE(BFUINT32)}, {NAME(BFINT32), VALUE(BFINT32)},
          {NAME(BF_POS), (nc_value)(BITS_PLACE << 1 | 1)}, {NAME(BF_LEN), (nc_value)(BITS_LENGTH << 1 | 1)},
          {NAME(FLOAT32), VALUE(FLOAT32)}, {NAME(FLOAT64), VALUE(FLOAT64)}, {NAME(SHORT), VALUE(INT16)},
          {NAME(USHORT), VALUE(UINT16)}, {NAME(INT), VALUE(INT32)}, {NAME(UINT), VALUE(UINT32)},
          {NAME(LONG), VALUE(sizeof(long) == 8 ? INT64 : INT32)},
          {NAME(ULONG), VALUE(sizeof(long) == 8 ? UINT64 : UINT32)}, {NAME(LONGLONG), VALUE(INT64)},
          {NAME(ULONGLONG), VALUE(UINT64)}, {NAME(PTR), KIND(PTR, AGGREGATE_SHIFT)},
          {NAME(ARRAY), KIND(ARRAY, AGGREGATE_SHIFT)});
