#include "report/pedigree_layout.h"

#include "report/pedigree_layout_parts.h"

/* Of the two places of each family the left one first. */
static void set_sides(struct pedigree_layout *layout, const int *position) {
    for (int f = 0; f < layout->families; f++) {
        struct pedigree_family *family = &layout->family[f];
        if (position[family->left] < position[family->right]) continue;
        int right = family->left;
        family->left = family->right;
        family->right = right;
    }
}

void pedigree_lay_out(struct arena *arena, const struct pedigree *pedigree,
                      const struct pedigree_room *room, struct pedigree_layout *out) {
    *out = (struct pedigree_layout){0};
    struct pedigree_work work = {.arena = arena, .pedigree = pedigree, .layout = out};
    work.part_of = arena_new(arena, int, pedigree->count);
    work.parts = pedigree_parts(pedigree, work.part_of);
    const int *row = pedigree_find_rows(&work);
    pedigree_make_chains(&work, row, room);
    pedigree_order(&work);
    set_sides(out, work.position);
    pedigree_position(&work, room);
}
