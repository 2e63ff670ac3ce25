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

LOAD_CONST_FALSE:
    PUSH(NC_FALSE);
    NEXT();
LOAD_CONST_NONE:
    PUSH(NC_NONE);
    NEXT();
LOAD_CONST_TRUE:
    PUSH(NC_TRUE);
    NEXT();
LOAD_NULL:
    PUSH(NC_NOTHING);
    NEXT();
LOAD_CONST_SMALL_INT_MULTI:
    PUSH(nc_small((intptr_t)*at - NC_MULTI_ZERO));
    NEXT();
LOAD_CONST_SMALL_INT:
    {
        intptr_t i = *ip & 0x40 ? -1 : 0;
        uint8_t byte;
        do {
            byte = *ip++;
            i = (intptr_t)((uintptr_t)i << 7 | (byte & 0x7f));
        } while (byte & 0x80);
        PUSH(nc_small(i));
        NEXT();
    }
LOAD_CONST_STRING:
    {
        OPERAND_NAME(name);
        PUSH(NC_NAME_VALUE(name));
        NEXT();
    }
LOAD_CONST_OBJ:
    {
        NUMBER(n);
        PUSH(context->constants[n]);
        NEXT();
    }
LOAD_FAST_MULTI:
    {
        nc_value v = VARIABLE(*at & 15);
        if (NC_UNLIKELY(v == NC_NOTHING))
            goto unbound_variable;
        PUSH(v);
        NEXT();
    }
LOAD_FAST_N:
    {
        NUMBER(n);
        nc_value v = VARIABLE(n);
        if (NC_UNLIKELY(v == NC_NOTHING))
            goto unbound_variable;
        PUSH(v);
        NEXT();
    }
LOAD_DEREF:
    {
        NUMBER(n);
        nc_value v = cell_of(VARIABLE(n))->value;
        if (NC_UNLIKELY(v == NC_NOTHING))
            goto unbound_variable;
        PUSH(v);
        NEXT();
    }
unbound_variable:
    SAVE();
    unbound();
STORE_FAST_MULTI:
    VARIABLE(*at & 15) = *sp--;
    NEXT();
STORE_FAST_N:
    {
        NUMBER(n);
        VARIABLE(n) = *sp--;
        NEXT();
    }
STORE_DEREF:
    {
        NUMBER(n);
        cell_of(VARIABLE(n))->value = *sp--;
        NEXT();
    }
DELETE_FAST:
    {
        NUMBER(n);
        if (VARIABLE(n) == NC_NOTHING)
            goto unbound_variable;
        VARIABLE(n) = NC_NOTHING;
        NEXT();
    }
DELETE_DEREF:
    {
        NUMBER(n);
        struct nc_cell *cell = cell_of(VARIABLE(n));
        if (cell->value == NC_NOTHING)
            goto unbound_variable;
        cell->value = NC_NOTHING;
        NEXT();
    }
LOAD_NAME:
    {
        SAVE();
        OPERAND_NAME(name);
        PUSH(nc_load_name(name));
        NEXT();
    }
LOAD_GLOBAL:
    {
        SAVE();
        OPERAND_NAME(name);
        // The verifier counts on this one: `async with` tells by it what is on its stack.
        if (NC_UNLIKELY(name == N(BaseException))) {
            PUSH((nc_value)&nc_type_BaseException);
            NEXT();
        }
        struct nc_entry *entry = guess(&((struct nc_dict *)nc_state.globals)->map, name);
        PUSH(entry ? entry->value : nc_load_global(name));
        NEXT();
    }
STORE_NAME:
    {
        SAVE();
        OPERAND_NAME(name);
        nc_store_name(name, *sp--);
        NEXT();
    }
STORE_GLOBAL:
    {
        SAVE();
        OPERAND_NAME(name);
        nc_store_global(name, *sp--);
        NEXT();
    }
DELETE_NAME:
    {
        SAVE();
        OPERAND_NAME(name);
        nc_delete_name(name);
        NEXT();
    }
