#include "nativecomp/catch.h"
#include "nativecomp/state.h"

// The functions are written out whole: a compiler's prologue would change the registers to be kept.
#if defined(__x86_64__)
__attribute__((naked)) unsigned(nc_catch_push)(struct nc_catch *here) {
    __asm__("movq (%rsp), %rax\n" // where to return to
            "movq %rax, 16(%rdi)\n"
            "movq %rbp, 24(%rdi)\n"
            "movq %rsp, 32(%rdi)\n"
            "movq %rbx, 40(%rdi)\n"
            "movq %r12, 48(%rdi)\n"
            "movq %r13, 56(%rdi)\n"
            "movq %r14, 64(%rdi)\n"
            "movq %r15, 72(%rdi)\n"
            "jmp nc_catch_link\n");
}

__attribute__((naked)) _Noreturn void nc_catch_resume(struct nc_catch *here) {
    __asm__("movq 16(%rdi), %rax\n"
            "movq 24(%rdi), %rbp\n"
            "movq 32(%rdi), %rsp\n"
            "movq 40(%rdi), %rbx\n"
            "movq 48(%rdi), %r12\n"
            "movq 56(%rdi), %r13\n"
            "movq 64(%rdi), %r14\n"
            "movq 72(%rdi), %r15\n"
            "movq %rax, (%rsp)\n" // the call may have been overwritten since
            "movl $1, %eax\n"
            "ret\n");
}
#elif defined(__arm__) && __ARM_ARCH >= 7
__attribute__((naked)) unsigned(nc_catch_push)(struct nc_catch *here) {
    __asm__("str lr, [r0, #8]\n"
            "add r1, r0, #12\n"
            "stmia r1!, {r4-r11}\n"
            "mov r2, sp\n"
            "str r2, [r1], #4\n"
#ifdef __ARM_FP
            "vstmia r1, {d8-d10}\n"
#endif
            "b nc_catch_link\n");
}

__attribute__((naked)) _Noreturn void nc_catch_resume(struct nc_catch *here) {
    __asm__("ldr lr, [r0, #8]\n"
            "add r1, r0, #12\n"
            "ldmia r1!, {r4-r11}\n"
            "ldr r2, [r1], #4\n"
            "mov sp, r2\n"
#ifdef __ARM_FP
            "vldmia r1, {d8-d10}\n"
#endif
            "movs r0, #1\n"
            "bx lr\n");
}
#elif defined(__arm__)
// ARMv6-M stores and loads only the lower eight registers.
__attribute__((naked)) unsigned(nc_catch_push)(struct nc_catch *here) {
    __asm__("mov r1, lr\n"
            "str r1, [r0, #8]\n"
            "movs r1, r0\n"
            "adds r1, #12\n"
            "stmia r1!, {r4-r7}\n"
            "mov r2, r8\n"
            "mov r3, r9\n"
            "stmia r1!, {r2, r3}\n"
            "mov r2, r10\n"
            "mov r3, r11\n"
            "stmia r1!, {r2, r3}\n"
            "mov r2, sp\n"
            "str r2, [r1]\n"
            "ldr r1, =nc_catch_link\n"
            "bx r1\n"
            ".ltorg\n");
}

__attribute__((naked)) _Noreturn void nc_catch_resume(struct nc_catch *here) {
    __asm__("movs r1, r0\n"
            "adds r1, #28\n"
            "ldmia r1!, {r2, r3}\n"
            "mov r8, r2\n"
            "mov r9, r3\n"
            "ldmia r1!, {r2, r3}\n"
            "mov r10, r2\n"
            "mov r11, r3\n"
            "ldr r2, [r1]\n"
            "mov sp, r2\n"
            "ldr r1, [r0, #8]\n"
            "adds r0, #12\n"
            "ldmia r0!, {r4-r7}\n"
            "movs r0, #1\n"
            "bx r1\n");
}
#endif

// The rest of nc_catch_push: registers are saved.
__attribute__((used)) unsigned nc_catch_link(struct nc_catch *here) {
    here->previous = nc_state.catcher;
    nc_state.catcher = here;
    return 0;
}

void nc_catch_pop(void) {
    nc_state.catcher = nc_state.catcher->previous;
}
