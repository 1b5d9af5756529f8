/* Templates: the struct of a page, found from the holes that it has. A name that is only asked for
 * ({{#if name}}) is a bool; one that is written too is of the type that it is written as. */
#include "template.h"

#include <string.h>

struct shaper {
    struct arena *arena;
    const struct template *template;
    struct error *error;
};

static struct field *find(const struct shape *shape, const char *name) {
    for (struct field *field = shape->first; field; field = field->next)
        if (strcmp(field->name, name) == 0) return field;
    return NULL;
}

static bool scope_of(struct shaper *shaper, struct shape *shape, const struct piece *piece,
                     struct shape **out) {
    for (int i = 0; i < piece->up; i++) {
        if (!shape->outer)
            return template_refuse(shaper->error, shaper->template, piece->line,
                                   "../%s: there is nothing further out", piece->name);
        shape = shape->outer;
    }
    *out = shape;
    return true;
}

static bool add(struct shaper *shaper, struct shape *scope, const struct piece *piece,
                struct field **out) {
    struct field *field = find(scope, piece->name), **last = &scope->first;
    if (field && field->type != piece->type)
        return template_refuse(shaper->error, shaper->template, piece->line,
                               "%s is something else in line %d", piece->name, field->line);
    if (field && piece->kind == PIECE_PART && strcmp(field->part, piece->text) != 0)
        return template_refuse(shaper->error, shaper->template, piece->line,
                               "%s is the part %s in line %d", piece->name, field->part,
                               field->line);
    if (!field) {
        while (*last) last = &(*last)->next;
        field = *last = arena_new(shaper->arena, struct field, 1);
        *field = (struct field){.name = piece->name, .type = piece->type, .line = piece->line,
                                .part = piece->kind == PIECE_PART ? piece->text : NULL};
    }
    *out = field;
    return true;
}

static bool add_list(struct shaper *shaper, struct shape *shape, struct shape *scope,
                     const struct piece *piece, struct shape **out_items) {
    struct field *field;
    if (!add(shaper, scope, piece, &field)) return false;
    if (!field->items) {
        field->items = arena_new(shaper->arena, struct shape, 1);
        *field->items = (struct shape){
            .name = arena_format(shaper->arena, "%s_%s", scope->name, piece->name),
            .outer = shape};
    }
    *out_items = field->items;
    return true;
}

/* In the first round everything that is written, in the second what is only asked for. */
static bool visit(struct shaper *shaper, struct shape *shape, struct piece *piece, bool asking) {
    for (; piece; piece = piece->next) {
        struct shape *scope = shape, *items = shape;
        struct field *field;
        if (piece->name && !scope_of(shaper, shape, piece, &scope)) return false;
        switch (piece->kind) {
        case PIECE_HOLE:
        case PIECE_PART:
            if (!asking && !add(shaper, scope, piece, &field)) return false;
            continue;
        case PIECE_IF:
            if (asking) {
                field = find(scope, piece->name);
                if (field) piece->type = field->type;
                if (!add(shaper, scope, piece, &field)) return false;
            }
            break;
        case PIECE_EACH:
            if (!add_list(shaper, shape, scope, piece, &items)) return false;
            break;
        default: break;
        }
        if (!visit(shaper, items, piece->first, asking) ||
            !visit(shaper, shape, piece->otherwise, asking))
            return false;
    }
    return true;
}

bool template_shape(struct arena *arena, struct template *template, struct error *error) {
    struct shaper shaper = {arena, template, error};
    struct shape *shape = arena_new(arena, struct shape, 1);
    shape->name = arena_format(arena, "page_%s", template->name);
    if (template->layout) {
        shape->first = arena_new(arena, struct field, 1);
        *shape->first = (struct field){.name = template->layout, .type = FIELD_PART, .line = 1,
                                       .part = template->layout};
    }
    if (!visit(&shaper, shape, template->first, false) ||
        !visit(&shaper, shape, template->first, true))
        return false;
    if (!shape->first) {
        static const struct piece NOTHING = {.name = "nothing", .type = FIELD_TRUTH};
        struct field *field;
        if (!add(&shaper, shape, &NOTHING, &field)) return false;
    }
    template->shape = shape;
    return true;
}