DELETE_GLOBAL:
    {
        SAVE();
        OPERAND_NAME(name);
        nc_delete_global(name);
        NEXT();
    }
LOAD_ATTR:
    {
        SAVE();
        OPERAND_NAME(name);
        // The common case: a member of an instance.
        if (NC_LIKELY(nc_is_class_instance(*sp))) {
            struct nc_entry *entry = nc_map_guess_name(&((struct nc_instance *)*sp)->members, name);
            if (entry && name != N(__class__)) {
                *sp = entry->value;
                NEXT();
            }
        }
        *sp = nc_load_attr(*sp, name);
        NEXT();
    }
STORE_ATTR:
    {
        SAVE();
        OPERAND_NAME(name);
        // The common case: a member that an instance has already, whose class does not want to know.
        if (NC_LIKELY(nc_is_class_instance(*sp)) && !(sp[0]->type->flags & NC_HAS_ACCESSORS)) {
            struct nc_entry *entry = guess(&((struct nc_instance *)*sp)->members, name);
            if (entry && sp[-1] != NC_NOTHING) { // `del` stores nothing
                entry->value = sp[-1];
                sp -= 2;
                NEXT();
            }
        }
        nc_store_attr(sp[0], name, sp[-1]);
        sp -= 2;
        NEXT();
    }
LOAD_METHOD:
    {
        SAVE();
        OPERAND_NAME(name);
        nc_value base = *sp;
        // The common case: a function of the instance's class.
        if (NC_LIKELY(nc_is_class_instance(base)) && base->type->members && name != N(__class__)) {
            struct nc_entry *entry = guess(&base->type->members->map, name);
            if (entry && nc_is(entry->value, NC_KIND(function)) &&
                !nc_map_find_name(&((struct nc_instance *)base)->members, name)) {
                *sp++ = entry->value;
                *sp = base;
                NEXT();
            }
        }
        nc_load_method(base, name, sp);
        sp++;
        NEXT();
    }
LOAD_SUPER_METHOD:
    {
        SAVE();
        OPERAND_NAME(name);
        nc_load_super_method(name, sp - 2);
        sp--;
        NEXT();
    }
LOAD_BUILD_CLASS:
    SAVE();
    PUSH(nc_class_builder());
    NEXT();
LOAD_SUBSCR:
    SAVE();
    sp--;
    *sp = nc_subscr(sp[0], sp[1], NC_SENTINEL);
    NEXT();
STORE_SUBSCR:
    SAVE();
    nc_subscr(sp[-1], sp[0], sp[-2]);
    sp -= 3;
    NEXT();
DUP_TOP:
    sp++;
    sp[0] = sp[-1];
    NEXT();
DUP_TOP_TWO:
    sp += 2;
    sp[0] = sp[-2];
    sp[-1] = sp[-3];
    NEXT();
POP_TOP:
    sp--;
    NEXT();
ROT_TWO:
    {
        nc_value top = sp[0];
        sp[0] = sp[-1];
        sp[-1] = top;
        NEXT();
    }
ROT_THREE:
    {
        nc_value top = sp[0];
        sp[0] = sp[-1];
        sp[-1] = sp[-2];
        sp[-2] = top;
        NEXT();
    }

JUMP:
    {
        DISTANCE(d, true);
        ip += d;
        JUMPED();
    }
POP_JUMP_IF_TRUE:
    {
        SAVE();
        DISTANCE(d, true);
        nc_value v = *sp--;
        if (v == NC_TRUE || (v != NC_FALSE && nc_truth(v)))
            ip += d;
        JUMPED();
    }
POP_JUMP_IF_FALSE:
    {
        SAVE();
        DISTANCE(d, true);
        nc_value v = *sp--;
        if (v == NC_FALSE || (v != NC_TRUE && !nc_truth(v)))
            ip += d;
        JUMPED();
    }
JUMP_IF_TRUE_OR_POP:
    {
        SAVE();
        DISTANCE(d, false);
        if (nc_truth(*sp))
            ip += d;
        else
            sp--;
        JUMPED();
    }
