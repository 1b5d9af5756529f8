/* The parts of the demonstration that other commands do: it runs them as somebody would type them. */
#ifndef CAIRN_CLI_DEMO_RECORD_H
#define CAIRN_CLI_DEMO_RECORD_H

#include "cli/identify_record.h"
#include "cli/steps.h"

/* What lies where, below one folder. */
struct demo_record {
    struct command_line *line;
    const char *tables;        /* the example's */
    const char *investigation; /* made of them */
    const char *passphrases;   /* one for all of these invented people */
    const char *proposals, *confirmations; /* what they decide */
    struct steps *steps;
    uint64_t imported;    /* entries before the comparison */
    int64_t entries;      /* of the whole record, as it was verified */
    const char *root;     /* of its tree, in base64 */
};

/* Paths below `folder`, which is made when it is not there, and must be empty: ERROR_DENIED. */
MUST_CHECK bool demo_record_open(struct command_line *line, const char *folder,
                                 struct steps *steps, struct demo_record *out_record,
                                 struct error *error);

/* init, user add, and import by everybody who has to sign. */
MUST_CHECK bool demo_record_make(struct demo_record *record, struct error *error);

/* Runs identification on the record, which leaves a comparison. The run is to be closed, also after
 * a failure. */
MUST_CHECK bool demo_record_identify(struct demo_record *record, int threads,
                                     struct identify_run *out_run, struct error *error);

/* The laboratory proposes whoever could be proposed, and the board confirms. */
MUST_CHECK bool demo_record_decide(struct demo_record *record, const struct identify_run *run,
                                   struct error *error);

/* Fails with ERROR_CORRUPT when the record is not whole. */
MUST_CHECK bool demo_record_verify(struct demo_record *record, struct error *error);

#endif
