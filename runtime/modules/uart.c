// machine.UART: a stream over a serial line of the chip.
//
// What comes is put into a ring by the UART's interrupt, and by the program whenever it looks, so that it
// also works where nothing interrupts. A ring that is full loses bytes.
#ifdef __arm__
#include "uart.h"
#include "modules.h"
#include "nativecomp/files.h"
#include "nativecomp/heap.h"
#include "nativecomp/interrupts.h"
#include "nativecomp/state.h"
#include "nativecomp/stream.h"
#include "nativecomp/uarts.h"
#include "notify.h"
#include "pin.h"

enum { EAGAIN = 11, ENODEV = 19, EINVAL = 22 };
enum { IRQ_RX = 1, RING = 256, POLL_READ = 1, POLL_WRITE = 4 };
#define SMALL(N) ((nc_value)((N) * 2 + 1))

struct nc_uart {
    const struct nc_type *type;
    struct nc_uart *next; // of those that are on
    const struct nc_uart_place *place;
    struct nc_uart_setting setting;
    uint32_t timeout, timeout_char; // milliseconds: for the first byte, and between bytes
    uint8_t *ring;
    size_t size;
    volatile size_t put, taken; // they count on; the place is the rest of a division by the size
    nc_value handler;           // or None
    bool hard;
};

static bool is_on(const struct nc_uart *uart) {
    for (const struct nc_uart *u = nc_state.uarts; u; u = u->next)
        if (u == uart)
            return true;
    return false;
}

static struct nc_uart *checked(nc_value self) {
    struct nc_uart *uart = (struct nc_uart *)self;
    if (!is_on(uart))
        nc_os_error(ENODEV);
    return uart;
}

// With interrupts off, or from one: the handler hears of what came, whoever takes it.
static void collect(struct nc_uart *uart) {
    bool came = false;
    for (int byte; (byte = nc_uart_take(uart->place)) >= 0; came = true)
        if (uart->put - uart->taken < uart->size)
            uart->ring[uart->put++ % uart->size] = (uint8_t)byte;
    if (came && uart->handler != NC_NONE)
        nc_notify(uart->handler, (nc_value)uart, uart->hard);
}

void nc_uart_interrupt(void) {
    for (struct nc_uart *uart = nc_state.uarts; uart; uart = uart->next)
        collect(uart);
}

static size_t count(struct nc_uart *uart) {
    uint32_t state = nc_irq_disable();
    collect(uart);
    size_t found = uart->put - uart->taken;
    nc_irq_enable(state);
    return found;
}

// Wait until a function says so; false: the time passed. What else waits for the program's attention runs.
static bool wait(struct nc_uart *uart, bool (*is_ready)(struct nc_uart *), uint32_t ms) {
    if (is_ready(uart))
        return true;
    if (!ms)
        return false;
    uint64_t end = nc_clock_us() + (uint64_t)ms * 1000;
    do {
        if (nc_state.attention)
            nc_attend();
        if (is_ready(uart))
            return true;
    } while (nc_clock_us() < end);
    return false;
}

static bool has_some(struct nc_uart *uart) {
    return count(uart);
}

static size_t read_some(nc_value self, void *to, size_t size, int *error) {
    struct nc_uart *uart = checked(self);
    uint8_t *bytes = to;
    for (size_t i = 0; i < size; i++) {
        if (!wait(uart, has_some, i ? uart->timeout_char : uart->timeout)) {
            if (i)
                return i;
            *error = EAGAIN;
            return NC_STREAM_ERROR;
        }
        bytes[i] = uart->ring[uart->taken++ % uart->size];
    }
    return size;
}

static size_t write_all(nc_value self, const void *from, size_t size, int *error) {
    (void)error;
    const struct nc_uart *uart = checked(self);
    const uint8_t *bytes = from;
    for (size_t i = 0; i < size; i++)
        while (!nc_uart_put(uart->place, bytes[i]))
            if (nc_state.attention)
                nc_attend();
    return size;
}

static bool is_idle(struct nc_uart *uart) {
    return nc_uart_is_idle(uart->place);
}

static size_t control(nc_value self, size_t request, uintptr_t argument, int *error) {
    struct nc_uart *uart = checked(self);
    if (request == NC_STREAM_FLUSH)
        while (!is_idle(uart))
            if (nc_state.attention)
                nc_attend();
    if (request == NC_STREAM_FLUSH)
        return 0;
    if (request == NC_STREAM_POLL)
        return ((count(uart) ? POLL_READ : 0) | POLL_WRITE) & argument;
    *error = EINVAL;
    return NC_STREAM_ERROR;
}

static nc_value any(nc_value self) {
    return nc_small((intptr_t)count(checked(self)));
}

static nc_value txdone(nc_value self) {
    return nc_bool(is_idle(checked(self)));
}

static void turn_off(struct nc_uart *uart) {
    uint32_t state = nc_irq_disable();
    for (struct nc_uart **at = &nc_state.uarts; *at; at = &(*at)->next)
        if (*at == uart) {
            *at = uart->next;
            nc_uart_stop(uart->place);
            break;
        }
    nc_irq_enable(state);
}

static nc_value deinit(nc_value self) {
    turn_off((struct nc_uart *)self);
    return NC_NONE;
}

