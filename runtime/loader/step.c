// What each instruction does to the kinds on the stack.
#include "nativecomp/opcodes.h"
#include "nativecomp/table.h"
#include "verify.h"

static const int8_t takes[256] = {
#define X(ID, FIRST, LAST, OPERAND, TAKES, GIVES) [FIRST... LAST] = TAKES,
    NC_OPCODES(X)
#undef X
};
static const int8_t gives[256] = {
#define X(ID, FIRST, LAST, OPERAND, TAKES, GIVES) [FIRST... LAST] = GIVES,
    NC_OPCODES(X)
#undef X
};

static bool is_object(enum nc_kind kind) {
    return kind <= NC_KIND_EXCEPTION || kind == NC_KIND_REASON_TOP || kind == NC_KIND_BASE ||
           kind == NC_KIND_MATCH;
}
static bool is_maybe(enum nc_kind kind) {
    return is_object(kind) || kind <= NC_KIND_MAYBE;
}
static bool is_movable(enum nc_kind kind) {
    return is_maybe(kind) || kind == NC_KIND_VALUE || kind == NC_KIND_NUMBER;
}

static bool push(struct nc_verifier *v, enum nc_kind kind) {
    return nc_point_push(v, v->now, kind);
}

static bool pop_if(struct nc_verifier *v, bool (*good)(enum nc_kind)) {
    struct nc_point *p = v->now;
    if (!p->depth || !good(p->kinds[p->depth - 1]))
        return nc_verify_fail(v);
    p->depth--;
    return true;
}

static bool pop(struct nc_verifier *v, size_t count) {
    while (count--)
        if (!pop_if(v, is_object))
            return false;
    return true;
}

static bool take(struct nc_verifier *v, size_t count, size_t given) {
    if (!pop(v, count))
        return false;
    while (given--)
        if (!push(v, NC_KIND_OBJECT))
            return false;
    return true;
}

static bool variable(struct nc_verifier *v, size_t index) {
    if (index >= v->prelude.state)
        return nc_verify_fail(v);
    if (index >= v->variables)
        v->variables = index + 1;
    return true;
}

// The top word goes below the others; none may be part of an iterator or a reason.
static bool rotate(struct nc_verifier *v, size_t count) {
    struct nc_point *p = v->now;
    if (p->depth < count)
        return nc_verify_fail(v);
    uint8_t *top = p->kinds + p->depth - 1, moved = *top;
    for (size_t i = 0; i < count; i++)
        if (!is_movable(top[-(intptr_t)i]))
            return nc_verify_fail(v);
    for (size_t i = 0; i + 1 < count; i++)
        top[-(intptr_t)i] = top[-(intptr_t)i - 1];
    top[1 - (intptr_t)count] = moved;
    if (count == 3 && top[-2] == NC_KIND_VALUE && top[-1] == NC_KIND_NUMBER) { // one reason again
        enum nc_kind third = top[0];
        p->depth -= 3;
        return push(v, NC_KIND_REASON) && push(v, third);
    }
    return true;
}

// A branch on whether a reason is an exception: if it is not, it is two words.
static bool branch_on_match(struct nc_verifier *v, size_t target) {
    struct nc_point *p = v->now;
    p->depth--;
    if (!p->depth || p->kinds[p->depth - 1] != NC_KIND_REASON)
        return nc_verify_fail(v);
    nc_point_cut(v, p, p->depth - 1u);
    size_t depth = p->depth;
    if (!push(v, NC_KIND_VALUE) || !push(v, NC_KIND_NUMBER))
        return false;
    nc_verify_go(v, p, target);
    nc_point_cut(v, p, depth);
    return push(v, NC_KIND_EXCEPTION);
}

static bool duplicate(struct nc_verifier *v, size_t count) {
    struct nc_point *p = v->now;
    for (size_t i = 0; i < count; i++) {
        enum nc_kind kind = p->depth < count ? NC_KIND_UNUSABLE : p->kinds[p->depth - count];
        if (kind == NC_KIND_REASON && count == 1)
            kind = NC_KIND_REASON_TOP;
        if (!is_maybe(kind) || !push(v, kind))
            return nc_verify_fail(v);
    }
    return true;
}