JUMP_IF_FALSE_OR_POP:
    {
        SAVE();
        DISTANCE(d, false);
        if (nc_truth(*sp))
            sp--;
        else
            ip += d;
        JUMPED();
    }

SETUP_WITH:
    {
        SAVE();
        DISTANCE(d, false);
        nc_value manager = *sp, enter[2];
        nc_load_method(manager, N(__exit__), sp);
        sp++;
        nc_load_method(manager, N(__enter__), enter);
        nc_value entered = nc_call_method(0, 0, enter);
        nc_enter_block(frame, ip + d, sp, true);
        PUSH(entered);
        NEXT();
    }
SETUP_EXCEPT:
    {
        DISTANCE(d, false);
        nc_enter_block(frame, ip + d, sp, false);
        NEXT();
    }
SETUP_FINALLY:
    {
        DISTANCE(d, false);
        nc_enter_block(frame, ip + d, sp, true);
        NEXT();
    }
POP_EXCEPT_JUMP:
    {
        DISTANCE(d, false);
        frame->handler_index--;
        ip += d;
        JUMPED();
    }
WITH_CLEANUP:
    SAVE();
    sp = nc_with_cleanup(sp);
    NEXT();
END_FINALLY:
    SAVE();
    frame->handler_index--;
    if (*sp == NC_NONE) {
        sp--;
        NEXT();
    }
    if (nc_is_small(*sp)) {
        if (nc_small_value(*sp) < 0) {
            sp--;
            goto unwind_return;
        }
        goto unwind_jump;
    }
    nc_throw(*sp);
UNWIND_JUMP:
    {
        DISTANCE(d, true);
        target = (nc_value)(uintptr_t)(ip + d);
        left = *ip; // so many handlers are to be left; 0x80: an iterator is to be dropped besides
        goto unwind;
    }
unwind_jump: // after a finally, which has its reason on the stack
    left = nc_small_value(sp[0]);
    target = sp[-1];
    sp -= 2;
unwind:
    while (left & 0x7f) {
        left--;
        struct nc_handler *handler = nc_top_handler(frame);
        if (nc_is_finally(handler)) {
            if (handler->target >= ip) { // run it; it comes back to END_FINALLY
                sp = nc_handler_stack(handler);
                PUSH(target);
                PUSH(nc_small(left));
                ip = handler->target;
                NEXT();
            }
            sp -= nc_reason_size(sp);
        }
        frame->handler_index--;
    }
    ip = (const uint8_t *)target;
    if (left)
        sp -= 4;
    JUMPED();
RETURN_VALUE:
unwind_return:
    while (frame->handler_index) {
        struct nc_handler *handler = nc_top_handler(frame);
        if (nc_is_finally(handler) && handler->target >= ip) {
            nc_value v = *sp;
            sp = nc_handler_stack(handler);
            PUSH(v);
            PUSH(nc_small(-1));
            ip = handler->target;
            NEXT();
        }
        frame->handler_index--;
    }
    frame->sp = sp;
    return NC_RETURNED;
RAISE_LAST:
    SAVE();
    nc_throw(nc_handled_exception(frame));
RAISE_OBJ:
    SAVE();
    nc_throw(*sp);
RAISE_FROM: // the cause is not kept
    SAVE();
    nc_throw(sp[-1]);

GET_ITER:
    SAVE();
    *sp = nc_iter(*sp, NULL);
    NEXT();
GET_ITER_STACK:
    {
        SAVE();
        nc_value iterator = nc_iter(*sp, (struct nc_iterator *)sp);
        if (iterator != (nc_value)sp) {
            sp[0] = NC_NOTHING;
            sp[1] = iterator;
        }
        sp += 3;
        NEXT();
    }
FOR_ITER:
    {
        SAVE();
        frame->sp = sp;
        DISTANCE(d, false);
        nc_value iterator;
        sp = unpack_iterator(sp, &iterator);
        nc_value item = nc_next(iterator);
        if (item == NC_NOTHING) {
            sp -= 4;
            ip += d;
        } else {
            PUSH(item);
        }
        NEXT();
    }