static nc_value irq(size_t n, const nc_value *args, const struct nc_map *keywords) {
    static const struct nc_parameter parameters[] = {
        {N(handler), NC_NONE}, {N(trigger), SMALL(IRQ_RX)}, {N(hard), NC_FALSE}};
    nc_value bound[3];
    nc_bind(n - 1, args + 1, keywords, 3, 3, parameters, bound);
    struct nc_uart *uart = checked(args[0]);
    if (nc_get_int(bound[1]) != IRQ_RX)
        nc_value_error("a UART's interrupt is IRQ_RX");
    uint32_t state = nc_irq_disable();
    uart->hard = nc_truth(bound[2]);
    uart->handler = bound[0];
    nc_irq_enable(state);
    return NC_NONE;
}

static int8_t pin_number(nc_value v) {
    return v == NC_NONE ? NC_UART_PIN_DEFAULT : (int8_t)nc_pin_number(v);
}

static nc_value init(size_t n, const nc_value *args, const struct nc_map *keywords) {
    static const struct nc_parameter parameters[] = {
        {N(baudrate), SMALL(9600)}, {N(bits), SMALL(8)}, {N(parity), NC_NONE},   {N(stop), SMALL(1)},
        {N(tx), NC_NONE},           {N(rx), NC_NONE},    {N(timeout), SMALL(0)}, {N(timeout_char), SMALL(0)},
        {N(rxbuf), SMALL(RING)}};
    nc_value bound[9];
    nc_bind(n - 1, args + 1, keywords, 4, 9, parameters, bound);
    struct nc_uart *uart = (struct nc_uart *)args[0];
    intptr_t baud = nc_get_int(bound[0]), bits = nc_get_int(bound[1]), stop = nc_get_int(bound[3]);
    intptr_t first = nc_get_int(bound[6]), between = nc_get_int(bound[7]), size = nc_get_int(bound[8]);
    enum nc_parity parity = bound[2] == NC_NONE        ? NC_PARITY_NONE
                            : nc_get_int(bound[2]) & 1 ? NC_PARITY_ODD
                                                       : NC_PARITY_EVEN;
    struct nc_uart_setting setting = {(uint32_t)baud, (uint8_t)bits,        parity,
                                      (uint8_t)stop,  pin_number(bound[4]), pin_number(bound[5])};
    if (first < 0 || between < 0 || size < 1)
        nc_value_error("a UART's timeouts are 0 or more, its rxbuf is 1 or more");
    turn_off(uart);
    uart->ring = nc_allocate((size_t)size, NC_LEAF);
    uart->size = (size_t)size;
    uart->put = uart->taken = 0;
    uart->timeout = (uint32_t)first;
    uart->timeout_char = (uint32_t)between;
    if (baud < 1 || bits < 5 || bits > 8 || stop < 1 || stop > 2 || !nc_uart_start(uart->place, &setting))
        nc_value_error("the chip has no such setting of a UART");
    uart->setting = setting;
    uint32_t state = nc_irq_disable();
    uart->next = nc_state.uarts;
    nc_state.uarts = uart;
    nc_irq_enable(state);
    nc_irq_allow(uart->place->interrupt);
    return NC_NONE;
}

static void print(const struct nc_printer *to, nc_value self, enum nc_print_kind kind) {
    (void)kind;
    const struct nc_uart *uart = (struct nc_uart *)self;
    static const char *const parities[] = {"None", "0", "1"};
    nc_printf(to, "UART(%d, baudrate=%u, bits=%d, parity=%s, stop=%d)", uart->place->id,
              (unsigned)uart->setting.baud, uart->setting.bits, parities[uart->setting.parity],
              uart->setting.stop);
}

// One object for each UART that is on.
static struct nc_uart *find(nc_value id, const struct nc_type *type) {
    intptr_t number = nc_get_int(id);
    for (struct nc_uart *uart = nc_state.uarts; uart; uart = uart->next)
        if (uart->place->id == number)
            return uart;
    for (unsigned i = 0; i < nc_uart_count; i++)
        if (nc_uarts[i].id == number) {
            struct nc_uart *uart = NC_NEW(struct nc_uart, type);
            uart->place = &nc_uarts[i];
            uart->handler = NC_NONE;
            return uart;
        }
    nc_value_error("this board has no UART %r that is free", id);
}

static nc_value make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_check_count(n_pos, 0, 1, 5, false);
    struct nc_uart *uart = find(args[0], type);
    struct nc_map keywords;
    nc_map_init_args(&keywords, n_kw, args + n_pos);
    nc_value all[5] = {(nc_value)uart};
    for (size_t i = 1; i < n_pos; i++)
        all[i] = args[i];
    if (n_pos > 1 || n_kw || !is_on(uart))
        init(n_pos, all, &keywords);
    return (nc_value)uart;
}

static const struct nc_stream_protocol protocol = {read_some, write_all, control, false};
NC_TABLE(uart_members, {NAME(init), NC_FK(init, 1, 5)}, {NAME(deinit), NC_F1(deinit)},
         {NAME(any), NC_F1(any)}, {NAME(read), (nc_value)&nc_stream_read_function},
         {NAME(readinto), (nc_value)&nc_stream_readinto_function},
         {NAME(readline), (nc_value)&nc_stream_readline_function},
         {NAME(write), (nc_value)&nc_stream_write_function},
         {NAME(flush), (nc_value)&nc_stream_flush_function}, {NAME(txdone), NC_F1(txdone)},
         {NAME(irq), NC_FK(irq, 1, 4)}, {NAME(IRQ_RX), SMALL(IRQ_RX)});
const struct nc_type nc_uart_type = {NC_TYPE_HEAD(UART, 0), .make = make, .print = print,
                                     .members = &uart_members, .protocol = &protocol};
#endif
