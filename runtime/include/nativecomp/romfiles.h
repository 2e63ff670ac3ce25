// The files that a build put into the image (program/romfiles.py writes them as C): sorted by their paths,
// which have no slash at the begin.
#pragma once
#include <stddef.h>
#include <stdint.h>

struct nc_rom_file {
    const char *path;
    const uint8_t *data;
    size_t size;
};
extern const struct nc_rom_file nc_rom_files[];
extern const size_t nc_rom_file_count;
