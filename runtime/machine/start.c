// From power on to nc_main.
//
// A Cortex-M starts without any code: it loads the stack pointer from the first word of memory, the program
// counter from the second, and is ready to run C. The words that follow are the handlers of exceptions.
//
// NC_HAS_DATA and NC_HAS_BSS tell whether the program has variables that start with a value, or with zero:
// only then is there code for it.
#include "nativecomp/machine.h"

// Addresses that the linker knows: where variables are, and where their first values are kept in flash.
extern uint32_t nc_ram_start[], nc_stack_top[], nc_data_start[], nc_data_end[], nc_bss_start[], nc_bss_end[];
extern const uint32_t nc_data_load[];

_Noreturn void nc_reset(void);
void nc_fault_entry(void);
void nc_svcall(void);
void nc_pendsv(void);
void nc_systick(void);

// The sixteen that belong to the core. Those of the chip follow, as far as the program handles some (section
// .vectors.board).
enum { RESET = 1, NMI = 2, HARD_FAULT = 3, SVCALL = 11, PENDSV = 14, SYSTICK = 15, CORE_VECTORS = 16 };

typedef void handler(void);

__attribute__((section(".vectors"), used)) static handler *const vectors[CORE_VECTORS] = {
    (handler *)nc_stack_top,
    [RESET] = nc_reset,
    [NMI] = nc_fault_entry,
    [HARD_FAULT] = nc_fault_entry,
    [HARD_FAULT + 1 ... SVCALL - 1] = nc_fault_entry,
    [SVCALL + 1 ... PENDSV - 1] = nc_fault_entry,
    [SVCALL] = nc_svcall,
    [PENDSV] = nc_pendsv,
    [SYSTICK] = nc_systick,
};

#ifdef __ARM_FP
// The FPU is off after reset; two bits each for coprocessors 10 and 11 give access to it.
static inline void enable_fpu(void) {
    volatile uint32_t *cpacr = (volatile uint32_t *)0xe000ed88;
    *cpacr |= 0xfu << 20;
    __asm__ volatile("dsb\n\tisb" ::: "memory");
}
#endif

// The stack ends where memory does, but not every chip says so: some ignore what is written outside. ARMv8-M
// compares the stack pointer with a limit; ARMv7-M can forbid access to the 4 KiB below; ARMv6-M has neither.
#if __ARM_ARCH >= 8
static inline void guard_stack(void) {
    __asm__ volatile("msr msplim, %0" ::"r"(nc_ram_start));
}
#elif __ARM_ARCH == 7
enum {
    GUARD = 4096,
    REGION_VALID = 1 << 4,
    REGION_NO_ACCESS = 11 << 1 | 1,
    MPU_ON = 1,
    MPU_DEFAULT_MAP = 1 << 2
};

static inline void guard_stack(void) {
    volatile uint32_t *mpu = (volatile uint32_t *)0xe000ed90; // TYPE, CTRL, RNR, RBAR, RASR
    mpu[3] = ((uint32_t)(uintptr_t)nc_ram_start - GUARD) | REGION_VALID;
    mpu[4] = REGION_NO_ACCESS;
    mpu[1] = MPU_ON | MPU_DEFAULT_MAP;
}
#else
static inline void guard_stack(void) {}
#endif

_Noreturn void nc_reset(void) {
    guard_stack();
#ifdef __ARM_FP
    enable_fpu();
#endif
#ifdef NC_HAS_DATA
    const uint32_t *from = nc_data_load;
    for (volatile uint32_t *to = nc_data_start; to < nc_data_end; to++)
        *to = *from++;
#endif
#ifdef NC_HAS_BSS
    for (volatile uint32_t *to = nc_bss_start; to < nc_bss_end; to++)
        *to = 0;
#endif
    nc_exit(nc_main());
}
