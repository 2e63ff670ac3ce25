// The end of a program: its exit code goes to whoever listens, and the core sleeps.
#include "nativecomp/machine.h"
#include "nativecomp/semihosting.h"

_Noreturn void nc_exit(int code) {
    uint32_t reason[2] = {NC_SEMIHOSTING_APPLICATION_EXIT, (uint32_t)code};
    nc_semihosting(NC_SEMIHOSTING_EXIT, reason);
    for (;;)
        __asm__ volatile("wfi");
}
