// Files, as far as the machine under the runtime has any: what the port provides beside nativecomp/machine.h.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum nc_path_kind { NC_PATH_NONE, NC_PATH_FILE, NC_PATH_FOLDER };
enum nc_path_kind nc_path_kind(const char *path);

// Handles are small numbers; results below zero are errno numbers, negated.
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

// Clocks: microseconds since some moment, and since 1970 (0 if unknown).
uint64_t nc_clock_us(void);
uint64_t nc_clock_unix_ns(void);
void nc_sleep_us(uint64_t us);
