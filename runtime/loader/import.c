// import: finding modules, running them, and the dots in their names.
#include "nativecomp/catch.h"
#include "nativecomp/heap.h"
#include "nativecomp/loader.h"
#include "nativecomp/memory.h"
#include "nativecomp/program.h"
#include "nativecomp/state.h"

static struct nc_map *modules(void) {
    return nc_dict_map(nc_state.modules);
}

void nc_run_module(struct nc_context *module, nc_value body) {
    nc_value globals = nc_state.globals, locals = nc_state.locals;
    struct nc_catch here;
    if (!nc_catch_push(&here)) {
        nc_state.globals = nc_state.locals = module->module.globals;
        nc_call0(body);
        nc_catch_pop();
        nc_state.globals = globals;
        nc_state.locals = locals;
        return;
    }
    nc_state.globals = globals;
    nc_state.locals = locals;
    nc_throw(here.value);
}

const struct nc_frozen_module *nc_find_frozen(nc_name name) {
    for (size_t i = 0; i < nc_program.frozen_count; i++)
        if (nc_program.frozen[i].name == name)
            return &nc_program.frozen[i];
    return NULL;
}

void nc_execute_frozen(nc_value module, const struct nc_frozen_module *frozen) {
    struct nc_context *context = (struct nc_context *)module;
    context->names = frozen->names;
    context->constants = (nc_value *)frozen->constants; // nothing writes to them
    nc_dict_store(context->module.globals, NAME(__file__), NC_NAME_VALUE(frozen->names[0]));
    nc_run_module(context, nc_function_new((struct nc_code *)frozen->code, context, NC_NOTHING, NC_NOTHING));
}

void nc_run_frozen(void) {
    nc_value module = nc_state.main_module;
    nc_map_store(modules(), NAME(__main__), module);
    nc_execute_frozen(module, nc_find_frozen(N(__main__)));
}

// Where a module was found.
struct source {
    const struct nc_frozen_module *frozen;
    struct nc_text path; // of a file, or of a package's folder
    bool package;
};

static bool find(struct source *source, nc_value parent, nc_name name, struct nc_span last) {
    source->frozen = nc_find_frozen(name);
    if (source->frozen) {
        source->package = source->frozen->package;
        return true;
    }
    return nc_program.find && nc_program.find(parent, last, &source->path, &source->package);
}

static void execute(nc_value module, const struct source *source, struct nc_span full) {
    nc_value globals = ((struct nc_module *)module)->globals;
    if (source->package)
        nc_dict_store(globals, NAME(__path__),
                      source->frozen ? nc_str_new(full.data, full.size)
                                     : nc_str_new(source->path.data, source->path.size));
    if (source->frozen)
        nc_execute_frozen(module, source->frozen);
    else
        nc_program.execute(module, source->path.data, source->package);
}

// A module that is there already, or built in.
static nc_value present(nc_name name, bool built_in) {
    struct nc_entry *entry = nc_map_find_name(modules(), name);
    return entry ? entry->value : built_in ? nc_find_builtin_module(name) : NC_NOTHING;
}

// Import the module `name` (complete, with dots), whose last part is `last`, of the package `parent` if any.
static nc_value import_one(nc_value parent, struct nc_span full, struct nc_span last) {
    nc_name name = nc_intern(full.data, full.size);
    nc_value found = present(name, parent == NC_NOTHING);
    if (found != NC_NOTHING)
        return found;
    struct source source = {0};
    nc_text_init(&source.path, 64);
    if (!find(&source, parent, name, last))
        nc_error(NC_MADE(ImportError), "no module named '%q'", name);
    nc_value module = nc_module_new(name);
    nc_map_store(modules(), NC_NAME_VALUE(name), module);
    struct nc_catch here;
    if (!nc_catch_push(&here)) {
        execute(module, &source, full);
        nc_catch_pop();
    } else {
        nc_map_remove(modules(), NC_NAME_VALUE(name));
        nc_throw(here.value);
    }
    if (parent != NC_NOTHING)
        nc_store_attr(parent, nc_intern(last.data, last.size), module);
    found = present(name, false); // a module may have put another in its place
    return found == NC_NOTHING ? module : found;
}

// The package that a relative import begins in: `level` names up from the module that has these globals.
static void relative(struct nc_text *full, nc_value of, intptr_t level) {
    struct nc_map *globals = nc_dict_map(of);
    struct nc_entry *name = nc_map_find_name(globals, N(__name__));
    struct nc_span span = nc_str_span(name ? name->value : NAME(empty_));
    level -= nc_map_find_name(globals, N(__path__)) != NULL; // a package counts as inside itself
    while (level-- > 0) {
        while (span.size && span.data[span.size - 1] != '.')
            span.size--;
        if (!span.size)
            nc_error(NC_MADE(ImportError), "can't perform relative import");
        span.size--;
    }
    nc_text_add(full, span.data, span.size);
}

