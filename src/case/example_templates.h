/* The kinds of families that the example is made of. */
#ifndef CAIRN_CASE_EXAMPLE_TEMPLATES_H
#define CAIRN_CASE_EXAMPLE_TEMPLATES_H

enum example_group {
    GROUP_SINGLE, /* one missing person and at least one typed relative or direct reference */
    GROUP_LARGE,  /* three to five dead */
    GROUP_BROTHERS,
    GROUP_COUPLE,
    GROUP_PARENT_CHILD,
    GROUP_UNTYPED, /* one missing person, nobody typed yet */
    GROUP_COUNT
};

enum { TEMPLATE_ROWS = 10 };

/* A person of a template. */
struct example_row {
    int parent, other; /* the rows of both parents in any order; -1: not in the family */
    char sex;           /* M, F; X: drawn once for the template, O: the other one; x: drawn */
    signed char generation; /* 0: of the age below; 1: parents', -1: children's */
    char part; /* D dead, R dead with a direct reference, T typed relative, P relative who has not
                  given a sample yet, U not typed, there for the kinship; 0 ends the rows */
};

struct example_template {
    enum example_group group;
    int share;             /* among the templates of its group */
    int youngest, oldest;  /* age in generation 0 */
    struct example_row row[TEMPLATE_ROWS];
};

/* All of them, group by group; the count in `*out_count`. */
const struct example_template *example_templates(int *out_count);

#endif
