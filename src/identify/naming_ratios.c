#include "identify/naming_ratios.h"

/* Bytes of ratios that are remembered for one slot. */
enum { MOST_KNOWN = 64 << 20 };

void naming_ratios_open(struct arena *arena, const struct casework *casework, int slots,
                        struct naming_ratios *out_ratios) {
    int markers = casework->dataset->panel.count;
    *out_ratios = (struct naming_ratios){.casework = casework,
                                         .start = arena_new(arena, size_t, markers + 1)};
    size_t *start = out_ratios->start;
    for (int m = 0; m < markers; m++)
        start[m + 1] = start[m] + (size_t)casework->catalogue[m].count;
    for (int s = 0; s < slots; s++) {
        out_ratios->of[s] = arena_take(arena, (size_t)markers + 1, sizeof *out_ratios->of[s]);
        out_ratios->own[s] = arena_new(arena, double, start[markers] + 1);
        arena_open(&out_ratios->arena[s], 0);
    }
}

void naming_ratios_close(struct naming_ratios *ratios, int slots) {
    for (int s = 0; s < slots; s++) arena_close(&ratios->arena[s]);
}

/* Where the ratios of slot `s` at a marker are, or are to go: `*out_made` says which. `last` is the
 * last slot named before it, -1; `name` whom it is named. */
static double *place_ratios(struct naming_ratios *ratios, int s, int last, int name, int marker,
                            bool *out_made) {
    *out_made = false;
    double *own = ratios->own[s] + ratios->start[marker];
    if (last < 0) return own;
    const struct casework *casework = ratios->casework;
    struct arena *arena = &ratios->arena[last];
    double ***known = &ratios->known[last][s];
    if (!*known)
        *known = arena_new(arena, double *, ratios->start[casework->dataset->panel.count] + 1);
    double **place = *known + ratios->start[marker] + casework->entry[name][marker];
    *out_made = *place != NULL;
    if (!*place && arena->held > MOST_KNOWN) return own;
    if (!*place) *place = arena_new(arena, double, casework->catalogue[marker].count);
    return *place;
}

bool naming_ratios_make(struct naming_ratios *ratios, struct engine *engine, int family, int s,
                        int person, struct evidence *const *member, const double *log_member,
                        const int *named, struct error *error) {
    int before[NAMING_MOST_MISSING], count = 0, last = -1;
    for (int e = 0; e < s; e++)
        if (named[e] >= 0) before[count++] = named[last = e];
    for (int m = 0; m < ratios->casework->dataset->panel.count; m++) {
        bool made;
        double *place = place_ratios(ratios, s, last, last < 0 ? -1 : named[last], m, &made);
        if (!made && !casework_ratios(engine, ratios->casework, family, m, person, member[m],
                                      log_member[m], before, count, place, error))
            return false;
        ratios->of[s][m] = place;
    }
    return true;
}

void naming_ratios_forget(struct naming_ratios *ratios, int s, int slots, struct arena_mark mark) {
    arena_release(&ratios->arena[s], mark);
    for (int later = s + 1; later < slots; later++) ratios->known[s][later] = NULL;
}
