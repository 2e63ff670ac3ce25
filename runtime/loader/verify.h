// Verifying bytecode: what the virtual machine takes for granted is made sure of once, when code is loaded.
//
// The verifier walks through a function's instructions as the machine would, with kinds of values in place of
// values: which words of the stack hold an object, which may be empty, which belong to an iterator. Where
// ways meet, kinds are merged. An instruction is visited again only when less is known before it than was
// thought, which happens a few times at most. Jumps must stay in the code, the stack and the variables in the
// frame (and apart), operands in their tables, handlers in their stack.
//
// Types of objects are not followed: every operation looks at them anyway when it runs.
#pragma once
#include "nativecomp/function.h"

struct nc_tables {
    const uint16_t *names; // of the module
    const nc_value *constants;
    size_t name_count, constant_count;
};

// Whether a function's code can run safely. Its children have been verified.
bool nc_verify(struct nc_code *code, const struct nc_tables *tables);
// The prelude alone: names, cells, numbers of arguments. `variables` gets how many words of the frame they
// take.
bool nc_verify_prelude(const struct nc_prelude *prelude, const struct nc_tables *tables, size_t *variables);

enum nc_kind {
    NC_KIND_OBJECT,
    NC_KIND_NONE,      // the object None
    NC_KIND_EXCEPTION, // an exception, as a handler finds it
    NC_KIND_NULL,      // nothing
    NC_KIND_MAYBE,     // an object or nothing
                   // Why a `finally` runs: an exception, or two words, a value and a small integer; and the
                   // same or None.
    NC_KIND_REASON,
    NC_KIND_REASON_OR_NONE,
    NC_KIND_ITERATOR, // four words; this one and the next three kinds
    NC_KIND_ITERATOR1,
    NC_KIND_ITERATOR2,
    NC_KIND_ITERATOR3,
    // `async with` looks at its reason: DUP_TOP; LOAD_GLOBAL BaseException; an exception match; a branch.
    NC_KIND_REASON_TOP, // its upper word
    NC_KIND_BASE,       // the class BaseException
    NC_KIND_MATCH,      // whether it is an exception
    NC_KIND_VALUE,      // the two words by themselves
    NC_KIND_NUMBER,
    NC_KIND_UNUSABLE, // different on different ways
};

struct nc_open_block {
    uint16_t target, depth;
    bool finally, with; // `with` is a finally that has two words of its own on the stack
};

// What is known at one place in the code.
struct nc_point {
    uint16_t depth, blocks, reasons; // words on the stack, blocks open, reasons (a second word each)
    uint8_t kinds[];                 // then struct nc_open_block[]
};

struct nc_verifier {
    struct nc_code *code;
    const struct nc_tables *tables;
    struct nc_prelude prelude;
    size_t size;               // bytes of instructions
    size_t variables, deepest; // how many words of the frame are variables; how deep the stack gets
    struct nc_point **known;   // by offset: what is known before the instruction, or NULL
    struct nc_point *now, *other;
    uint16_t *queue; // offsets to visit
    bool *waiting;   // by offset: it is in the queue
    size_t queued, offset;
    bool bad;
};

struct nc_instruction {
    uint8_t opcode, extra;
    size_t next, operand, target; // target: of a jump
};

NC_INLINE struct nc_open_block *nc_blocks_of(const struct nc_verifier *v, struct nc_point *p) {
    return (struct nc_open_block *)(p->kinds + (v->prelude.state + 1) / 2 * 2);
}
NC_INLINE bool nc_is_reason(enum nc_kind kind) {
    return kind == NC_KIND_REASON || kind == NC_KIND_REASON_OR_NONE;
}
bool nc_verify_fail(struct nc_verifier *v);
// Go on at an offset with what `point` says.
void nc_verify_go(struct nc_verifier *v, struct nc_point *point, size_t offset);
void nc_point_copy(const struct nc_verifier *v, struct nc_point *to, const struct nc_point *from);
bool nc_point_push(struct nc_verifier *v, struct nc_point *p, enum nc_kind kind);
bool nc_point_cut(struct nc_verifier *v, struct nc_point *p, size_t depth); // drop what lies above
void nc_verify_step(struct nc_verifier *v, const struct nc_instruction *in);