static bool is_iterator(const uint8_t *kinds) {
    bool machine = true;
    for (size_t i = 0; i < 4; i++)
        machine &= kinds[i] == NC_KIND_ITERATOR + i;
    // Comprehensions put one together by hand.
    return machine || (kinds[0] == NC_KIND_NULL && is_object(kinds[1]) && kinds[2] == NC_KIND_NULL &&
                       kinds[3] == NC_KIND_NULL);
}

static bool pop_iterator(struct nc_verifier *v) {
    struct nc_point *p = v->now;
    if (p->depth < 4 || !is_iterator(p->kinds + p->depth - 4))
        return nc_verify_fail(v);
    p->depth -= 4;
    return true;
}

static bool open_block(struct nc_verifier *v, size_t target, bool finally, bool with) {
    struct nc_point *p = v->now;
    struct nc_open_block *blocks = nc_blocks_of(v, p);
    // Handlers lie behind what they protect, the inner ones before the outer ones.
    if (p->blocks >= v->prelude.handlers || target <= v->offset || target >= v->size)
        return nc_verify_fail(v);
    for (size_t i = p->blocks; i--;)
        if (blocks[i].target > v->offset && blocks[i].target < target)
            return nc_verify_fail(v);
    blocks[p->blocks++] = (struct nc_open_block){(uint16_t)target, p->depth, finally, with};
    return true;
}

// Leave blocks, as a return or a jump does: a `finally` that has not begun runs, one that runs is given up.
static bool leave_blocks(struct nc_verifier *v, size_t count) {
    struct nc_point *p = v->now;
    if (count > p->blocks)
        return nc_verify_fail(v);
    for (; count; count--) {
        struct nc_open_block block = nc_blocks_of(v, p)[p->blocks - 1];
        if (block.finally && block.target > v->offset) {
            nc_point_copy(v, v->other, p);
            if (!nc_point_cut(v, v->other, block.depth) || !nc_point_push(v, v->other, NC_KIND_REASON))
                return false;
            nc_verify_go(v, v->other, block.target);
            if (!nc_point_cut(v, p, block.depth - (block.with ? 2u : 0u)))
                return false;
        } else if (block.finally) {
            if (!p->depth || !nc_is_reason(p->kinds[p->depth - 1]))
                return nc_verify_fail(v);
            nc_point_cut(v, p, p->depth - 1u);
        }
        p->blocks--;
    }
    return true;
}

static bool unwind_jump(struct nc_verifier *v, const struct nc_instruction *in) {

    if (!leave_blocks(v, in->extra & 0x7f) || (in->extra & 0x80 && !pop_iterator(v)))
        return false;
    nc_verify_go(v, v->now, in->target);
    return true;
}

// A return drops everything: it does not matter what lies between the value and a `finally` that runs.
static bool return_value(struct nc_verifier *v) {
    struct nc_point *p = v->now;
    if (!pop(v, 1))
        return false;
    for (; p->blocks; p->blocks--) {
        struct nc_open_block block = nc_blocks_of(v, p)[p->blocks - 1];
        if (!block.finally || block.target <= v->offset)
            continue;
        if (!nc_point_cut(v, p, block.depth))
            return false;
        nc_point_copy(v, v->other, p);
        if (!nc_point_push(v, v->other, NC_KIND_REASON))
            return false;
        nc_verify_go(v, v->other, block.target);
    }
    return true;
}

// The end of a `finally`, or of handlers of which none took the exception.
static bool end_finally(struct nc_verifier *v) {
    struct nc_point *p = v->now;
    if (!p->blocks || !p->depth || nc_blocks_of(v, p)[p->blocks - 1].target > v->offset)
        return nc_verify_fail(v);
    enum nc_kind kind = p->kinds[p->depth - 1];
    if (!nc_blocks_of(v, p)[p->blocks - 1].finally) {
        if (kind != NC_KIND_EXCEPTION)
            nc_verify_fail(v);
        return false;
    }
    if (!nc_is_reason(kind) && kind != NC_KIND_NONE && kind != NC_KIND_EXCEPTION)
        return nc_verify_fail(v);
    p->blocks--;
    return nc_point_cut(v, p, p->depth - 1u);
}

static bool with_cleanup(struct nc_verifier *v) {
    struct nc_point *p = v->now;
    enum nc_kind kind = p->depth ? p->kinds[p->depth - 1] : NC_KIND_UNUSABLE;
    if (!nc_is_reason(kind) && kind != NC_KIND_NONE)
        return nc_verify_fail(v);
    nc_point_cut(v, p, p->depth - 1u);
    return pop_if(v, is_maybe) && pop(v, 1) && push(v, kind);
}

