// The walk of the verifier, and the decoding of instructions: see verify.h.
#include "verify.h"
#include "nativecomp/heap.h"
#include "nativecomp/opcodes.h"

enum { CODE_MAX = 0xffff, STATE_MAX = 0x3fff, HANDLERS_MAX = 255 };

static const uint8_t operands[256] = {
#define X(ID, FIRST, LAST, OPERAND, TAKES, GIVES) [FIRST... LAST] = NC_OPERAND_##OPERAND + 1,
    NC_OPCODES(X)
#undef X
};

// Decode the instruction at `offset`; false if there is none.
static bool decode(const struct nc_verifier *v, size_t offset, struct nc_instruction *in) {
    const uint8_t *start = v->prelude.code, *at = start + offset, *end = start + v->size;
    *in = (struct nc_instruction){.opcode = *at++};
    if (!operands[in->opcode])
        return false;
    enum nc_operand kind = operands[in->opcode] - 1;
    switch (kind) {
    case NC_OPERAND_NONE:
        break;
    case NC_OPERAND_NAME:
    case NC_OPERAND_NUMBER:
    case NC_OPERAND_SIGNED:
        at = nc_read_number(at, end, &in->operand);
        if (!at || (kind == NC_OPERAND_NAME && in->operand >= v->tables->name_count))
            return false;
        break;
    case NC_OPERAND_FORWARD:
    case NC_OPERAND_DISTANCE: {
        if (at == end || (*at & 0x80 && at + 1 == end))
            return false;
        bool either = kind == NC_OPERAND_DISTANCE;
        intptr_t distance;
        if (*at & 0x80) {
            distance = (intptr_t)((at[0] & 0x7f) | at[1] << 7) - (either ? 0x4000 : 0);
            at += 2;
        } else {
            distance = *at++ - (either ? 0x40 : 0);
        }
        in->target = (size_t)(at - start + distance);
    }
    }
    if (in->opcode == NC_OP_MAKE_CLOSURE || in->opcode == NC_OP_MAKE_CLOSURE_DEFARGS ||
        in->opcode == NC_OP_UNWIND_JUMP) {
        if (at == end)
            return false;
        in->extra = *at++;
    }
    in->next = (size_t)(at - start);
    return true;
}

// Any instruction may raise: the innermost handler that has not begun gets the exception.
static void raise(struct nc_verifier *v) {
    struct nc_point *p = v->other;
    nc_point_copy(v, p, v->now);
    while (p->blocks && nc_blocks_of(v, p)[p->blocks - 1].target <= v->offset)
        p->blocks--;
    if (!p->blocks)
        return;
    struct nc_open_block block = nc_blocks_of(v, p)[p->blocks - 1];
    if (nc_point_cut(v, p, block.depth) &&
        nc_point_push(v, p, block.finally ? NC_KIND_REASON : NC_KIND_EXCEPTION))
        nc_verify_go(v, p, block.target);
}

bool nc_verify_prelude(const struct nc_prelude *p, const struct nc_tables *tables, size_t *variables) {
    const uint8_t *at = p->info;
    for (size_t i = 0; i < 1 + p->positional + p->keyword_only; i++) {
        size_t name;
        at = nc_read_number(at, p->cells, &name);
        if (!at || name >= tables->name_count)
            return false;
    }
    *variables =
        p->positional + p->keyword_only + !!(p->flags & NC_TAKES_REST) + !!(p->flags & NC_TAKES_KEYWORDS);
    if (p->defaults > p->positional || p->state > STATE_MAX)
        return false;
    for (size_t i = 0; i < p->cell_count; i++) {
        if (p->cells[i] >= *variables)
            *variables = p->cells[i] + 1u;
        for (size_t j = 0; j < i; j++)
            if (p->cells[j] == p->cells[i])
                return false;
    }
    return true;
}

// A variable that is used as a cell and is not made one at the start comes from a closure: it must be among
// the arguments that a closure puts first. The walk comes by all instructions; here they are only listed.
static bool find_free_variables(struct nc_verifier *v) {
    const struct nc_prelude *p = &v->prelude;
    for (size_t offset = 0; offset < v->size; offset++) {
        struct nc_instruction in;
        if (!v->known[offset] || !decode(v, offset, &in))
            continue;
        if (in.opcode != NC_OP_LOAD_DEREF && in.opcode != NC_OP_STORE_DEREF &&
            in.opcode != NC_OP_DELETE_DEREF)
            continue;
        bool own = false;
        for (size_t i = 0; i < p->cell_count; i++)
            own |= p->cells[i] == in.operand;
        if (own)
            continue;
        if (in.operand >= p->positional)
            return false;
        if (v->code->free_count <= in.operand)
            v->code->free_count = in.operand + 1;
    }
    return true;
}

// Cells stay in their variables.
static bool cells_are_kept(struct nc_verifier *v) {
    const struct nc_prelude *p = &v->prelude;
    for (size_t offset = 0; offset < v->size; offset++) {
        struct nc_instruction in;
        if (!v->known[offset] || !decode(v, offset, &in))
            continue;
        size_t variable = in.opcode - NC_OP_STORE_FAST_MULTI;
        if (in.opcode == NC_OP_STORE_FAST_N || in.opcode == NC_OP_DELETE_FAST)
            variable = in.operand;
        else if (variable > 15)
            continue;
        if (variable < v->code->free_count)
            return false;
        for (size_t i = 0; i < p->cell_count; i++)
            if (p->cells[i] == variable)
                return false;
    }
    return true;
}

bool nc_verify(struct nc_code *code, const struct nc_tables *tables) {
    struct nc_verifier v = {.code = code, .tables = tables};
    const struct nc_prelude *p = &v.prelude;
    const uint8_t *end = code->data + code->size;
    if (!nc_prelude_read(&v.prelude, code->data, end) || p->handlers > HANDLERS_MAX ||
        !nc_verify_prelude(p, tables, &v.variables))
        return false;
    v.size = (size_t)(end - p->code);
    if (!v.size || v.size > CODE_MAX)
        return false;
    v.known = nc_allocate(v.size * sizeof *v.known, NC_SCAN);
    v.queue = nc_allocate(v.size * sizeof *v.queue, NC_LEAF);
    v.waiting = nc_allocate(v.size * sizeof *v.waiting, NC_LEAF);
    size_t point_size = sizeof(struct nc_point) + p->state + 1 + p->handlers * sizeof(struct nc_open_block);
    v.now = nc_allocate(point_size, NC_LEAF);
    v.other = nc_allocate(point_size, NC_LEAF);
    nc_verify_go(&v, v.now, 0);
    while (v.queued && !v.bad) {
        v.offset = v.queue[--v.queued];
        v.waiting[v.offset] = false;
        struct nc_instruction in;
        if (!decode(&v, v.offset, &in))
            return false;
        nc_point_copy(&v, v.now, v.known[v.offset]);
        raise(&v);
        nc_verify_step(&v, &in);
    }
    return !v.bad && v.deepest + v.variables <= p->state && find_free_variables(&v) && cells_are_kept(&v);
}
