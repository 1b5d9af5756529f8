/* Where the numbers of an explanation come from, and what the tables say beside them: files and
 * parameters, alleles without a frequency, and the columns that no ratio uses. */
#ifndef CAIRN_CASE_PROVENANCE_H
#define CAIRN_CASE_PROVENANCE_H

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
    double unseen_frequency, minimum_frequency; /* as dataset_build took them */
    int *unseen; /* of each marker: how many alleles have no frequency in the table */
    int others;  /* of the individual's remains in their order, then of the person */
    struct other_evidence *other;
};

/* `rows` and `options` are those that the explanation's data set was built from and with. In the
 * arena; the texts are the rows'. */
struct provenance provenance_make(struct arena *arena, const struct rows *rows,
                                  const struct build_options *options,
                                  const struct explanation *explanation);

/* Whether the allele had no frequency in the table and got one by rule. */
bool provenance_unseen(const struct provenance *provenance, const struct panel *panel, int marker,
                       int allele);

#endif
