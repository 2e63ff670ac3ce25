// Bytecode: the operations of the virtual machine, in one list that makes the numbers, the dispatch table,
// the printer and the verifier.
//
// The machine works on a stack of values. `takes` and `gives` say how many an operation pops and pushes;
// where that depends on the operand, vm/effects.h has the formula. An operand is a number of 7-bit groups,
// the highest first, or the distance of a jump, counted from the byte after it.
#pragma once

enum nc_operand {
    NC_OPERAND_NONE,
    NC_OPERAND_NAME,     // index in the table of names
    NC_OPERAND_NUMBER,   // an unsigned number
    NC_OPERAND_SIGNED,   // a signed number
    NC_OPERAND_FORWARD,  // distance of a jump, forwards only
    NC_OPERAND_DISTANCE, // distance of a jump, either way
};
enum { NC_DEPENDS = -1 };

// X(id, first opcode, last opcode, operand, takes, gives)
#define NC_OPCODES(X)                                                                                        \
    X(LOAD_CONST_STRING, 0x10, 0x10, NAME, 0, 1)                                                             \
    X(LOAD_NAME, 0x11, 0x11, NAME, 0, 1)                                                                     \
    X(LOAD_GLOBAL, 0x12, 0x12, NAME, 0, 1)                                                                   \
    X(LOAD_ATTR, 0x13, 0x13, NAME, 1, 1)                                                                     \
    X(LOAD_METHOD, 0x14, 0x14, NAME, 1, 2)                                                                   \
    X(LOAD_SUPER_METHOD, 0x15, 0x15, NAME, 3, 2)                                                             \
    X(STORE_NAME, 0x16, 0x16, NAME, 1, 0)                                                                    \
    X(STORE_GLOBAL, 0x17, 0x17, NAME, 1, 0)                                                                  \
    X(STORE_ATTR, 0x18, 0x18, NAME, 2, 0)                                                                    \
    X(DELETE_NAME, 0x19, 0x19, NAME, 0, 0)                                                                   \
    X(DELETE_GLOBAL, 0x1a, 0x1a, NAME, 0, 0)                                                                 \
    X(IMPORT_NAME, 0x1b, 0x1b, NAME, 2, 1)                                                                   \
    X(IMPORT_FROM, 0x1c, 0x1c, NAME, 1, 2)                                                                   \
    X(MAKE_CLOSURE, 0x20, 0x20, NUMBER, NC_DEPENDS, 1)                                                       \
    X(MAKE_CLOSURE_DEFARGS, 0x21, 0x21, NUMBER, NC_DEPENDS, 1)                                               \
    X(LOAD_CONST_SMALL_INT, 0x22, 0x22, SIGNED, 0, 1)                                                        \
    X(LOAD_CONST_OBJ, 0x23, 0x23, NUMBER, 0, 1)                                                              \
    X(LOAD_FAST_N, 0x24, 0x24, NUMBER, 0, 1)                                                                 \
    X(LOAD_DEREF, 0x25, 0x25, NUMBER, 0, 1)                                                                  \
    X(STORE_FAST_N, 0x26, 0x26, NUMBER, 1, 0)                                                                \
    X(STORE_DEREF, 0x27, 0x27, NUMBER, 1, 0)                                                                 \
    X(DELETE_FAST, 0x28, 0x28, NUMBER, 0, 0)                                                                 \
    X(DELETE_DEREF, 0x29, 0x29, NUMBER, 0, 0)                                                                \
    X(BUILD_TUPLE, 0x2a, 0x2a, NUMBER, NC_DEPENDS, 1)                                                        \
    X(BUILD_LIST, 0x2b, 0x2b, NUMBER, NC_DEPENDS, 1)                                                         \
    X(BUILD_MAP, 0x2c, 0x2c, NUMBER, 0, 1)                                                                   \
    X(BUILD_SET, 0x2d, 0x2d, NUMBER, NC_DEPENDS, 1)                                                          \
    X(BUILD_SLICE, 0x2e, 0x2e, NUMBER, NC_DEPENDS, 1)                                                        \
    X(STORE_COMP, 0x2f, 0x2f, NUMBER, NC_DEPENDS, 0)                                                         \
    X(UNPACK_SEQUENCE, 0x30, 0x30, NUMBER, 1, NC_DEPENDS)                                                    \
    X(UNPACK_EX, 0x31, 0x31, NUMBER, 1, NC_DEPENDS)                                                          \
    X(MAKE_FUNCTION, 0x32, 0x32, NUMBER, 0, 1)                                                               \
    X(MAKE_FUNCTION_DEFARGS, 0x33, 0x33, NUMBER, 2, 1)                                                       \
    X(CALL_FUNCTION, 0x34, 0x34, NUMBER, NC_DEPENDS, 1)                                                      \
    X(CALL_FUNCTION_VAR_KW, 0x35, 0x35, NUMBER, NC_DEPENDS, 1)                                               \
    X(CALL_METHOD, 0x36, 0x36, NUMBER, NC_DEPENDS, 1)                                                        \
    X(CALL_METHOD_VAR_KW, 0x37, 0x37, NUMBER, NC_DEPENDS, 1)                                                 \
    X(UNWIND_JUMP, 0x40, 0x40, DISTANCE, 0, 0)                                                               \
    X(JUMP, 0x42, 0x42, DISTANCE, 0, 0)                                                                      \
    X(POP_JUMP_IF_TRUE, 0x43, 0x43, DISTANCE, 1, 0)                                                          \
    X(POP_JUMP_IF_FALSE, 0x44, 0x44, DISTANCE, 1, 0)                                                         \
    X(JUMP_IF_TRUE_OR_POP, 0x45, 0x45, FORWARD, 1, 0)                                                        \
    X(JUMP_IF_FALSE_OR_POP, 0x46, 0x46, FORWARD, 1, 0)                                                       \
    X(SETUP_WITH, 0x47, 0x47, FORWARD, 1, 3)                                                                 \
    X(SETUP_EXCEPT, 0x48, 0x48, FORWARD, 0, 0)                                                               \
    X(SETUP_FINALLY, 0x49, 0x49, FORWARD, 0, 0)                                                              \
    X(POP_EXCEPT_JUMP, 0x4a, 0x4a, FORWARD, 0, 0)                                                            \
    X(FOR_ITER, 0x4b, 0x4b, FORWARD, 0, 1)                                                                   \
    X(LOAD_CONST_FALSE, 0x50, 0x50, NONE, 0, 1)                                                              \
    X(LOAD_CONST_NONE, 0x51, 0x51, NONE, 0, 1)                                                               \
    X(LOAD_CONST_TRUE, 0x52, 0x52, NONE, 0, 1)                                                               \
    X(LOAD_NULL, 0x53, 0x53, NONE, 0, 1)                                                                     \
    X(LOAD_BUILD_CLASS, 0x54, 0x54, NONE, 0, 1)                                                              \
    X(LOAD_SUBSCR, 0x55, 0x55, NONE, 2, 1)                                                                   \
    X(STORE_SUBSCR, 0x56, 0x56, NONE, 3, 0)                                                                  \
    X(DUP_TOP, 0x57, 0x57, NONE, 1, 2)                                                                       \
    X(DUP_TOP_TWO, 0x58, 0x58, NONE, 2, 4)                                                                   \
    X(POP_TOP, 0x59, 0x59, NONE, 1, 0)                                                                       \
    X(ROT_TWO, 0x5a, 0x5a, NONE, 2, 2)                                                                       \
    X(ROT_THREE, 0x5b, 0x5b, NONE, 3, 3)                                                                     \
    X(WITH_CLEANUP, 0x5c, 0x5c, NONE, 3, 1)                                                                  \
    X(END_FINALLY, 0x5d, 0x5d, NONE, 1, 0)                                                                   \
    X(GET_ITER, 0x5e, 0x5e, NONE, 1, 1)                                                                      \
    X(GET_ITER_STACK, 0x5f, 0x5f, NONE, 1, 4)                                                                \
    X(STORE_MAP, 0x62, 0x62, NONE, 3, 1)                                                                     \
    X(RETURN_VALUE, 0x63, 0x63, NONE, 1, 0)                                                                  \
    X(RAISE_LAST, 0x64, 0x64, NONE, 0, 0)                                                                    \
    X(RAISE_OBJ, 0x65, 0x65, NONE, 1, 0)                                                                     \
    X(RAISE_FROM, 0x66, 0x66, NONE, 2, 0)                                                                    \
    X(YIELD_VALUE, 0x67, 0x67, NONE, 1, 1)                                                                   \
    X(YIELD_FROM, 0x68, 0x68, NONE, 2, 1)                                                                    \
    X(IMPORT_STAR, 0x69, 0x69, NONE, 1, 0)                                                                   \
    X(LOAD_CONST_SMALL_INT_MULTI, 0x70, 0xaf, NONE, 0, 1)                                                    \
    X(LOAD_FAST_MULTI, 0xb0, 0xbf, NONE, 0, 1)                                                               \
    X(STORE_FAST_MULTI, 0xc0, 0xcf, NONE, 1, 0)                                                              \
    X(UNARY_OP_MULTI, 0xd0, 0xd3, NONE, 1, 1)                                                                \
    X(BINARY_OP_MULTI, 0xd7, 0xf9, NONE, 2, 1)

enum nc_opcode {
#define X(ID, FIRST, LAST, OPERAND, TAKES, GIVES) NC_OP_##ID = FIRST,
    NC_OPCODES(X)
#undef X
};

// LOAD_CONST_SMALL_INT_MULTI: the opcode minus this is the number.
enum { NC_MULTI_ZERO = 0x80 };
