// The entry of an image that runs an .mpy file of the debugger's or emulator's computer; its path is the
// command line. So the same image runs one program after another, as tests want it.
#include "nativecomp/files.h"
#include "nativecomp/loader.h"
#include "nativecomp/memory.h"
#include "nativecomp/objects.h"
#include "nativecomp/semihosting.h"
#include "nativecomp/state.h"
#include "python.h"

static char path[256];

static void run(void) {
    struct {
        char *text;
        size_t size;
    } argument = {path, sizeof path};
    if (nc_semihosting(NC_SEMIHOSTING_COMMAND_LINE, &argument))
        nc_os_error(22);
    size_t folder = strlen(path);
    while (folder && path[folder - 1] != '/')
        folder--;
    nc_list_append(nc_state.path, folder ? nc_str_new(path, folder - 1) : NAME(empty_));
    nc_list_append(nc_state.arguments, nc_str_from(path));
    nc_run_file(path, N(__main__));
}

int nc_main(void) {
    return nc_run_python(run);
}
