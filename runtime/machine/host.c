// The host: an x86-64 Linux program with this runtime in it. It runs an .mpy file as `__main__`:
//
//     nativecomp-host [-X heap=64k] [-X stack=1m] [-X collect=always] [-X fail=N] file.mpy [arguments]
//
// Of the C library it uses what the port needs (files, clocks, memory, exit), and the mathematical functions.
#define _GNU_SOURCE // memfd_create
#include "nativecomp/catch.h"
#include "nativecomp/files.h"
#include "nativecomp/heap.h"
#include "nativecomp/loader.h"
#include "nativecomp/machine.h"
#include "nativecomp/machinecode.h"
#include "nativecomp/state.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char output[4096];
static size_t output_size;

static void flush(void) {
    for (size_t done = 0; done < output_size;) {
        ssize_t count = write(1, output + done, output_size - done);
        if (count <= 0)
            break;
        done += (size_t)count;
    }
    output_size = 0;
}

void nc_write(const char *text, size_t size) {
    while (size) {
        size_t part = sizeof output - output_size < size ? sizeof output - output_size : size;
        memcpy(output + output_size, text, part);
        output_size += part;
        text += part;
        size -= part;
        if (output_size == sizeof output)
            flush();
    }
}

_Noreturn void nc_exit(int code) {
    flush();
    _exit(code);
}

enum nc_path_kind nc_path_kind(const char *path) {
    struct stat status;
    if (stat(path, &status))
        return NC_PATH_NONE;
    return S_ISDIR(status.st_mode) ? NC_PATH_FOLDER : NC_PATH_FILE;
}

intptr_t nc_file_open(const char *path, unsigned flags) {
    int mode = flags & NC_OPEN_WRITE ? flags & NC_OPEN_READ ? O_RDWR : O_WRONLY : O_RDONLY;
    mode |= (flags & NC_OPEN_CREATE ? O_CREAT : 0) | (flags & NC_OPEN_TRUNCATE ? O_TRUNC : 0) |
            (flags & NC_OPEN_APPEND ? O_APPEND : 0);
    int file = open(path, mode, 0644);
    return file < 0 ? -errno : file;
}

intptr_t nc_file_read(intptr_t file, void *to, size_t size) {
    ssize_t count = read((int)file, to, size);
    return count < 0 ? -errno : count;
}

intptr_t nc_file_write(intptr_t file, const void *from, size_t size) {
    if (file == 1 || file == 2)
        flush();
    ssize_t count = write((int)file, from, size);
    return count < 0 ? -errno : count;
}

intptr_t nc_file_seek(intptr_t file, intptr_t offset, int whence) {
    off_t at = lseek((int)file, offset, whence);
    return at < 0 ? -errno : (intptr_t)at;
}

void nc_file_close(intptr_t file) {
    close((int)file);
}

// Machine code is written through one address and run from another, so that it never is in memory that can be
// written and run. Pieces come from large ones, which are never given back.
bool nc_code_memory(size_t size, struct nc_code_memory *memory) {
    static struct nc_code_memory rest;
    static size_t rest_size;
    enum { LARGE = 256 << 10 };
    size = (size + NC_CODE_ALIGNMENT - 1) / NC_CODE_ALIGNMENT * NC_CODE_ALIGNMENT;
    if (size > rest_size) {
        size_t large = (size + LARGE - 1) / LARGE * LARGE;
        int file = memfd_create("code", MFD_CLOEXEC);
        if (file < 0)
            return false;
        bool done = !ftruncate(file, (off_t)large);
        void *write = mmap(NULL, large, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        void *run = mmap(NULL, large, PROT_READ | PROT_EXEC, MAP_SHARED, file, 0);
        close(file);
        if (!done || write == MAP_FAILED || run == MAP_FAILED)
            return false;
        rest = (struct nc_code_memory){write, run};
        rest_size = large;
    }
    *memory = rest;
    rest.write += size;
    rest.run += size;
    rest_size -= size;
    return true;
}

void nc_code_written(const struct nc_code_memory *memory, size_t size) {
    (void)memory, (void)size; // the processor sees it by itself
}

static uint64_t clock_ns(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

uint64_t nc_clock_us(void) {
    return clock_ns(CLOCK_MONOTONIC) / 1000;
}

uint64_t nc_clock_unix_ns(void) {
    return clock_ns(CLOCK_REALTIME);
}

void nc_sleep_us(uint64_t us) {
    flush();
    struct timespec time = {(time_t)(us / 1000000), (long)(us % 1000000) * 1000};
    nanosleep(&time, NULL);
}

static size_t parse_size(const char *text) {
    char *end;
    size_t size = strtoul(text, &end, 0);
    return *end == 'k' ? size << 10 : *end == 'm' ? size << 20 : size;
}

static size_t heap_size = 32 << 20, stack_size = 256 << 10, fail_after;

static bool option(const char *text) {
    if (!strncmp(text, "heap=", 5)) {
        heap_size = parse_size(text + 5);
        nc_heap_threshold = NC_NO_THRESHOLD;
    } else if (!strncmp(text, "stack=", 6))
        stack_size = parse_size(text + 6);
    else if (!strcmp(text, "collect=always"))
        nc_heap_collect_always = true;
    else if (!strncmp(text, "fail=", 5))
        fail_after = parse_size(text + 5);
    else
        return false;
    return true;
}

static _Noreturn void usage(void) {
    static const char text[] =
        "usage: nativecomp-host [-X heap=SIZE|stack=SIZE|collect=always|fail=N] FILE.mpy [ARGUMENTS]\n";
    nc_write(text, sizeof text - 1);
    nc_exit(2);
}

static void run(char **arguments) {
    const char *path = arguments[0], *slash = strrchr(path, '/');
    nc_list_append(nc_state.path, slash ? nc_str_new(path, (size_t)(slash - path)) : NAME(empty_));
    for (; *arguments; arguments++)
        nc_list_append(nc_state.arguments, nc_str_from(*arguments));
    nc_heap_fail_after = fail_after;
    nc_run_file(path, N(__main__));
}

int main(int count, char **arguments) {
    nc_heap_threshold = 256 << 10;
    int first = 1;
    for (; first + 1 < count && !strcmp(arguments[first], "-X"); first += 2)
        if (!option(arguments[first + 1]))
            usage();
    if (first >= count)
        usage();
    void *memory =
        mmap(NULL, heap_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        nc_exit(NC_EXIT_FAULT);
    nc_heap_start(memory, heap_size);
    nc_stack_start(__builtin_frame_address(0), stack_size);
    bool always = nc_heap_collect_always;
    nc_heap_collect_always = false;
    struct nc_catch here;
    int code;
    if (!nc_catch_push(&here)) {
        nc_runtime_start();
        nc_heap_collect_always = always;
        run(arguments + first);
        nc_catch_pop();
        code = 0;
    } else {
        nc_heap_fail_after = 0; // the report must not fail
        code = nc_exit_code(here.value);
    }
    nc_exit(code);
}