// What a program put in the place of a function that is called behind its back.
static nc_value override(nc_name name) {
    struct nc_entry *entry =
        nc_state.builtins_override ? nc_map_find_name(nc_dict_map(nc_state.builtins_override), name) : NULL;
    return entry ? entry->value : NC_NOTHING;
}

nc_value nc_import_statement(nc_name name, nc_value from, nc_value level) {
    nc_value function = override(N(__import__));
    if (function == NC_NOTHING)
        return nc_import(name, from, level);
    nc_value args[] = {NC_NAME_VALUE(name), nc_state.globals, nc_state.locals, from, level};
    return nc_call(function, 5, 0, args);
}

nc_value nc_class_builder(void) {
    nc_value function = override(N(__build_class__));
    return function == NC_NOTHING ? (nc_value)&nc_build_class_function : function;
}

nc_value nc_import(nc_name name, nc_value from, nc_value level_value) {
    return nc_import_into(nc_state.globals, name, from, level_value);
}

nc_value nc_import_into(nc_value globals, nc_name name, nc_value from, nc_value level_value) {
    intptr_t level = nc_get_int(level_value);
    size_t size;
    const char *text = nc_name_text(name, &size);
    if (!level && !memchr(text, '.', size)) { // the common case takes no memory
        nc_value found = present(name, true);
        if (found != NC_NOTHING)
            return found;
    }
    struct nc_text full;
    nc_text_init(&full, 32);
    if (level < 0)
        nc_value_error("level must be >= 0");
    if (level)
        relative(&full, globals, level);
    size_t package_end = full.size; // what is there already needs no import of its own
    struct nc_span asked;
    asked.data = nc_name_text(name, &asked.size);
    if (!asked.size && !level)
        nc_value_error("empty module name");
    if (full.size && asked.size)
        nc_text_add(&full, ".", 1);
    nc_text_add(&full, asked.data, asked.size);
    nc_value first = NC_NOTHING, module = NC_NOTHING;
    size_t start = 0;
    for (size_t i = 0; i <= full.size; i++) {
        if (i < full.size && full.data[i] != '.')
            continue;
        module = import_one(module, (struct nc_span){full.data, i},
                            (struct nc_span){full.data + start, i - start});
        if (first == NC_NOTHING && i >= (level ? package_end + 1 : 0))
            first = module;
        start = i + 1;
    }
    if (first == NC_NOTHING)
        first = module;
    return nc_truth(from) ? module : first;
}

nc_value nc_import_from(nc_value module, nc_name name) {
    nc_value v = nc_attr_or(module, name, NC_NOTHING);
    if (v != NC_NOTHING)
        return v;
    nc_value path = nc_attr_or(module, N(__path__), NC_NOTHING);
    if (path != NC_NOTHING) {
        struct nc_text full;
        nc_text_init(&full, 32);
        nc_printf(&full.to, "%v.%q", nc_load_attr(module, N(__name__)), name);
        struct nc_span last;
        last.data = nc_name_text(name, &last.size);
        struct nc_catch here;
        if (!nc_catch_push(&here)) {
            v = import_one(module, (struct nc_span){full.data, full.size}, last);
            nc_catch_pop();
            return v;
        }
        if (!nc_exception_is(here.value, NC_KIND(ImportError)))
            nc_throw(here.value);
    }
    nc_error(NC_MADE(ImportError), "can't import name %q", name);
}

void nc_import_all(nc_value module) {
    nc_value all = nc_attr_or(module, N(__all__), NC_NOTHING);
    if (all != NC_NOTHING) {
        nc_value iterator = nc_iter(all, NULL), name;
        while ((name = nc_next(iterator)) != NC_NOTHING)
            nc_store_name(nc_str_intern(name), nc_load_attr(module, nc_str_intern(name)));
        return;
    }
    // Anything with attributes may have been put into sys.modules.
    nc_value members = nc_is(module, NC_KIND(module)) ? ((struct nc_module *)module)->globals
                                                      : nc_load_attr(module, N(__dict__));
    size_t place = 0;
    struct nc_entry *entry;
    while ((entry = nc_map_next(nc_dict_map(members), &place))) {
        if (!nc_is_name(entry->key))
            continue;
        size_t size;
        if (*nc_name_text(nc_name_number(entry->key), &size) != '_')
            nc_store_name(nc_name_number(entry->key), entry->value);
    }
}
