/* A run of identification, from a folder of tables or the records of an investigation to what is
 * said of everybody. */
#ifndef CAIRN_CASE_RUN_H
#define CAIRN_CASE_RUN_H

#include "case/investigation_rows.h"
#include "case/run_request.h"

struct run {
    /* What it runs on. */
    struct rows rows;
    struct investigation_rows recorded; /* what the rows of an investigation point to */
    struct build_options build;         /* all decided */
    struct dataset dataset;
    struct comparison_basis basis; /* of an investigation: the record, without a result yet */
    /* What came out. */
    struct identification found;
    struct provenance provenance;
    struct verdicts verdicts;
};

/* Reads the tables below `path` with what was asked for. What is not used goes to reading->notes.
 * With any reading->errors nothing is taken, and the error says the first of them. The run is to be
 * closed, also after a failure. All is in the arena. */
MUST_CHECK bool run_read_folder(struct arena *arena, const struct run_request *request,
                                const char *path, struct reading *reading, struct run *out_run,
                                struct error *error);

/* The same with the records of an investigation, in STORE_READ transactions of both stores, which
 * may end afterwards. */
MUST_CHECK bool run_read_record(struct arena *arena, const struct run_request *request,
                                const struct investigation *investigation,
                                const struct tables *tables, const struct cancel *cancel,
                                struct reading *reading, struct run *out_run, struct error *error);

/* Identifies, on what was read. The run is not to be moved afterwards. */
MUST_CHECK bool run_identify(struct arena *arena, const struct identify_options *engine,
                             struct run *run, struct error *error);

/* Takes a run of zeroes. */
void run_close(struct run *run);

#endif
