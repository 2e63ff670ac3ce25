// What happens after a fault: say what and where, and end the program with NC_EXIT_FAULT.
//
// With NC_FAULT_TEXT the cause is named; without, the status register is printed as a number, which
// `nativecomp run` turns into the same words. The line always starts with "Fault", so that both can be found
// in an output.
#include "nativecomp/fault.h"
#include "nativecomp/machine.h"
#include "nativecomp/semihosting.h"

__attribute__((used)) void nc_fault(struct nc_exception_frame *frame);

// The stack pointer leads to what the hardware pushed. If the stack has no room left, the hardware could not
// push, and C could not either: start again at the top, without a frame.
__attribute__((naked)) void nc_fault_entry(void) {
    __asm__ volatile(
#if __ARM_ARCH >= 8
        "movs r0, #0\n\t"
        "msr msplim, r0\n\t"
#endif
        "mov r0, sp\n\t"
        "ldr r1, =nc_ram_start + 32\n\t"
        "cmp r0, r1\n\t"
        "bhs 1f\n\t"
        "ldr r1, =nc_stack_top\n\t"
        "mov sp, r1\n\t"
        "movs r0, #0\n"
        "1: b nc_fault\n\t"
        ".ltorg");
}

// Interrupts that nothing in the program handles.
void nc_svcall(void) __attribute__((weak, alias("nc_fault_entry")));
void nc_pendsv(void) __attribute__((weak, alias("nc_fault_entry")));
void nc_systick(void) __attribute__((weak, alias("nc_fault_entry")));

static char *hexadecimal(char *to, uint32_t value) {
    *to++ = ' ';
    *to++ = '0';
    *to++ = 'x';
    for (unsigned digits = 8; digits--; value <<= 4)
        *to++ = "0123456789abcdef"[value >> 28];
    return to;
}

static char *text(char *to, const char *string) {
    while (*string)
        *to++ = *string++;
    return to;
}

#if defined(NC_FAULT_TEXT) && __ARM_ARCH >= 7
static const struct {
    uint8_t bit;
    const char *cause;
} causes[] = {
#define X(BIT, CAUSE) {BIT, CAUSE},
    NC_FAULT_CAUSES(X)
#undef X
};

static char *explain(char *to) {
    uint32_t status = *NC_CFSR;
    for (unsigned i = 0; i < sizeof causes / sizeof causes[0]; i++) {
        if (status >> causes[i].bit & 1) {
            to = text(text(to, ": "), causes[i].cause);
            break;
        }
    }
    if (status & NC_BFAR_VALID)
        return hexadecimal(to, *NC_BFAR);
    if (status & NC_MMFAR_VALID)
        return hexadecimal(to, *NC_MMFAR);
    return to;
}
#elif __ARM_ARCH >= 7
static char *explain(char *to) {
    return hexadecimal(text(hexadecimal(text(to, ": cfsr"), *NC_CFSR), " address"), *NC_BFAR);
}
#else
static char *explain(char *to) {
    return to;
}
#endif

void nc_fault(struct nc_exception_frame *frame) {
    if (frame && *(const uint16_t *)(uintptr_t)frame->pc == NC_SEMIHOSTING_INSTRUCTION) {
        frame->pc += 2; // nobody listens: go on behind the request
        return;
    }
    char line[80], *to = text(line, "Fault");
    to = frame ? hexadecimal(text(explain(to), ", pc"), frame->pc) : text(to, ": stack overflow");
    *to++ = '\n';
    nc_write(line, (size_t)(to - line));
    nc_exit(NC_EXIT_FAULT);
}
