// The type machine.UART.
#pragma once
#include "nativecomp/type.h"

extern const struct nc_type nc_uart_type;
