// The host: an x86-64 Linux program with this runtime in it. Its entries are host_file.c and host_frozen.c,
// its output is host_output.c.
//
// Of the C library it uses what the port needs (files, clocks, memory, signals, exit), and the mathematical
// functions.
#define _GNU_SOURCE // memfd_create
#include "host.h"
#include "nativecomp/catch.h"
#include "nativecomp/exception.h"
#include "nativecomp/files.h"
#include "nativecomp/heap.h"
#include "nativecomp/machine.h"
#include "nativecomp/machinecode.h"
#include "nativecomp/state.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

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

static intptr_t read_all_signals(int file, void *to, size_t size) {
    ssize_t count;
    while ((count = read(file, to, size)) < 0 && errno == EINTR)
        nc_attend(); // raises KeyboardInterrupt after Ctrl-C
    return count < 0 ? -errno : count;
}

// A prompt has another way to ask (machine/host_line.c).
__attribute__((weak)) intptr_t nc_input_read(void *to, size_t size) {
    nc_host_flush(); // whoever is asked sees the question
    return read_all_signals(0, to, size);
}

__attribute__((weak)) intptr_t nc_host_write_error(const void *from, size_t size) {
    nc_host_flush();
    ssize_t count = write(2, from, size);
    return count < 0 ? -errno : count;
}

intptr_t nc_file_read(intptr_t file, void *to, size_t size) {
    return file == 0 ? nc_input_read(to, size) : read_all_signals((int)file, to, size);
}

intptr_t nc_file_write(intptr_t file, const void *from, size_t size) {
    if (file == 2)
        return nc_host_write_error(from, size);
    if (file == 1) {
        nc_write(from, size);
        return (intptr_t)size;
    }
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
    nc_host_flush();
    struct timespec time = {(time_t)(us / 1000000), (long)(us % 1000000) * 1000};
    while (nanosleep(&time, &time) && errno == EINTR && !nc_state.attention)
        ;
}

// What Ctrl-C raises; the frame of nc_run_host keeps it from the collector.
static volatile nc_value on_interrupt;

// A Ctrl-C while the one before it was not noticed yet ends the program, as if nothing caught it.
static void interrupt(int number) {
    if (nc_state.interrupt == on_interrupt) {
        signal(number, SIG_DFL);
        raise(number);
    }
    nc_state.interrupt = on_interrupt;
    nc_state.attention = 1;
}

static void catch_interrupts(nc_value raised) {
    on_interrupt = raised;
    struct sigaction action = {.sa_handler = interrupt};
    sigaction(SIGINT, &action, NULL);
}

int nc_run_host(size_t heap, size_t stack, void (*program)(void)) {
    void *memory =
        mmap(NULL, heap, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        return NC_EXIT_FAULT;
    nc_heap_start(memory, heap);
    nc_stack_start(__builtin_frame_address(0), stack);
    volatile nc_value raised = NC_NOTHING;
    struct nc_catch here;
    if (nc_catch_push(&here)) {
        nc_heap_fail_after = 0; // the report must not fail
        return nc_exit_code(here.value);
    }
    nc_runtime_start();
    raised = nc_exception_new(&nc_type_KeyboardInterrupt, NC_NOTHING);
    catch_interrupts(raised);
    program();
    nc_catch_pop();
    return 0;
}
