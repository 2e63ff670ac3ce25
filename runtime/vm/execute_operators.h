// Instructions of interpret() in execute.c: operators, those of small integers on the spot.
// clang-format off

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
