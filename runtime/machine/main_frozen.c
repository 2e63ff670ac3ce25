// The entry of an image with a Python program in it: the module `__main__` that the build froze.
#include "nativecomp/program.h"
#include "python.h"

static void run(void) {
    nc_run_frozen();
}

int nc_main(void) {
    return nc_run_python(run);
}
