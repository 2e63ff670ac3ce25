// The module `micropython`.
#include "modules.h"
#include "nativecomp/heap.h"
#include "nativecomp/state.h"

static nc_value identity(nc_value v) {
    return v;
}

static nc_value opt_level(size_t n, const nc_value *args) {
    (void)args;
    return n ? NC_NONE : nc_small(0); // there is no compiler whose level it could be
}

static nc_value heap_lock(void) {
    nc_heap_lock(true);
    return NC_NONE;
}

static nc_value heap_unlock(void) {
    if (nc_heap_locked())
        nc_heap_lock(false);
    return nc_small((intptr_t)nc_heap_locked());
}

static nc_value heap_locked(void) {
    return nc_small((intptr_t)nc_heap_locked());
}

static nc_value mem_info(size_t n, const nc_value *args) {
    (void)n, (void)args;
    struct nc_heap_report r;
    nc_heap_report(&r);
    nc_printf(&nc_console, "heap: %u bytes, %u used, %u free, %u objects, largest free: %u\n",
              (unsigned)r.total, (unsigned)r.used, (unsigned)r.free, (unsigned)r.objects,
              (unsigned)r.largest_free);
    return NC_NONE;
}

static nc_value qstr_info(size_t n, const nc_value *args) {
    (void)n, (void)args;
    nc_printf(&nc_console, "names: %u\n", nc_name_count());
    return NC_NONE;
}

static nc_value stack_use(void) {
    return nc_small((intptr_t)nc_stack_used());
}

static nc_value schedule(nc_value f, nc_value arg) {
    if (!nc_schedule(f, arg))
        nc_error(NC_MADE(RuntimeError), "schedule queue full");
    return NC_NONE;
}

static nc_value kbd_intr(nc_value v) {
    nc_get_int(v);
    return NC_NONE;
}

static nc_value alloc_emergency_exception_buf(nc_value v) {
    intptr_t size = nc_get_int(v);
    nc_reserve_for_exceptions(size < 0 ? 0 : (size_t)size);
    return NC_NONE;
}

NC_MODULE(micropython, {NAME(const), NC_F1(identity)}, {NAME(native), NC_F1(identity)},
          {NAME(viper), NC_F1(identity)}, {NAME(bytecode), NC_F1(identity)},
          {NAME(opt_level), NC_FN(opt_level, 0, 1)}, {NAME(heap_lock), NC_F0(heap_lock)},
          {NAME(heap_unlock), NC_F0(heap_unlock)}, {NAME(heap_locked), NC_F0(heap_locked)},
          {NAME(mem_info), NC_FN(mem_info, 0, 1)}, {NAME(qstr_info), NC_FN(qstr_info, 0, 1)},
          {NAME(stack_use), NC_F0(stack_use)}, {NAME(schedule), NC_F2(schedule)},
          {NAME(kbd_intr), NC_F1(kbd_intr)},
          {NAME(alloc_emergency_exception_buf), NC_F1(alloc_emergency_exception_buf)});
