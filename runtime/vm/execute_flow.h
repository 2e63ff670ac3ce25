// Instructions of interpret() in execute.c: jumps, blocks with handlers, return and raise.
// clang-format off

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
