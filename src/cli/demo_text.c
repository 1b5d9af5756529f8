#include "cli/demo_text.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "case/example.h"
#include "case/layout.h"
#include "case/probability_text.h"
#include "case/shell_word.h"

static void write_heading(const struct demo *demo, struct buffer *out, const char *text) {
    buffer_format(out, "\n%s%s%s\n\n", demo->colour ? "\033[1m" : "", text,
                  demo->colour ? "\033[0m" : "");
}

/* ------------------------------------------------------------------ what was done */

static void write_step(const struct demo *demo, struct buffer *out, const char *name,
                       const char *text) {
    struct buffer first = {0};
    buffer_format(&first, "  %6.2f s  ", steps_seconds(demo->record->steps, name));
    layout_wrap(out, buffer_text(&first), "            ", text);
    buffer_close(&first);
}

static int several_numbers(const struct identification *run) {
    int count = 0;
    for (int i = 0; i < run->individuals.count; i++)
        count += run->individuals.individual[i].count > 1;
    return count;
}

static int typed_relatives(const struct dataset *dataset) {
    int typed = 0;
    for (int f = 0; f < dataset->family_count; f++)
        for (int p = 0; p < dataset->family[f].pedigree.count; p++)
            typed += dataset->family[f].profile[p] != NULL;
    return typed;
}

static void write_steps(struct arena *arena, const struct demo *demo, struct buffer *out) {
    const struct identification *run = demo->run;
    const struct dataset *dataset = run->dataset;
    write_heading(demo, out, "What was done");
    write_step(demo, out, "write", "the tables of a field team and a laboratory were written");
    write_step(demo, out, "init",
               "init: a new investigation with a registry, which gives out the roles; people in field "
               "and laboratory; a family office, a board, a press office and others");
    write_step(demo, out, "import",
               arena_format(arena, "import: %" PRIu64 " entries stand in the record, each signed by "
                                   "who answers for it: graves, remains, families, profiles, "
                                   "custody, statements of two sides", demo->record->imported));
    write_step(demo, out, "read",
               arena_format(arena, "identify: of these %d remains, %d missing people and %d families "
                                   "were read",
                            dataset->remains_count, dataset->missing_count,
                            dataset->family_count));
    write_step(demo, out, "individuals",
               arena_format(arena, "remains that are one person taken together: %d individuals, "
                                   "%d of several numbers",
                            run->individuals.count, several_numbers(run)));
    write_step(demo, out, "families",
               arena_format(arena, "%d relatives typed, up to %d loci each",
                            typed_relatives(dataset), dataset->panel.count));
    write_step(demo, out, "pairwise",
               arena_format(arena, "%zu likelihood ratios: every individual as every missing "
                                   "person of the same sex", run->pairwise.count));
    write_step(demo, out, "namings",
               arena_format(arena, "%zu ways listed to name the missing of one family",
                            run->namings.count));
    const char *bound = isnan(run->joint.bound)
                            ? "what was left out is not bounded"
                            : arena_format(arena, "left out at most %.1g of the posterior",
                                           run->joint.bound);
    write_step(demo, out, "joint",
               arena_format(arena, "all remains and all families weighed at once; %s", bound));
    int proposed = demo->verdicts->count[VERDICT_PROPOSED];
    write_step(demo, out, "decide",
               arena_format(arena, "decide: %d proposed by the laboratory, %d confirmed by the board, "
                                   "who are invented as well; in truth people decide, one by one",
                            proposed, proposed));
    write_step(demo, out, "verify",
               arena_format(arena, "verify: %" PRId64 " entries are whole: every signature, who may "
                                   "sign what, every commitment, and the tree over all of them",
                            demo->record->entries));
    double sum = 0;
    for (int i = 0; i < demo->record->steps->count; i++)
        sum += demo->record->steps->step[i].seconds;
    buffer_format(out, "  %6.2f s  in all\n", sum);
}

/* ------------------------------------------------------------------ what was found */

static void write_proposals(struct arena *arena, const struct demo *demo, struct buffer *out) {
    const struct identification *run = demo->run;
    int proposed = demo->verdicts->count[VERDICT_PROPOSED], shown = 0;
    write_heading(demo, out,
                  arena_format(arena, "Proposed: %d of %d individuals", proposed,
                               run->individuals.count));
    layout_wrap(out, "  ", "  ",
                "Posterior at least 0.9995, where N people may lie there. No number alone is an "
                "identification: a proposal says what does not fit, and somebody else confirms it.");
    buffer_add_text(out, "\n");
    if (!proposed) return;
    for (int column = 0; column < 2; column++)
        buffer_format(out, "  %-14s%-10s%11s%s", "remains", "person", "posterior",
                      column ? "" : "  ");
    for (int i = 0; i < run->individuals.count; i++) {
        const struct verdict *verdict = &demo->verdicts->of[i];
        if (verdict->kind != VERDICT_PROPOSED) continue;
        const struct pairing *pairing = &run->pairwise.pairing[verdict->best];
        buffer_format(out, "%s  %-14s%-10s%11s", shown++ % 2 ? "  " : "\n",
                      identification_code(run, i), identification_person(run, pairing->missing),
                      probability_text(arena, verdict->posterior));
    }
    buffer_add_text(out, "\n");
}

