// Files, as far as the machine under the runtime has any: what the port provides beside nativecomp/machine.h.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum nc_path_kind { NC_PATH_NONE, NC_PATH_FILE, NC_PATH_FOLDER };
enum nc_path_kind nc_path_kind(const char *path);

// Handles are numbers; results below zero are errno numbers, negated. 0, 1 and 2 are the standard streams. A
// handle may be an address on the heap: whoever keeps one lets the collector see it.
enum nc_open_flags {
    NC_OPEN_READ = 1,
    NC_OPEN_WRITE = 2,
    NC_OPEN_CREATE = 4,
    NC_OPEN_TRUNCATE = 8,
    NC_OPEN_APPEND = 16
};
intptr_t nc_file_open(const char *path, unsigned flags);
intptr_t nc_file_read(intptr_t file, void *to, size_t size);
intptr_t nc_file_write(intptr_t file, const void *from, size_t size);
intptr_t nc_file_seek(intptr_t file, intptr_t offset, int whence);
void nc_file_close(intptr_t file);
// Of a board without files of a computer: what reading standard input gives; nothing if nobody types.
intptr_t nc_input_read(void *to, size_t size);

// Clocks: microseconds since some moment, and since 1970 (0 if unknown).
uint64_t nc_clock_us(void);
uint64_t nc_clock_unix_ns(void);
void nc_sleep_us(uint64_t us);

// Folders and what else the module `os` needs. Where a machine has none of it, these fail with ENOSYS
// (modules/os.c). Results below zero are errno numbers, negated.
struct nc_path_status {
    uint32_t mode;
    uint64_t inode, device, links, user, group, size;
    uint64_t accessed, modified, changed; // seconds since 1970
};
intptr_t nc_path_status(const char *path, struct nc_path_status *status);
intptr_t nc_path_remove(const char *path);
intptr_t nc_path_rename(const char *from, const char *to);
intptr_t nc_folder_make(const char *path);
intptr_t nc_folder_remove(const char *path);
intptr_t nc_folder_enter(const char *path);
intptr_t nc_folder_current(char *path, size_t room);
// Call `found` for each entry but "." and "..".
struct nc_folder_entry {
    const char *name;
    uint32_t kind; // the mode's bits that say what it is; 0: unknown
    uint64_t inode;
};
intptr_t nc_folder_list(const char *path, void (*found)(void *context, const struct nc_folder_entry *entry),
                        void *context);
intptr_t nc_random_bytes(void *to, size_t size);
const char *nc_environment(const char *name); // NULL: not set
