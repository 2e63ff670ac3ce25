// Registers of the UART of an nRF51, and the pins that the micro:bit leads to its USB chip. nRF51 Series
// Reference Manual, section 29.
#pragma once
#include <stdint.h>

enum {
    TASK_START_RX = 0x000 / 4,
    TASK_STOP_RX = 0x004 / 4,
    TASK_START_TX = 0x008 / 4,
    TASK_STOP_TX = 0x00c / 4,
    EVENT_RX_READY = 0x108 / 4,
    EVENT_TX_READY = 0x11c / 4,
    INTERRUPT_SET = 0x304 / 4,
    ENABLE = 0x500 / 4,
    PIN_TX = 0x50c / 4,
    PIN_RX = 0x514 / 4,
    DATA_RX = 0x518 / 4,
    DATA_TX = 0x51c / 4,
    BAUD_RATE = 0x524 / 4,
    CONFIGURATION = 0x56c / 4,
};

enum { ENABLED = 4, MICROBIT_TX = 24, MICROBIT_RX = 25 };
enum { INTERRUPT_RX = 1 << 2, PARITY_EVEN = 7 << 1 };
// Parts of 2 to the 32nd of 16 MHz; the lowest twelve bits are not there.
#define BAUD(RATE) ((uint32_t)(((uint64_t)(RATE) << 32) / 16000000 + 0x800) & 0xfffff000)

static inline void put(volatile uint32_t *uart, uint8_t byte) {
    uart[EVENT_TX_READY] = 0;
    uart[DATA_TX] = byte;
    while (!uart[EVENT_TX_READY])
        ;
}
