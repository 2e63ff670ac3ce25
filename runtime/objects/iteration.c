// Iteration: asking for an iterator, for its items, and stepping generators.
#include "nativecomp/catch.h"
#include "nativecomp/function.h"
#include "nativecomp/heap.h"
#include "nativecomp/objects.h"
#include "nativecomp/state.h"

nc_value nc_self_iter(nc_value self, struct nc_iterator *memory) {
    (void)memory;
    return self;
}

static nc_value c_next(nc_value self) {
    struct nc_c_iterator *iterator = (struct nc_c_iterator *)self;
    return iterator->next(iterator);
}

const struct nc_type nc_type_iterator = {NC_TYPE_HEAD(iterator, NC_ITER_NEXT), .next = c_next};

_Static_assert(sizeof(struct nc_c_iterator) <= sizeof(struct nc_iterator),
               "an iterator of a loop has four words");

nc_value nc_c_iterator_new(struct nc_iterator *memory, nc_value (*next)(struct nc_c_iterator *),
                           nc_value object) {
    struct nc_c_iterator *iterator =
        memory ? (struct nc_c_iterator *)memory : NC_NEW(struct nc_c_iterator, NC_MADE(iterator));
    *iterator = (struct nc_c_iterator){NC_MADE(iterator), next, object, 0};
    return (nc_value)iterator;
}

// The old protocol: obj[0], obj[1], ... until IndexError (or StopIteration).
static nc_value next_item(struct nc_c_iterator *self) {
    struct nc_catch here;
    if (!nc_catch_push(&here)) {
        nc_value item = nc_subscr(self->object, nc_small((intptr_t)self->place), NC_SENTINEL);
        nc_catch_pop();
        self->place++;
        return item;
    }
    if (nc_exception_is(here.value, NC_KIND(IndexError)) ||
        nc_exception_is(here.value, NC_KIND(StopIteration)))
        return NC_NOTHING;
    nc_throw(here.value);
}

nc_value nc_iter(nc_value v, struct nc_iterator *memory) {
    const struct nc_type *type = nc_type_of(v);
    if (type->flags & NC_ITER_NEXT)
        return v;
    NC_READS(iter);
    if (type->iter) {
        nc_value iterator = type->iter(v, memory);
        if (iterator != NC_NOTHING)
            return iterator;
    }
    if (type->flags & NC_IS_CLASS) {
        nc_value method[2];
        nc_load_method_maybe(v, N(__getitem__), method);
        if (method[0] != NC_NOTHING)
            return nc_c_iterator_new(memory, next_item, v);
    }
    nc_type_error("'%T' object isn't iterable", v);
}

nc_value nc_next_raising(nc_value iterator) {
    nc_state.stop_value = NC_NOTHING;
    nc_value item = NC_NOTHING;
    const struct nc_type *type = nc_type_of(iterator);
    if (type->flags & NC_ITER_NEXT) {
        NC_READS(iter);
        item = type->next(iterator);
    } else {
        nc_value method[2];
        nc_load_method_maybe(iterator, N(__next__), method);
        if (method[0] == NC_NOTHING)
            nc_type_error("'%T' object isn't an iterator", iterator);
        return nc_call_method(0, 0, method);
    }
    if (item == NC_NOTHING) {
        nc_value value = nc_state.stop_value;
        nc_state.stop_value = NC_NOTHING;
        nc_throw(nc_exception_new(NC_MADE(StopIteration), value == NC_NONE ? NC_NOTHING : value));
    }
    return item;
}

