// What the RP2350's ROM looks for in the first 4 KiB of flash: a block that says what the image is, here a
// program for a Cortex-M33 in the secure state, whose vector table is where the image begins. The ROM sets up
// flash, stack and vector table itself. RP2350 Datasheet, section 5.9.5.
#include <stdint.h>

enum {
    BLOCK_START = (int)0xffffded3,
    IMAGE_TYPE = 0x42,
    ONE_WORD = 1 << 8,
    EXECUTABLE = 1,
    SECURE = 2 << 4,
    OF_RP2350 = 1 << 12,
    LAST = 0xff,
    BLOCK_END = (int)0xab123579,
};

__attribute__((section(".image_def"), used)) const uint32_t nc_image_def[] = {
    (uint32_t)BLOCK_START,
    IMAGE_TYPE | ONE_WORD | (EXECUTABLE | SECURE | OF_RP2350) << 16,
    LAST | ONE_WORD,
    0, // the only block
    (uint32_t)BLOCK_END,
};
