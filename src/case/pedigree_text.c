#include "case/pedigree_text.h"

#include <string.h>

enum { UNLISTED = -1 };

/* Two parents, one of whom may not be listed, and that they are drawn already. */
struct couple {
    int parent[2]; /* father, mother */
    bool drawn;
};

struct drawing {
    struct arena *arena;
    const struct pedigree *pedigree;
    const struct pedigree_marks *marks;
    int couples;
    struct couple *couple;
    int *rank;          /* of each person: see rank_of */
    int *places;        /* of each person: how often it stands in the drawing */
    int *number;        /* of each person: its mark, 0: none yet */
    int numbers;
    struct buffer *out; /* NULL: only count the places */
};

/* A line's beginning, from the margin to where its person stands: one piece a generation. */
struct margin {
    const struct margin *outer;
    const char *piece;
};

static void add_margin(struct buffer *out, const struct margin *margin) {
    if (margin->outer) add_margin(out, margin->outer);
    buffer_add_text(out, margin->piece);
}

static void add_symbol(struct drawing *drawing, int person, enum sex sex) {
    static const char *const brackets[] = {
        [SEX_UNKNOWN] = "<>", [SEX_MALE] = "[]", [SEX_FEMALE] = "()"};
    const struct pedigree_marks *marks = drawing->marks;
    if (person == UNLISTED) {
        if (drawing->out)
            buffer_format(drawing->out, "%c %c", brackets[sex][0], brackets[sex][1]);
        return;
    }
    if (!drawing->out) {
        drawing->places[person]++;
        return;
    }
    const struct person *who = &drawing->pedigree->person[person];
    buffer_format(drawing->out, "%c%s", brackets[who->sex][0], who->id);
    if (marks->missing && marks->missing[person]) buffer_add_text(drawing->out, " ?");
    if (marks->typed && marks->typed[person]) buffer_add_text(drawing->out, " +");
    if (drawing->places[person] > 1) {
        if (!drawing->number[person]) drawing->number[person] = ++drawing->numbers;
        buffer_format(drawing->out, " *%d", drawing->number[person]);
    }
    if (marks->person == person) buffer_format(drawing->out, " <== %s", marks->label);
    buffer_format(drawing->out, "%c", brackets[who->sex][1]);
}

static void end_line(struct drawing *drawing) {
    if (drawing->out) buffer_add_text(drawing->out, "\n");
}

static bool is_founder(const struct pedigree *pedigree, int person) {
    return pedigree->person[person].father < 0 && pedigree->person[person].mother < 0;
}

/* The couple's other parent; `*out_role` says whether father or mother. */
static int partner_of(const struct couple *couple, int person, int *out_role) {
    *out_role = couple->parent[0] == person ? 1 : 0;
    return couple->parent[*out_role];
}

static void draw_person(struct drawing *drawing, int person, const struct margin *margin,
                        const char *branch);

static void draw_children(struct drawing *drawing, const struct couple *couple,
                          const struct margin *margin) {
    const struct pedigree *pedigree = drawing->pedigree;
    int last = UNLISTED;
    for (int i = 0; i < pedigree->count; i++)
        if (pedigree->person[i].father == couple->parent[0] &&
            pedigree->person[i].mother == couple->parent[1])
            last = i;
    for (int i = 0; i <= last; i++)
        if (pedigree->person[i].father == couple->parent[0] &&
            pedigree->person[i].mother == couple->parent[1])
            draw_person(drawing, i, margin, i == last ? "`-- " : "+-- ");
}

static void add_partner(struct drawing *drawing, int partner, int role) {
    if (drawing->out) buffer_add_text(drawing->out, "= ");
    add_symbol(drawing, partner, role == 0 ? SEX_MALE : SEX_FEMALE);
}

