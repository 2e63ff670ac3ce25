// Output over USART1 of an STM32F4, on pin PA9.
#include "nativecomp/machine.h"
#include "nativecomp/uart.h"
#include "uart_stm32.h"

enum { PIN_A9 = 9, FUNCTION_USART1 = 7 };

static void start(struct stm32_usart *usart) {
    *RCC_APB2ENR |= 1 << 4; // clock of USART1
    set_alternate(PIN_A9, FUNCTION_USART1);
    usart->baud_rate = NC_BAUD_DIVIDER;
    usart->control1 = CONTROL1_ENABLE | CONTROL1_TX;
}

void nc_write(const char *text, size_t size) {
    struct stm32_usart *usart = (struct stm32_usart *)nc_uart_base;
    if (!(usart->control1 & CONTROL1_ENABLE))
        start(usart);
    while (size--) {
        while (!(usart->status & STATUS_TX_EMPTY))
            ;
        usart->data = (uint8_t)*text++;
    }
}
