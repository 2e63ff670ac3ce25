// Registers of the UARTs of an STM32F4, of its ports and clocks. ST RM0090, sections 7, 8 and 30.
#pragma once
#include <stdint.h>

struct stm32_usart {
    volatile uint32_t status, data, baud_rate, control1, control2;
};

struct stm32_gpio {
    volatile uint32_t mode, open_drain, speed, pull, in, out, set_clear, lock, alternate[2];
};

#define RCC_AHB1ENR ((volatile uint32_t *)0x40023830)
#define RCC_APB1ENR ((volatile uint32_t *)0x40023840)
#define RCC_APB2ENR ((volatile uint32_t *)0x40023844)

enum { STATUS_RX_FULL = 1 << 5, STATUS_DONE = 1 << 6, STATUS_TX_EMPTY = 1 << 7 };
enum {
    CONTROL1_RX = 1 << 5 | 1 << 2, // and its interrupt
    CONTROL1_TX = 1 << 3,
    CONTROL1_ODD = 1 << 9,
    CONTROL1_PARITY = 1 << 10,
    CONTROL1_NINE_BITS = 1 << 12,
    CONTROL1_ENABLE = 1 << 13,
    CONTROL2_TWO_STOP_BITS = 2 << 12,
};
enum { PORT = 16, MODE_ALTERNATE = 2 };

// Give a pin, numbered from A0 on, to one of the functions beside input and output.
static inline void set_alternate(unsigned pin, unsigned function) {
    struct stm32_gpio *gpio = (struct stm32_gpio *)(uintptr_t)(0x40020000 + 0x400 * (pin / PORT));
    unsigned bit = pin % PORT, shift = 4 * (bit % 8);
    *RCC_AHB1ENR |= 1u << pin / PORT;
    gpio->alternate[bit / 8] = (gpio->alternate[bit / 8] & ~(15u << shift)) | function << shift;
    gpio->mode = (gpio->mode & ~(3u << 2 * bit)) | (uint32_t)MODE_ALTERNATE << 2 * bit;
}
