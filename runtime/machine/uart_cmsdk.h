// Registers of the UART of Arm's CMSDK. Arm DDI 0479, section 4.3.
#pragma once
#include <stdint.h>

struct cmsdk_uart {
    volatile uint32_t data, state, control, interrupt, baud_divider;
};

enum { STATE_TX_FULL = 1, STATE_RX_FULL = 2, CONTROL_TX = 1, CONTROL_RX = 1 << 1 | 1 << 3, INTERRUPT_RX = 2 };
