#include "case/linkage.h"

#include <string.h>
#include <strings.h>

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

int linkage_group(const char *marker) {
    for (int g = 0; g < GROUPS; g++)
        for (int i = 0; i < OF_GROUP; i++)
            if (strcasecmp(marker, x_groups[g][i]) == 0) return g;
    return -1;
}

static double heterozygosity(const struct marker *marker) {
    double same = 0;
    for (int i = 0; i < marker->allele_count; i++)
        same += marker->frequency[i] * marker->frequency[i];
    return 1 - same;
}

void linkage_choose(const struct panel *panel, bool *counted) {
    int best[GROUPS] = {-1, -1, -1, -1};
    for (int m = 0; m < panel->count; m++) {
        int group = is_on_x(panel, m) ? linkage_group(panel->marker[m].name) : -1;
        counted[m] = group < 0;
        if (group < 0) continue;
        if (best[group] < 0 || heterozygosity(&panel->marker[m]) >
                                   heterozygosity(&panel->marker[best[group]]))
            best[group] = m;
    }
    for (int g = 0; g < GROUPS; g++)
        if (best[g] >= 0) counted[best[g]] = true;
}

int linkage_warnings(struct arena *arena, const struct panel *panel,
                     const char *out_warning[LINKAGE_SENTENCES]) {
    int count = 0, groups[GROUPS] = {0}, free_on_x = 0, regions = 0;
    for (int m = 0; m < panel->count; m++) {
        if (!is_on_x(panel, m)) continue;
        int group = linkage_group(panel->marker[m].name);
        if (group >= 0) groups[group]++;
        else free_on_x++;
    }
    if (panel_find(panel, "vWA") >= 0 && panel_find(panel, "D12S391") >= 0)
        out_warning[count++] = "vWA and D12S391 are linked: where both parents of a sibship or an "
                               "uncle are in question their product says somewhat too much";
    for (int g = 0; g < GROUPS; g++) {
        const char *list = "", *last = NULL;
        regions += groups[g] > 0;
        for (int i = 0; i < OF_GROUP && groups[g] > 1; i++) {
            if (!is_on_x(panel, panel_find(panel, x_groups[g][i]))) continue;
            if (last) list = *list ? arena_format(arena, "%s, %s", list, last) : last;
            last = x_groups[g][i];
        }
        if (last)
            out_warning[count++] =
                arena_format(arena, "%s and %s are one linkage group on X: only the most "
                                    "informative of them is counted", list, last);
    }
    if (free_on_x + regions > 1)
        out_warning[count++] =
            arena_format(arena, "%d places on X are counted: those close together are linked, and "
                                "their product says too much", free_on_x + regions);
    return count;
}
