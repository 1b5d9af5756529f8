#include "report/pedigree_drawing.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "report/pedigree_layout.h"
#include "report/pedigree_legend.h"
#include "report/pedigree_symbol.h"
#include "report/pedigree_words.h"
#include "report/text_fit.h"

static const struct drawing_style LINE = {"line", PAINT_NONE, PAINT_INK, 1.2, 0, false};
static const struct drawing_style PERSON = {"person", PAINT_NONE, PAINT_NONE, 0, 0, false};
static const struct drawing_style CODE = {"code", PAINT_INK, PAINT_NONE, 0, 0, true};
static const struct drawing_style NAME = {"name", PAINT_INK, PAINT_NONE, 0, 0, false};
static const struct drawing_style REMAINS = {"remains", 0x0b5c7a, PAINT_NONE, 0, 0, true};
static const struct drawing_style MARK = {"mark", PAINT_INK, PAINT_NONE, 0, 0, false};

/* Pixels; and the lines that a label may have of the id, of each other text, of the remains. */
enum { MARGIN = 16, LABEL_WIDTH = 112, BESIDE = 13, ID_LINES = 2, TEXT_LINES = 2 };
enum { LABEL_LINES = 2 * ID_LINES + PEDIGREE_LINES * TEXT_LINES };

struct label {
    int count;
    struct {
        const char *text;
        const struct drawing_style *style;
    } line[LABEL_LINES];
};

struct picture {
    struct arena *arena;
    const struct pedigree_person *person;
    const struct pedigree_words *words;
    struct pedigree pedigree;
    struct pedigree_layout layout;
    struct label *label;
    int *mark;         /* of each person who has more places than one, from 1 on */
    uint64_t *related; /* of each person a set: itself and those it descends from */
    size_t set;        /* words of a set */
    struct drawing *drawing;
};

/* ------------------------------------------------------------------ labels */

static enum drawing_size size_of(const struct drawing_style *style) {
    return style == &NAME ? SIZE_SMALL : SIZE_NORMAL;
}

static void add_lines(struct picture *picture, struct label *label, const char *text,
                      const struct drawing_style *style, int most) {
    const char *line[LABEL_LINES];
    if (!text) return;
    int count =
        text_break(picture->arena, size_of(style), style->bold, LABEL_WIDTH, text, most, line);
    for (int i = 0; i < count; i++, label->count++) {
        label->line[label->count].text = line[i];
        label->line[label->count].style = style;
    }
}

static struct pedigree_room make_label(struct picture *picture, int index) {
    const struct pedigree_person *person = &picture->person[index];
    struct label *label = &picture->label[index];
    struct pedigree_room room = {.half = PEDIGREE_RADIUS + BESIDE};
    add_lines(picture, label, person->id, &CODE, ID_LINES);
    for (int i = 0; i < PEDIGREE_LINES; i++)
        add_lines(picture, label, person->line[i], &NAME, TEXT_LINES);
    add_lines(picture, label, person->remains, &REMAINS, ID_LINES);
    for (int i = 0; i < label->count; i++) {
        enum drawing_size size = size_of(label->line[i].style);
        double width = text_width(size, label->line[i].style->bold, label->line[i].text);
        if (width / 2 > room.half) room.half = ceil(width / 2);
        room.height += text_leading(size);
    }
    return room;
}

static void draw_label(const struct picture *picture, const struct pedigree_place *place) {
    const struct label *label = &picture->label[place->person];
    double y = place->y + PEDIGREE_RADIUS + PEDIGREE_LABEL_GAP;
    for (int i = 0; i < label->count; i++) {
        const struct drawing_style *style = label->line[i].style;
        if (place->repeat && style != &CODE) break;
        y += text_leading(size_of(style));
        drawing_text(picture->drawing, style, place->x, y - text_leading(size_of(style)) / 4,
                     ANCHOR_MIDDLE, size_of(style), label->line[i].text);
    }
}

/* ------------------------------------------------------------------ who is related */

static void find_related(struct picture *picture, int index) {
    uint64_t *set = &picture->related[(size_t)index * picture->set];
    const int parent[2] = {picture->person[index].father, picture->person[index].mother};
    if (set[index / 64] >> index % 64 & 1) return;
    for (int i = 0; i < 2; i++) {
        if (parent[i] < 0) continue;
        find_related(picture, parent[i]);
        for (size_t w = 0; w < picture->set; w++)
            set[w] |= picture->related[(size_t)parent[i] * picture->set + w];
    }
    set[index / 64] |= (uint64_t)1 << index % 64;
}

static bool are_related(const struct picture *picture, int one, int other) {
    for (size_t w = 0; w < picture->set; w++)
        if (picture->related[(size_t)one * picture->set + w] &
            picture->related[(size_t)other * picture->set + w])
            return true;
    return false;
}

/* ------------------------------------------------------------------ lines */

/* Between the parents, or to the side of one. Returns the height from which theirs leads down. */
static double draw_partners(const struct picture *picture, const struct pedigree_family *family) {
    enum { APART = 2 }; /* half the distance of a double line, pixels */
    const struct pedigree_place *left = &picture->layout.place[family->left];
    const struct pedigree_place *right = &picture->layout.place[family->right];
    const struct pedigree_person *person = picture->person;
    double from =
        left->person < 0 ? family->x : left->x + pedigree_symbol_reach(person[left->person].sex);
    double to =
        right->person < 0 ? family->x : right->x - pedigree_symbol_reach(person[right->person].sex);
    double y = left->y;
    if (family->father < 0 || family->mother < 0 ||
        !are_related(picture, family->father, family->mother)) {
        drawing_line(picture->drawing, &LINE, from, y, to, y);
        return y;
    }
    drawing_line(picture->drawing, &LINE, from, y - APART, to, y - APART);
    drawing_line(picture->drawing, &LINE, from, y + APART, to, y + APART);
    return y + APART;
}

