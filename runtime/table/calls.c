// Calls of the function table that differ from the runtime's own functions: see nativecomp/table.h.
#include "nativecomp/exception.h"
#include "nativecomp/state.h"
#include "nativecomp/table.h"

uintptr_t nc_to_machine(nc_value v, uintptr_t type) {
    struct nc_buffer buffer;
    switch (type & 15) {
    case NC_MACHINE_OBJECT:
        return (uintptr_t)v;
    case NC_MACHINE_BOOL:
        return nc_truth(v);
    case NC_MACHINE_INT:
    case NC_MACHINE_UINT:
        return nc_get_int_truncated(v);
    default: // a pointer: to the bytes of an object that has some, or a number as address
        return nc_get_buffer(v, &buffer, NC_READ) ? (uintptr_t)buffer.data : nc_get_int_truncated(v);
    }
}

nc_value nc_from_machine(uintptr_t word, uintptr_t type) {
    switch (type & 15) {
    case NC_MACHINE_OBJECT:
        return (nc_value)word;
    case NC_MACHINE_BOOL:
        return nc_bool(word);
    case NC_MACHINE_INT:
        return nc_int_new((intptr_t)word);
    case NC_MACHINE_NAME:
        return NC_NAME_VALUE(word);
    default:
        return nc_int_from_uint(word);
    }
}

// The former globals; nothing where they are the same, and for nothing there is nothing to do.
uintptr_t nc_table_swap_globals(uintptr_t globals) {
    uintptr_t old = (uintptr_t)nc_state.globals;
    if (!globals || globals == old)
        return 0;
    nc_state.globals = (nc_value)globals;
    return old;
}

nc_value nc_table_unary(size_t op, nc_value v) {
    return nc_unary((unsigned)op, v);
}

nc_value nc_table_binary(size_t op, nc_value left, nc_value right) {
    return nc_binary((unsigned)op, left, right);
}

nc_value nc_table_list_append(nc_value list, nc_value item) {
    nc_list_append(list, item);
    return NC_NONE;
}

nc_value nc_table_dict_store(nc_value dict, nc_value key, nc_value value) {
    nc_dict_store(dict, key, value);
    return dict;
}

// What does not begin with two zero bytes is bytecode itself: code asks by it what is pending.
nc_value nc_table_make_function(uintptr_t code, struct nc_context *context, const nc_value *defaults) {
    const uint8_t *data = (const uint8_t *)code;
    struct nc_code bytecode = {.kind = NC_CODE_BYTECODE, .data = data, .type = NC_MADE(function)};
    struct nc_code *made = data[0] | data[1] ? &bytecode : (struct nc_code *)code;
    return nc_function_new(made, context, defaults ? defaults[0] : NC_NOTHING,
                           defaults ? defaults[1] : NC_NOTHING);
}

nc_value nc_table_call(nc_value f, size_t counts, const nc_value *args) {
    return nc_call(f, counts & 0xff, counts >> 8 & 0xff, args);
}

nc_value nc_table_call_starred(unsigned has_self, size_t counts, const nc_value *method) {
    return nc_call_starred(has_self & 1, counts & 0xff, counts >> 8 & 0xff, method);
}

// With memory the iterator goes into it, or its address behind a word of nothing.
nc_value nc_table_get_iterator(nc_value v, struct nc_iterator *memory) {
    nc_value iterator = nc_iter(v, memory);
    if (!memory)
        return iterator;
    if (iterator != (nc_value)memory) {
        memory->type = NULL;
        memory->words[0] = iterator;
    }
    return NC_NOTHING;
}

nc_value nc_table_iterator_next(struct nc_iterator *memory) {
    return nc_next(memory->type ? (nc_value)memory : memory->words[0]);
}

// It returns where there is nothing to raise: at the end of a `finally`.
void nc_table_raise(nc_value exception) {
    if (exception != NC_NOTHING && exception != NC_NONE)
        nc_throw(exception);
}

void nc_table_unpack_starred(nc_value v, size_t counts, nc_value *out) {
    nc_unpack_starred(v, counts & 0xff, counts >> 8, out);
}

void nc_table_check_arguments(size_t n_pos, size_t n_kw, unsigned signature) {
    nc_check_count(n_pos, n_kw, signature >> 17, signature >> 1 & 0xffff, signature & 1);
}

void nc_table_bind_arguments(struct nc_frame *frame, size_t n_pos, size_t n_kw, const nc_value *args) {
    struct nc_prelude prelude;
    nc_prelude_read(&prelude, nc_function_prelude(frame->function), NULL);
    nc_frame_bind(frame, &prelude, n_pos, n_kw, args);
}

intptr_t nc_table_floor_divide(intptr_t a, intptr_t b) {
    if (b == -1)
        return (intptr_t)(0 - (uintptr_t)a);
    intptr_t quotient = a / b;
    return quotient - (a % b && (a ^ b) < 0);
}

intptr_t nc_table_modulo(intptr_t a, intptr_t b) {
    if (b == -1)
        return 0;
    intptr_t rest = a % b;
    return rest && (rest ^ b) < 0 ? rest + b : rest;
}

// One step of `yield from`. *value is an exception to throw into it or nothing, and then what was yielded
// (true) or the result (false).
bool nc_table_yield_from(nc_value generator, nc_value send, nc_value *value) {
    nc_value thrown = *value;
    enum nc_resumed how;
    struct nc_catch here;
    if (!nc_catch_push(&here)) {
        how = nc_resume(generator, thrown == NC_NOTHING ? send : NC_NOTHING, thrown, value);
        nc_catch_pop();
    } else {
        how = NC_RAISED;
        *value = here.value;
    }
    if (how == NC_YIELDED)
        return true;
    if (how == NC_RAISED) {
        if (!nc_exception_is(*value, NC_KIND(StopIteration))) {
            // Code compares what it catches with what stands here: an exception, no class of one.
            if (nc_is_exception_type(*value))
                *value = nc_call0(*value);
            nc_throw(*value);
        }
        *value = nc_exception_argument(*value);
    }
    // To swallow it inside does not keep this one alive.
    if (thrown != NC_NOTHING && nc_exception_is(thrown, NC_KIND(GeneratorExit)))
        nc_throw(thrown);
    return false;
}
