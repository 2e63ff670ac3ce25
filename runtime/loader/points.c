// What is known at a place in the code: copying, merging, pushing.
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"
#include "verify.h"

bool nc_verify_fail(struct nc_verifier *v) {
    v->bad = true;
    return false;
}

static size_t size_of(const struct nc_verifier *v) {
    return sizeof(struct nc_point) + (v->prelude.state + 1) / 2 * 2 +
           v->prelude.handlers * sizeof(struct nc_open_block);
}

void nc_point_copy(const struct nc_verifier *v, struct nc_point *to, const struct nc_point *from) {
    memcpy(to, from, size_of(v));
}

static enum nc_kind merge_kinds(enum nc_kind a, enum nc_kind b) {
    if (a == b)
        return a;
    if (a > b) {
        enum nc_kind t = a;
        a = b;
        b = t;
    }
    if (b == NC_KIND_EXCEPTION && a == NC_KIND_NONE)
        return NC_KIND_REASON_OR_NONE;
    if (b == NC_KIND_NONE || b == NC_KIND_EXCEPTION) // and another object
        return NC_KIND_OBJECT;
    if (b == NC_KIND_NULL || b == NC_KIND_MAYBE)
        return NC_KIND_MAYBE;
    if (b == NC_KIND_REASON && a == NC_KIND_EXCEPTION)
        return NC_KIND_REASON;
    if (nc_is_reason(b) && (a == NC_KIND_NONE || a == NC_KIND_EXCEPTION || a == NC_KIND_REASON))
        return NC_KIND_REASON_OR_NONE;
    return NC_KIND_UNUSABLE;
}

// Put together two ways that lead to the same place; 1 if less is known now, 0 if not, -1 if they do not fit.
static int merge(struct nc_verifier *v, struct nc_point *known, struct nc_point *p) {
    if (known->depth != p->depth || known->blocks != p->blocks)
        return -1;
    const struct nc_open_block *a = nc_blocks_of(v, known), *b = nc_blocks_of(v, p);
    for (size_t i = 0; i < p->blocks; i++)
        if (a[i].target != b[i].target || a[i].depth != b[i].depth || a[i].finally != b[i].finally)
            return -1;
    int changed = 0;
    for (size_t i = 0; i < p->depth; i++) {
        enum nc_kind merged = merge_kinds(known->kinds[i], p->kinds[i]);
        if (merged == known->kinds[i])
            continue;
        if (merged == NC_KIND_UNUSABLE && (nc_is_reason(known->kinds[i]) || nc_is_reason(p->kinds[i])))
            return -1; // it takes more room than other kinds
        known->reasons += nc_is_reason(merged) && !nc_is_reason(known->kinds[i]);
        known->kinds[i] = (uint8_t)merged;
        changed = 1;
    }
    return changed;
}

void nc_verify_go(struct nc_verifier *v, struct nc_point *point, size_t offset) {
    if (offset >= v->size) {
        nc_verify_fail(v);
        return;
    }
    if (!v->known[offset]) {
        v->known[offset] = nc_allocate(size_of(v), NC_LEAF);
        nc_point_copy(v, v->known[offset], point);
    } else {
        int merged = merge(v, v->known[offset], point);
        if (merged < 0)
            nc_verify_fail(v);
        if (merged <= 0)
            return;
        if ((size_t)v->known[offset]->depth + v->known[offset]->reasons > v->deepest)
            v->deepest = (size_t)v->known[offset]->depth + v->known[offset]->reasons;
    }
    if (!v->waiting[offset]) {
        v->waiting[offset] = true;
        v->queue[v->queued++] = (uint16_t)offset;
    }
}

bool nc_point_push(struct nc_verifier *v, struct nc_point *p, enum nc_kind kind) {
    if (p->depth >= v->prelude.state)
        return nc_verify_fail(v);
    p->kinds[p->depth++] = (uint8_t)kind;
    p->reasons += nc_is_reason(kind);
    if ((size_t)p->depth + p->reasons > v->deepest)
        v->deepest = (size_t)p->depth + p->reasons;
    return true;
}

bool nc_point_cut(struct nc_verifier *v, struct nc_point *p, size_t depth) {
    if (p->depth < depth)
        return nc_verify_fail(v);
    while (p->depth > depth)
        p->reasons -= nc_is_reason(p->kinds[--p->depth]);
    return true;
}
