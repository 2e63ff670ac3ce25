// A board without files.
#include "nativecomp/files.h"
#include "nativecomp/machine.h"

enum { NO_ENTRY = 2, BAD_FILE = 9 }; // errno numbers

enum nc_path_kind nc_path_kind(const char *path) {
    (void)path;
    return NC_PATH_NONE;
}

intptr_t nc_file_open(const char *path, unsigned flags) {
    (void)path, (void)flags;
    return -NO_ENTRY;
}

intptr_t nc_file_read(intptr_t file, void *to, size_t size) {
    return file == 0 ? nc_input_read(to, size) : -BAD_FILE;
}

// Standard output and standard error are the console.
intptr_t nc_file_write(intptr_t file, const void *from, size_t size) {
    if (file != 1 && file != 2)
        return -BAD_FILE;
    nc_write(from, size);
    return (intptr_t)size;
}

intptr_t nc_file_seek(intptr_t file, intptr_t offset, int whence) {
    (void)file, (void)offset, (void)whence;
    return -BAD_FILE;
}

void nc_file_close(intptr_t file) {
    (void)file;
}
