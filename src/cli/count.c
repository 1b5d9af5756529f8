/* cairn count: figures with what they are of, and the lists behind them. */
#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/decimal.h"
#include "case/counts_text.h"
#include "case/layout.h"
#include "cli/session.h"
#include "schema/quote.h"

struct count_options {
    const char *by, *in, *against, *list;
    bool json, csv;
};

static const struct option OPTIONS[] = {
    {.name = "by", .kind = OPTION_TEXT, .target = offsetof(struct count_options, by),
     .value = "WHAT", .help = "break down by grave, site, sex, age or papers"},
    {.name = "list", .kind = OPTION_TEXT, .target = offsetof(struct count_options, list),
     .value = "ANSWER", .help = "the list behind a number of FIGURE: yes, no, uncertain, "
                                "not_examined, not_recorded, silent, withheld or disputed"},
    {.name = "in", .kind = OPTION_TEXT, .target = offsetof(struct count_options, in),
     .value = "GROUP", .help = "of this group alone"},
    {.name = "against", .kind = OPTION_TEXT, .target = offsetof(struct count_options, against),
     .value = "GROUP", .help = "the difference of the shares of the two groups of FIGURE"},
    {.name = "json", .kind = OPTION_FLAG, .target = offsetof(struct count_options, json),
     .help = "for programs"},
    {.name = "csv", .kind = OPTION_FLAG, .target = offsetof(struct count_options, csv),
     .help = "for spreadsheets"},
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command COUNT_COMMAND = {
    .name = "count",
    .usage = "DIR [FIGURE] [--by WHAT] [--in GROUP] [--against GROUP] [--list ANSWER] "
             "[--json|--csv]",
    .summary = "figures, each with what it is of, and the list behind it",
    .help = "Every figure says what it counts: remains, bones, individuals or persons, which are "
            "never added up; of how many examined, and how many were not. \"hands bound: 14 of 212 "
            "examined; 238 not examined\" says nothing of the 238.\n"
            "FIGURE is the name of one (--json has them all, and what each rests on in words). "
            "--by breaks it down; a range of age that lies across a boundary is a group of its "
            "own. One individual may lie in two graves: then it counts in both.\n"
            "The interval is that of Wilson, the one of a difference that of Newcombe, 95 %, and "
            "stands only where some were not examined.\n"
            "Everything is counted that this folder can open, for whoever has the folder.",
    .options = OPTIONS,
    .run = run,
};

/* What was asked for. */
struct asked {
    const struct count_figure *figure; /* NULL: all */
    enum count_dimension dimension;
    bool lists;
    enum count_answer answer;
};

static bool read_words(const struct command_line *line, const struct count_options *options,
                       struct asked *asked, struct error *error) {
    if (line->count > 1 && !(asked->figure = count_figure_find(line->words[1])))
        return error_set(error, ERROR_USAGE, "count: there is no figure %s; cairn count %s --csv "
                         "lists their names", quote(line->words[1]).text, line->words[0]);
    if (options->by && !count_dimension_find(options->by, &asked->dimension))
        return error_set(error, ERROR_USAGE, "count: --by is grave, site, sex, age or papers");
    asked->lists = options->list != NULL;
    if (options->list && !count_answer_find(options->list, &asked->answer))
        return error_set(error, ERROR_USAGE, "count: --list is yes, no, uncertain, not_examined, "
                         "not_recorded, silent, withheld or disputed");
    if (options->json && options->csv)
        return error_set(error, ERROR_USAGE, "count: either --json or --csv");
    if ((options->list || options->in || options->against) && !asked->figure)
        return error_set(error, ERROR_USAGE, "count: --list, --in and --against are of one FIGURE");
    if (options->against && (!options->in || options->list))
        return error_set(error, ERROR_USAGE, "count: --against stands with --in, and without "
                         "--list");
    if (options->in && asked->dimension == COUNT_BY_NOTHING)
        return error_set(error, ERROR_USAGE, "count: --in is a group of --by");
    return true;
}

/* ------------------------------------------------------------------ the list behind a number */

static void write_items(struct command_line *line, const struct count_options *options,
                        const struct count_item *items, int count) {
    struct json json = json_to(line->out);
    if (options->json) count_items_write_json(&json, items, count);
    else if (options->csv) count_items_write_csv(line->arena, items, count, line->out);
    for (int i = 0; i < count && !options->json && !options->csv; i++) {
        const char *remains = count_item_remains(line->arena, &items[i]);
        bool same = !*remains || !strcmp(remains, items[i].label);
        buffer_format(line->out, same ? "%s\n" : "%s (%s)\n", items[i].label, remains);
    }
}

static bool write_list(struct command_line *line, const struct counts *counts,
                       const struct count_options *options, const struct asked *asked,
                       struct error *error) {
    struct count_item *items;
    int count;
    if (!counts_list(line->arena, counts, asked->figure, asked->dimension, options->in,
                     asked->answer, COUNT_ALL_ROLES, &items, &count, error))
        return false;
    write_items(line, options, items, count);
    if (!options->json && !options->csv)
        buffer_format(line->out, "\n%d: %s, %s\n", count, asked->figure->title,
                      count_answer_words(asked->answer));
    line->answer_no = count == 0;
    return true;
}

/* ------------------------------------------------------------------ two groups */

static const struct count_row *find_row(const struct count_table *table, const char *group,
                                        struct error *error) {
    for (int i = 0; i < table->row_count; i++)
        if (!strcmp(table->row[i].group, group)) return &table->row[i];
    error_set(error, ERROR_NOT_FOUND, "by %s there is no %s in %s",
              count_dimension_name(table->dimension), quote(group).text, table->figure->name);
    return NULL;
}

static void write_difference_csv(const struct count_table *table,
                                 const struct count_row *row, const struct count_row *other,
                                 double difference, struct interval interval, struct buffer *out) {
    static const char *const names[] = {"by", "in", "against", "difference", "low", "high"};
    const double number[] = {difference, interval.low, interval.high};
    csv_cell(out, true, "figure");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) csv_cell(out, false, names[i]);
    csv_end(out);
    csv_cell(out, true, table->figure->name);
    csv_cell(out, false, count_dimension_name(table->dimension));
    csv_cell(out, false, row->group);
    csv_cell(out, false, other->group);
    for (size_t i = 0; i < sizeof number / sizeof *number; i++)
        csv_cell(out, false,
                 isnan(number[i]) ? "" : decimal_of(number[i]).text);
    csv_end(out);
}