static void draw_family(const struct picture *picture, const struct pedigree_family *family) {
    struct drawing *drawing = picture->drawing;
    double y = draw_partners(picture, family), from = family->x, to = family->x;
    drawing_line(drawing, &LINE, family->x, y, family->x, family->bar);
    for (int c = 0; c < family->children; c++) {
        const struct pedigree_place *child = &picture->layout.place[family->child[c]];
        double top = child->y - pedigree_symbol_reach(picture->person[child->person].sex);
        drawing_line(drawing, &LINE, child->x, family->bar, child->x, top);
        if (child->x < from) from = child->x;
        if (child->x > to) to = child->x;
    }
    if (from < to) drawing_line(drawing, &LINE, from, family->bar, to, family->bar);
}

/* ------------------------------------------------------------------ persons */

static void draw_person(const struct picture *picture, const struct pedigree_place *place) {
    struct drawing *drawing = picture->drawing;
    const struct pedigree_person *person = &picture->person[place->person];
    const struct pedigree_symbol symbol = {.sex = person->sex,
                                           .dead = person->dead,
                                           .typed = person->typed,
                                           .missing = person->missing,
                                           .identified = person->remains,
                                           .repeat = place->repeat};
    drawing_group(
        drawing, &PERSON, person->link,
        pedigree_sentence(picture->arena, picture->person, place->person, picture->words));
    pedigree_symbol(drawing, &symbol, place->x, place->y);
    if (picture->mark[place->person])
        drawing_text(drawing, &MARK, place->x - PEDIGREE_RADIUS - 4, place->y - PEDIGREE_RADIUS + 5,
                     ANCHOR_END, SIZE_SMALL,
                     arena_format(picture->arena, "*%d", picture->mark[place->person]));
    draw_label(picture, place);
    drawing_end(drawing);
}

static void draw(struct picture *picture) {
    struct pedigree_layout *layout = &picture->layout;
    int marks = 0;
    for (int i = 0; i < layout->places; i++) {
        layout->place[i].x += MARGIN;
        layout->place[i].y += MARGIN;
        if (layout->place[i].repeat && !picture->mark[layout->place[i].person])
            picture->mark[layout->place[i].person] = ++marks;
    }
    for (int f = 0; f < layout->families; f++) {
        layout->family[f].x += MARGIN;
        layout->family[f].bar += MARGIN;
        draw_family(picture, &layout->family[f]);
    }
    for (int i = 0; i < layout->places; i++)
        if (layout->place[i].person >= 0) draw_person(picture, &layout->place[i]);
}

/* What the legend has to explain. */
static unsigned signs_of(const struct picture *picture) {
    unsigned signs = 0;
    for (int i = 0; i < picture->pedigree.count; i++) {
        const struct pedigree_person *person = &picture->person[i];
        signs |= 1u << (SIGN_SEX + person->sex);
        if (person->dead) signs |= 1u << SIGN_DEAD;
        if (person->typed) signs |= 1u << SIGN_TYPED;
        if (person->remains) signs |= 1u << SIGN_IDENTIFIED;
        else if (person->missing) signs |= 1u << SIGN_MISSING;
        if (picture->mark[i]) signs |= 1u << SIGN_REPEAT;
    }
    for (int f = 0; f < picture->layout.families; f++) {
        const struct pedigree_family *family = &picture->layout.family[f];
        if (family->father >= 0 && family->mother >= 0 &&
            are_related(picture, family->father, family->mother))
            signs |= 1u << SIGN_RELATED;
    }
    return signs;
}

bool pedigree_draw(struct arena *arena, const struct pedigree_person *person, int count,
                   const char *title, const char *description, const struct pedigree_words *words,
                   struct drawing *out, struct error *error) {
    struct picture picture = {.arena = arena, .person = person, .words = words, .drawing = out};
    if (count > PEDIGREE_MOST_PERSONS)
        return error_set(error, ERROR_TOO_LARGE,
                         "a pedigree of %d persons is too large to be drawn (at most %d); draw a "
                         "part of it",
                         count, PEDIGREE_MOST_PERSONS);
    picture.pedigree.count = count;
    picture.pedigree.person = arena_new(arena, struct person, count);
    for (int i = 0; i < count; i++)
        picture.pedigree.person[i] = (struct person){.id = person[i].id,
                                                     .father = person[i].father,
                                                     .mother = person[i].mother,
                                                     .sex = person[i].sex};
    if (!pedigree_check(&picture.pedigree, NULL, error)) return false;

    struct pedigree_room *room = arena_new(arena, struct pedigree_room, count);
    picture.label = arena_new(arena, struct label, count);
    picture.mark = arena_new(arena, int, count);
    picture.set = (size_t)(count + 63) / 64;
    picture.related = arena_new(arena, uint64_t, (size_t)count * picture.set);
    for (int i = 0; i < count; i++) {
        room[i] = make_label(&picture, i);
        find_related(&picture, i);
    }
    pedigree_lay_out(arena, &picture.pedigree, room, &picture.layout);
    drawing_open(out, arena, "pedigree", title, description);
    draw(&picture);
    out->width = picture.layout.width + 2 * MARGIN;
    out->height = picture.layout.height + 2 * MARGIN;
    pedigree_legend(out, signs_of(&picture), words);
    return true;
}
