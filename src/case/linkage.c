#include "case/linkage.h"

#include <string.h>

enum { GROUPS = 4, OF_GROUP = 3 };

/* At Xp22, Xq12, Xq26 and Xq28. */
static const char *const x_groups[GROUPS][OF_GROUP] = {
    {"DXS8378", "DXS10148", "DXS10135"},
    {"DXS7132", "DXS10079", "DXS10074"},
    {"DXS10103", "HPRTB", "DXS10101"},
    {"DXS10146", "DXS10134", "DXS7423"},
};

static bool is_on_x(const struct panel *panel, int marker) {
    return marker >= 0 && panel->marker[marker].chromosome == X_CHROMOSOME;
}

int linkage_warnings(struct arena *arena, const struct panel *panel,
                     const char *out_warning[LINKAGE_SENTENCES]) {
    int count = 0, on_x = 0;
    for (int m = 0; m < panel->count; m++) on_x += is_on_x(panel, m);
    if (panel_find(panel, "vWA") >= 0 && panel_find(panel, "D12S391") >= 0)
        out_warning[count++] = "vWA and D12S391 are linked: where both parents of a sibship or an "
                               "uncle are in question their product says somewhat too much";
    for (int g = 0; g < GROUPS; g++) {
        const char *list = "", *last = NULL;
        for (int i = 0; i < OF_GROUP; i++) {
            if (!is_on_x(panel, panel_find(panel, x_groups[g][i]))) continue;
            if (last) list = *list ? arena_format(arena, "%s, %s", list, last) : last;
            last = x_groups[g][i];
        }
        if (*list)
            out_warning[count++] =
                arena_format(arena, "%s and %s are one linkage group on X: their product says too "
                                    "much", list, last);
    }
    if (on_x > 1)
        out_warning[count++] =
            arena_format(arena, "%d markers are on X: those close together are linked, and their "
                                "product says too much", on_x);
    return count;
}
