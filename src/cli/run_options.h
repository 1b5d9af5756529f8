/* What several commands have in common: the options of a run (`cairn identify`, `explain`) and of
 * the example (`cairn example`, `demo`), and reading a folder of tables into a data set. */
#ifndef CAIRN_CLI_RUN_OPTIONS_H
#define CAIRN_CLI_RUN_OPTIONS_H

#include "base/workers.h"
#include "case/dataset_build.h"
#include "case/example.h"
#include "case/investigation_rows.h"
#include "cli/command.h"
#include "cli/session.h"
#include "identify/identification.h"

struct run_options {
    bool json;
    int prior, group;          /* places in the choices below */
    const char *missing_total; /* "N" or "M=n,F=n"; NULL: as the tables say */
    double theta, dropout;     /* negative: as the tables say */
    int64_t threads;           /* 0: all cores */
    bool quiet;                /* notes of the tables are not shown */
};

/* The lines of an option table for a struct with these fields. */
#define THREADS_OPTION(type)                                                                       \
    {.name = "threads", .kind = OPTION_WHOLE, .target = offsetof(type, threads), .value = "N",     \
     .help = "threads to use (all cores); the result is the same", .least = 1,                     \
     .most = WORKERS_MOST}
#define EXAMPLE_OPTIONS(type)                                                                      \
    {.name = "seed", .kind = OPTION_WHOLE, .target = offsetof(type, seed), .value = "N",           \
     .help = "another number, another investigation (1)", .least = 0, .most = 9e15},               \
    {.name = "remains", .kind = OPTION_WHOLE, .target = offsetof(type, remains), .value = "N",     \
     .help = "how many remains were lifted (450)", .least = EXAMPLE_REMAINS_LEAST,                 \
     .most = EXAMPLE_REMAINS_MOST}

/* The lines of an option table for a struct that begins with a struct run_options. */
#define RUN_OPTIONS(type)                                                                          \
    {.name = "prior", .kind = OPTION_CHOICE, .target = offsetof(type, prior), .value = "KIND",     \
     .help = "incident (needs the number of missing) or flat (as dvir)",                           \
     .choices = RUN_PRIORS},                                                                       \
    {.name = "missing-total", .kind = OPTION_TEXT, .target = offsetof(type, missing_total),        \
     .value = "N", .help = "everybody who may lie there, or by sex: F=n,M=n"},                     \
    {.name = "theta", .kind = OPTION_NUMBER, .target = offsetof(type, theta), .value = "T",        \
     .help = "kinship of the population (0)", .least = 0, .most = THETA_MOST},                     \
    {.name = "dropout", .kind = OPTION_NUMBER, .target = offsetof(type, dropout), .value = "D",    \
     .help = "drop-out of remains that have none of their own (0)", .least = 0,                    \
     .most = DROPOUT_MOST},                                                                        \
    {.name = "group", .kind = OPTION_CHOICE, .target = offsetof(type, group), .value = "HOW",      \
     .help = "direct (remains of one person together first) or none", .choices = RUN_GROUPS},      \
    THREADS_OPTION(type),                                                                          \
    {.name = "json", .kind = OPTION_FLAG, .target = offsetof(type, json),                          \
     .help = "print JSON for programs"}

extern const char *const RUN_PRIORS[], *const RUN_GROUPS[];

/* What the options are when nothing is said. */
struct run_options run_options_none(void);

/* What a folder of tables, or an investigation, came to. */
struct run_tables {
    struct rows rows;
    struct investigation_rows recorded; /* what the rows of an investigation point to */
    struct build_options build; /* all decided */
    struct dataset dataset;
};

/* Reads the tables below `path` with the options' parameters; or, of an investigation (`session` not
 * NULL), the records of its session, whose tables have been read. Notes and errors go to stderr (on
 * a terminal the first few notes); with any error nothing is taken. The tables are to be closed,
 * also after a failure. */
MUST_CHECK bool run_options_load(const struct run_options *options, const char *path,
                                 const struct session *session, struct arena *arena,
                                 const struct cancel *cancel, struct run_tables *out_tables,
                                 struct error *error);

/* Takes tables of zeroes. */
void run_tables_close(struct run_tables *tables);

/* What was said of them, as words behind another command that should run the same: "" or
 * " --missing-total 480 --theta 0.01". Not how to print, nor the threads. In the arena. */
const char *run_options_words(struct arena *arena, const struct run_options *options);

/* The engine's options. */
struct identify_options run_options_engine(const struct run_options *options,
                                           const struct cancel *cancel);

#endif
