// What the system tells a host program of an access that it does not allow: one line, and exit code
// NC_EXIT_FAULT, as on a board.
#include "host.h"
#include "nativecomp/machine.h"
#include <signal.h>
#include <stdint.h>
#include <string.h>

static void text(const char *string) {
    nc_write(string, strlen(string));
}

static void fault(int signal, siginfo_t *info, void *context) {
    (void)context;
    text(signal == SIGILL ? "Fault: an undefined instruction at 0x" : "Fault: no access to address 0x");
    uintptr_t address = (uintptr_t)info->si_addr;
    int digits = 1;
    while (digits < (int)sizeof address * 2 && address >> (4 * digits))
        digits++;
    while (digits--)
        nc_write(&"0123456789abcdef"[address >> (4 * digits) & 15], 1);
    text("\n");
    nc_exit(NC_EXIT_FAULT);
}

void nc_host_catch_faults(void) {
    static char memory[16 << 10]; // a stack for the case that the program's own is full
    sigaltstack(&(stack_t){.ss_sp = memory, .ss_size = sizeof memory}, NULL);
    struct sigaction action = {.sa_sigaction = fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
    sigaction(SIGILL, &action, NULL);
}
