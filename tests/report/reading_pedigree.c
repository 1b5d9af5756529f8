#include "report/reading_pedigree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "report/text_fit.h"

/* Tenths are what is written. */
#define TOUCHING 0.06

struct segment {
    double x, y, to_x, to_y; /* to the right and downwards */
    int set;
};

struct reading {
    struct arena *arena;
    const struct drawing *drawing;
    struct seen_pedigree *seen;
    int segments;
    struct segment *segment;
};

static bool is_style(const struct drawing_shape *shape, const char *name) {
    return shape->style && strcmp(shape->style->name, name) == 0;
}

/* ------------------------------------------------------------------ symbols */

static void see_outline(const struct reading *reading, const struct drawing_shape *shape,
                        struct seen_symbol *symbol) {
    const struct drawing_step *step = &reading->drawing->step[shape->path.first];
    symbol->repeat = strstr(shape->style->name, "repeat");
    assert_true(symbol->repeat == (shape->style->dash > 0));
    switch (shape->kind) {
    case DRAWING_RECTANGLE:
        symbol->shape = 's';
        symbol->reach = shape->extent.width / 2;
        symbol->x = shape->x + symbol->reach;
        symbol->y = shape->y + symbol->reach;
        assert_true(shape->extent.width == shape->extent.height);
        break;
    case DRAWING_CIRCLE:
        symbol->shape = 'c';
        symbol->reach = shape->radius;
        symbol->x = shape->x;
        symbol->y = shape->y;
        break;
    default:
        assert_int_equal(shape->kind, DRAWING_PATH);
        symbol->shape = 'd';
        symbol->x = step[0].x;
        symbol->y = step[1].y;
        symbol->reach = step[1].x - step[0].x;
        assert_true(fabs(step[0].y - (symbol->y - symbol->reach)) < TOUCHING);
    }
}

static void see_text(const struct drawing_shape *shape, struct seen_symbol *symbol) {
    double width = text_width(shape->text.size, shape->style->bold, shape->text.text);
    if (is_style(shape, "question")) {
        symbol->question = true;
        return;
    }
    if (is_style(shape, "mark")) symbol->mark = shape->text.text;
    if (is_style(shape, "remains")) symbol->remains = shape->text.text;
    double left = shape->text.anchor == ANCHOR_MIDDLE ? shape->x - width / 2 : shape->x - width;
    assert_true(symbol->labels < 16);
    symbol->label[symbol->labels++] =
        (struct seen_box){left, shape->y - 0.8 * text_height(shape->text.size), left + width,
                          shape->y + 0.2 * text_height(shape->text.size)};
}

static size_t see_symbol(struct reading *reading, size_t at) {
    const struct drawing_shape *shape = reading->drawing->shape;
    struct seen_symbol *symbol = &reading->seen->symbol[reading->seen->symbols++];
    *symbol = (struct seen_symbol){.title = shape[at].group.title};
    for (at++; shape[at].kind != DRAWING_END; at++) {
        if (strncmp(shape[at].style->name, "symbol", 6) == 0)
            see_outline(reading, &shape[at], symbol);
        if (is_style(&shape[at], "dead")) symbol->dead = true;
        if (is_style(&shape[at], "typed")) symbol->typed = true;
        if (is_style(&shape[at], "tick")) symbol->tick = true;
        if (shape[at].kind == DRAWING_TEXT) see_text(&shape[at], symbol);
    }
    assert_true(symbol->shape != 0);
    return at;
}

/* ------------------------------------------------------------------ nothing covers anything */

static bool overlap(const struct seen_box *one, const struct seen_box *other) {
    return one->left < other->right && other->left < one->right && one->top < other->bottom &&
           other->top < one->bottom;
}

static struct seen_box box_of(const struct seen_symbol *symbol) {
    return (struct seen_box){symbol->x - symbol->reach, symbol->y - symbol->reach,
                             symbol->x + symbol->reach, symbol->y + symbol->reach};
}

static void check_apart(const struct seen_pedigree *seen) {
    for (int i = 0; i < seen->symbols; i++)
        for (int j = 0; j < seen->symbols; j++) {
            const struct seen_symbol *one = &seen->symbol[i], *other = &seen->symbol[j];
            struct seen_box box = box_of(one), other_box = box_of(other);
            if (i < j && overlap(&box, &other_box))
                fail_msg("the symbols of %s and %s overlap", one->title, other->title);
            for (int a = 0; a < one->labels; a++) {
                if (overlap(&one->label[a], &other_box))
                    fail_msg("a label of %s lies over the symbol of %s", one->title, other->title);
                for (int b = 0; b < other->labels; b++)
                    if ((i < j || (i == j && a < b)) && overlap(&one->label[a], &other->label[b]))
                        fail_msg("labels of %s and %s overlap", one->title, other->title);
            }
        }
}

/* A line may end at the edge of a symbol, and nowhere go through one. */
static void check_clear(const struct reading *reading) {
    for (int s = 0; s < reading->segments; s++) {
        const struct segment *segment = &reading->segment[s];
        struct seen_box line = {segment->x, segment->y, segment->to_x, segment->to_y};
        for (int i = 0; i < reading->seen->symbols; i++) {
            const struct seen_symbol *symbol = &reading->seen->symbol[i];
            struct seen_box box = box_of(symbol);
            box.left += TOUCHING;
            box.right -= TOUCHING;
            box.top += TOUCHING;
            box.bottom -= TOUCHING;
            if (overlap(&line, &box)) fail_msg("a line goes through %s", symbol->title);
            for (int l = 0; l < symbol->labels; l++)
                if (overlap(&line, &symbol->label[l]))
                    fail_msg("a line goes through a label of %s", symbol->title);
        }
    }
}