/* Draws a person and, unless that was done elsewhere, its partners and all who descend from it. */
static void draw_person(struct drawing *drawing, int person, const struct margin *margin,
                        const char *branch) {
    int left = 0, role;
    for (int c = 0; c < drawing->couples; c++) {
        struct couple *couple = &drawing->couple[c];
        if (couple->drawn || (couple->parent[0] != person && couple->parent[1] != person)) continue;
        left++;
    }
    struct margin own = {margin, *branch == '+' ? "|   " : *branch ? "    " : ""};
    if (drawing->out) {
        add_margin(drawing->out, margin);
        buffer_add_text(drawing->out, branch);
    }
    add_symbol(drawing, person, SEX_UNKNOWN);
    if (left != 1) end_line(drawing);
    struct margin inner = {&own, "  "};
    bool alone = left == 1;
    for (int c = 0; c < drawing->couples && left; c++) {
        struct couple *couple = &drawing->couple[c];
        if (couple->drawn || (couple->parent[0] != person && couple->parent[1] != person)) continue;
        couple->drawn = true;
        left--;
        int partner = partner_of(couple, person, &role);
        if (drawing->out && alone) buffer_add_text(drawing->out, " ");
        if (drawing->out && !alone) add_margin(drawing->out, &inner);
        add_partner(drawing, partner, role);
        end_line(drawing);
        draw_children(drawing, couple, alone ? &own : &inner);
    }
}

static bool is_open(const struct drawing *drawing, int person) {
    for (int c = 0; c < drawing->couples; c++) {
        const struct couple *couple = &drawing->couple[c];
        if (!couple->drawn && (couple->parent[0] == person || couple->parent[1] == person))
            return true;
    }
    return false;
}

/* What a drawing begins with: founders with most partners first, then those without any, and last
 * those who married into a family that is drawn by then. Nobody else begins one. */
enum { NO_BEGINNING = -2, MARRIED_IN = -1, ALONE = 0, MOST_PARTNERS = 4 };

static int rank_of(const struct drawing *drawing, int person) {
    int partners = 0, role;
    if (!is_founder(drawing->pedigree, person)) return NO_BEGINNING;
    for (int c = 0; c < drawing->couples; c++) {
        const struct couple *couple = &drawing->couple[c];
        if (couple->parent[0] != person && couple->parent[1] != person) continue;
        if (partners < MOST_PARTNERS) partners++;
        int partner = partner_of(couple, person, &role);
        if (partner != UNLISTED && !is_founder(drawing->pedigree, partner)) return MARRIED_IN;
    }
    return partners;
}

static void draw(struct drawing *drawing, const struct margin *margin) {
    int count = drawing->pedigree->count;
    for (int c = 0; c < drawing->couples; c++) drawing->couple[c].drawn = false;
    for (int rank = MOST_PARTNERS; rank >= MARRIED_IN; rank--)
        for (int i = 0; i < count; i++)
            if (drawing->rank[i] == rank && (rank == ALONE || is_open(drawing, i)))
                draw_person(drawing, i, margin, "");
}

static void list_couples(struct drawing *drawing) {
    const struct pedigree *pedigree = drawing->pedigree;
    drawing->couple = arena_new(drawing->arena, struct couple, pedigree->count + 1);
    for (int i = 0; i < pedigree->count; i++) {
        struct couple couple = {{pedigree->person[i].father, pedigree->person[i].mother}, false};
        if (couple.parent[0] < 0 && couple.parent[1] < 0) continue;
        bool known = false;
        for (int c = 0; c < drawing->couples && !known; c++)
            known = memcmp(drawing->couple[c].parent, couple.parent, sizeof couple.parent) == 0;
        if (!known) drawing->couple[drawing->couples++] = couple;
    }
}

void pedigree_text(struct arena *arena, const struct pedigree *pedigree,
                   const struct pedigree_marks *marks, const char *indent, struct buffer *out) {
    struct drawing drawing = {.arena = arena, .pedigree = pedigree, .marks = marks};
    struct arena_mark mark = arena_mark(arena);
    struct margin margin = {NULL, indent};
    drawing.places = arena_new(arena, int, pedigree->count);
    drawing.number = arena_new(arena, int, pedigree->count);
    drawing.rank = arena_new(arena, int, pedigree->count);
    list_couples(&drawing);
    for (int i = 0; i < pedigree->count; i++) drawing.rank[i] = rank_of(&drawing, i);
    draw(&drawing, &margin);
    drawing.out = out;
    draw(&drawing, &margin);
    arena_release(arena, mark);
}

void pedigree_text_legend(const char *indent, struct buffer *out) {
    buffer_format(out,
                  "%s[ ] male, ( ) female, < > sex not known; = couple, children below it;\n"
                  "%s+ typed, ? missing, *1 the same person in two places, empty: not listed\n",
                  indent, indent);
}
