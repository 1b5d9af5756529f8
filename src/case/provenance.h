/* Where the numbers of a run come from, and what the tables say beside them: files and parameters,
 * alleles without a frequency, and the columns that no ratio uses. */
#ifndef CAIRN_CASE_PROVENANCE_H
#define CAIRN_CASE_PROVENANCE_H

#include "base/json.h"
#include "case/dataset_build.h"
#include "case/explanation.h"

/* A cell of remains.tsv or persons.tsv that is not part of any ratio. */
struct other_evidence {
    const char *subject; /* code or id */
    const char *name, *value;
    const char *file;
    int line;
};

struct provenance {
    const char *frequency_files, *mutation_files; /* joined with ", "; "" when there are none */
    int frequency_lines;
    double dropout, unseen_frequency, minimum_frequency; /* as dataset_build took them */
    int *unseen; /* of each marker: how many alleles have no frequency in the table */
    int others;  /* of a pair: of the individual's remains in their order, then of the person */
    struct other_evidence *other;
};

/* `rows` and `options` are those that the data set of the panel was built from and with. No other
 * evidence yet. In the arena; the texts are the rows'. */
struct provenance provenance_make(struct arena *arena, const struct rows *rows,
                                  const struct build_options *options, const struct panel *panel);

/* Adds the other evidence of the explained pair. */
void provenance_add_others(struct arena *arena, const struct rows *rows,
                           const struct explanation *explanation, struct provenance *provenance);

/* Whether the allele had no frequency in the table and got one by rule. */
bool provenance_unseen(const struct provenance *provenance, const struct panel *panel, int marker,
                       int allele);

/* "frequencies.tsv: 230 frequencies, 23 loci used. Alleles read that have none: …" In the arena. */
const char *provenance_frequencies(struct arena *arena, const struct provenance *provenance,
                                   const struct panel *panel);

/* "mutation.tsv: equal at 15 of 16 loci, none at 1", or that nothing mutates and what that means.
 * In the arena. */
const char *provenance_mutation(struct arena *arena, const struct provenance *provenance,
                                const struct panel *panel);

/* The members "engine", "theta", "prior": {"kind", "missing_total": N or {"M", "F"}, null under the
 * flat one} and "parameters": {"program", "dropout", "group_threshold" (null: no grouping),
 * "unseen_frequency", "minimum_frequency", "frequencies": file, "mutation": file or null, "loci":
 * [{"name", "chrom", "unseen": alleles without a frequency, "male" and "female": null or {"model",
 * "rate", "rate2", "range"}}]}. */
void provenance_json(struct json *json, const struct identification *run,
                     const struct provenance *provenance);

#endif
