// Function objects, and how a call's arguments become variables.
#include "nativecomp/function.h"
#include "nativecomp/heap.h"
#include "nativecomp/machinecode.h"
#include "nativecomp/memory.h"
#include "nativecomp/state.h"

// Machine code begins with the prelude's place in the table of children, which is the prelude itself if there
// are none.
static const uint8_t *prelude_of(bool native, const uint8_t *data, struct nc_code *const *children) {
    if (!native)
        return data;
    uintptr_t place = *(const uintptr_t *)data;
    return place ? (const uint8_t *)children[place] : (const uint8_t *)children;
}

const uint8_t *nc_function_prelude(const struct nc_function *f) {
    bool native = f->type == NC_KIND(native_function) || f->type == NC_KIND(native_generator_function);
    return prelude_of(native, f->data, f->children);
}

// Whether defaults fit a prelude. More than it says are private words of machine code.
static void check_defaults(const struct nc_prelude *p, nc_value defaults, nc_value kw_defaults) {
    if ((defaults != NC_NOTHING && !nc_is(defaults, NC_KIND(tuple))) ||
        (kw_defaults != NC_NOTHING && !nc_is(kw_defaults, NC_KIND(dict))))
        nc_type_error("defaults do not fit the function");
    size_t count = defaults != NC_NOTHING ? nc_as_tuple(defaults)->count : 0;
    bool extra = kw_defaults != NC_NOTHING, wants_extra = p->flags & NC_HAS_KEYWORD_DEFAULTS;
    if (count < p->defaults || extra != wants_extra || (extra && count != p->defaults))
        nc_type_error("defaults do not fit the function");
}

static nc_value make(const struct nc_code *code, struct nc_context *context, nc_value defaults,
                     nc_value kw_defaults) {
    size_t count = defaults != NC_NOTHING ? nc_as_tuple(defaults)->count : 0,
           extra = kw_defaults != NC_NOTHING;
    struct nc_function *f =
        NC_NEW_SIZE(struct nc_function, code->type, sizeof *f + (count + extra) * sizeof(nc_value));
    f->context = context;
    f->children = code->children;
    f->data = code->data;
    if (count)
        memcpy(f->defaults, nc_as_tuple(defaults)->items, count * sizeof(nc_value));
    if (extra)
        f->defaults[count] = kw_defaults;
    return (nc_value)f;
}

NC_DECLARE_WHEN(machinecode, nc_asm_function_new)

nc_value nc_function_new(struct nc_code *code, struct nc_context *context, nc_value defaults,
                         nc_value kw_defaults) {
    if (code->kind == NC_CODE_ASM)
        return NC_WHEN(machinecode, nc_asm_function_new)(code);
    if (code->kind == NC_CODE_VIPER) // it has no prelude to bind defaults by
        return make(code, context, NC_NOTHING, NC_NOTHING);
    struct nc_prelude p;
    nc_prelude_read(&p, prelude_of(code->kind == NC_CODE_NATIVE, code->data, code->children), NULL);
    check_defaults(&p, defaults, kw_defaults);
    return make(code, context, defaults, kw_defaults);
}

static nc_name name_of(const struct nc_function *f) {
    struct nc_prelude p;
    nc_name name;
    nc_prelude_read(&p, nc_function_prelude(f), NULL);
    nc_line_of(&p, f->context, p.code, &name);
    return name;
}

size_t nc_frame_size(const struct nc_prelude *p) {
    return sizeof(struct nc_frame) + p->state * sizeof(nc_value) + p->handlers * sizeof(struct nc_handler);
}

static _Noreturn void wrong_count(const struct nc_function *f, const struct nc_prelude *p, size_t n_pos) {
    nc_name name = name_of(f);
    if (p->defaults == 0)
        nc_type_error("%q() takes %u positional arguments but %u were given", name, (unsigned)p->positional,
                      (unsigned)n_pos);
    if (n_pos > p->positional)
        nc_type_error("%q() takes from %u to %u positional arguments but %u were given", name,
                      (unsigned)(p->positional - p->defaults), (unsigned)p->positional, (unsigned)n_pos);
    nc_type_error("%q() missing %u required positional arguments", name,
                  (unsigned)(p->positional - p->defaults - n_pos));
}

