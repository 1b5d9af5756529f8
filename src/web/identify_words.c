#include "web/identify_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "case/probability_text.h"
#include "case/ratio_text.h"
#include "http/page_comparison_summary.h"
#include "record/label.h"
#include "web/date_text.h"

/* ------------------------------------------------------------------ who */

bool reads_comparisons(const struct visit *visit) {
    return schema_may_look(schema_find("comparison"), visit->roles);
}

bool check_identifies(const struct visit *visit, struct error *error) {
    bool may = reads_comparisons(visit);
    for (int verb = 0; verb < DECISION_VERBS; verb++)
        may = may || schema_may_sign(schema_find(decision_verb_kind((enum decision_verb)verb)),
                                     visit->roles);
    return may || error_set(error, ERROR_DENIED, "%s",
                            say(visit->language, "Identification is the business of others: the "
                                                 "laboratory, examiners and the board."));
}

bool check_reads_comparisons(const struct visit *visit, struct error *error) {
    return reads_comparisons(visit) ||
           error_set(error, ERROR_DENIED, "%s: %s",
                     say(visit->language, "Comparisons are for others"),
                     roles_text(visit, schema_find("comparison")->readers));
}

/* ------------------------------------------------------------------ figures */

const char *figure_shown(const struct visit *visit, const char *figure) {
    if (visit->language == LANGUAGE_EN) return figure;
    struct buffer out = {0};
    for (const char *at = figure; *at; at++) {
        if (*at == ',') buffer_add_text(&out, "\xc2\xa0");
        else if (*at == '.') buffer_add_text(&out, ",");
        else buffer_add(&out, at, 1);
    }
    const char *copy = arena_copy(visit->arena, buffer_text(&out));
    buffer_close(&out);
    return copy;
}

const char *ratio_shown(const struct visit *visit, double log10_ratio) {
    return isnan(log10_ratio) ? "–" : figure_shown(visit, ratio_text(visit->arena, log10_ratio));
}

const char *log_shown(const struct visit *visit, double log10_ratio) {
    if (isnan(log10_ratio)) return "–";
    if (log10_ratio == -INFINITY) return say(visit->language, "impossible");
    if (log10_ratio == INFINITY) return say(visit->language, "nothing else is possible");
    return figure_shown(visit, arena_format(visit->arena, "%+.2f", log10_ratio));
}

const char *probability_shown(const struct visit *visit, double probability) {
    return isnan(probability) ? "–"
                              : figure_shown(visit, probability_text(visit->arena, probability));
}

const char *posterior_shown(const struct visit *visit, const struct comparison_result *result,
                            const struct comparison_pair *pair) {
    bool possible = pair->log10_lr > -INFINITY;
    if (pair->posterior == 0 && possible && isnan(result->bound))
        return say(visit->language, "not listed");
    return figure_shown(visit,
                        posterior_text(visit->arena, pair->posterior, possible, result->bound));
}

const char *dossier_address(struct arena *arena, const char *comparison, const char *code,
                            const char *person) {
    return arena_format(arena, "/identify/%s/%s/%s", comparison ? comparison : "none",
                        address_part(arena, code), address_part(arena, person));
}

const char *decision_shown(const struct visit *visit, const char *state) {
    return !strcmp(state, "proposed")    ? say(visit->language, "proposed")
           : !strcmp(state, "confirmed") ? say(visit->language, "confirmed")
           : !strcmp(state, "refused")   ? say(visit->language, "refused")
                                         : say(visit->language, "revoked");
}

/* ------------------------------------------------------------------ comparisons */

static long long whole(const json_t *fields, const char *name) {
    return json_integer_value(json_object_get(fields, name));
}

static const char *parameter(struct arena *arena, const json_t *fields, const char *name) {
    const char *value = comparison_parameter(arena, fields, name);
    return value ? value : "";
}

static bool read_line(const struct visit *visit, const struct table *table, struct query *query,
                      struct comparison_line *out, struct error *error) {
    struct arena *arena = visit->arena;
    json_t *fields = json_object();
    bool done = tables_fields(table, query, fields, error);
    const char *engine = json_string_value(json_object_get(fields, "engine"));
    *out = (struct comparison_line){.index = query_int(query, TABLE_LEAF_INDEX),
                                    .log_size = whole(fields, "log_size"),
                                    .profiles = whole(fields, "profiles"),
                                    .persons = whole(fields, "persons"),
                                    .proposals = whole(fields, "proposals"),
                                    .rec = arena_copy(arena, query_text(query, TABLE_REC)),
                                    .day = arena_copy(arena, query_text(query, TABLE_DAY)),
                                    .by = arena_copy(arena, query_text(query, TABLE_BY)),
                                    .prior = parameter(arena, fields, "prior"),
                                    .total = parameter(arena, fields, "missing_total"),
                                    .theta = parameter(arena, fields, "theta"),
                                    .dropout = parameter(arena, fields, "dropout"),
                                    .group = parameter(arena, fields, "group"),
                                    .bound = parameter(arena, fields, "bound"),
                                    .engine = arena_copy(arena, engine ? engine : "")};
    json_decref(fields);
    return done;
}

