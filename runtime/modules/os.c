// The module `os`: files and folders by their paths.
#include "modules.h"
#include "nativecomp/files.h"
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"

// A machine that has none of this: each of them fails.
enum { ENOSYS = 38, PATH_MAX = 4096 };
#define NONE __attribute__((weak)) intptr_t
NONE nc_path_status(const char *path, struct nc_path_status *status) {
    return (void)path, (void)status, -ENOSYS;
}
NONE nc_path_remove(const char *path) {
    return (void)path, -ENOSYS;
}
NONE nc_path_rename(const char *from, const char *to) {
    return (void)from, (void)to, -ENOSYS;
}
NONE nc_folder_make(const char *path) {
    return (void)path, -ENOSYS;
}
NONE nc_folder_remove(const char *path) {
    return (void)path, -ENOSYS;
}
NONE nc_folder_enter(const char *path) {
    return (void)path, -ENOSYS;
}
NONE nc_folder_current(char *path, size_t room) {
    return (void)path, (void)room, -ENOSYS;
}
NONE nc_folder_list(const char *path, void (*found)(void *, const struct nc_folder_entry *), void *context) {
    return (void)path, (void)found, (void)context, -ENOSYS;
}
NONE nc_random_bytes(void *to, size_t size) {
    return (void)to, (void)size, -ENOSYS;
}
__attribute__((weak)) const char *nc_environment(const char *name) {
    return (void)name, NULL;
}

static nc_value done(intptr_t result) {
    if (result < 0)
        nc_os_error((int)-result);
    return NC_NONE;
}

// A path as C has it: a text with a zero inside is none.
static const char *path_of(nc_value v) {
    struct nc_span span = nc_str_span(v);
    if (memchr(span.data, 0, span.size))
        nc_value_error("embedded null byte");
    return span.data;
}

static nc_value remove_(nc_value path) {
    return done(nc_path_remove(path_of(path)));
}
static nc_value rename_(nc_value from, nc_value to) {
    return done(nc_path_rename(path_of(from), path_of(to)));
}
static nc_value mkdir(nc_value path) {
    return done(nc_folder_make(path_of(path)));
}
static nc_value rmdir(nc_value path) {
    return done(nc_folder_remove(path_of(path)));
}
static nc_value chdir(nc_value path) {
    return done(nc_folder_enter(path_of(path)));
}

static nc_value getcwd(void) {
    char *path = nc_allocate(PATH_MAX, NC_LEAF);
    done(nc_folder_current(path, PATH_MAX));
    return nc_str_from(path);
}

static nc_value stat_(nc_value path) {
    struct nc_path_status s;
    done(nc_path_status(path_of(path), &s));
    uint64_t fields[] = {s.mode,  s.inode, s.device,   s.links,    s.user,
                         s.group, s.size,  s.accessed, s.modified, s.changed};
    enum { COUNT = sizeof fields / sizeof *fields };
    nc_value items[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        items[i] = nc_int_from_uint64(fields[i]);
    return nc_tuple_new(COUNT, items);
}

static void add_name(void *list, const struct nc_folder_entry *entry) {
    nc_list_append(list, nc_str_from(entry->name));
}

// (name, what it is, its number)
static void add_entry(void *list, const struct nc_folder_entry *entry) {
    nc_value items[] = {nc_str_from(entry->name), nc_small((intptr_t)entry->kind),
                        nc_int_from_uint64(entry->inode)};
    nc_list_append(list, nc_tuple_new(3, items));
}

static nc_value list_of(size_t n, const nc_value *args, void (*add)(void *, const struct nc_folder_entry *)) {
    nc_value list = nc_list_new(0, NULL);
    done(nc_folder_list(n && args[0] != NAME(empty_) ? path_of(args[0]) : ".", add, list));
    return list;
}

static nc_value listdir(size_t n, const nc_value *args) {
    return list_of(n, args, add_name);
}
static nc_value ilistdir(size_t n, const nc_value *args) {
    return nc_iter(list_of(n, args, add_entry), NULL);
}

static nc_value urandom(nc_value count) {
    intptr_t size = nc_get_int(count);
    if (size < 0)
        nc_value_error("negative count");
    void *bytes = nc_allocate((size_t)size + 1, NC_LEAF);
    done(nc_random_bytes(bytes, (size_t)size));
    return nc_bytes_new(bytes, (size_t)size);
}

static nc_value getenv(size_t n, const nc_value *args) {
    const char *text = nc_environment(path_of(args[0]));
    return text ? nc_str_from(text) : n > 1 ? args[1] : NC_NONE;
}

NC_MODULE(os, {NAME(chdir), NC_F1(chdir)}, {NAME(getcwd), NC_F0(getcwd)}, {NAME(getenv), NC_FN(getenv, 1, 2)},
          {NAME(ilistdir), NC_FN(ilistdir, 0, 1)}, {NAME(listdir), NC_FN(listdir, 0, 1)},
          {NAME(mkdir), NC_F1(mkdir)}, {NAME(remove), NC_F1(remove_)}, {NAME(rename), NC_F2(rename_)},
          {NAME(rmdir), NC_F1(rmdir)}, {NAME(sep), NAME(slash_)}, {NAME(stat), NC_F1(stat_)},
          {NAME(unlink), NC_F1(remove_)}, {NAME(urandom), NC_F1(urandom)});
