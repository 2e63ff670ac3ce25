// The virtual machine: see nativecomp/opcodes.h and nativecomp/function.h.
//
// Each instruction ends in a jump to the next one's code, through a table of addresses: the processor
// predicts each of these jumps by itself. Where an instruction may raise, it first stores its own address in
// the frame, from which the handler and the line are found.
#include "frame.h"
#include "nativecomp/catch.h"
#include "nativecomp/function.h"
#include "nativecomp/heap.h"
#include "nativecomp/loader.h"
#include "nativecomp/opcodes.h"
#include "nativecomp/state.h"

static _Noreturn void unbound(void) {
    nc_error(NC_MADE(NameError), "local variable referenced before assignment");
}

static nc_value *unpack_iterator(nc_value *sp, nc_value *iterator) {
    // Four words: an iterator, or nothing and then the address of one.
    *iterator = sp[-3] == NC_NOTHING ? sp[-2] : (nc_value)&sp[-3];
    return sp;
}

// Functions take it for granted that what a closure puts before their arguments are cells.
static void check_cells(const nc_value *cells, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!nc_is(cells[i], NC_KIND(cell)))
            nc_type_error("a cell is needed, not %T", cells[i]);
}

static struct nc_cell *cell_of(nc_value v) {
    return (struct nc_cell *)v;
}

// The entry of a name where it was found the last time, or NULL: the caller looks in the general way then.
NC_INLINE struct nc_entry *guess(const struct nc_map *map, nc_name name) {
    size_t hint = nc_map_hints[name % NC_MAP_HINTS];
    return hint < map->size && map->table[hint].key == NC_NAME_VALUE(name) ? &map->table[hint] : NULL;
}

static nc_value build_slice(nc_value *sp, size_t count) {
    return nc_slice_new(sp[0], sp[1], count == 3 ? sp[2] : NC_NONE);
}

// base[start:stop:step], without memory for the slice.
__attribute__((noinline)) static nc_value subscript_by_slice(nc_value base, const nc_value *bounds,
                                                             size_t count, nc_value value) {
    struct nc_slice slice = {NC_MADE(slice), bounds[0], bounds[1], count == 3 ? bounds[2] : NC_NONE};
    return nc_subscr(base, (nc_value)&slice, value);
}

static void store_in_comprehension(nc_value collection, unsigned kind, nc_value *sp) {
    if (kind == 0) {
        if (!nc_is(collection, NC_KIND(list)))
            nc_type_error("a list is needed, not %T", collection);
        nc_list_append(collection, sp[0]);
    } else if (kind == 1)
        nc_dict_store(collection, sp[0], sp[-1]);
    else
        nc_set_add(collection, sp[0]);
}

// An image that is to be small has this file compiled for its own bytecode: what no instruction leads to is
// left out, and what only that calls. NC_USES says whether the program has an opcode of a row,
// NC_HAS whether it has one of several (nativecomp/program/interpreter.py).
#ifndef NC_USES
#define NC_USES(FIRST, LAST) 1
#define NC_HAS(OPCODE) 1
#endif
#define FAST(OPERATOR, LABEL)                                                                                \
    [NC_OP_BINARY_OP_MULTI + (OPERATOR)] = NC_HAS(NC_OP_BINARY_OP_MULTI + (OPERATOR)) ? &&LABEL : &&unknown
#define VARIABLE(I) (variables[-(intptr_t)(I)])
#define SAVE() (frame->ip = at)
#define PUSH(V) (*++sp = (V))
#define NEXT()                                                                                               \
    do {                                                                                                     \
        NC_TRACE(frame, ip, sp);                                                                             \
        at = ip;                                                                                             \
        goto *labels[*ip++];                                                                                 \
    } while (0)
#define JUMPED()                                                                                             \
    do {                                                                                                     \
        if (NC_UNLIKELY(nc_state.attention)) {                                                               \
            frame->ip = ip;                                                                                  \
            nc_attend();                                                                                     \
        }                                                                                                    \
        NEXT();                                                                                              \
    } while (0)
#define NUMBER(N)                                                                                            \
    size_t N = *ip & 0x7f;                                                                                   \
    while (*ip++ & 0x80)                                                                                     \
    N = N << 7 | (*ip & 0x7f)
#define OPERAND_NAME(N)                                                                                      \
    NUMBER(N##_index);                                                                                       \
    nc_name N = context->names[N##_index]
// The distance of a jump, counted from where `ip` is then.
#define DISTANCE(D, BIAS)                                                                                    \
    intptr_t D;                                                                                              \
    if (*ip & 0x80) {                                                                                        \
        D = (intptr_t)((ip[0] & 0x7f) | ip[1] << 7) - ((BIAS) ? 0x4000 : 0);                                 \
        ip += 2;                                                                                             \
    } else                                                                                                   \
        D = *ip++ - ((BIAS) ? 0x40 : 0)

// Run until the frame returns or yields. An exception leaves through nc_throw.
__attribute__((noinline)) static enum nc_resumed interpret(struct nc_frame *frame, nc_value injected) {
    static const void *const labels[256] = {
        [0 ... 255] = &&unknown,
#define X(ID, FIRST, LAST, OPERAND, TAKES, GIVES) [FIRST... LAST] = NC_USES(FIRST, LAST) ? &&ID : &&unknown,
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Winitializer-overrides"
        NC_OPCODES(X)
#undef X
            FAST(NC_ADD, add),
        FAST(NC_INPLACE_ADD, add),
        FAST(NC_SUBTRACT, subtract),
        FAST(NC_INPLACE_SUBTRACT, subtract),
        FAST(NC_AND, and),
        FAST(NC_LESS, less),
        FAST(NC_MORE, more),
        FAST(NC_LESS_EQUAL, less_equal),
        FAST(NC_MORE_EQUAL, more_equal),
        FAST(NC_EQUAL, equal),
        FAST(NC_NOT_EQUAL, not_equal),
        FAST(NC_IS, is),
#pragma clang diagnostic pop
    };
    struct nc_context *const context = frame->function->context;
    nc_value *const variables = &frame->state[frame->state_size - 1];
    const uint8_t *ip = frame->ip, *at = ip;
    nc_value *sp = frame->sp, target; // target, left: of a jump out of blocks
    intptr_t left;

    if (injected != NC_NOTHING && *ip != NC_OP_YIELD_FROM)
        nc_throw(injected);
    NEXT();

// The instructions, each a label: one function, in several files.
// clang-format off
#include "execute_values.h"
#include "execute_flow.h"
#include "execute_objects.h"
#include "execute_operators.h"
    // clang-format on

unknown:
    SAVE();
    nc_error(NC_MADE(NotImplementedError), "opcode");
}

enum nc_resumed nc_execute(struct nc_frame *frame, nc_value exception) {
    struct nc_catch here;
    volatile nc_value injected = exception;
    for (;;) {
        if (!nc_catch_push(&here)) {
            enum nc_resumed how = interpret(frame, injected);
            nc_catch_pop();
            return how;
        }
        injected = NC_NOTHING;
        if (!nc_find_handler(frame, here.value)) {
            frame->state[0] = here.value;
            return NC_RAISED;
        }
    }
}
