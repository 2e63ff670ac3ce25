// Instructions of interpret() in execute.c: iteration, containers, functions, calls, generators, imports.
// clang-format off

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