static bool write_difference(struct command_line *line, const struct count_table *table,
                             const struct count_options *options, struct error *error) {
    double difference;
    const struct count_row *row = find_row(table, options->in, error);
    const struct count_row *other = row ? find_row(table, options->against, error) : NULL;
    if (!other) return false;
    struct interval interval = count_row_difference(table, row, other, &difference);
    if (options->json) {
        struct json json = json_to(line->out);
        json_open_object(&json);
        json_member_text(&json, "figure", table->figure->name);
        json_member_text(&json, "in", row->group);
        json_member_text(&json, "against", other->group);
        json_member_number(&json, "difference", difference);
        json_member_number(&json, "low", interval.low);
        json_member_number(&json, "high", interval.high);
        json_close_object(&json);
        return true;
    }
    if (options->csv) {
        write_difference_csv(table, row, other, difference, interval, line->out);
        return true;
    }
    buffer_format(line->out, "%s\n", table->figure->title);
    layout_field(line->out, 2, row->group, 28, count_row_text(line->arena, table->figure, row));
    layout_field(line->out, 2, other->group, 28,
                 count_row_text(line->arena, table->figure, other));
    if (isnan(difference)) buffer_add_text(line->out, "\nThere are no two shares to compare.\n");
    else if (isnan(interval.low))
        buffer_format(line->out, "\nDifference: %.1f percentage points, of all.\n",
                      100 * difference);
    else
        layout_wrap(line->out, "\n", "",
                    arena_format(line->arena, "Difference: %.1f percentage points, 95 %% interval "
                                 "%.1f to %.1f (Newcombe), were those examined drawn at random.",
                                 100 * difference, 100 * interval.low, 100 * interval.high));
    return true;
}

/* ------------------------------------------------------------------ figures */

static const char *heading_of(const struct count_figure *figure) {
    switch (figure->unit) {
    case COUNT_REMAINS:
        return figure->reading == COUNT_CENSUS ? "Remains: numbers given, which are not people"
                                               : "Remains: what was seen of them";
    case COUNT_ELEMENTS: return "Bones";
    case COUNT_DISTINCT:
    case COUNT_INDIVIDUALS: return "Individuals";
    default: return "Persons";
    }
}