// Keyword arguments, and what is left to the defaults.
static void bind_keywords(struct nc_frame *frame, const struct nc_prelude *p, size_t n_kw,
                          const nc_value *pairs, nc_value *variables) {
    const struct nc_function *f = frame->function;
    size_t named = p->positional + p->keyword_only;
    nc_value rest = NC_NOTHING;
    if (p->flags & NC_TAKES_KEYWORDS) {
        rest = nc_dict_new(n_kw);
        variables[-(intptr_t)(named + ((p->flags & NC_TAKES_REST) != 0))] = rest;
    }
    for (size_t i = 0; i < n_kw; i++) {
        nc_value key = pairs[2 * i], value = pairs[2 * i + 1];
        const uint8_t *at = p->info;
        size_t number;
        at = nc_read_number(at, NULL, &number);
        size_t j = 0;
        for (; j < named; j++) {
            at = nc_read_number(at, NULL, &number);
            if (NC_NAME_VALUE(f->context->names[number]) == key)
                break;
        }
        if (j < named) {
            if (variables[-(intptr_t)j] != NC_NOTHING)
                nc_type_error("%q() got multiple values for argument '%v'", name_of(f), key);
            variables[-(intptr_t)j] = value;
        } else if (rest == NC_NOTHING) {
            nc_type_error("%q() got an unexpected keyword argument '%v'", name_of(f), key);
        } else {
            nc_dict_store(rest, key, value);
        }
    }
    for (size_t j = 0; j < p->positional; j++)
        if (variables[-(intptr_t)j] == NC_NOTHING) {
            if (j + p->defaults < p->positional)
                nc_type_error("%q() missing required positional argument #%u", name_of(f), (unsigned)j + 1);
            variables[-(intptr_t)j] = f->defaults[j + p->defaults - p->positional];
        }
    if (!p->keyword_only)
        return;
    const uint8_t *at = p->info;
    size_t number;
    at = nc_read_number(at, NULL, &number);
    for (size_t j = 0; j < named; j++) {
        at = nc_read_number(at, NULL, &number);
        if (j < p->positional || variables[-(intptr_t)j] != NC_NOTHING)
            continue;
        nc_name name = f->context->names[number];
        struct nc_entry *entry = p->flags & NC_HAS_KEYWORD_DEFAULTS
                                     ? nc_map_find_name(nc_dict_map(f->defaults[p->defaults]), name)
                                     : NULL;
        if (!entry)
            nc_type_error("%q() missing required keyword argument '%q'", name_of(f), name);
        variables[-(intptr_t)j] = entry->value;
    }
}

void nc_frame_bind(struct nc_frame *frame, const struct nc_prelude *p, size_t n_pos, size_t n_kw,
                   const nc_value *args) {
    struct nc_function *f = frame->function;
    frame->ip = p->code;
    frame->sp = frame->state - 1;
    frame->handler_index = 0;
    frame->old_globals = NC_NOTHING;
    memset(frame->state, 0, frame->state_size * sizeof(nc_value));
    nc_value *variables = &frame->state[frame->state_size - 1];
    size_t taken = n_pos < p->positional ? n_pos : p->positional;
    if (p->flags & NC_TAKES_REST)
        variables[-(intptr_t)(p->positional + p->keyword_only)] = nc_tuple_new(n_pos - taken, args + taken);
    else if (n_pos > p->positional)
        wrong_count(f, p, n_pos);
    for (size_t i = 0; i < taken; i++)
        variables[-(intptr_t)i] = args[i];
    if (n_kw || p->keyword_only || p->flags & NC_TAKES_KEYWORDS) {
        bind_keywords(frame, p, n_kw, args + n_pos, variables);
    } else {
        if (n_pos + p->defaults < p->positional)
            wrong_count(f, p, n_pos);
        for (size_t i = taken; i < p->positional; i++)
            variables[-(intptr_t)i] = f->defaults[i + p->defaults - p->positional];
    }
    for (size_t i = 0; i < p->cell_count; i++) {
        struct nc_cell *cell = NC_NEW(struct nc_cell, NC_MADE(cell));
        cell->value = variables[-(intptr_t)p->cells[i]];
        variables[-(intptr_t)p->cells[i]] = (nc_value)cell;
    }
}

enum { LARGE_FRAME = 512 }; // bytes; larger ones go to the heap, so that the C stack is not eaten up

static nc_value run(struct nc_frame *frame, const struct nc_prelude *p, size_t n_pos, size_t n_kw,
                    const nc_value *args) {
    struct nc_function *f = frame->function;
    frame->state_size = (uint16_t)p->state;
    nc_frame_bind(frame, p, n_pos, n_kw, args);
    nc_value globals = nc_state.globals;
    nc_state.globals = f->context->module.globals;
    enum nc_resumed how = nc_execute(frame, NC_NOTHING);
    nc_state.globals = globals;
    if (how == NC_RETURNED)
        return *frame->sp;
    nc_throw(frame->state[0]);
}