/* An example of a reason, in a few words. */
static const char *example_of(struct arena *arena, const struct identification *run,
                              const struct verdict *verdict, int individual) {
    const char *code = identification_code(run, individual);
    const char *person =
        verdict->best == VERDICT_NO_PAIR
            ? ""
            : identification_person(run, run->pairwise.pairing[verdict->best].missing);
    switch (verdict->kind) {
    case VERDICT_ALIKE: {
        const struct alike *alike = &run->alike[verdict->alike];
        return arena_format(arena, "%s, who may be %s or %s", code,
                            identification_person(run, alike->missing[0]),
                            alike->persons > 1 ? identification_person(run, alike->missing[1])
                                               : "other remains");
    }
    case VERDICT_CANDIDATE:
        return arena_format(arena, "%s, where %s has %s", code, person,
                            probability_text(arena, verdict->posterior));
    case VERDICT_FEW_LOCI:
        return arena_format(arena, "%s (typed: %d)", code,
                            run->individuals.individual[individual].loci);
    case VERDICT_UNCLEAR:
        for (int d = 0; d < run->individuals.doubts; d++) {
            const struct doubt *doubt = &run->individuals.doubt[d];
            if (doubt->first != individual && doubt->second != individual) continue;
            int other = doubt->first == individual ? doubt->second : doubt->first;
            return arena_format(arena, "%s, perhaps of one person with %s", code,
                                identification_code(run, other));
        }
        return code;
    default: return code;
    }
}

static void write_others(struct arena *arena, const struct demo *demo, struct buffer *out) {
    const struct identification *run = demo->run;
    int proposed = demo->verdicts->count[VERDICT_PROPOSED];
    write_heading(demo, out,
                  arena_format(arena, "Not proposed: %d of %d individuals, and why",
                               run->individuals.count - proposed, run->individuals.count));
    for (int k = 0; k < VERDICT_KINDS_WITHOUT_NAME; k++) {
        enum verdict_kind kind = VERDICTS_WITHOUT_NAME[k];
        int first = 0;
        if (!demo->verdicts->count[kind]) continue;
        while (demo->verdicts->of[first].kind != kind) first++;
        struct buffer start = {0};
        buffer_format(&start, "  %-18s%5d  ", verdict_name(kind), demo->verdicts->count[kind]);
        layout_wrap(out, buffer_text(&start), "                           ",
                    arena_format(arena, "%s; such as %s", verdict_reason(kind),
                                 example_of(arena, run, &demo->verdicts->of[first], first)));
        buffer_close(&start);
    }
}

/* ------------------------------------------------------------------ the truth */

static void write_truth(struct arena *arena, const struct demo *demo, struct buffer *out) {
    const struct truth_score *score = demo->score;
    const int *count = demo->verdicts->count;
    int proposed = count[VERDICT_PROPOSED], right = score->right[VERDICT_PROPOSED];
    write_heading(demo, out, "Held against truth.tsv, which was read only after all that");
    layout_wrap(out, "  ", "  ",
                arena_format(arena, "Of %d proposed, %d are right and %d wrong.", proposed, right,
                             proposed - right));
    if (count[VERDICT_ALIKE])
        layout_wrap(out, "  ", "  ",
                    arena_format(arena, "Of %d indistinguishable, the true person is among those "
                                        "offered for %d.",
                                 count[VERDICT_ALIKE], score->right[VERDICT_ALIKE]));
    if (count[VERDICT_CANDIDATE])
        layout_wrap(out, "  ", "  ",
                    arena_format(arena, "Of %d below the threshold, the best candidate is the true "
                                        "person for %d: why there is a threshold.",
                                 count[VERDICT_CANDIDATE], score->right[VERDICT_CANDIDATE]));
    layout_wrap(out, "  ", "  ",
                arena_format(arena, "Of %d individuals of several numbers, %d join people who are "
                                    "not one; %d listed people stand as two individuals or more.",
                             several_numbers(demo->run), score->mixed, score->divided));
    buffer_format(out, "\n  %-20s%12s%22s%20s\n", "in truth", "not listed", "listed, no kin typed",
                  "listed, kin typed");
    for (int k = -1; k < VERDICT_KINDS_WITHOUT_NAME; k++) {
        enum verdict_kind kind = k < 0 ? VERDICT_PROPOSED : VERDICTS_WITHOUT_NAME[k];
        if (!count[kind]) continue;
        buffer_format(out, "  %-20s%12d%22d%20d\n", verdict_name(kind), score->not_listed[kind],
                      score->no_relative[kind], score->nameable[kind]);
    }
    buffer_add_text(out, "\n");
    layout_wrap(out, "  ", "  ",
                "Only the last column can be named by DNA at all; those of it who were not would "
                "need more loci, or more relatives.");
}