bool comparison_lines(const struct visit *visit, struct comparison_line **out_line, int *out_count,
                      struct error *error) {
    const struct table *table = tables_find(visit->tables, "comparison");
    struct comparison_line *line = NULL;
    size_t capacity = 0;
    int count = 0;
    struct query *query;
    bool row, done;
    if (!query_open(visit->tables->store, &table->rows, &query, error)) return false;
    while ((done = query_step(query, &row, error)) && row) {
        line = arena_grow(visit->arena, line, (size_t)count, &capacity, sizeof *line);
        if (!(done = read_line(visit, table, query, &line[count++], error))) break;
    }
    query_close(query);
    for (int i = 0, j = count - 1; i < j; i++, j--) {
        struct comparison_line swap = line[i];
        line[i] = line[j];
        line[j] = swap;
    }
    *out_line = line;
    *out_count = count;
    return done;
}

static const char *bound_shown(const struct visit *visit, const char *bound) {
    char *end;
    double share = strtod(bound, &end);
    if (!*bound || *end)
        return say(visit->language, "what was left out is not bounded by proof: the posteriors are "
                                    "provisional");
    const char *text = figure_shown(visit, arena_format(visit->arena, "%.2g", share));
    const struct message_value values[] = {{.name = "share", .text = text}, {.name = NULL}};
    return fill(visit, say(visit->language, "at most {share} of the posterior"), values);
}

static const char *parameters_shown(const struct visit *visit, const struct comparison_line *line) {
    bool apart = !strcmp(line->group, "none");
    const struct message_value values[] = {
        {.name = "theta", .text = figure_shown(visit, line->theta)},
        {.name = "dropout", .text = figure_shown(visit, line->dropout)},
        {.name = "group",
         .text = apart ? say(visit->language, "every number for itself")
                       : say(visit->language, "remains of one person together")},
        {.name = "engine", .text = line->engine},
        {.name = NULL}};
    return fill(visit, say(visit->language, "theta {theta}, drop-out {dropout}, {group}; {engine}"),
                values);
}

static const char *since_shown(const struct visit *visit, int changed) {
    const struct message_value values[] = {{.name = "count", .is_number = true, .number = changed},
                                           {.name = NULL}};
    if (!changed) return say(visit->language, "nothing that it rests on has changed");
    return fill(visit,
                say_many(visit->language,
                         "stale: {count} record that it rests on is new or changed",
                         "stale: {count} records that it rests on are new or changed", changed),
                values);
}

bool comparison_summarise(const struct visit *visit, const struct comparison_line *line,
                          struct page_comparison_summary *out, int *out_changed,
                          struct error *error) {
    const struct message_value values[] = {
        {.name = "profiles", .is_number = true, .number = line->profiles},
        {.name = "persons", .is_number = true, .number = line->persons},
        {.name = NULL}};
    char number[LANGUAGE_NUMBER];
    *out = (struct page_comparison_summary){
        .address = record_address(visit->arena, line->rec),
        .index = line->index,
        .day = date_text(visit->arena, visit->language, line->day),
        .total = *line->total ? line->total : say(visit->language, "not said"),
        .prior = !strcmp(line->prior, "flat")
                     ? say(visit->language, "flat: only to compare with other programs")
                     : say(visit->language, "incident: by the number of missing"),
        .parameters = parameters_shown(visit, line),
        .compared = fill(visit,
                         say(visit->language, "{profiles} numbers of remains with {persons} "
                                              "missing persons"),
                         values),
        .proposals =
            arena_copy(visit->arena, language_number(visit->language, line->proposals, number)),
        .bound = bound_shown(visit, line->bound)};
    if (!comparison_changes_since(visit->tables, (uint64_t)line->log_size, out_changed, error) ||
        !label_of(visit->arena, visit->tables, line->by, &out->by, error))
        return false;
    out->stale = *out_changed > 0;
    out->since = since_shown(visit, *out_changed);
    return true;
}
