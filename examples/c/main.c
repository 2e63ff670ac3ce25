/* A C program that calls functions written in Python. `make` builds and runs it on this computer. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels.h"

/* The contract of raising: a compiled function that raises calls nc_raise, which must not return. A program
   may end there, reset the board, or go back to where it was ready for an error, as this one does. */
static jmp_buf ready;
static struct nc_raise_site raised;
static intptr_t raised_value;

_Noreturn void nc_raise(const struct nc_raise_site *site) {
    raised = *site;
    longjmp(ready, 1);
}

_Noreturn void nc_raise_value(const struct nc_raise_site *site, intptr_t value) {
    raised_value = value;
    nc_raise(site);
}

static void decode(const uint8_t *packed, intptr_t size, intptr_t room) {
    static uint8_t output[16];
    raised_value = 0;
    if (setjmp(ready) == 0) {
        intptr_t length = kernels_decode(packed, size, output, room);
        printf("decoded %d bytes: %.*s\n", (int)length, (int)length, (const char *)output);
    } else {
        printf("%s(%d) in %s, %s line %u\n", raised.exception, (int)raised_value, raised.function,
               strrchr(raised.file, '/') ? strrchr(raised.file, '/') + 1 : raised.file,
               (unsigned)raised.line);
    }
}

int main(void) {
    const int16_t samples[] = {0, 400, 800, -1200, 400};
    int16_t smoothed[5];
    kernels_smooth(smoothed, 5, samples, 5, 4);
    printf("smooth:");
    for (int i = 0; i < 5; i++) {
        printf(" %d", smoothed[i]);
    }
    struct kernels_peak_result peak;
    kernels_peak(&peak, samples, 5);
    printf("\npeak: %d at %d\n", (int)peak.item1, (int)peak.item0);
    printf("checksum: %d\n", (int)kernels_checksum((const uint8_t *)"hello", 5));
    decode((const uint8_t *)"\3a\2b", 4, 16);
    decode((const uint8_t *)"\3a\2", 3, 16);
    decode((const uint8_t *)"\3a\2b", 4, 4);
    return EXIT_SUCCESS;
}
