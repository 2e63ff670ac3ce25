// The host's folders: see nativecomp/files.h.
#define _GNU_SOURCE
#include "nativecomp/catch.h"
#include "nativecomp/exception.h"
#include "nativecomp/files.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

static intptr_t result(int done) {
    return done < 0 ? -errno : 0;
}

intptr_t nc_path_status(const char *path, struct nc_path_status *status) {
    struct stat s;
    if (stat(path, &s))
        return -errno;
    *status = (struct nc_path_status){
        .mode = s.st_mode,
        .inode = s.st_ino,
        .device = s.st_dev,
        .links = s.st_nlink,
        .user = s.st_uid,
        .group = s.st_gid,
        .size = (uint64_t)s.st_size,
        .accessed = (uint64_t)s.st_atime,
        .modified = (uint64_t)s.st_mtime,
        .changed = (uint64_t)s.st_ctime,
    };
    return 0;
}

intptr_t nc_path_remove(const char *path) {
    return result(unlink(path));
}
intptr_t nc_path_rename(const char *from, const char *to) {
    return result(rename(from, to));
}
intptr_t nc_folder_make(const char *path) {
    return result(mkdir(path, 0777));
}
intptr_t nc_folder_remove(const char *path) {
    return result(rmdir(path));
}
intptr_t nc_folder_enter(const char *path) {
    return result(chdir(path));
}
intptr_t nc_folder_current(char *path, size_t room) {
    return getcwd(path, room) ? 0 : -errno;
}

intptr_t nc_folder_list(const char *path, void (*found)(void *context, const struct nc_folder_entry *entry),
                        void *context) {
    DIR *folder = opendir(path);
    if (!folder)
        return -errno;
    struct nc_catch here;
    if (nc_catch_push(&here)) { // no memory for what was found
        closedir(folder);
        nc_throw(here.value);
    }
    for (struct dirent *each; (each = readdir(folder));) {
        if (!strcmp(each->d_name, ".") || !strcmp(each->d_name, ".."))
            continue;
        uint32_t kind = each->d_type == DT_DIR ? S_IFDIR : each->d_type == DT_REG ? S_IFREG : 0;
        found(context, &(struct nc_folder_entry){each->d_name, kind, each->d_ino});
    }
    nc_catch_pop();
    closedir(folder);
    return 0;
}

intptr_t nc_random_bytes(void *to, size_t size) {
    for (size_t done = 0; done < size;) {
        ssize_t count = getrandom((char *)to + done, size - done, 0);
        if (count < 0)
            return -errno;
        done += (size_t)count;
    }
    return 0;
}

const char *nc_environment(const char *name) {
    return getenv(name);
}
