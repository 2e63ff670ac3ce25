// Functions of machine code as objects: native, viper, assembler, and native generators.
#include "nativecomp/heap.h"
#include "nativecomp/machinecode.h"

static nc_value call_native(nc_value self, size_t n_pos, size_t n_kw, const nc_value *args) {
    const uint8_t *at = ((struct nc_function *)self)->data + NC_NATIVE_HEAD;
    return nc_enter_function(at, self, n_pos, n_kw, args);
}

const struct nc_type nc_type_native_function = {NC_TYPE_HEAD(function, NC_BINDS_SELF), .call = call_native,
                                                .print = nc_function_print, .attr = nc_function_attr,
                                                .unary = nc_function_unary};

static nc_value call_viper(nc_value self, size_t n_pos, size_t n_kw, const nc_value *args) {
    return nc_enter_function(((struct nc_function *)self)->data, self, n_pos, n_kw, args);
}

const struct nc_type nc_type_viper_function = {NC_TYPE_HEAD(function, NC_BINDS_SELF), .call = call_viper,
                                               .unary = nc_function_unary};

// Calling a generator function makes a generator, whose frame is as large as the prelude says.
static nc_value call_generator(nc_value self, size_t n_pos, size_t n_kw, const nc_value *args) {
    struct nc_function *f = (struct nc_function *)self;
    struct nc_prelude p;
    nc_prelude_read(&p, nc_function_prelude(f), NULL);
    struct nc_generator *g = NC_NEW_SIZE(struct nc_generator, NC_MADE(generator),
                                         offsetof(struct nc_generator, frame) + nc_frame_size(&p));
    g->pending = NC_NONE;
    g->frame.function = f;
    g->frame.state_size = (uint16_t)p.state;
    nc_frame_bind(&g->frame, &p, n_pos, n_kw, args);
    g->frame.handler_index = NC_NATIVE_FRAME;
    g->frame.ip = f->data + ((const uintptr_t *)f->data)[1];
#if defined(__thumb__)
    g->frame.ip = (const uint8_t *)((uintptr_t)g->frame.ip | 1); // it jumps there
#endif
    return (nc_value)g;
}

const struct nc_type nc_type_native_generator_function = {
    NC_TYPE_HEAD(generator, NC_BINDS_SELF), .call = call_generator, .print = nc_function_print,
    .attr = nc_function_attr, .unary = nc_function_unary};

// What an assembler function gets for an object.
static uintptr_t asm_word(nc_value v) {
    if (v == NC_NONE)
        return 0;
    if (nc_is_small(v) || nc_is_bool(v) || nc_is(v, NC_KIND(int)))
        return nc_get_int_truncated(v);
    if (nc_is_str(v))
        return (uintptr_t)nc_str_span(v).data;
    if (nc_is(v, NC_KIND(float)))
        return nc_get_int_truncated(nc_int_from_float(((struct nc_float_object *)v)->value));
    struct nc_buffer buffer;
    if (nc_is(v, NC_KIND(tuple)))
        return (uintptr_t)nc_as_tuple(v)->items;
    if (nc_is(v, NC_KIND(list)))
        return (uintptr_t)nc_as_list(v)->items;
    return (uintptr_t)(nc_get_buffer(v, &buffer, NC_READ) ? buffer.data : v);
}

static nc_value call_asm(nc_value self, size_t n_pos, size_t n_kw, const nc_value *args) {
    struct nc_asm_function *f = (struct nc_asm_function *)self;
    nc_check_count(n_pos, n_kw, f->arguments, f->arguments, false);
    uintptr_t words[4] = {0};
    for (size_t i = 0; i < n_pos; i++)
        words[i] = asm_word(args[i]);
    return nc_from_machine(nc_enter_asm(f->data, words), f->type_code);
}

const struct nc_type nc_type_asm_function = {NC_TYPE_HEAD(function, NC_BINDS_SELF), .call = call_asm,
                                             .unary = nc_function_unary};

nc_value nc_asm_function_new(const struct nc_code *code) {
    struct nc_asm_function *f = NC_NEW(struct nc_asm_function, NC_MADE(asm_function));
    f->arguments = code->arguments;
    f->data = code->data;
    f->type_code = code->type_code;
    return (nc_value)f;
}
