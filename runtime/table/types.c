// Types that a compiled C module makes. MicroPython's have only the slots that are in use, one behind the
// other, and a byte for each kind of slot that says where it is. When a module makes such a type known by a
// global name, the slots are put where ours are, and the functions whose idea differs get one of ours before
// them.
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "nativecomp/state.h"
#include "nativecomp/table.h"

enum { ATTR = 5, BUFFER = 8, PARENT = 10, SLOTS = 12 }; // kinds of slots
enum { ITER_CUSTOM = 0x100, ITER_STREAM = 0x180 };      // flags of MicroPython alone

typedef void foreign_attr_fn(nc_value self, size_t name, nc_value *member);
typedef intptr_t foreign_buffer_fn(nc_value self, struct nc_buffer *buffer, uintptr_t flags);

struct nc_foreign_type {
    const struct nc_type *type;
    foreign_attr_fn *attr;
    foreign_buffer_fn *buffer;
    struct nc_foreign_type *next;
};

static const struct nc_foreign_type *find(nc_value self) {
    const struct nc_foreign_type *f = nc_state.foreign_types;
    while (f->type != self->type)
        f = f->next;
    return f;
}

// member[0]: nothing loads; the sentinel stores member[1] or, if that is nothing, deletes, and becomes
// nothing.
static bool attr(nc_value self, nc_name name, enum nc_attr_action action, nc_value *member) {
    nc_value pair[2] = {NC_NOTHING, NC_NOTHING};
    if (action != NC_LOAD) {
        pair[0] = NC_SENTINEL;
        pair[1] = action == NC_STORE ? member[0] : NC_NOTHING;
    }
    find(self)->attr(self, name, pair);
    if (action != NC_LOAD)
        return pair[0] == NC_NOTHING;
    memcpy(member, pair, sizeof pair);
    return pair[0] != NC_NOTHING;
}

static bool buffer(nc_value self, struct nc_buffer *to, unsigned flags) {
    return find(self)->buffer(self, to, flags) == 0;
}

static bool is_ours(const struct nc_type *type) {
    for (unsigned i = 0; i < 9; i++)
        if (type->slot_index[i] != i + 1)
            return false;
    return type->slot_index[11] == 10;
}

static nc_value equal(unsigned op, nc_value left, nc_value right) {
    const struct nc_type *type = nc_type_of(left);
    return type->binary ? type->binary(op, left, right) : NC_NOTHING;
}

static void adopt(struct nc_type *type) {
    static const uint8_t places[SLOTS] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 10, 9};
    uintptr_t slots[SLOTS] = {0}, *found = (uintptr_t *)&type->make;
    for (unsigned i = 0; i < SLOTS; i++) {
        if (type->slot_index[i] > SLOTS)
            nc_type_error("a type of a C module has too many slots");
        if (type->slot_index[i])
            slots[places[i]] = found[type->slot_index[i] - 1];
    }
    if ((type->flags & ITER_STREAM) == ITER_CUSTOM)
        nc_error(NC_MADE(NotImplementedError), "a C module's type with two functions to iterate");
    memcpy(found, slots, sizeof slots);
    nc_state.foreign_equal = equal;
    if ((type->flags & ITER_STREAM) == ITER_STREAM) {
        type->flags = (uint16_t)((type->flags & ~ITER_STREAM) | NC_ITER_NEXT);
        type->next = nc_stream_next;
    }
    for (unsigned i = 0; i < SLOTS; i++)
        type->slot_index[i] = (uint8_t)(i == PARENT && !type->parent ? 0 : places[i] + 1);
    // What an exception took over from its parent is ours already.
    bool own_attr = type->attr && !(type->parent && nc_is(type->parent, NC_KIND(type)) &&
                                    ((const struct nc_type *)type->parent)->attr == type->attr);
    if (!own_attr && !type->buffer)
        return;
    struct nc_foreign_type *f = nc_allocate(sizeof *f, NC_SCAN);
    f->type = type;
    f->next = nc_state.foreign_types;
    memcpy(&f->attr, &slots[ATTR], sizeof f->attr);
    memcpy(&f->buffer, &slots[BUFFER], sizeof f->buffer);
    nc_state.foreign_types = f;
    if (own_attr)
        type->attr = attr;
    if (type->buffer)
        type->buffer = buffer;
}

void nc_table_store_global(nc_name name, nc_value v) {
    if (nc_is(v, NC_KIND(type)) && !(((const struct nc_type *)v)->flags & NC_IS_CLASS) &&
        !is_ours((const struct nc_type *)v))
        adopt((struct nc_type *)v);
    nc_store_global(name, v);
}
