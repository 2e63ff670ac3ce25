// Instructions of interpret() in execute.c: constants, variables, names, attributes, elements, the stack.
// clang-format off

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