BUILD_TUPLE:
    {
        SAVE();
        NUMBER(n);
        sp -= (intptr_t)n - 1;
        *sp = nc_tuple_new(n, sp);
        NEXT();
    }
BUILD_LIST:
    {
        SAVE();
        NUMBER(n);
        sp -= (intptr_t)n - 1;
        *sp = nc_list_new(n, sp);
        NEXT();
    }
BUILD_SET:
    {
        SAVE();
        NUMBER(n);
        sp -= (intptr_t)n - 1;
        *sp = nc_set_new(n, sp);
        NEXT();
    }
BUILD_MAP:
    {
        SAVE();
        NUMBER(n);
        PUSH(nc_dict_new(n));
        NEXT();
    }
STORE_MAP:
    SAVE();
    nc_dict_store(sp[-2], sp[0], sp[-1]);
    sp -= 2;
    NEXT();
BUILD_SLICE:
    {
        SAVE();
        NUMBER(n);
        sp -= n - 1;
        if ((*ip == NC_OP_LOAD_SUBSCR || *ip == NC_OP_STORE_SUBSCR) &&
            nc_type_of(sp[-1])->flags & NC_LENDS_SLICE) {
            bool loads = *(at = ip++) == NC_OP_LOAD_SUBSCR;
            SAVE();
            nc_value v = subscript_by_slice(sp[-1], sp, n, loads ? NC_SENTINEL : sp[-2]);
            sp -= loads ? 1 : 3;
            if (loads)
                *sp = v;
            NEXT();
        }
        *sp = build_slice(sp, n);
        NEXT();
    }
STORE_COMP:
    {
        SAVE();
        NUMBER(n);
        store_in_comprehension(sp[-(intptr_t)(n >> 2)], n & 3, sp);
        sp -= (n & 3) == 1 ? 2 : 1;
        NEXT();
    }
UNPACK_SEQUENCE:
    {
        SAVE();
        NUMBER(n);
        nc_unpack(*sp, n, sp);
        sp += (intptr_t)n - 1;
        NEXT();
    }
UNPACK_EX:
    {
        SAVE();
        NUMBER(n);
        nc_unpack_starred(*sp, n & 0xff, n >> 8, sp);
        sp += (n & 0xff) + (n >> 8);
        NEXT();
    }

MAKE_FUNCTION:
    {
        SAVE();
        NUMBER(n);
        PUSH(nc_function_new(frame->function->children[n], context, NC_NOTHING, NC_NOTHING));
        NEXT();
    }
MAKE_FUNCTION_DEFARGS:
    {
        SAVE();
        NUMBER(n);
        sp--;
        *sp = nc_function_new(frame->function->children[n], context, sp[0], sp[1]);
        NEXT();
    }
MAKE_CLOSURE:
    {
        SAVE();
        NUMBER(n);
        size_t count = *ip++;
        nc_value f = nc_function_new(frame->function->children[n], context, NC_NOTHING, NC_NOTHING);
        sp -= (intptr_t)count - 1;
        check_cells(sp, count);
        *sp = nc_closure_new(f, count, sp);
        NEXT();
    }
MAKE_CLOSURE_DEFARGS:
    {
        SAVE();
        NUMBER(n);
        size_t count = *ip++;
        sp -= count + 1;
        nc_value f = nc_function_new(frame->function->children[n], context, sp[0], sp[1]);
        check_cells(sp + 2, count);
        *sp = nc_closure_new(f, count, sp + 2);
        NEXT();
    }
CALL_FUNCTION:
    {
        SAVE();
        NUMBER(n);
        sp -= (n & 0xff) + 2 * (n >> 8);
        *sp = nc_call(*sp, n & 0xff, n >> 8, sp + 1);
        NEXT();
    }
CALL_FUNCTION_VAR_KW:
    {
        SAVE();
        NUMBER(n);
        sp -= (n & 0xff) + 2 * (n >> 8) + 1;
        *sp = nc_call_starred(false, n & 0xff, n >> 8, sp);
        NEXT();
    }
