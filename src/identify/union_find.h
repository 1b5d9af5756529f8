/* Sets that are joined two by two (union-find): root[i] leads from member i to the smallest member
 * of its set. At first root[i] = i. */
#ifndef CAIRN_IDENTIFY_UNION_FIND_H
#define CAIRN_IDENTIFY_UNION_FIND_H

/* The smallest member of the set of `i`; shortens the way there. */
static inline int union_find_root(int *root, int i) {
    while (root[i] != i) i = root[i] = root[root[i]];
    return i;
}

/* Makes one set of those of `a` and `b`. */
static inline void union_find_join(int *root, int a, int b) {
    a = union_find_root(root, a);
    b = union_find_root(root, b);
    if (a < b) root[b] = a;
    else root[a] = b;
}

#endif