nc_value nc_next(nc_value iterator) {
    nc_state.stop_value = NC_NOTHING;
    const struct nc_type *type = nc_type_of(iterator);
    nc_stack_check(); // iterators may be made of iterators
    NC_READS(iter);
    if (type->flags & NC_ITER_NEXT)
        return type->next(iterator);
    nc_value method[2];
    nc_load_method_maybe(iterator, N(__next__), method);
    if (method[0] == NC_NOTHING)
        nc_type_error("'%T' object isn't an iterator", iterator);
    struct nc_catch here;
    if (!nc_catch_push(&here)) {
        nc_value item = nc_call_method(0, 0, method);
        nc_catch_pop();
        return item;
    }
    if (!nc_exception_is(here.value, NC_KIND(StopIteration)))
        nc_throw(here.value);
    nc_state.stop_value = nc_exception_argument(here.value);
    return NC_NOTHING;
}

enum nc_resumed nc_resume(nc_value generator, nc_value send, nc_value exception, nc_value *result) {
    const struct nc_type *type = nc_type_of(generator);
    if (type == NC_KIND(generator))
        return nc_generator_resume(generator, send, exception, result);
    nc_value method[3];
    struct nc_catch here;
    if (!nc_catch_push(&here)) {
        if (exception != NC_NOTHING) {
            bool closing = nc_exception_is(exception, NC_KIND(GeneratorExit));
            nc_load_method_maybe(generator, closing ? N(close) : N(throw), method);
            if (method[0] == NC_NOTHING || closing) {
                if (method[0] != NC_NOTHING)
                    nc_call_method(0, 0, method);
                nc_catch_pop();
                // Nothing can take it. StopIteration would pass for the end of the iterator (PEP 479).
                *result =
                    nc_exception_is(exception, NC_KIND(StopIteration)) ? nc_generator_stopped() : exception;
                return NC_RAISED;
            }
            method[2] = exception;
            *result = nc_call_method(1, 0, method);
        } else if (send == NC_NONE) {
            *result = nc_next(generator);
        } else {
            nc_load_method(generator, N(send), method);
            method[2] = send;
            *result = nc_call_method(1, 0, method);
        }
        nc_catch_pop();
        if (*result != NC_NOTHING)
            return NC_YIELDED;
        nc_value value = nc_state.stop_value;
        nc_state.stop_value = NC_NOTHING;
        *result = value == NC_NOTHING ? NC_NONE : value;
        return NC_RETURNED;
    }
    if (nc_exception_is(here.value, NC_KIND(StopIteration))) {
        *result = nc_exception_argument(here.value);
        return NC_RETURNED;
    }
    *result = here.value;
    return NC_RAISED;
}

void nc_unpack(nc_value v, size_t count, nc_value *out) {
    size_t found;
    if (nc_is(v, NC_KIND(list)) || nc_is(v, NC_KIND(tuple))) {
        nc_value *items;
        nc_get_array(v, &found, &items);
        if (found < count)
            goto few;
        if (found > count)
            nc_value_error("too many values to unpack (expected %u)", (unsigned)count);
        for (size_t i = 0; i < count; i++)
            out[i] = items[count - 1 - i];
        return;
    }
    struct nc_iterator memory;
    nc_value iterator = nc_iter(v, &memory);
    for (found = 0; found < count; found++)
        if ((out[count - 1 - found] = nc_next(iterator)) == NC_NOTHING)
            goto few;
    if (nc_next(iterator) != NC_NOTHING)
        nc_value_error("too many values to unpack (expected %u)", (unsigned)count);
    return;
few:
    nc_value_error("need more than %u values to unpack", (unsigned)found);
}

// a, *b, c = v: `out` gets c, b, a.
void nc_unpack_starred(nc_value v, size_t left, size_t right, nc_value *out) {
    nc_value list = nc_list_of(v);
    struct nc_list *l = nc_as_list(list);
    if (l->count < left + right)
        nc_value_error("need more than %u values to unpack", (unsigned)l->count);
    size_t middle = l->count - left - right;
    for (size_t i = 0; i < left; i++)
        out[right + left - i] = l->items[i];
    for (size_t i = 0; i < right; i++)
        out[right - 1 - i] = l->items[left + middle + i];
    out[right] = nc_list_new(middle, l->items + left);
}