CALL_METHOD:
    {
        SAVE();
        NUMBER(n);
        sp -= (n & 0xff) + 2 * (n >> 8) + 1;
        *sp = nc_call_method(n & 0xff, n >> 8, sp);
        NEXT();
    }
CALL_METHOD_VAR_KW:
    {
        SAVE();
        NUMBER(n);
        sp -= (n & 0xff) + 2 * (n >> 8) + 2;
        *sp = nc_call_starred(true, n & 0xff, n >> 8, sp);
        NEXT();
    }

YIELD_VALUE:
    frame->ip = ip;
    frame->sp = sp;
    return NC_YIELDED;
YIELD_FROM:
    {
        SAVE();
        nc_value result, exception = injected, sent = *sp--;
        injected = NC_NOTHING;
        switch (nc_resume(*sp, sent, exception, &result)) {
        case NC_YIELDED:
            PUSH(result);
            frame->ip = at; // come back to this instruction
            frame->sp = sp;
            return NC_YIELDED;
        case NC_RETURNED:
            if (exception != NC_NOTHING && nc_exception_is(exception, NC_KIND(GeneratorExit)))
                nc_throw(exception); // swallowing it inside does not keep this one alive
            *sp = result;
            NEXT();
        case NC_RAISED:
            if (exception == NC_NOTHING && nc_exception_is(result, NC_KIND(StopIteration))) {
                *sp = nc_exception_argument(result);
                NEXT();
            }
            nc_throw(result);
        }
        __builtin_unreachable();
    }
IMPORT_NAME:
    {
        SAVE();
        OPERAND_NAME(name);
        sp--;
        *sp = nc_import_statement(name, sp[1], sp[0]);
        NEXT();
    }
IMPORT_FROM:
    {
        SAVE();
        OPERAND_NAME(name);
        nc_value member = nc_import_from(*sp, name);
        PUSH(member);
        NEXT();
    }
IMPORT_STAR:
    SAVE();
    nc_import_all(*sp--);
    NEXT();

UNARY_OP_MULTI:
    SAVE();
    *sp = nc_unary((unsigned)*at - NC_OP_UNARY_OP_MULTI, *sp);
    NEXT();
BINARY_OP_MULTI:
binary:
    SAVE();
    sp--;
    *sp = nc_binary((unsigned)*at - NC_OP_BINARY_OP_MULTI, sp[0], sp[1]);
    NEXT();
is:
    sp--;
    *sp = nc_bool(sp[0] == sp[1]);
    NEXT();
    // Both operands small: on the words as they are. a + b - 1 has the tag once.
#define BOTH_SMALL() ((uintptr_t)sp[-1] & (uintptr_t)sp[0] & 1)
add:
    {
        intptr_t sum;
        if (!BOTH_SMALL() || __builtin_add_overflow((intptr_t)sp[-1], (intptr_t)sp[0] - 1, &sum))
            goto binary;
        sp--;
        *sp = (nc_value)sum;
        NEXT();
    }
subtract:
    {
        intptr_t difference;
        if (!BOTH_SMALL() || __builtin_sub_overflow((intptr_t)sp[-1], (intptr_t)sp[0] - 1, &difference))
            goto binary;
        sp--;
        *sp = (nc_value)difference;
        NEXT();
    }
and:
    if (!BOTH_SMALL())
        goto binary;
    sp--;
    *sp = (nc_value)((uintptr_t)sp[0] & (uintptr_t)sp[1]);
    NEXT();
#define COMPARE(ID, OP)                                                                                      \
    ID:                                                                                                      \
    if (!BOTH_SMALL())                                                                                       \
        goto binary;                                                                                         \
    sp--;                                                                                                    \
    *sp = nc_bool((intptr_t)sp[0] OP(intptr_t) sp[1]);                                                       \
    NEXT();
    COMPARE(less, <)
    COMPARE(more, >)
    COMPARE(less_equal, <=)
    COMPARE(more_equal, >=)
    COMPARE(equal, ==)
    COMPARE(not_equal, !=)

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