static bool call(struct nc_verifier *v, size_t operand, bool method, bool starred) {
    size_t positional = operand & 0xff, keywords = operand >> 8;
    if (keywords > 0xff || (starred && !pop(v, 1)))
        return nc_verify_fail(v);
    for (size_t i = 0; i < keywords; i++)
        if (!pop(v, 1) || !pop_if(v, starred ? is_maybe : is_object))
            return false;
    return pop(v, positional) && (!method || pop_if(v, is_maybe)) && take(v, 1, 1);
}

static bool make(struct nc_verifier *v, size_t child, size_t cells, bool defaults) {
    if (child >= v->code->child_count || v->code->children[child]->free_count > cells)
        return nc_verify_fail(v);
    return pop(v, cells) && (!defaults || (pop_if(v, is_maybe) && pop_if(v, is_maybe))) &&
           push(v, NC_KIND_OBJECT);
}

static bool store_comprehension(struct nc_verifier *v, size_t operand) {
    size_t distance = operand >> 2, values = (operand & 3) == 1 ? 2 : 1;
    struct nc_point *p = v->now;
    if ((operand & 3) == 3 || distance < values || distance >= p->depth ||
        !is_object(p->kinds[p->depth - 1 - distance]))
        return nc_verify_fail(v);
    return pop(v, values);
}

static bool branch(struct nc_verifier *v, size_t target) {
    nc_verify_go(v, v->now, target);
    return !v->bad;
}

static bool any_word(enum nc_kind kind) {
    return !nc_is_reason(kind);
}

