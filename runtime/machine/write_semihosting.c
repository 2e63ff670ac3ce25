// Output to the debugger or emulator. A request takes milliseconds on a real debug probe, so text goes out by
// strings; they end with a zero, so a zero in the text goes out by itself.
#include "nativecomp/machine.h"
#include "nativecomp/semihosting.h"

enum { STRING = 64 };

void nc_write(const char *text, size_t size) {
    char string[STRING];
    while (size) {
        size_t count = 0;
        while (count < size && count < STRING - 1 && text[count]) {
            string[count] = text[count];
            count++;
        }
        if (count) {
            string[count] = 0;
            nc_semihosting(NC_SEMIHOSTING_WRITE_STRING, string);
        } else {
            count = 1;
            nc_semihosting(NC_SEMIHOSTING_WRITE_CHARACTER, text);
        }
        text += count;
        size -= count;
    }
}
