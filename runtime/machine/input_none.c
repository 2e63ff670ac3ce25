// A board at which nobody types: standard input is at its end.
#include "nativecomp/files.h"

intptr_t nc_input_read(void *to, size_t size) {
    return (void)to, (void)size, 0;
}