static nc_value call_large(struct nc_function *f, const struct nc_prelude *p, size_t n_pos, size_t n_kw,
                           const nc_value *args) {
    struct nc_frame *frame = nc_allocate(nc_frame_size(p), NC_SCAN);
    frame->function = f;
    nc_value result = run(frame, p, n_pos, n_kw, args);
    nc_free(frame);
    return result;
}

// The same as nc_prelude_read for a call: of code that is known to be good, and without what only errors and
// tools want to know.
NC_INLINE void read_prelude(struct nc_prelude *p, const uint8_t *at) {
    unsigned byte = *at++, state = byte >> 3 & 15, handlers = byte >> 2 & 1, positional = byte & 3;
    unsigned flags = 0, keyword_only = 0, defaults = 0, cells = 0, info = 0, i = 0;
    for (; NC_UNLIKELY(byte & 0x80); i++) {
        byte = *at++;
        state |= (byte >> 4 & 3) << (2 * i + 4);
        handlers |= (byte >> 1 & 1) << (i + 1);
        flags |= (byte >> 6 & 1) << i;
        positional |= (byte >> 2 & 1) << (i + 2);
        keyword_only |= (byte >> 3 & 1) << i;
        defaults |= (byte & 1) << i;
    }
    i = 0;
    do {
        byte = *at++;
        cells |= (byte & 1) << i;
        info |= (byte >> 1 & 0x3f) << 6 * i;
        i++;
    } while (NC_UNLIKELY(byte & 0x80));
    p->state = state + 1;
    p->handlers = handlers;
    p->flags = flags;
    p->positional = positional;
    p->keyword_only = keyword_only;
    p->defaults = defaults;
    p->info_size = info;
    p->cell_count = cells;
    p->info = at;
    p->cells = at + info;
    p->code = p->cells + cells;
}

static nc_value call(nc_value self, size_t n_pos, size_t n_kw, const nc_value *args) {
    struct nc_prelude p;
    read_prelude(&p, ((struct nc_function *)self)->data);
    nc_stack_check();
    size_t size = nc_frame_size(&p);
    if (size > LARGE_FRAME)
        return call_large((struct nc_function *)self, &p, n_pos, n_kw, args);
    struct nc_frame *frame = __builtin_alloca(size);
    frame->function = (struct nc_function *)self;
    return run(frame, &p, n_pos, n_kw, args);
}

void nc_function_print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    nc_printf(to, "<function %q at 0x%x>", name_of((struct nc_function *)self), (uintptr_t)self);
}

bool nc_function_attr(nc_value self, nc_name name, enum nc_attr_action action, nc_value *member) {
    struct nc_function *f = (struct nc_function *)self;
    if (action != NC_LOAD)
        return false;
    if (name == N(__name__))
        member[0] = NC_NAME_VALUE(name_of(f));
    else if (name == N(__globals__))
        member[0] = f->context->module.globals;
    else
        return false;
    return true;
}

nc_value nc_function_unary(unsigned op, nc_value self) {
    return op == NC_HASH ? nc_small((intptr_t)((uintptr_t)self >> 4)) : NC_NOTHING;
}

const struct nc_type nc_type_function = {NC_TYPE_HEAD(function, NC_BINDS_SELF), .call = call,
                                         .print = nc_function_print, .attr = nc_function_attr,
                                         .unary = nc_function_unary};

static nc_value call_generator(nc_value self, size_t n_pos, size_t n_kw, const nc_value *args) {
    struct nc_prelude p;
    read_prelude(&p, ((struct nc_function *)self)->data);
    struct nc_generator *g = NC_NEW_SIZE(struct nc_generator, NC_MADE(generator),
                                         offsetof(struct nc_generator, frame) + nc_frame_size(&p));
    g->pending = NC_NONE;
    g->frame.function = (struct nc_function *)self;
    g->frame.state_size = (uint16_t)p.state;
    nc_frame_bind(&g->frame, &p, n_pos, n_kw, args);
    return (nc_value)g;
}

const struct nc_type nc_type_generator_function = {NC_TYPE_HEAD(generator, NC_BINDS_SELF),
                                                   .call = call_generator, .print = nc_function_print,
                                                   .attr = nc_function_attr, .unary = nc_function_unary};