// Do the instruction; true if the next one follows.
static bool effect(struct nc_verifier *v, const struct nc_instruction *in) {
    size_t n = in->operand;
    switch (in->opcode) {
    case NC_OP_LOAD_CONST_NONE:
        return push(v, NC_KIND_NONE);
    case NC_OP_LOAD_NULL:
        return push(v, NC_KIND_NULL);
    case NC_OP_LOAD_CONST_OBJ:
        // The function table among the constants is no object.
        return n < v->tables->constant_count && v->tables->constants[n] != (nc_value)nc_function_table
                   ? push(v, NC_KIND_OBJECT)
                   : nc_verify_fail(v);
    case NC_OP_LOAD_METHOD:
        return take(v, 1, 1) && push(v, NC_KIND_MAYBE);
    case NC_OP_LOAD_SUPER_METHOD:
        return take(v, 3, 1) && push(v, NC_KIND_MAYBE);
    case NC_OP_STORE_ATTR:
        return pop(v, 1) && pop_if(v, is_maybe);
    case NC_OP_STORE_SUBSCR:
        return pop(v, 2) && pop_if(v, is_maybe);
    case NC_OP_MAKE_FUNCTION:
        return make(v, n, 0, false);
    case NC_OP_MAKE_FUNCTION_DEFARGS:
        return make(v, n, 0, true);
    case NC_OP_MAKE_CLOSURE:
        return make(v, n, in->extra, false);
    case NC_OP_MAKE_CLOSURE_DEFARGS:
        return make(v, n, in->extra, true);
    case NC_OP_LOAD_FAST_N:
    case NC_OP_LOAD_DEREF:
        return variable(v, n) && push(v, NC_KIND_OBJECT);
    case NC_OP_STORE_FAST_N:
    case NC_OP_STORE_DEREF:
        return variable(v, n) && pop(v, 1);
    case NC_OP_DELETE_FAST:
    case NC_OP_DELETE_DEREF:
        return variable(v, n);
    case NC_OP_BUILD_TUPLE:
    case NC_OP_BUILD_LIST:
    case NC_OP_BUILD_SET:
        return take(v, n, 1);
    case NC_OP_BUILD_SLICE:
        return n == 2 || n == 3 ? take(v, n, 1) : nc_verify_fail(v);
    case NC_OP_STORE_COMP:
        return store_comprehension(v, n);
    case NC_OP_UNPACK_SEQUENCE:
        return take(v, 1, n);
    case NC_OP_UNPACK_EX:
        return n >> 8 <= 0xff ? take(v, 1, (n & 0xff) + (n >> 8) + 1) : nc_verify_fail(v);
    case NC_OP_CALL_FUNCTION:
        return call(v, n, false, false);
    case NC_OP_CALL_FUNCTION_VAR_KW:
        return call(v, n, false, true);
    case NC_OP_CALL_METHOD:
        return call(v, n, true, false);
    case NC_OP_CALL_METHOD_VAR_KW:
        return call(v, n, true, true);
    case NC_OP_UNWIND_JUMP:
        unwind_jump(v, in);
        return false;
    case NC_OP_JUMP:
        branch(v, in->target);
        return false;
    case NC_OP_LOAD_GLOBAL: // the machine makes sure that this name is what it says
        return push(v, v->tables->names[n] == N(BaseException) ? NC_KIND_BASE : NC_KIND_OBJECT);
    case NC_OP_BINARY_OP_MULTI + NC_EXCEPTION_MATCH: {
        struct nc_point *p = v->now;
        bool reason = p->depth > 2 && p->kinds[p->depth - 1] == NC_KIND_BASE &&
                      p->kinds[p->depth - 2] == NC_KIND_REASON_TOP;
        return pop(v, 2) && push(v, reason ? NC_KIND_MATCH : NC_KIND_OBJECT);
    }
    case NC_OP_POP_JUMP_IF_TRUE:
    case NC_OP_POP_JUMP_IF_FALSE:
        if (in->opcode == NC_OP_POP_JUMP_IF_FALSE && v->now->depth &&
            v->now->kinds[v->now->depth - 1] == NC_KIND_MATCH)
            return branch_on_match(v, in->target);
        return pop(v, 1) && branch(v, in->target);
    case NC_OP_JUMP_IF_TRUE_OR_POP:
    case NC_OP_JUMP_IF_FALSE_OR_POP:
        return take(v, 1, 1) && branch(v, in->target) && pop(v, 1);
    case NC_OP_SETUP_WITH:
        return take(v, 1, 1) && push(v, NC_KIND_MAYBE) && open_block(v, in->target, true, true) &&
               push(v, NC_KIND_OBJECT);
    case NC_OP_SETUP_EXCEPT:
        return open_block(v, in->target, false, false);
    case NC_OP_SETUP_FINALLY:
        return open_block(v, in->target, true, false);
    case NC_OP_POP_EXCEPT_JUMP:
        if (!v->now->blocks)
            return nc_verify_fail(v);
        v->now->blocks--;
        branch(v, in->target);
        return false;
    case NC_OP_FOR_ITER: {
        size_t depth = v->now->depth;
        if (!pop_iterator(v) || !branch(v, in->target))
            return false;
        v->now->depth = (uint16_t)depth;
        return push(v, NC_KIND_OBJECT);
    }
    case NC_OP_GET_ITER_STACK:
        return pop(v, 1) && push(v, NC_KIND_ITERATOR) && push(v, NC_KIND_ITERATOR1) &&
               push(v, NC_KIND_ITERATOR2) && push(v, NC_KIND_ITERATOR3);
    case NC_OP_DUP_TOP:
        return duplicate(v, 1);
    case NC_OP_DUP_TOP_TWO:
        return duplicate(v, 2);
    case NC_OP_POP_TOP:
        return pop_if(v, any_word);
    case NC_OP_ROT_TWO:
        return rotate(v, 2);
    case NC_OP_ROT_THREE:
        return rotate(v, 3);
    case NC_OP_WITH_CLEANUP:
        return with_cleanup(v);
    case NC_OP_END_FINALLY:
        return end_finally(v);
    case NC_OP_RETURN_VALUE:
        return_value(v);
        return false;
    case NC_OP_RAISE_LAST:
        return false;
    case NC_OP_RAISE_OBJ:
        pop(v, 1);
        return false;
    case NC_OP_RAISE_FROM:
        pop(v, 2);
        return false;
    case NC_OP_YIELD_VALUE:
    case NC_OP_YIELD_FROM:
        if (!(v->prelude.flags & NC_GENERATOR))
            return nc_verify_fail(v);
        return take(v, (size_t)takes[in->opcode], 1);
    }
    if (in->opcode >= NC_OP_LOAD_FAST_MULTI && in->opcode < NC_OP_STORE_FAST_MULTI + 16 &&
        !variable(v, in->opcode & 15))
        return false;
    return take(v, (size_t)takes[in->opcode], (size_t)gives[in->opcode]);
}

void nc_verify_step(struct nc_verifier *v, const struct nc_instruction *in) {
    if (effect(v, in) && !v->bad)
        nc_verify_go(v, v->now, in->next);
}
