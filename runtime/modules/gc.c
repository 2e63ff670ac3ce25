// The module `gc`.
#include "modules.h"
#include "nativecomp/heap.h"

static nc_value collect(size_t n, const nc_value *args) {
    (void)n, (void)args;
    struct nc_heap_report before, after;
    nc_heap_report(&before);
    nc_collect();
    nc_heap_report(&after);
    return nc_small((intptr_t)(before.objects - after.objects));
}

static nc_value enable(void) {
    nc_heap_enabled = true;
    return NC_NONE;
}

static nc_value disable(void) {
    nc_heap_enabled = false;
    return NC_NONE;
}

static nc_value isenabled(void) {
    return nc_bool(nc_heap_enabled);
}

static nc_value mem_free(void) {
    struct nc_heap_report report;
    nc_heap_report(&report);
    return nc_small((intptr_t)report.free);
}

static nc_value mem_alloc(void) {
    struct nc_heap_report report;
    nc_heap_report(&report);
    return nc_small((intptr_t)report.used);
}

static nc_value threshold(size_t n, const nc_value *args) {
    if (n == 0)
        return nc_small(nc_heap_threshold == NC_NO_THRESHOLD ? -1 : (intptr_t)nc_heap_threshold);
    intptr_t bytes = nc_get_int(args[0]);
    size_t block = 4 * sizeof(uintptr_t); // it is kept as a number of these
    nc_heap_threshold = bytes < 0 ? NC_NO_THRESHOLD : (size_t)bytes / block * block;
    return NC_NONE;
}

NC_MODULE(gc, {NAME(collect), NC_FN(collect, 0, 1)}, {NAME(enable), NC_F0(enable)},
          {NAME(disable), NC_F0(disable)}, {NAME(isenabled), NC_F0(isenabled)},
          {NAME(mem_free), NC_F0(mem_free)}, {NAME(mem_alloc), NC_F0(mem_alloc)},
          {NAME(threshold), NC_FN(threshold, 0, 1)});
