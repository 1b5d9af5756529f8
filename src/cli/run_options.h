/* What several commands have in common: the options of a run (`cairn identify`, `explain`) and of
 * the example (`cairn example`, `demo`), and reading a folder of tables into a data set. */
#ifndef CAIRN_CLI_RUN_OPTIONS_H
#define CAIRN_CLI_RUN_OPTIONS_H

#include "base/workers.h"
#include "case/example.h"
#include "case/run.h"
#include "cli/command.h"
#include "cli/session.h"

struct run_options {
    struct run_request asked;
    bool json;
    bool quiet; /* notes of the tables are not shown */
};

/* The lines of an option table for a struct with these fields. */
#define THREADS_OPTION(type, field)                                                                \
    {.name = "threads", .kind = OPTION_WHOLE, .target = offsetof(type, field), .value = "N",       \
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
    {.name = "prior", .kind = OPTION_CHOICE, .target = offsetof(type, asked.prior), .value = "KIND",     \
     .help = "incident (needs the number of missing) or flat (as dvir)",                           \
     .choices = RUN_PRIORS},                                                                       \
    {.name = "missing-total", .kind = OPTION_TEXT, .target = offsetof(type, asked.missing_total),        \
     .value = "N", .help = "everybody who may lie there, or by sex: F=n,M=n"},                     \
    {.name = "theta", .kind = OPTION_NUMBER, .target = offsetof(type, asked.theta), .value = "T",        \
     .help = "kinship of the population (0)", .least = 0, .most = THETA_MOST},                     \
    {.name = "dropout", .kind = OPTION_NUMBER, .target = offsetof(type, asked.dropout), .value = "D",    \
     .help = "drop-out of remains that have none of their own (0)", .least = 0,                    \
     .most = DROPOUT_MOST},                                                                        \
    {.name = "group", .kind = OPTION_CHOICE, .target = offsetof(type, asked.group), .value = "HOW",      \
     .help = "direct (remains of one person together first) or none", .choices = RUN_GROUPS},      \
    THREADS_OPTION(type, asked.threads),                                                           \
    {.name = "json", .kind = OPTION_FLAG, .target = offsetof(type, json),                          \
     .help = "print JSON for programs"}

/* Reads the tables below `path` with what was asked for; or, of an investigation (`session` not
 * NULL), the records of its session, whose tables have been read. Notes and errors go to stderr (on
 * a terminal the first few notes); with any error nothing is taken. The run is to be closed, also
 * after a failure. */
MUST_CHECK bool run_options_read(const struct run_options *options, const char *path,
                                 const struct session *session, struct arena *arena,
                                 const struct cancel *cancel, struct run *out_run,
                                 struct error *error);

#endif
