#include "case/example_templates.h"

static const struct example_template TEMPLATES[] = {
    /* Both parents; one parent. */
    {GROUP_SINGLE, 140, 22, 48,
     {{-1, -1, 'M', 1, 'T'}, {-1, -1, 'F', 1, 'T'}, {0, 1, 'X', 0, 'D'}}},
    {GROUP_SINGLE, 70, 22, 52, {{-1, -1, 'F', 1, 'T'}, {0, -1, 'X', 0, 'D'}}},
    {GROUP_SINGLE, 50, 22, 50, {{-1, -1, 'M', 1, 'T'}, {0, -1, 'X', 0, 'D'}}},
    /* A parent and siblings; both parents and a sibling. */
    {GROUP_SINGLE, 70, 22, 52,
     {{-1, -1, 'M', 1, 'U'}, {-1, -1, 'F', 1, 'T'}, {0, 1, 'X', 0, 'D'}, {0, 1, 'x', 0, 'T'}}},
    {GROUP_SINGLE, 30, 22, 50,
     {{-1, -1, 'M', 1, 'T'}, {-1, -1, 'F', 1, 'U'}, {0, 1, 'X', 0, 'D'}, {0, 1, 'x', 0, 'T'}}},
    {GROUP_SINGLE, 50, 22, 52,
     {{-1, -1, 'M', 1, 'U'}, {-1, -1, 'F', 1, 'T'}, {0, 1, 'X', 0, 'D'}, {0, 1, 'x', 0, 'T'},
      {0, 1, 'x', 0, 'T'}}},
    {GROUP_SINGLE, 24, 22, 46,
     {{-1, -1, 'M', 1, 'T'}, {-1, -1, 'F', 1, 'T'}, {0, 1, 'X', 0, 'D'}, {0, 1, 'x', 0, 'T'}}},
    /* Wife or husband and children. */
    {GROUP_SINGLE, 50, 34, 70,
     {{-1, -1, 'X', 0, 'D'}, {-1, -1, 'O', 0, 'T'}, {0, 1, 'x', -1, 'T'}}},
    {GROUP_SINGLE, 80, 36, 74,
     {{-1, -1, 'X', 0, 'D'}, {-1, -1, 'O', 0, 'T'}, {0, 1, 'x', -1, 'T'}, {0, 1, 'x', -1, 'T'}}},
    {GROUP_SINGLE, 40, 40, 78,
     {{-1, -1, 'X', 0, 'D'}, {-1, -1, 'O', 0, 'T'}, {0, 1, 'x', -1, 'T'}, {0, 1, 'x', -1, 'T'},
      {0, 1, 'x', -1, 'T'}}},
    /* Children only. */
    {GROUP_SINGLE, 20, 45, 80, {{-1, -1, 'X', 0, 'D'}, {0, -1, 'x', -1, 'T'}}},
    {GROUP_SINGLE, 40, 45, 82,
     {{-1, -1, 'X', 0, 'D'}, {-1, -1, 'O', 0, 'U'}, {0, 1, 'x', -1, 'T'}, {0, 1, 'x', -1, 'T'}}},
    {GROUP_SINGLE, 30, 48, 84,
     {{-1, -1, 'X', 0, 'D'}, {-1, -1, 'O', 0, 'U'}, {0, 1, 'x', -1, 'T'}, {0, 1, 'x', -1, 'T'},
      {0, 1, 'x', -1, 'T'}}},
    /* One, two, three full siblings. */
    {GROUP_SINGLE, 16, 30, 76,
     {{-1, -1, 'M', 1, 'U'}, {-1, -1, 'F', 1, 'U'}, {0, 1, 'X', 0, 'D'}, {0, 1, 'x', 0, 'T'}}},
    {GROUP_SINGLE, 60, 30, 76,
     {{-1, -1, 'M', 1, 'U'}, {-1, -1, 'F', 1, 'U'}, {0, 1, 'X', 0, 'D'}, {0, 1, 'x', 0, 'T'},
      {0, 1, 'x', 0, 'T'}}},
    {GROUP_SINGLE, 70, 34, 76,
     {{-1, -1, 'M', 1, 'U'}, {-1, -1, 'F', 1, 'U'}, {0, 1, 'X', 0, 'D'}, {0, 1, 'x', 0, 'T'},
      {0, 1, 'x', 0, 'T'}, {0, 1, 'x', 0, 'T'}}},
    /* Grandparents: two of one side, one, all four. */
    {GROUP_SINGLE, 6, 22, 28,
     {{-1, -1, 'M', 2, 'T'}, {-1, -1, 'F', 2, 'T'}, {0, 1, 'F', 1, 'U'}, {-1, -1, 'M', 1, 'U'},
      {3, 2, 'X', 0, 'D'}}},
    {GROUP_SINGLE, 4, 22, 28,
     {{-1, -1, 'F', 2, 'T'}, {0, -1, 'M', 1, 'U'}, {1, -1, 'X', 0, 'D'}}},
    {GROUP_SINGLE, 5, 22, 26,
     {{-1, -1, 'M', 2, 'T'}, {-1, -1, 'F', 2, 'T'}, {-1, -1, 'M', 2, 'T'}, {-1, -1, 'F', 2, 'T'},
      {0, 1, 'M', 1, 'U'}, {2, 3, 'F', 1, 'U'}, {4, 5, 'X', 0, 'D'}}},
    /* Half-siblings through the mother, through the father. */
    {GROUP_SINGLE, 5, 24, 66,
     {{-1, -1, 'F', 1, 'U'}, {-1, -1, 'M', 1, 'U'}, {-1, -1, 'M', 1, 'U'}, {0, 1, 'X', 0, 'D'},
      {0, 2, 'x', 0, 'T'}}},
    {GROUP_SINGLE, 5, 24, 66,
     {{-1, -1, 'M', 1, 'U'}, {-1, -1, 'F', 1, 'U'}, {-1, -1, 'F', 1, 'U'}, {0, 1, 'X', 0, 'D'},
      {0, 2, 'x', 0, 'T'}, {0, 2, 'x', 0, 'T'}}},
    /* A parent's sibling, two of them. */
    {GROUP_SINGLE, 5, 22, 46,
     {{-1, -1, 'M', 2, 'U'}, {-1, -1, 'F', 2, 'U'}, {0, 1, 'F', 1, 'U'}, {0, 1, 'x', 1, 'T'},
      {2, -1, 'X', 0, 'D'}}},
    {GROUP_SINGLE, 5, 22, 46,
     {{-1, -1, 'M', 2, 'U'}, {-1, -1, 'F', 2, 'U'}, {0, 1, 'M', 1, 'U'}, {0, 1, 'x', 1, 'T'},
      {0, 1, 'x', 1, 'T'}, {2, -1, 'X', 0, 'D'}}},
    /* One first cousin. */
    {GROUP_SINGLE, 4, 24, 60,
     {{-1, -1, 'M', 2, 'U'}, {-1, -1, 'F', 2, 'U'}, {0, 1, 'F', 1, 'U'}, {0, 1, 'M', 1, 'U'},
      {2, -1, 'X', 0, 'D'}, {3, -1, 'x', 0, 'T'}}},
    /* A direct reference: alone, with mother, with a sibling, with wife or husband and child. */
    {GROUP_SINGLE, 15, 22, 70, {{-1, -1, 'X', 0, 'R'}}},
    {GROUP_SINGLE, 8, 22, 48, {{-1, -1, 'F', 1, 'T'}, {0, -1, 'X', 0, 'R'}}},
    {GROUP_SINGLE, 7, 24, 60,
     {{-1, -1, 'M', 1, 'U'}, {-1, -1, 'F', 1, 'U'}, {0, 1, 'X', 0, 'R'}, {0, 1, 'x', 0, 'T'}}},
    {GROUP_SINGLE, 6, 36, 60,
     {{-1, -1, 'X', 0, 'R'}, {-1, -1, 'O', 0, 'T'}, {0, 1, 'x', -1, 'T'}}},

    /* Grandmother, mother and child; husband and another child live. */
    {GROUP_LARGE, 1, 36, 36,
     {{-1, -1, 'F', 1, 'D'}, {0, -1, 'F', 0, 'D'}, {-1, -1, 'M', 0, 'T'}, {2, 1, 'F', -1, 'D'},
      {2, 1, 'M', -1, 'T'}}},
    /* Father and two grown sons; mother and daughter live. */
    {GROUP_LARGE, 1, 54, 60,
     {{-1, -1, 'M', 0, 'D'}, {-1, -1, 'F', 0, 'T'}, {0, 1, 'M', -1, 'D'}, {0, 1, 'M', -1, 'D'},
      {0, 1, 'F', -1, 'T'}}},
    /* Father, mother, two children; his father, her mother and brother live. */
    {GROUP_LARGE, 1, 36, 36,
     {{-1, -1, 'M', 1, 'T'}, {-1, -1, 'F', 1, 'T'}, {-1, -1, 'M', 1, 'U'}, {0, -1, 'M', 0, 'D'},
      {2, 1, 'F', 0, 'D'}, {2, 1, 'M', 0, 'T'}, {3, 4, 'M', -1, 'D'}, {3, 4, 'F', -1, 'D'}}},
    /* Father, mother, two children; his mother and brother, her mother and sister live. */
    {GROUP_LARGE, 1, 36, 36,
     {{-1, -1, 'M', 1, 'U'}, {-1, -1, 'F', 1, 'T'}, {-1, -1, 'M', 1, 'U'}, {-1, -1, 'F', 1, 'T'},
      {0, 1, 'M', 0, 'D'}, {0, 1, 'M', 0, 'T'}, {2, 3, 'F', 0, 'D'}, {2, 3, 'F', 0, 'T'},
      {4, 6, 'x', -1, 'D'}, {4, 6, 'x', -1, 'D'}}},
    /* Father, mother, grown daughter; a son and her sister live. */
    {GROUP_LARGE, 1, 54, 64,
     {{-1, -1, 'M', 1, 'U'}, {-1, -1, 'F', 1, 'U'}, {-1, -1, 'M', 0, 'D'}, {0, 1, 'F', 0, 'D'},
      {0, 1, 'F', 0, 'T'}, {2, 3, 'F', -1, 'D'}, {2, 3, 'M', -1, 'T'}}},
    /* Father, mother, two grown children; two children live. */
    {GROUP_LARGE, 1, 54, 66,
     {{-1, -1, 'M', 0, 'D'}, {-1, -1, 'F', 0, 'D'}, {0, 1, 'M', -1, 'D'}, {0, 1, 'x', -1, 'D'},
      {0, 1, 'F', -1, 'T'}, {0, 1, 'x', -1, 'T'}}},
    /* Father and three sons; mother, daughter and a son's child live. */
    {GROUP_LARGE, 1, 58, 68,
     {{-1, -1, 'M', 0, 'D'}, {-1, -1, 'F', 0, 'T'}, {0, 1, 'M', -1, 'D'}, {0, 1, 'M', -1, 'D'},
      {0, 1, 'M', -1, 'D'}, {0, 1, 'F', -1, 'T'}, {2, -1, 'x', -2, 'T'}}},
    /* Three generations: a man, two sons, a grandson; his wife, and the boy's mother and sister
     * live. */
    {GROUP_LARGE, 1, 50, 52,
     {{-1, -1, 'M', 1, 'D'}, {-1, -1, 'F', 1, 'T'}, {0, 1, 'M', 0, 'D'}, {0, 1, 'M', 0, 'D'},
      {-1, -1, 'F', 0, 'T'}, {2, 4, 'M', -1, 'D'}, {2, 4, 'F', -1, 'T'}}},

    /* Brothers whom the relatives cannot tell apart: mother; both parents; sisters; a brother. */
    {GROUP_BROTHERS, 1, 24, 48,
     {{-1, -1, 'M', 1, 'U'}, {-1, -1, 'F', 1, 'T'}, {0, 1, 'M', 0, 'D'}, {0, 1, 'M', 0, 'D'}}},
    {GROUP_BROTHERS, 1, 24, 44,
     {{-1, -1, 'M', 1, 'T'}, {-1, -1, 'F', 1, 'T'}, {0, 1, 'M', 0, 'D'}, {0, 1, 'M', 0, 'D'}}},
    {GROUP_BROTHERS, 1, 30, 66,
     {{-1, -1, 'M', 1, 'U'}, {-1, -1, 'F', 1, 'U'}, {0, 1, 'M', 0, 'D'}, {0, 1, 'M', 0, 'D'},
      {0, 1, 'F', 0, 'T'}, {0, 1, 'F', 0, 'T'}}},
    {GROUP_BROTHERS, 1, 30, 66,
     {{-1, -1, 'M', 1, 'U'}, {-1, -1, 'F', 1, 'U'}, {0, 1, 'M', 0, 'D'}, {0, 1, 'M', 0, 'D'},
      {0, 1, 'M', 0, 'T'}}},
    /* Brothers who can be told apart: a wife and child, with the mother; a child of each. */
    {GROUP_BROTHERS, 1, 34, 48,
     {{-1, -1, 'M', 1, 'U'}, {-1, -1, 'F', 1, 'T'}, {0, 1, 'M', 0, 'D'}, {0, 1, 'M', 0, 'D'},
      {-1, -1, 'F', 0, 'T'}, {2, 4, 'x', -1, 'T'}}},
    {GROUP_BROTHERS, 1, 40, 66,
     {{-1, -1, 'M', 1, 'U'}, {-1, -1, 'F', 1, 'U'}, {0, 1, 'M', 0, 'D'}, {0, 1, 'M', 0, 'D'},
      {2, -1, 'x', -1, 'T'}, {3, -1, 'x', -1, 'T'}}},

    /* Two children live; his mother and her brother live. */
    {GROUP_COUPLE, 1, 45, 76,
     {{-1, -1, 'M', 0, 'D'}, {-1, -1, 'F', 0, 'D'}, {0, 1, 'x', -1, 'T'}, {0, 1, 'x', -1, 'T'}}},
    {GROUP_COUPLE, 1, 26, 46,
     {{-1, -1, 'F', 1, 'T'}, {-1, -1, 'M', 1, 'U'}, {-1, -1, 'F', 1, 'U'}, {0, -1, 'M', 0, 'D'},
      {1, 2, 'F', 0, 'D'}, {1, 2, 'M', 0, 'T'}}},

    /* Father and son, the mother lives; mother and daughter, father and a sibling live. */
    {GROUP_PARENT_CHILD, 1, 52, 68,
     {{-1, -1, 'M', 0, 'D'}, {-1, -1, 'F', 0, 'T'}, {0, 1, 'M', -1, 'D'}}},
    {GROUP_PARENT_CHILD, 1, 52, 68,
     {{-1, -1, 'M', 0, 'T'}, {-1, -1, 'F', 0, 'D'}, {0, 1, 'F', -1, 'D'}, {0, 1, 'x', -1, 'T'}}},
    /* Father and daughter, her siblings live; mother and son, her brother and his child live. */
    {GROUP_PARENT_CHILD, 1, 52, 70,
     {{-1, -1, 'M', 0, 'D'}, {-1, -1, 'F', 0, 'U'}, {0, 1, 'F', -1, 'D'}, {0, 1, 'x', -1, 'T'},
      {0, 1, 'x', -1, 'T'}}},
    {GROUP_PARENT_CHILD, 1, 60, 72,
     {{-1, -1, 'M', 1, 'U'}, {-1, -1, 'F', 1, 'U'}, {0, 1, 'F', 0, 'D'}, {0, 1, 'M', 0, 'T'},
      {2, -1, 'M', -1, 'D'}, {4, -1, 'x', -2, 'T'}}},

    {GROUP_UNTYPED, 4, 24, 52, {{-1, -1, 'F', 1, 'P'}, {0, -1, 'X', 0, 'D'}}},
    {GROUP_UNTYPED, 3, 36, 74,
     {{-1, -1, 'X', 0, 'D'}, {-1, -1, 'O', 0, 'P'}, {0, 1, 'x', -1, 'P'}}},
    {GROUP_UNTYPED, 3, 28, 74,
     {{-1, -1, 'M', 1, 'U'}, {-1, -1, 'F', 1, 'U'}, {0, 1, 'X', 0, 'D'}, {0, 1, 'x', 0, 'P'}}},
};

const struct example_template *example_templates(int *out_count) {
    *out_count = sizeof TEMPLATES / sizeof TEMPLATES[0];
    return TEMPLATES;
}