static void write_tables(struct command_line *line, const struct count_options *options,
                         const struct count_table *tables, int count,
                         const struct counts *counts) {
    struct json json = json_to(line->out);
    const struct count_note *note = counts_notes(line->arena, counts);
    const char *heading = NULL;
    if (options->csv) counts_csv_names(line->out);
    if (options->json) {
        json_open_object(&json);
        json_name(&json, "figures");
        json_open_list(&json);
    }
    for (int i = 0; i < count; i++) {
        const struct count_figure *figure = tables[i].figure;
        if (options->json) counts_write_json(&json, &tables[i]);
        else if (options->csv) counts_write_csv(line->arena, &tables[i], line->out);
        else {
            const char *next = heading_of(figure);
            if (!heading || strcmp(heading, next) != 0)
                buffer_format(line->out, "%s%s\n", i ? "\n" : "", next);
            heading = next;
            counts_write_text(line->arena, &tables[i], line->out);
        }
    }
    if (options->json) {
        json_close_list(&json);
        json_name(&json, "notes");
        json_open_list(&json);
        for (; note->text; note++) json_text(&json, count_note_text(line->arena, note));
        json_close_list(&json);
        json_close_object(&json);
    } else if (!options->csv) {
        buffer_add_text(line->out, "\n");
        if (count == 1) layout_wrap(line->out, "", "", tables[0].figure->about);
        layout_wrap(line->out, "", "", COUNT_INTERVAL_WORDS);
        for (; note->text; note++)
            layout_wrap(line->out, "", "", count_note_text(line->arena, note));
    }
}

/* Persons lie in no grave: they are left out of what is broken down, unless they were asked for. */
static bool tally_all(struct command_line *line, const struct counts *counts,
                      const struct asked *asked, struct count_table **out_tables, int *out_count,
                      struct error *error) {
    struct count_table *tables = arena_new(line->arena, struct count_table, count_figure_count);
    int count = 0;
    for (int i = 0; i < count_figure_count; i++) {
        const struct count_figure *figure = &count_figures[i];
        bool lies = figure->unit != COUNT_PERSONS || asked->dimension == COUNT_BY_NOTHING;
        if (asked->figure ? figure != asked->figure : !lies) continue;
        if (!counts_tally(line->arena, counts, figure, asked->dimension, COUNT_ALL_ROLES,
                          &tables[count++], error))
            return false;
    }
    *out_tables = tables;
    *out_count = count;
    return true;
}

static bool answer(struct command_line *line, struct session *session,
                   const struct count_options *options, const struct asked *asked,
                   struct error *error) {
    struct count_individuals individuals;
    struct counts *counts;
    struct count_table *tables;
    int count;
    if (!count_individuals_read(line->arena, &session->investigation, &session->tables,
                                &session->investigation.digester, &individuals, error) ||
        !counts_read(line->arena, &session->investigation, &session->tables, &individuals,
                     &counts, error))
        return false;
    if (asked->lists) return write_list(line, counts, options, asked, error);
    if (!tally_all(line, counts, asked, &tables, &count, error)) return false;
    if (options->against) return write_difference(line, &tables[0], options, error);
    if (options->in) {
        const struct count_row *row = find_row(&tables[0], options->in, error);
        if (!row) return false;
        tables[0].row = arena_new(line->arena, struct count_row, 1);
        tables[0].row[0] = *row;
        tables[0].row_count = 1;
    }
    write_tables(line, options, tables, count, counts);
    return true;
}

static bool run(struct command_line *line, struct error *error) {
    struct count_options options = {0};
    struct asked asked = {.dimension = COUNT_BY_NOTHING};
    struct session session;
    if (!command_options(&COUNT_COMMAND, line, &options, sizeof options, 1, 2, error) ||
        !read_words(line, &options, &asked, error) ||
        !session_open(line->arena, line->words[0], INVESTIGATION_READ, NULL, &session, error))
        return false;
    bool done = session_read_tables(&session, line->cancel, !options.json && !options.csv, error) &&
                answer(line, &session, &options, &asked, error);
    session_close(&session);
    return done;
}
