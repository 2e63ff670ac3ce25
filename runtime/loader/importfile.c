// Modules in files: finding them in the folders of sys.path or of a package, reading and running them.
#include "nativecomp/files.h"
#include "nativecomp/heap.h"
#include "nativecomp/loader.h"
#include "nativecomp/state.h"

static uint8_t *read_file(const char *path, size_t *size) {
    intptr_t file = nc_file_open(path, NC_OPEN_READ);
    if (file < 0)
        nc_os_error((int)-file);
    size_t used = 0, capacity = 1024;
    uint8_t *data = nc_allocate(capacity, NC_LEAF);
    intptr_t count;
    while ((count = nc_file_read(file, data + used, capacity - used)) > 0) {
        used += (size_t)count;
        if (used == capacity)
            data = nc_resize(data, capacity *= 2, NC_LEAF);
    }
    nc_file_close(file);
    if (count < 0)
        nc_os_error((int)-count);
    *size = used;
    return data;
}

static void execute(nc_value module, const char *path) {
    struct nc_context *context = (struct nc_context *)module;
    size_t size;
    nc_dict_store(context->module.globals, NAME(__file__), nc_str_from(path));
    uint8_t *data = read_file(path, &size);
    nc_value body = nc_load(context, data, size);
    nc_free(data);
    nc_run_module(context, body);
}

nc_value nc_run_file(const char *path, nc_name name) {
    nc_value module = nc_module_new(name);
    nc_map_store(nc_dict_map(nc_state.modules), NC_NAME_VALUE(name), module);
    if (name == N(__main__))
        nc_state.main_module = module;
    execute(module, path);
    return module;
}

// base/name as a folder or, with .mpy, a file; `path` becomes what was found.
static enum nc_path_kind find_in(struct nc_text *path, struct nc_span base, struct nc_span name) {
    path->size = 0;
    nc_text_add(path, base.data, base.size);
    if (base.size)
        nc_text_add(path, "/", 1);
    nc_text_add(path, name.data, name.size);
    size_t bare = path->size;
    nc_text_add(path, "", 1);
    if (nc_path_kind(path->data) == NC_PATH_FOLDER) {
        path->size = bare;
        return NC_PATH_FOLDER;
    }
    path->size = bare;
    nc_text_add(path, ".mpy", 5);
    return nc_path_kind(path->data) == NC_PATH_FILE ? NC_PATH_FILE : NC_PATH_NONE;
}

bool nc_find_file(nc_value parent, struct nc_span last, struct nc_text *path, bool *package) {
    nc_value places = nc_state.path;
    if (parent != NC_NOTHING) {
        nc_value own = nc_load_attr_maybe(parent, N(__path__));
        if (own == NC_NOTHING)
            return false;
        places = nc_is_str(own) ? nc_list_new(1, &own) : own;
    }
    enum nc_path_kind kind = NC_PATH_NONE;
    size_t count;
    nc_value *items;
    nc_get_array(places, &count, &items);
    for (size_t i = 0; i < count && kind == NC_PATH_NONE; i++)
        kind = find_in(path, nc_str_span(items[i]), last);
    *package = kind == NC_PATH_FOLDER;
    return kind != NC_PATH_NONE;
}

bool nc_find_in_image(nc_value parent, struct nc_span last, struct nc_text *path, bool *package) {
    if (!nc_truth(nc_state.path))
        nc_list_append(nc_state.path, NAME(empty_));
    return nc_find_file(parent, last, path, package);
}

void nc_execute_file(nc_value module, const char *path, bool package) {
    if (!package) {
        execute(module, path);
        return;
    }
    struct nc_text file;
    nc_text_init(&file, 64);
    nc_puts(&file.to, path);
    nc_text_add(&file, "/__init__.mpy", 14);
    if (nc_path_kind(file.data) == NC_PATH_FILE)
        execute(module, file.data);
}
