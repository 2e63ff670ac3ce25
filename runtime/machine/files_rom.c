// Files in flash: they can be read and not changed. Folders are what paths have in common.
#include "nativecomp/files.h"
#include "nativecomp/heap.h"
#include "nativecomp/machine.h"
#include "nativecomp/memory.h"
#include "nativecomp/romfiles.h"

enum { NO_ENTRY = 2, BAD_FILE = 9, IS_FOLDER = 21, BAD_ARGUMENT = 22, READ_ONLY = 30 }; // errno numbers
enum { MODE_FILE = 0x8000, MODE_FOLDER = 0x4000, READABLE = 0444, SEARCHABLE = 0555 };

// A file that is open is an object of the heap, whose address is the handle.
struct open {
    const struct nc_rom_file *file;
    size_t at;
};

// A path without what says that it begins at the root, which is the current folder too, and without slashes
// at its end; the size is that.
static const char *plain(const char *path, size_t *size) {
    for (;; path++)
        if (path[0] == '.' && (path[1] == '/' || !path[1]))
            continue;
        else if (path[0] != '/')
            break;
    *size = strlen(path);
    while (*size && path[*size - 1] == '/')
        --*size;
    return path;
}

// The first file whose path begins with this one.
static const struct nc_rom_file *find(const char *path, size_t size) {
    for (size_t i = 0; i < nc_rom_file_count; i++) {
        const char *other = nc_rom_files[i].path;
        if (strlen(other) >= size && !memcmp(other, path, size) &&
            (!size || !other[size] || other[size] == '/'))
            return &nc_rom_files[i];
    }
    return NULL;
}

enum nc_path_kind nc_path_kind(const char *path) {
    size_t size;
    path = plain(path, &size);
    const struct nc_rom_file *found = find(path, size);
    return !found ? NC_PATH_NONE : found->path[size] ? NC_PATH_FOLDER : NC_PATH_FILE;
}

intptr_t nc_file_open(const char *path, unsigned flags) {
    if (flags & NC_OPEN_WRITE)
        return -READ_ONLY;
    enum nc_path_kind kind = nc_path_kind(path);
    if (kind != NC_PATH_FILE)
        return kind == NC_PATH_NONE ? -NO_ENTRY : -IS_FOLDER;
    size_t size;
    path = plain(path, &size);
    struct open *open = nc_allocate(sizeof *open, NC_LEAF);
    open->file = find(path, size);
    open->at = 0;
    return (intptr_t)open;
}

intptr_t nc_file_read(intptr_t file, void *to, size_t size) {
    if (file == 0)
        return nc_input_read(to, size);
    struct open *open = (struct open *)file;
    size_t left = open->at < open->file->size ? open->file->size - open->at : 0;
    size = size < left ? size : left;
    memcpy(to, open->file->data + open->at, size);
    open->at += size;
    return (intptr_t)size;
}

// Standard output and standard error are the console.
intptr_t nc_file_write(intptr_t file, const void *from, size_t size) {
    if (file != 1 && file != 2)
        return -BAD_FILE;
    nc_write(from, size);
    return (intptr_t)size;
}

intptr_t nc_file_seek(intptr_t file, intptr_t offset, int whence) {
    if (file <= 2)
        return -BAD_FILE;
    struct open *open = (struct open *)file;
    intptr_t from = whence == 0 ? 0 : (intptr_t)(whence == 1 ? open->at : open->file->size);
    if (from + offset < 0)
        return -BAD_ARGUMENT;
    open->at = (size_t)(from + offset);
    return (intptr_t)open->at;
}

void nc_file_close(intptr_t file) {
    (void)file; // the collector takes it
}

intptr_t nc_path_status(const char *path, struct nc_path_status *status) {
    enum nc_path_kind kind = nc_path_kind(path);
    if (kind == NC_PATH_NONE)
        return -NO_ENTRY;
    size_t size;
    path = plain(path, &size);
    bool is_file = kind == NC_PATH_FILE;
    *status = (struct nc_path_status){.mode = is_file ? MODE_FILE | READABLE : MODE_FOLDER | SEARCHABLE,
                                      .size = is_file ? find(path, size)->size : 0};
    return 0;
}

intptr_t nc_path_remove(const char *path) {
    return (void)path, -READ_ONLY;
}

intptr_t nc_path_rename(const char *from, const char *to) {
    return (void)from, (void)to, -READ_ONLY;
}

intptr_t nc_folder_make(const char *path) {
    return (void)path, -READ_ONLY;
}

intptr_t nc_folder_remove(const char *path) {
    return (void)path, -READ_ONLY;
}

intptr_t nc_folder_current(char *path, size_t room) {
    return (void)room, memcpy(path, "/", 2), 0;
}

// Files are sorted, so that those of a folder stand side by side, and those of each folder in it too.
intptr_t nc_folder_list(const char *path, void (*found)(void *context, const struct nc_folder_entry *entry),
                        void *context) {
    size_t size, before = 0;
    enum nc_path_kind kind = nc_path_kind(path);
    path = plain(path, &size);
    if (kind != NC_PATH_FOLDER)
        return -NO_ENTRY;
    const char *last = "";
    for (const struct nc_rom_file *file = nc_rom_files; file < nc_rom_files + nc_rom_file_count; file++) {
        if (strlen(file->path) <= size || memcmp(file->path, path, size) || (size && file->path[size] != '/'))
            continue;
        const char *name = file->path + size + (size != 0);
        size_t length = 0;
        while (name[length] && name[length] != '/')
            length++;
        if (length == before && !memcmp(name, last, length))
            continue;
        last = name;
        before = length;
        char *copy = nc_allocate(length + 1, NC_LEAF);
        memcpy(copy, name, length);
        copy[length] = 0;
        found(context, &(struct nc_folder_entry){copy, name[length] ? MODE_FOLDER : MODE_FILE, 0});
    }
    return 0;
}
