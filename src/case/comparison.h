/* The entry of a run of identification: on which record it ran, with which parameters, and the hash
 * of what came out, so that it can be repeated to the last digit. */
#ifndef CAIRN_CASE_COMPARISON_H
#define CAIRN_CASE_COMPARISON_H

#include <jansson.h>

#include "case/provenance.h"
#include "case/verdict.h"
#include "record/investigation.h"
#include "record/log.h"
#include "record/tables.h"

/* On which record it ran, and the digest of its result: the bytes of identification_json. */
struct comparison_basis {
    uint64_t log_size;
    struct digest log_root, result;
};

/* The record that the tables are of, without a result yet, in STORE_READ transactions of both
 * stores. */
MUST_CHECK bool comparison_basis_of(const struct investigation *investigation,
                                    const struct tables *tables,
                                    struct comparison_basis *out_basis, struct error *error);

/* The fields of the entry (VALUE_OF_ENTRY); the result is attachment "1". The caller's to give
 * back. */
json_t *comparison_fields(struct arena *arena, const struct identification *run,
                          const struct verdicts *verdicts, const struct provenance *provenance,
                          const struct comparison_basis *basis);

/* What the fields of an entry say of a parameter, in the arena; NULL: nothing. */
const char *comparison_parameter(struct arena *arena, const json_t *fields, const char *name);

/* A comparison of the record. */
struct comparison {
    struct log_line line;
    struct comparison_basis basis;
    const char *engine;
    /* What was said of the run, as the command line has it; NULL: the default. */
    const char *prior, *missing_total, *theta, *dropout, *group;
    const char *result_path; /* where the result lies; NULL: it is not kept any more */
};

/* Program and engine of this program, as entries name them. */
#define COMPARISON_ENGINE "cairn " CAIRN_VERSION ", engine " ENGINE_VERSION

/* Reads the entry that somebody names (log_read_named), in a STORE_READ transaction. In the
 * arena. */
MUST_CHECK bool comparison_read(struct arena *arena, const struct investigation *investigation,
                                const char *name, struct comparison *out_comparison,
                                struct error *error);

#endif