/* ------------------------------------------------------------------ lines */

static bool lies_on(const struct segment *segment, double x, double y) {
    return x >= segment->x - TOUCHING && x <= segment->to_x + TOUCHING &&
           y >= segment->y - TOUCHING && y <= segment->to_y + TOUCHING;
}

/* The two lines of a double one. */
static bool is_double(const struct segment *one, const struct segment *other) {
    return one->y == one->to_y && other->y == other->to_y && fabs(one->x - other->x) < TOUCHING &&
           fabs(one->to_x - other->to_x) < TOUCHING && fabs(one->y - other->y) < 5;
}

/* Lines are joined where one ends on the other; where they cross they are not. */
static bool are_joined(const struct segment *one, const struct segment *other) {
    return lies_on(one, other->x, other->y) || lies_on(one, other->to_x, other->to_y) ||
           lies_on(other, one->x, one->y) || lies_on(other, one->to_x, one->to_y) ||
           is_double(one, other);
}

static void join(const struct reading *reading) {
    for (int i = 0; i < reading->segments; i++) reading->segment[i].set = i;
    for (int i = 0; i < reading->segments; i++)
        for (int j = 0; j < i; j++) {
            int from = reading->segment[i].set, to = reading->segment[j].set;
            if (from == to || !are_joined(&reading->segment[i], &reading->segment[j])) continue;
            for (int k = 0; k <= i; k++)
                if (reading->segment[k].set == from) reading->segment[k].set = to;
        }
}

/* Lines of different families that run beside each other are told apart. */
static void check_distances(const struct reading *reading) {
    enum { LEAST = 3 }; /* pixels */
    for (int i = 0; i < reading->segments; i++)
        for (int j = 0; j < i; j++) {
            const struct segment *one = &reading->segment[i], *other = &reading->segment[j];
            bool upright = one->x == one->to_x;
            if (one->set == other->set || upright != (other->x == other->to_x)) continue;
            double shared = upright ? fmin(one->to_y, other->to_y) - fmax(one->y, other->y)
                                    : fmin(one->to_x, other->to_x) - fmax(one->x, other->x);
            if (shared > 0 && fabs(upright ? one->x - other->x : one->y - other->y) < LEAST)
                fail_msg("two lines run beside each other at %g,%g", one->x, one->y);
        }
}

static void see_end(const struct reading *reading, struct seen_family *family, double x, double y) {
    for (int i = 0; i < reading->seen->symbols; i++) {
        const struct seen_symbol *symbol = &reading->seen->symbol[i];
        bool side = fabs(fabs(x - symbol->x) - symbol->reach) < TOUCHING && fabs(y - symbol->y) < 3;
        bool top =
            fabs(x - symbol->x) < TOUCHING && fabs(y - (symbol->y - symbol->reach)) < TOUCHING;
        if (side && family->parents && family->parent[0] == i) continue;
        if (side && family->parents == 2 && family->parent[1] == i) continue;
        if (side && family->parents == 2) fail_msg("%s is a third parent", symbol->title);
        if (side) family->parent[family->parents++] = i;
        if (top) family->child[family->children++] = i;
    }
}

static void see_families(struct reading *reading) {
    struct seen_pedigree *seen = reading->seen;
    seen->family = arena_new(reading->arena, struct seen_family, reading->segments);
    for (int s = 0; s < reading->segments; s++) {
        if (reading->segment[s].set != s) continue;
        struct seen_family *family = &seen->family[seen->families++];
        family->child = arena_new(reading->arena, int, seen->symbols);
        for (int i = 0; i < reading->segments; i++) {
            const struct segment *segment = &reading->segment[i];
            if (segment->set != s) continue;
            see_end(reading, family, segment->x, segment->y);
            see_end(reading, family, segment->to_x, segment->to_y);
            for (int j = 0; j < i; j++)
                if (is_double(segment, &reading->segment[j])) family->related = true;
        }
    }
}

static void see_line(struct reading *reading, const struct drawing_shape *shape) {
    struct segment *segment = &reading->segment[reading->segments++];
    *segment = (struct segment){.x = fmin(shape->x, shape->to.x),
                                .y = fmin(shape->y, shape->to.y),
                                .to_x = fmax(shape->x, shape->to.x),
                                .to_y = fmax(shape->y, shape->to.y)};
    assert_true(segment->x == segment->to_x || segment->y == segment->to_y);
}

struct seen_pedigree reading_pedigree(struct arena *arena, const struct drawing *drawing) {
    struct seen_pedigree seen = {0};
    struct reading reading = {.arena = arena, .drawing = drawing, .seen = &seen};
    seen.symbol = arena_new(arena, struct seen_symbol, drawing->count);
    reading.segment = arena_new(arena, struct segment, drawing->count);
    size_t last = 0; /* what lies behind it is the legend */
    for (size_t i = 0; i < drawing->count; i++)
        if (drawing->shape[i].kind == DRAWING_END) last = i;
    for (size_t i = 0; i < last; i++) {
        const struct drawing_shape *shape = &drawing->shape[i];
        if (shape->kind == DRAWING_GROUP) i = see_symbol(&reading, i);
        else if (is_style(shape, "line")) see_line(&reading, shape);
        else fail_msg("a shape of class %s", shape->style->name);
    }
    check_apart(&seen);
    check_clear(&reading);
    join(&reading);
    check_distances(&reading);
    see_families(&reading);
    return seen;
}
