// Operators: one list makes the numbers, the names of the methods and the symbols of error messages.
//
// The numbers are part of the bytecode and of the native code's function table.
#pragma once

// X(id, method, symbol)
#define NC_UNARY_OPERATORS(X)                                                                                \
    X(POSITIVE, __pos__, "+")                                                                                \
    X(NEGATIVE, __neg__, "-")                                                                                \
    X(INVERT, __invert__, "~")                                                                               \
    X(NOT, none, "not")                                                                                      \
    X(BOOL, __bool__, "bool")                                                                                \
    X(LEN, __len__, "len")                                                                                   \
    X(HASH, __hash__, "hash")                                                                                \
    X(ABS, __abs__, "abs")                                                                                   \
    X(INT, __int__, "int")                                                                                   \
    X(FLOAT, __float__, "float")                                                                             \
    X(COMPLEX, __complex__, "complex")                                                                       \
    X(SIZEOF, __sizeof__, "sizeof")

// The thirteen arithmetic ones come three times, in the same order: in place, plain, reflected.
// X(id, in-place method, method, reflected method, symbol)
#define NC_ARITHMETIC_OPERATORS(X)                                                                           \
    X(OR, __ior__, __or__, __ror__, "|")                                                                     \
    X(XOR, __ixor__, __xor__, __rxor__, "^")                                                                 \
    X(AND, __iand__, __and__, __rand__, "&")                                                                 \
    X(LSHIFT, __ilshift__, __lshift__, __rlshift__, "<<")                                                    \
    X(RSHIFT, __irshift__, __rshift__, __rrshift__, ">>")                                                    \
    X(ADD, __iadd__, __add__, __radd__, "+")                                                                 \
    X(SUBTRACT, __isub__, __sub__, __rsub__, "-")                                                            \
    X(MULTIPLY, __imul__, __mul__, __rmul__, "*")                                                            \
    X(MATMUL, __imatmul__, __matmul__, __rmatmul__, "@")                                                     \
    X(FLOORDIV, __ifloordiv__, __floordiv__, __rfloordiv__, "//")                                            \
    X(DIVIDE, __itruediv__, __truediv__, __rtruediv__, "/")                                                  \
    X(MODULO, __imod__, __mod__, __rmod__, "%")                                                              \
    X(POWER, __ipow__, __pow__, __rpow__, "**")

// X(id, method, symbol)
#define NC_COMPARISONS(X)                                                                                    \
    X(LESS, __lt__, "<")                                                                                     \
    X(MORE, __gt__, ">")                                                                                     \
    X(EQUAL, __eq__, "==")                                                                                   \
    X(LESS_EQUAL, __le__, "<=")                                                                              \
    X(MORE_EQUAL, __ge__, ">=")                                                                              \
    X(NOT_EQUAL, __ne__, "!=")                                                                               \
    X(IN, none, "in")                                                                                        \
    X(IS, none, "is")                                                                                        \
    X(EXCEPTION_MATCH, none, "except")

enum nc_unary_op {
#define X(ID, METHOD, SYMBOL) NC_##ID,
    NC_UNARY_OPERATORS(X)
#undef X
        NC_UNARY_COUNT
};

enum nc_binary_op {
#define X(ID, METHOD, SYMBOL) NC_##ID,
    NC_COMPARISONS(X)
#undef X
#define X(ID, IN_PLACE, METHOD, REFLECTED, SYMBOL) NC_INPLACE_##ID,
        NC_ARITHMETIC_OPERATORS(X)
#undef X
#define X(ID, IN_PLACE, METHOD, REFLECTED, SYMBOL) NC_##ID,
            NC_ARITHMETIC_OPERATORS(X)
#undef X
                NC_DIVMOD,
    NC_CONTAINS, // (container, item): how `in` asks
#define X(ID, IN_PLACE, METHOD, REFLECTED, SYMBOL) NC_REFLECTED_##ID,
    NC_ARITHMETIC_OPERATORS(X)
#undef X
        NC_BINARY_COUNT,
    NC_BYTECODE_BINARY_COUNT = NC_DIVMOD
};

enum { NC_ARITHMETIC_COUNT = NC_OR - NC_INPLACE_OR };
