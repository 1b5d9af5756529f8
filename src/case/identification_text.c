#include "case/identification_parts.h"

#include <math.h>
#include <string.h>

#include "base/decimal.h"
#include "case/layout.h"
#include "case/linkage.h"
#include "case/shell_word.h"

const char *identification_codes(const struct identification_page *page, int individual) {
    const struct individual *one = &page->run->individuals.individual[individual];
    const char *parts = "";
    for (int i = 0; i < one->count; i++)
        parts = arena_format(page->arena, "%s%s%s", parts, i ? "+" : "",
                             page->run->dataset->remains[one->remains[i]].code);
    return parts;
}

/* ------------------------------------------------------------------ counts */

static void write_count(struct buffer *out, const char *name, double number, const char *text) {
    struct buffer first = {0};
    buffer_format(&first, "  %-12s%7.0f  ", name, number);
    layout_wrap(out, buffer_text(&first), "                       ", text);
    buffer_close(&first);
}

static void write_individuals(const struct identification_page *page) {
    const struct individuals *individuals = &page->run->individuals;
    int several = 0, in_parts = 0, typed = 0;
    for (int i = 0; i < individuals->count; i++) {
        const struct individual *one = &individuals->individual[i];
        typed += one->loci > 0;
        if (one->count < 2) continue;
        several++;
        in_parts += one->count;
    }
    int numbers = page->run->dataset->remains_count;
    write_count(page->out, "remains", numbers,
                "numbers under which something was lifted. Remains are not people");
    write_count(page->out, "individuals", individuals->count,
                arena_format(page->arena,
                             "people that the remains are taken as: %d of one number, %d of "
                             "several (%d numbers). With a profile: %d; without any: %d",
                             individuals->count - several, several, in_parts, typed,
                             individuals->count - typed));
}

static void write_missing(const struct identification_page *page) {
    const struct dataset *dataset = page->run->dataset;
    const struct prior *prior = &page->run->prior;
    struct arena *arena = page->arena;
    int informative = 0, last = -1, families = 0;
    for (int j = 0; j < dataset->missing_count; j++) {
        informative += page->run->casework.informative[j];
        families += dataset->missing[j].family != last;
        last = dataset->missing[j].family;
    }
    write_count(page->out, "missing", dataset->missing_count,
                arena_format(arena,
                             "people listed as missing, in %d families: %d with an informative "
                             "relative (a typed one, akin directly or through others who are "
                             "missing), %d without, whom DNA cannot name",
                             families, informative, dataset->missing_count - informative));
    if (prior->kind == PRIOR_FLAT) return;
    const char *by_sex = prior->by_sex ? arena_format(arena, " (M %.0f, F %.0f)", prior->total[0],
                                                      prior->total[1])
                                       : "";
    write_count(page->out, "N", prior->total[0] + prior->total[1],
                arena_format(arena, "people who may lie there in all%s, listed or not, as was "
                                    "said: the prior rests on it", by_sex));
}

/* ------------------------------------------------------------------ what it rests on */

static const char *bound_text(const struct identification_page *page) {
    double bound = page->run->joint.bound;
    if (isnan(bound))
        return "not proved: how much of the posterior the assignments left out would take is not "
               "known";
    if (bound == 0) return "nothing: the sum is over every possible assignment";
    return arena_format(page->arena, "at most %.1g of the posterior, proved", bound);
}

static const char *grouping_text(const struct identification_page *page) {
    const struct identify_options *options = &page->run->options;
    if (!options->group) return "every number by itself (--group none)";
    return arena_format(page->arena,
                        "numbers are taken as one person from a likelihood ratio of 1e%.3g on, "
                        "unless siblings explain them better or both are complete bodies",
                        log10(options->group_threshold));
}

/* Of the remains, and of the relatives where any of theirs is not 0. */
static const char *dropout_text(const struct identification_page *page) {
    const struct dataset *dataset = page->run->dataset;
    double least = 1, most = 0, relatives = 0;
    for (int r = 0; r < dataset->remains_count; r++) {
        const struct profile *profile = dataset->remains[r].profile;
        if (!profile) continue;
        least = fmin(least, profile->dropout);
        most = fmax(most, profile->dropout);
    }
    for (int f = 0; f < dataset->family_count; f++)
        for (int i = 0; i < dataset->family[f].pedigree.count; i++)
            if (dataset->family[f].profile[i])
                relatives = fmax(relatives, dataset->family[f].profile[i]->dropout);
    const char *remains = least < most ? arena_format(page->arena, "%g to %g", least, most)
                                       : arena_format(page->arena, "%g", most);
    return arena_format(page->arena,
                        "%s per allele for remains (%s where the tables say nothing), %s%g for "
                        "relatives",
                        remains, decimal_of(page->provenance->dropout).text,
                        relatives > 0 ? "at most " : "", relatives);
}

