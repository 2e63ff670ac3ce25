// Files of the debugger's or emulator's computer. (Arm, Semihosting for AArch32 and AArch64.)
#include "nativecomp/files.h"
#include "nativecomp/machine.h"
#include "nativecomp/memory.h"
#include "nativecomp/semihosting.h"

enum { BAD_FILE = 9, TOO_MANY = 24, INVALID = 22 }; // errno numbers
enum { FILES = 8, FIRST = 3 };                      // handles begin after the three of the console
static struct {
    uint32_t handle; // of the other side
    intptr_t at;
    bool open;
} files[FILES];

static intptr_t error(void) {
    intptr_t number = (intptr_t)nc_semihosting(NC_SEMIHOSTING_ERRNO, NULL);
    return number > 0 ? -number : -INVALID;
}

static intptr_t open(const char *path, uint32_t mode) {
    const uintptr_t arguments[] = {(uintptr_t)path, mode, strlen(path)};
    return (intptr_t)nc_semihosting(NC_SEMIHOSTING_OPEN, arguments);
}

static void close(uint32_t handle) {
    nc_semihosting(NC_SEMIHOSTING_CLOSE, &handle);
}

// A folder is what contains itself.
enum nc_path_kind nc_path_kind(const char *path) {
    char inside[256];
    size_t size = strlen(path);
    intptr_t handle = open(path, 1);
    if (handle < 0 || size + 3 > sizeof inside)
        return NC_PATH_NONE;
    close((uint32_t)handle);
    memcpy(inside, path, size);
    memcpy(inside + size, "/.", 3);
    handle = open(inside, 1);
    if (handle < 0)
        return NC_PATH_FILE;
    close((uint32_t)handle);
    return NC_PATH_FOLDER;
}

intptr_t nc_file_open(const char *path, unsigned flags) {
    size_t i = 0;
    while (i < FILES && files[i].open)
        i++;
    if (i == FILES)
        return -TOO_MANY;
    // rb, r+b, wb, w+b, ab, a+b by number
    bool both = flags & NC_OPEN_READ && flags & NC_OPEN_WRITE;
    uint32_t mode = (flags & NC_OPEN_APPEND ? 9 : flags & NC_OPEN_TRUNCATE ? 5 : 1) + (both ? 2 : 0);
    intptr_t handle = open(path, mode);
    if (handle < 0)
        return error();
    files[i].handle = (uint32_t)handle;
    files[i].at = 0;
    files[i].open = true;
    return (intptr_t)i + FIRST;
}

static bool known(intptr_t file) {
    return file >= FIRST && file < FIRST + FILES && files[file - FIRST].open;
}

static intptr_t transfer(uint32_t operation, intptr_t file, const void *memory, size_t size) {
    if (!known(file))
        return -BAD_FILE;
    const uintptr_t arguments[] = {files[file - FIRST].handle, (uintptr_t)memory, size};
    intptr_t left = (intptr_t)nc_semihosting(operation, arguments);
    if (left < 0 || (size_t)left > size)
        return error();
    files[file - FIRST].at += (intptr_t)size - left;
    return (intptr_t)size - left;
}

intptr_t nc_file_read(intptr_t file, void *to, size_t size) {
    return file == 0 ? 0 : transfer(NC_SEMIHOSTING_READ, file, to, size);
}

intptr_t nc_file_write(intptr_t file, const void *from, size_t size) {
    if (file == 2) {
        nc_write(from, size);
        return (intptr_t)size;
    }
    return transfer(NC_SEMIHOSTING_WRITE, file, from, size);
}

intptr_t nc_file_seek(intptr_t file, intptr_t offset, int whence) {
    if (!known(file))
        return -BAD_FILE;
    uint32_t handle = files[file - FIRST].handle;
    if (whence == 1)
        offset += files[file - FIRST].at;
    else if (whence == 2)
        offset += (intptr_t)nc_semihosting(NC_SEMIHOSTING_LENGTH, &handle);
    if (offset < 0)
        return -INVALID;
    const uintptr_t arguments[] = {handle, (uintptr_t)offset};
    if (nc_semihosting(NC_SEMIHOSTING_SEEK, arguments))
        return error();
    return files[file - FIRST].at = offset;
}

void nc_file_close(intptr_t file) {
    if (!known(file))
        return;
    close(files[file - FIRST].handle);
    files[file - FIRST].open = false;
}
