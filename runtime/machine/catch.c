#include "nativecomp/catch.h"
#include "nativecomp/state.h"

// Both functions are written out whole: a compiler's prologue would change the registers to be kept.
#if defined(__x86_64__)
__attribute__((naked)) unsigned nc_catch_push(struct nc_catch *here) {
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