static void write_basis(const struct identification_page *page) {
    const struct identification *run = page->run;
    const struct dataset *dataset = run->dataset;
    struct buffer *out = page->out;
    int x_loci = 0;
    for (int m = 0; m < dataset->panel.count; m++)
        x_loci += dataset->panel.marker[m].chromosome == X_CHROMOSOME;
    int listed = run->prior.listed[0] + run->prior.listed[1];
    buffer_add_text(out, "\nWhat these numbers rest on\n\n");
    layout_field(out, 2, "left out", 14, bound_text(page));
    layout_field(out, 2, "prior", 14,
                 run->prior.kind == PRIOR_FLAT
                     ? "flat: all assignments weigh alike; for comparing programs"
                     : arena_format(page->arena,
                                    "incident: N = %.0f, of whom %d are listed with an informative "
                                    "relative and %.0f are anybody else",
                                    run->prior.total[0] + run->prior.total[1], listed,
                                    run->prior.total[0] + run->prior.total[1] - listed));
    layout_field(out, 2, "theta", 14,
                 arena_format(page->arena, "%s (kinship of the population)",
                              decimal_of(dataset->theta).text));
    layout_field(out, 2, "loci", 14,
                 arena_format(page->arena, "%d autosomal, %d on X", dataset->panel.count - x_loci,
                              x_loci));
    layout_field(out, 2, "frequencies", 14,
                 provenance_frequencies(page->arena, page->provenance, &dataset->panel));
    layout_field(out, 2, "mutation", 14,
                 provenance_mutation(page->arena, page->provenance, &dataset->panel));
    layout_field(out, 2, "drop-out", 14, dropout_text(page));
    layout_field(out, 2, "individuals", 14, grouping_text(page));
    layout_field(out, 2, "engine", 14, "version " ENGINE_VERSION ", program " CAIRN_VERSION);
}

static void write_warnings(const struct identification_page *page) {
    const struct dataset *dataset = page->run->dataset;
    const char **warning =
        arena_new(page->arena, const char *, dataset->family_count + LINKAGE_SENTENCES + 2);
    int count = 0;
    for (int f = 0; f < dataset->family_count; f++)
        if (dataset->family[f].left_out)
            warning[count++] = arena_format(
                page->arena, "family %s was left out: nobody was compared with its missing, who "
                             "count as not listed; %s",
                dataset->family[f].name, dataset->family[f].left_out);
    if (isnan(page->run->joint.bound))
        warning[count++] = "what was left out of the joint sum is not bounded by proof; take the "
                           "posteriors as provisional";
    if (dataset->theta > 0)
        warning[count++] = "with theta the joint run is an approximation: families and strangers "
                           "do not share one population of alleles in it";
    count += linkage_warnings(page->arena, &dataset->panel, warning + count);
    if (count) buffer_add_text(page->out, "\nWarnings\n\n");
    for (int i = 0; i < count; i++) layout_wrap(page->out, "  - ", "    ", warning[i]);
}

/* The command for the first that there is something to say about. */
static void write_next(const struct identification_page *page, const char *folder,
                       const char *options) {
    const struct identification *run = page->run;
    folder = shell_word(page->arena, folder);
    static const enum verdict_kind order[] = {VERDICT_PROPOSED, VERDICT_CANDIDATE, VERDICT_ALIKE};
    for (int k = 0; k < 3; k++)
        for (int i = 0; i < run->individuals.count; i++) {
            const struct verdict *verdict = &page->verdicts->of[i];
            if (verdict->kind != order[k] || verdict->best == VERDICT_NO_PAIR) continue;
            const struct pairing *pairing = &run->pairwise.pairing[verdict->best];
            buffer_format(page->out,
                          "\nnext: cairn explain %s REMAINS PERSON, locus by locus; for example\n"
                          "      cairn explain %s %s %s%s\n",
                          folder, folder, shell_word(page->arena, identification_code(run, i)),
                          shell_word(page->arena, identification_person(run, pairing->missing)),
                          options);
            return;
        }
    buffer_format(page->out, "\nnext: cairn explain %s REMAINS PERSON, locus by locus\n", folder);
}

static int widest(int width, const char *text, int gap) {
    int found = (int)strlen(text) + gap;
    return found > width ? found : width;
}

static void measure(struct identification_page *page) {
    const struct identification *run = page->run;
    page->code_width = 13;
    page->person_width = 10;
    page->family_width = 8;
    for (int r = 0; r < run->dataset->remains_count; r++)
        page->code_width = widest(page->code_width, run->dataset->remains[r].code, 2);
    for (int j = 0; j < run->dataset->missing_count; j++) {
        page->person_width = widest(page->person_width, identification_person(run, j), 2);
        page->family_width = widest(page->family_width, identification_family(run, j), 2);
    }
}

void identification_text(struct arena *arena, const struct identification *run,
                         const struct verdicts *verdicts, const struct provenance *provenance,
                         const char *folder, const char *options, struct buffer *out) {
    struct identification_page page = {.arena = arena,
                                       .run = run,
                                       .verdicts = verdicts,
                                       .provenance = provenance,
                                       .out = out};
    measure(&page);
    buffer_add_text(out, "What was compared\n\n");
    write_individuals(&page);
    write_missing(&page);
    identification_proposals(&page);
    identification_reasons(&page);
    write_basis(&page);
    write_warnings(&page);
    write_next(&page, folder, options);
}
