// Output over USART1 of an STM32F4, on pin PA9; input on PA10. ST RM0090, sections 7, 8 and 30.
#include "nativecomp/machine.h"
#include "nativecomp/uart.h"

struct stm32_usart {
    volatile uint32_t status, data, baud_rate, control1;
};

#define RCC_AHB1ENR ((volatile uint32_t *)0x40023830)
#define RCC_APB2ENR ((volatile uint32_t *)0x40023844)
#define GPIOA_MODER ((volatile uint32_t *)0x40020000)
#define GPIOA_AFRH ((volatile uint32_t *)0x40020024)

enum { STATUS_TX_EMPTY = 1 << 7, STATUS_RX_FULL = 1 << 5, CONTROL1_ENABLE = 1 << 13, CONTROL1_TX = 1 << 3 };
enum { CONTROL1_RX = 1 << 5 | 1 << 2 }; // and its interrupt

static void start(struct stm32_usart *usart) {
    *RCC_AHB1ENR |= 1 << 0;                                 // clock of port A
    *RCC_APB2ENR |= 1 << 4;                                 // clock of USART1
    *GPIOA_MODER = (*GPIOA_MODER & ~(3u << 18)) | 2u << 18; // PA9: alternate function
    *GPIOA_AFRH = (*GPIOA_AFRH & ~(15u << 4)) | 7u << 4;    // number 7
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

#if NC_HEARS
void nc_serial_listen(void) {
    nc_serial_write("", 0);
    *GPIOA_MODER = (*GPIOA_MODER & ~(3u << 20)) | 2u << 20; // PA10: alternate function
    *GPIOA_AFRH = (*GPIOA_AFRH & ~(15u << 8)) | 7u << 8;    // number 7
    ((struct stm32_usart *)nc_uart_base)->control1 |= CONTROL1_RX;
}

int nc_serial_take(void) {
    struct stm32_usart *usart = (struct stm32_usart *)nc_uart_base;
    // Reading the status and then the data also ends an overrun.
    return usart->status & STATUS_RX_FULL ? (uint8_t)usart->data : -1;
}
#endif
