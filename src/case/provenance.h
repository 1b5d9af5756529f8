/* Where the numbers of an explanation come from, and what the tables say beside them: files and
 * parameters, alleles without a frequency, and the columns that no ratio uses. */
#ifndef CAIRN_CASE_PROVENANCE_H
#define CAIRN_CASE_PROVENANCE_H

#include "identify/dataset.h"

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
    double unseen_frequency, minimum_frequency;   /* as dataset_build takes them */
    int *unseen; /* of each marker: how many alleles have no frequency in the table */
    int others;
    struct other_evidence *other;
};

/* Reads the tables below `path` (as folder_read does) once more for what the data set, which was
 * built from them, does not keep; `subject` are `count` codes of remains and ids of persons of
 * `family`. In the arena. Fails when a file can no longer be read. */
MUST_CHECK bool provenance_read(struct arena *arena, const char *path,
                                const struct dataset *dataset, const char *family, int count,
                                const char *const *subject, struct provenance *out_provenance,
                                struct error *error);

/* Whether the allele had no frequency in the table and got one by rule. */
bool provenance_unseen(const struct provenance *provenance, const struct panel *panel, int marker,
                       int allele);

#endif
