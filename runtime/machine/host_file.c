// The entry of a host program that runs an .mpy file as `__main__`:
//
//     nativecomp-host [-X heap=64k] [-X stack=1m] [-X collect=always] [-X fail=N] file.mpy [arguments]
#include "host.h"
#include "nativecomp/heap.h"
#include "nativecomp/loader.h"
#include "nativecomp/machine.h"
#include "nativecomp/objects.h"
#include "nativecomp/state.h"
#include <stdlib.h>
#include <string.h>

static size_t parse_size(const char *text) {
    char *end;
    size_t size = strtoul(text, &end, 0);
    return *end == 'k' ? size << 10 : *end == 'm' ? size << 20 : size;
}

static size_t heap_size = 32 << 20, stack_size = 256 << 10, fail_after;
static bool collect_always;
static char **words; // the file and its arguments

static bool option(const char *text) {
    if (!strncmp(text, "heap=", 5)) {
        heap_size = parse_size(text + 5);
        nc_heap_threshold = NC_NO_THRESHOLD;
    } else if (!strncmp(text, "stack=", 6))
        stack_size = parse_size(text + 6);
    else if (!strcmp(text, "collect=always"))
        collect_always = true;
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

static void run(void) {
    nc_heap_collect_always = collect_always;
    const char *path = words[0], *slash = strrchr(path, '/');
    nc_list_append(nc_state.path, slash ? nc_str_new(path, (size_t)(slash - path)) : NAME(empty_));
    for (char **word = words; *word; word++)
        nc_list_append(nc_state.arguments, nc_str_from(*word));
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
    words = arguments + first;
    nc_exit(nc_run_host(heap_size, stack_size, run));
}
