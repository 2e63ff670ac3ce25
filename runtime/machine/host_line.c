// The machine under the prompt (main_repl.c) where it is a process of the computer: standard input and output
// are the line, and a signal is its interrupt.
//
// The prompt expects a UART, which asks for an interrupt whenever a byte comes and holds back what was not
// taken. Here the system sends SIGIO when something comes, and the pipe holds back. While a program runs, no
// more is taken than the prompt has room for: then only Ctrl-C comes.
#define _GNU_SOURCE
#include "host.h"
#include "nativecomp/interrupts.h"
#include "nativecomp/machine.h"
#include "nativecomp/uarts.h"
#include "python.h"
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

enum { HEAP = 64 << 20, STACK = 1 << 20 };
enum { MOST = 512 }; // bytes between two waits; half of what main_repl.c has room for

const struct nc_uart_place nc_repl_line = {0, 0, 0};

void nc_repl_interrupt(void);

static volatile unsigned taken;

static void came(int signal) {
    (void)signal;
    nc_repl_interrupt();
}

static sigset_t only_line(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGIO);
    return set;
}

uint32_t nc_irq_disable(void) {
    sigset_t set = only_line(), before;
    sigprocmask(SIG_BLOCK, &set, &before);
    return (uint32_t)sigismember(&before, SIGIO);
}

void nc_irq_enable(uint32_t state) {
    sigset_t set = only_line();
    if (!state)
        sigprocmask(SIG_UNBLOCK, &set, NULL);
}

// Called with the signal blocked, by whoever has used up what came.
void nc_irq_wait(void) {
    taken = 0;
    struct pollfd line = {0, POLLIN, 0};
    if (poll(&line, 1, -1) > 0)
        nc_repl_interrupt();
}

bool nc_uart_start(const struct nc_uart_place *place, const struct nc_uart_setting *setting) {
    (void)place, (void)setting;
    struct sigaction action = {.sa_handler = came, .sa_flags = SA_RESTART};
    sigaction(SIGIO, &action, NULL);
    fcntl(0, F_SETOWN, getpid());
    fcntl(0, F_SETFL, fcntl(0, F_GETFL) | O_NONBLOCK | O_ASYNC);
    return true;
}

int nc_uart_take(const struct nc_uart_place *place) {
    (void)place;
    uint8_t byte;
    if (taken == MOST)
        return -1;
    ssize_t count = read(0, &byte, 1);
    if (!count)
        _exit(0); // nobody is there any more
    if (count < 0)
        return -1;
    taken++;
    return byte;
}

bool nc_uart_put(const struct nc_uart_place *place, uint8_t byte) {
    (void)place;
    return write(1, &byte, 1) == 1;
}

bool nc_uart_is_idle(const struct nc_uart_place *place) {
    return (void)place, true;
}

intptr_t nc_host_write_error(const void *from, size_t size) {
    nc_write(from, size);
    return (intptr_t)size;
}

void nc_host_flush(void) {}

_Noreturn void nc_exit(int code) {
    _exit(code);
}

int nc_run_python(void (*program)(void)) {
    return nc_run_host(HEAP, STACK, program);
}

int main(void) {
    nc_host_catch_faults();
    return nc_main();
}
