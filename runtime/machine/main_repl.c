// The entry of an image that runs what a computer sends over the serial line (`nativecomp repl`).
//
// The computer compiles; what it sends is an .mpy file for each line. Both sides speak in bytes, of which
// those of `enum control` mean what their names say and never are data: data that has such a byte sends it as
// ESCAPE and the byte with bit 6 changed. So a Ctrl-C is one wherever it comes, and whoever lost the thread
// waits for the next START.
//
//     computer: START size            board: READY           (or what went wrong, as below)
//     computer: data checksum         board: the program's output, DONE and a letter  (or AGAIN)
//
// Size and checksum (a CRC-32) have four bytes. While a program runs, the board may ask for a module: ASK and
// its name, up to READY. The computer sends it like a line, the first byte telling whether it is a package's;
// no data means that there is none. It may also ask for a line of standard input, by LINE: no data means the
// end of input. Lines of a program without data do nothing. After a reset the board says DONE and START_UP.
#include "../modules/modules.h"
#include "nativecomp/catch.h"
#include "nativecomp/heap.h"
#include "nativecomp/interrupts.h"
#include "nativecomp/loader.h"
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"
#include "nativecomp/program.h"
#include "nativecomp/state.h"
#include "nativecomp/uarts.h"
#include "python.h"

enum control { START = 2, INTERRUPT = 3, DONE = 4, ASK = 5, READY = 6, LINE = 7, ESCAPE = 16, AGAIN = 21 };
enum { ESCAPED = 0x40, IS_CONTROL = 0x100 };
enum outcome { OK = 'O', RAISED = 'E', LEFT = 'X', START_UP = 'B' };

static bool is_control(uint8_t byte) {
    return byte < 32 && (1u << START | 1u << INTERRUPT | 1u << DONE | 1u << ASK | 1u << READY | 1u << LINE |
                         1u << ESCAPE | 1u << AGAIN) >>
                                byte &
                            1;
}

// The build writes where the line is.
extern const struct nc_uart_place nc_repl_line;

static void send(const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++)
        while (!nc_uart_put(&nc_repl_line, (uint8_t)bytes[i]))
            ;
}

static void say(char control) {
    send(&control, 1);
}

// The output of a program.
void nc_write(const char *text, size_t size) {
    while (size) {
        size_t plain = 0;
        while (plain < size && !is_control((uint8_t)text[plain]))
            plain++;
        send(text, plain);
        if (plain < size) {
            char pair[] = {ESCAPE, (char)(text[plain++] ^ ESCAPED)};
            send(pair, 2);
        }
        text += plain;
        size -= plain;
    }
}

// What came and was not read yet. The computer sends no more than the board asked for; a ring that is full
// loses bytes, which the checksum tells.
enum { ROOM = 1024 };
static uint8_t came[ROOM];
static volatile size_t put, taken;
// What a Ctrl-C raises while a line runs; the line's own frame keeps it from the collector.
static volatile nc_value on_interrupt;

void nc_repl_interrupt(void) {
    for (int byte; (byte = nc_uart_take(&nc_repl_line)) >= 0;) {
        if (byte != INTERRUPT) {
            if (put - taken < ROOM)
                came[put++ % ROOM] = (uint8_t)byte;
        } else if (on_interrupt != NC_NOTHING) {
            nc_state.interrupt = on_interrupt;
            nc_state.attention = 1;
        }
    }
}

// Sleep until there is a byte; what timers have scheduled runs meanwhile.
static uint8_t next_byte(void) {
    for (;;) {
        uint32_t state = nc_irq_disable();
        bool nothing = put == taken;
        if (nothing && !nc_state.attention)
            nc_irq_wait(); // wakes also from what waits to be let through
        nc_irq_enable(state);
        if (!nothing)
            return came[taken++ % ROOM];
        if (nc_state.attention)
            nc_attend();
    }
}

static unsigned next(void) {
    uint8_t byte = next_byte();
    if (byte == ESCAPE)
        return next_byte() ^ ESCAPED;
    return is_control(byte) ? IS_CONTROL | byte : byte;
}

// Read data; false: something else began.
static bool read_data(uint8_t *to, size_t size) {
    for (; size; size--) {
        unsigned one = next();
        if (one & IS_CONTROL)
            return false;
        *to++ = (uint8_t)one;
    }
    return true;
}

static bool read_word(uint32_t *word) {
    uint8_t bytes[4];
    if (!read_data(bytes, sizeof bytes))
        return false;
    *word = bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (uint32_t)bytes[3] << 24;
    return true;
}

