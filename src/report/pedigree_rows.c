/* Families and generations: sets of persons and families whose distance in rows is known grow
 * together until every part of the pedigree is one (union-find with offsets). */
#include <string.h>

#include "report/pedigree_layout_parts.h"

/* Persons, and behind them families. */
struct node {
    int up;     /* another node of the set; itself at the head */
    int offset; /* how many rows it lies below that one */
};

static void list_families(struct pedigree_work *work) {
    const struct pedigree *pedigree = work->pedigree;
    struct pedigree_layout *layout = work->layout;
    layout->family = arena_new(work->arena, struct pedigree_family, pedigree->count);
    work->family_of = arena_new(work->arena, int, pedigree->count);
    for (int i = 0; i < pedigree->count; i++) {
        int father = pedigree->person[i].father, mother = pedigree->person[i].mother, f = 0;
        work->family_of[i] = -1;
        if (father < 0 && mother < 0) continue;
        while (f < layout->families &&
               (layout->family[f].father != father || layout->family[f].mother != mother))
            f++;
        if (f == layout->families)
            layout->family[layout->families++] = (struct pedigree_family){
                .father = father, .mother = mother, .left = -1, .right = -1};
        work->family_of[i] = f;
        layout->family[f].children++;
    }
    for (int f = 0; f < layout->families; f++) {
        layout->family[f].child = arena_new(work->arena, int, layout->family[f].children);
        layout->family[f].children = 0;
    }
    for (int i = 0; i < pedigree->count; i++) {
        if (work->family_of[i] < 0) continue;
        struct pedigree_family *family = &layout->family[work->family_of[i]];
        family->child[family->children++] = i;
    }
}

static struct node head_of(struct node *node, int index) {
    struct node to = {index, 0};
    while (node[to.up].up != to.up) {
        to.offset += node[to.up].offset;
        to.up = node[to.up].up;
    }
    node[index] = to;
    return to;
}

/* From now on `index` lies `rows` below `other`. */
static void join(struct node *node, int index, int other, int rows) {
    struct node head = head_of(node, index), to = head_of(node, other);
    if (head.up == to.up) return;
    node[head.up] = (struct node){to.up, to.offset + rows - head.offset};
}

/* Generations above a person, the longest way. */
static int depth_of(const struct pedigree *pedigree, int *depth, int person) {
    if (person < 0) return -1;
    if (depth[person] < 0) {
        int father = depth_of(pedigree, depth, pedigree->person[person].father);
        int mother = depth_of(pedigree, depth, pedigree->person[person].mother);
        depth[person] = 1 + (father > mother ? father : mother);
    }
    return depth[person];
}

/* A family lies in the row of both parents where that can be, else in that of the lower one: so its
 * children are below both. */
static void join_parents(struct node *node, int persons, int index,
                         const struct pedigree_family *family) {
    int first = family->father, second = family->mother;
    if (first < 0) first = second;
    if (second < 0) second = first;
    struct node one = head_of(node, first), other = head_of(node, second);
    if (one.up == other.up && one.offset < other.offset) first = second;
    join(node, persons + index, first, 0);
    join(node, second, persons + index, 0);
}

int *pedigree_find_rows(struct pedigree_work *work) {
    const struct pedigree *pedigree = work->pedigree;
    int count = pedigree->count;
    list_families(work);
    const struct pedigree_layout *layout = work->layout;
    struct node *node = arena_new(work->arena, struct node, count + layout->families);
    for (int i = 0; i < count + layout->families; i++) node[i].up = i;
    for (int i = 0; i < count; i++)
        if (work->family_of[i] >= 0) join(node, i, count + work->family_of[i], 1);

    /* From the top, so that what contradicts itself is found where it is made. */
    int *depth = arena_new(work->arena, int, count);
    memset(depth, -1, (size_t)count * sizeof *depth);
    for (int level = 0, left = layout->families; left; level++)
        for (int f = 0; f < layout->families; f++) {
            int father = depth_of(pedigree, depth, layout->family[f].father);
            int mother = depth_of(pedigree, depth, layout->family[f].mother);
            if ((father > mother ? father : mother) != level) continue;
            join_parents(node, count, f, &layout->family[f]);
            left--;
        }

    int *top = arena_new(work->arena, int, work->parts), *row = arena_new(work->arena, int, count);
    for (int i = 0; i < count; i++) {
        row[i] = head_of(node, i).offset;
        if (row[i] < top[work->part_of[i]]) top[work->part_of[i]] = row[i];
    }
    work->family_row = arena_new(work->arena, int, layout->families);
    for (int f = 0; f < layout->families; f++)
        work->family_row[f] =
            head_of(node, count + f).offset - top[work->part_of[layout->family[f].child[0]]];
    for (int i = 0; i < count; i++) row[i] -= top[work->part_of[i]];
    return row;
}
