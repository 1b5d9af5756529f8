#include "case/provenance.h"

const char *provenance_frequencies(struct arena *arena, const struct provenance *provenance,
                                   const struct panel *panel) {
    int unseen = 0;
    for (int m = 0; m < panel->count; m++) unseen += provenance->unseen[m];
    const char *text =
        arena_format(arena, "%s: %d frequencies, %d loci used. Alleles read that have none: %d; "
                            "each gets %g, and the others of its locus are scaled down",
                     provenance->frequency_files, provenance->frequency_lines, panel->count,
                     unseen, provenance->unseen_frequency);
    if (provenance->minimum_frequency > 0)
        text = arena_format(arena, "%s; none is taken below %g", text,
                            provenance->minimum_frequency);
    return text;
}

/* A locus counts for the model of fathers, and once more where that of mothers is another. */
const char *provenance_mutation(struct arena *arena, const struct provenance *provenance,
                                const struct panel *panel) {
    int loci[MUTATION_CUSTOM + 1] = {0}, mutating = 0;
    for (int m = 0; m < panel->count; m++) {
        const struct marker *marker = &panel->marker[m];
        if (!marker_mutates(marker)) continue;
        enum mutation_kind male = marker->model[MALE_PARENT].kind;
        enum mutation_kind female = marker->model[FEMALE_PARENT].kind;
        mutating++;
        loci[male]++;
        if (female != male) loci[female]++;
    }
    if (!mutating) return "none at any locus: one contradiction makes a pair impossible";
    const char *text = arena_format(arena, "%s:", provenance->mutation_files);
    for (int k = MUTATION_NONE + 1, listed = 0; k <= MUTATION_CUSTOM; k++)
        if (loci[k])
            text = arena_format(arena, "%s%s %s at %d", text, listed++ ? "," : "",
                                mutation_kind_name(k), loci[k]);
    return arena_format(arena, "%s of %d loci; none at %d", text, panel->count,
                        panel->count - mutating);
}
