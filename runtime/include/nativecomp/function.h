// Functions of bytecode, and the frames that they run in.
//
// A function refers to its code, to the code of the functions inside it (children), to the module that it
// belongs to (context: globals, names, constants) and to the values of its defaults. The code begins with a
// prelude that says how large a frame is, what arguments there are and which line an instruction is from.
//
// A frame has the function's variables, from the top of `state` downwards, and below them, growing upwards,
// the stack of intermediate values. Behind `state` is the stack of handlers: an entry for each `try` and
// `with` that the program is in. A generator keeps its frame on the heap; the frame of an ordinary call is on
// the C stack.
//
// The layouts are MicroPython's: native code in .mpy files reads them.
#pragma once
#include "nativecomp/objects.h"

enum nc_code_kind { NC_CODE_BYTECODE = 2, NC_CODE_NATIVE = 3, NC_CODE_VIPER = 4, NC_CODE_ASM = 5 };

struct nc_code {
    uint8_t zero[2]; // what begins with two zero bytes is this struct and not bytecode itself
    uint8_t kind;    // nc_code_kind
    bool is_generator;
    const uint8_t *data;
    struct nc_code **children; // of native code, the address of its prelude follows them
    size_t size, child_count;
    size_t free_count;            // so many first arguments are cells, which a closure provides
    uint8_t arguments, type_code; // of assembler code: how many, and what its result is
    const struct nc_type *type;   // of its functions
};

struct nc_context {
    struct nc_module module;
    const uint16_t *names; // [0] is the file's name
    nc_value *constants;
};

struct nc_function {
    const struct nc_type *type;
    struct nc_context *context;
    struct nc_code **children;
    const uint8_t *data;
    nc_value defaults[]; // of positional arguments, then a dict of keyword-only ones if there are any
};

enum nc_function_flags {
    NC_GENERATOR = 1,
    NC_TAKES_KEYWORDS = 2,
    NC_TAKES_REST = 4,
    NC_HAS_KEYWORD_DEFAULTS = 8
};

struct nc_prelude {
    size_t state, handlers; // words of state, entries of handlers
    size_t flags, positional, keyword_only, defaults;
    size_t info_size, cell_count;
    const uint8_t *info, *cells,
        *code; // names and lines; numbers of variables in cells; the first instruction
};
// Decode a prelude; `end` bounds what may be read (NULL: it is known to be good). False: it is cut off.
bool nc_prelude_read(struct nc_prelude *prelude, const uint8_t *data, const uint8_t *end);
// An unsigned number in groups of seven bits. NULL at the end of the data.
const uint8_t *nc_read_number(const uint8_t *at, const uint8_t *end, size_t *number);
unsigned nc_line_of(const struct nc_prelude *prelude, const struct nc_context *context, const uint8_t *at,
                    nc_name *function);

struct nc_handler {
    const uint8_t *target;
    nc_value *stack;    // where the stack was; bit 1 says that it is a finally or with
    nc_value exception; // the one being handled
};

struct nc_frame {
    struct nc_function *function;
    const uint8_t *ip;
    nc_value *sp;
    uint16_t state_size, handler_index; // handlers in use, or NC_NATIVE_FRAME
    nc_value old_globals;
    nc_value state[];
};

enum { NC_NATIVE_FRAME = 0xffff }; // a frame of machine code, in a generator

struct nc_generator {
    const struct nc_type *type;
    nc_value pending; // None: idle; NC_NOTHING: it is running
    struct nc_frame frame;
};

nc_value nc_function_new(struct nc_code *code, struct nc_context *context, nc_value defaults,
                         nc_value kw_defaults);
const uint8_t *nc_function_prelude(const struct nc_function *function); // of bytecode or native code
nc_attr_fn nc_function_attr;
nc_print_fn nc_function_print;
nc_unary_fn nc_function_unary;
size_t nc_frame_size(const struct nc_prelude *prelude);
// Put arguments into the variables of a frame, which has its function and its state_size, no matter what is
// in the rest of it.
void nc_frame_bind(struct nc_frame *frame, const struct nc_prelude *prelude, size_t n_pos, size_t n_kw,
                   const nc_value *args);
// Run a frame until it returns, yields or raises; the value is *frame->sp, or an exception in
// frame->state[0].
enum nc_resumed nc_execute(struct nc_frame *frame, nc_value exception);
enum nc_resumed nc_generator_resume(nc_value self, nc_value send, nc_value exception, nc_value *result);
nc_value nc_generator_stopped(void); // what a StopIteration that would leave a generator becomes