/* ------------------------------------------------------------------ what to do next */

/* A command, and what it is for. */
static void write_command(struct buffer *out, const char *command, const char *text) {
    buffer_format(out, "  %s\n      %s\n", command, text);
}

/* Somebody who was proposed, to look at; NULL: nobody was. */
static const char *proposed_pair(struct arena *arena, const struct demo *demo) {
    const struct identification *run = demo->run;
    for (int i = 0; i < run->individuals.count; i++) {
        const struct verdict *verdict = &demo->verdicts->of[i];
        if (verdict->kind == VERDICT_PROPOSED)
            return arena_format(arena, "%s %s", identification_code(run, i),
                                identification_person(run,
                                                      run->pairwise.pairing[verdict->best].missing));
    }
    return NULL;
}

static void write_next(struct arena *arena, const struct demo *demo, struct buffer *out) {
    const char *pair = proposed_pair(arena, demo);
    const char *folder = "DIR/example.cairn";
    write_heading(demo, out, "Next");
    if (demo->kept) {
        folder = shell_word(arena, demo->record->investigation);
        buffer_format(out, "  All of it is in %s; the passphrase of everybody in\n  %s\n\n",
                      demo->kept, demo->record->passphrases);
    } else {
        const char *seed = demo->seed == EXAMPLE_SEED
                               ? "" : arena_format(arena, " --seed %lld", demo->seed);
        const char *remains = demo->remains == EXAMPLE_REMAINS
                                  ? "" : arena_format(arena, " --remains %d", demo->remains);
        write_command(out, arena_format(arena, "cairn demo --keep DIR%s%s", seed, remains),
                      "the same, left in a new folder DIR to look at");
    }
    write_command(out, arena_format(arena, "cairn identify %s --dry-run", folder),
                  "every proposal, and every reason against one");
    if (pair)
        write_command(out, arena_format(arena, "cairn explain %s %s", folder, pair),
                      "one pair, locus by locus");
    write_command(out, arena_format(arena, "cairn identify %s --changes --missing-total 20000",
                                    folder),
                  "which decisions would not hold, were 20,000 people missing");
    write_command(out, arena_format(arena, "cairn decide %s", folder), "every decision");
    write_command(out, arena_format(arena, "cairn serve %s", folder),
                  "the same in a browser; a second factor is asked for there");
    write_command(out, arena_format(arena, "cairn show %s %.*s", folder,
                                    pair ? (int)strcspn(pair, " ") : 3, pair ? pair : "ELD"),
                  "a record, and who changed what, when and why");
    write_command(out, arena_format(arena, "cairn verify %s", folder),
                  "is it whole, and who wrote in it?");
    write_heading(demo, out, "With your own files");
    buffer_add_text(out,
                    "  Put these tables into a folder, separated by tabs, the first line naming\n"
                    "  the columns (more columns do no harm):\n"
                    "\n"
                    "  remains.tsv      code sex\n"
                    "  persons.tsv      family id father mother sex role\n"
                    "  profiles.tsv     subject marker allele1 allele2; or GeneMapper tables\n"
                    "  samples.tsv      sample subject kind; where profiles name barcodes\n"
                    "  frequencies.tsv  marker allele frequency\n"
                    "  mutation.tsv     marker chrom model ...; may be missing: no mutation then\n"
                    "\n"
                    "  cairn identify DIR --missing-total N\n"
                    "      N is everybody who may lie there, not only those reported missing\n"
                    "  cairn init NAME.cairn, then cairn import NAME.cairn DIR\n"
                    "      the same with a record, in which nothing can be altered unseen\n");
}

void demo_text(struct arena *arena, const struct demo *demo, struct buffer *out) {
    layout_wrap(out, "", "",
                arena_format(arena, "Cairn %s, demonstration. Everything below is synthetic: a "
                                    "program drew people, graves and genotypes by chance (seed "
                                    "%lld). Nothing is about a real person or place.",
                             CAIRN_VERSION, demo->seed));
    write_steps(arena, demo, out);
    write_proposals(arena, demo, out);
    write_others(arena, demo, out);
    write_truth(arena, demo, out);
    write_next(arena, demo, out);
}