// Wait for a file; it lies on the heap.
static const uint8_t *read_file(size_t *size) {
    for (;;) {
        uint32_t count, sum;
        while (next() != (IS_CONTROL | START))
            ;
        if (!read_word(&count))
            continue;
        uint8_t *data = nc_allocate(count ? count : 1, NC_LEAF);
        say(READY);
        if (read_data(data, count) && read_word(&sum) && sum == nc_crc32(0, data, count)) {
            *size = count;
            return data;
        }
        say(AGAIN);
    }
}

// Modules come from the computer. What was found lies behind the path, so that the collector leaves it, until
// it is executed, which is the next thing that happens.
static size_t found;

static bool find(nc_value parent, struct nc_span last, struct nc_text *path, bool *package) {
    path->size = 0;
    if (parent != NC_NOTHING)
        nc_printf(&path->to, "%v.", nc_load_attr(parent, N(__name__)));
    nc_text_add(path, last.data, last.size);
    say(ASK);
    nc_write(path->data, path->size);
    say(READY);
    const uint8_t *data = read_file(&found);
    size_t size = path->size;
    nc_text_add(path, "", 1);
    nc_text_add(path, data, found);
    path->size = size;
    *package = found && data[0];
    return found;
}

// The rest of a line that was asked for; it is read at once as a rule.
static uint8_t typed[256];
static size_t typed_at, typed_size;

intptr_t nc_input_read(void *to, size_t size) {
    if (typed_at == typed_size) {
        say(LINE);
        const uint8_t *line = read_file(&typed_size);
        typed_size = typed_size < sizeof typed ? typed_size : sizeof typed; // the computer sends no more
        memcpy(typed, line, typed_size);
        typed_at = 0;
    }
    size_t left = typed_size - typed_at;
    size = size < left ? size : left;
    memcpy(to, typed + typed_at, size);
    typed_at += size;
    return (intptr_t)size;
}

// A line's names and constants are its own, its variables are those of `module`.
static void run(nc_value module, const uint8_t *data, size_t size) {
    struct nc_context *own = (struct nc_context *)nc_module_new(N(__main__));
    own->module.globals = ((struct nc_module *)module)->globals;
    nc_run_module(own, nc_load(own, data, size));
}

static void execute(nc_value module, const char *path, bool package) {
    (void)package;
    const char *data = path + strlen(path) + 1;
    run(module, (const uint8_t *)data + 1, found - 1);
}

const struct nc_program nc_program = {
    .modules = nc_all_modules,
    .module_count = NC_ALL_MODULES,
    .find = find,
    .execute = execute,
};

// What the computer puts around expressions that are statements.
static nc_value display(nc_value v) {
    if (v == NC_NONE)
        return NC_NONE;
    nc_printf(&nc_console, "%r\n", v);
    nc_dict_store(nc_state.builtins_override, NC_NAME_VALUE(nc_intern("_", 1)), v);
    return NC_NONE;
}

static void ignore_interrupts(void) {
    on_interrupt = NC_NOTHING;
    nc_state.interrupt = NC_NOTHING; // in this order: one may come between them
}

static enum outcome one_line(void) {
    struct nc_catch here;
    volatile nc_value interrupt = NC_NOTHING;
    if (!nc_catch_push(&here)) {
        size_t size;
        const uint8_t *data = read_file(&size);
        interrupt = nc_exception_new(&nc_type_KeyboardInterrupt, NC_NOTHING);
        on_interrupt = interrupt;
        typed_at = typed_size;
        if (size)
            run(nc_state.main_module, data, size);
        nc_catch_pop();
        return OK;
    }
    ignore_interrupts();
    nc_value exception = here.value;
    if (nc_exception_is(exception, &nc_type_SystemExit))
        return LEFT;
    if (!nc_catch_push(&here)) { // its text may be a program's work
        nc_print_exception(&nc_console, exception);
        nc_catch_pop();
    }
    return RAISED;
}

static void loop(void) {
    static const struct nc_builtin display_function = {&nc_type_builtin1, {.f1 = display}};
    nc_state.builtins_override = nc_dict_new(2);
    nc_dict_store(nc_state.builtins_override, NC_NAME_VALUE(nc_intern("__repl_print__", 14)),
                  (nc_value)&display_function);
    static const struct nc_uart_setting setting = {
        115200, 8, NC_PARITY_NONE, 1, NC_UART_PIN_DEFAULT, NC_UART_PIN_DEFAULT};
    nc_uart_start(&nc_repl_line, &setting);
    nc_irq_allow(nc_repl_line.interrupt);
    for (enum outcome outcome = START_UP;; outcome = one_line()) {
        ignore_interrupts();
        say(DONE);
        say((char)outcome);
    }
}

int nc_main(void) {
    return nc_run_python(loop);
}
