#include "web/figures.h"

#include <math.h>
#include <string.h>

#include "case/counts_text.h"
#include "http/page_notes.h"
#include "http/page_tally.h"
#include "report/drawing_svg.h"
#include "web/measure_text.h"
#include "web/query.h"

/* ------------------------------------------------------------------ counts */

static bool make_counts(struct arena *arena, const struct visit *visit, void **out_thing,
                        struct error *error) {
    struct count_individuals *individuals = arena_new(arena, struct count_individuals, 1);
    struct counts *counts;
    if (!count_individuals_read(arena, visit->investigation, visit->tables,
                                &visit->worker->investigation.digester, individuals, error) ||
        !counts_read(arena, visit->investigation, visit->tables, individuals, &counts, error))
        return false;
    *out_thing = counts;
    return true;
}

bool figures_hold(const struct visit *visit, struct kept **out_kept,
                  const struct counts **out_counts, struct error *error) {
    if (!kept_hold(&visit->web->counts, visit, 0, make_counts, out_kept, error)) return false;
    *out_counts = (*out_kept)->thing;
    return true;
}

/* ------------------------------------------------------------------ words */

const char *figure_title(const struct visit *visit, const struct count_figure *figure) {
    return say_word(visit->language, figure->title);
}

const char *figure_unit(const struct visit *visit, const struct count_figure *figure) {
    return say_word(visit->language, count_unit_name(figure->unit));
}

const char *figure_group(const struct visit *visit, const struct count_row *row) {
    return row->rec ? row->group : say_word(visit->language, row->group);
}

int figure_others(const struct count_row *row) {
    int others = 0;
    for (int i = COUNT_UNCERTAIN; i < COUNT_ANSWERS; i++) others += row->answer[i];
    return others;
}

static bool is_share(const struct count_figure *figure, const struct count_row *row) {
    return row->examined && figure->reading != COUNT_LISTED && figure->reading != COUNT_FLOOR &&
           (figure->reading != COUNT_CENSUS || row->answer[COUNT_NO] || figure_others(row));
}

static const char *percent(const struct visit *visit, double share) {
    return decimal_text(visit->arena, visit->language,
                        arena_format(visit->arena, "%.1f", 100 * share));
}

const char *figure_share(const struct visit *visit, const struct count_figure *figure,
                         const struct count_row *row) {
    if (!is_share(figure, row)) return NULL;
    return arena_format(visit->arena, "%s\u00a0%%",
                        percent(visit, (double)row->answer[COUNT_YES] / row->examined));
}

const char *figure_interval(const struct visit *visit, const struct count_row *row) {
    if (isnan(row->interval.low)) return NULL;
    const struct message_value values[] = {
        {.name = "low", .text = percent(visit, row->interval.low)},
        {.name = "high", .text = percent(visit, row->interval.high)},
        {.name = NULL}};
    return fill(visit, say(visit->language, "{low} to {high}\u00a0%"), values);
}

/* "femur, left, zone 3". */
static const char *method_text(const struct visit *visit, const struct count_method *method) {
    enum language language = visit->language;
    const char *text = say_word(language, method->bone ? method->bone : COUNT_NO_BONE);
    const struct message_value zone[] = {
        {.name = "zone", .is_number = true, .number = method->zone}, {.name = NULL}};
    if (method->tooth) text = arena_format(visit->arena, "%s %s", text, method->tooth);
    if (method->side)
        text = arena_format(visit->arena, "%s, %s", text, say_word(language, method->side));
    if (method->zone)
        text = arena_format(visit->arena, "%s, %s", text,
                            fill(visit, say(language, "zone {zone}"), zone));
    return text;
}

const char *figure_counted(const struct visit *visit, const struct count_figure *figure,
                           const struct count_row *row) {
    enum language language = visit->language;
    const struct message_value values[] = {
        {.name = "yes", .is_number = true, .number = row->answer[COUNT_YES]},
        {.name = "examined", .is_number = true, .number = row->examined},
        {.name = "method", .text = method_text(visit, &row->method)},
        {.name = NULL}};
    switch (figure->reading) {
    case COUNT_FLOOR: return fill(visit, say(language, "at least {yes} ({method})"), values);
    case COUNT_LISTED:
        return fill(visit, say(language, "{yes}; of the others nothing is said"), values);
    case COUNT_CENSUS:
        return fill(visit, is_share(figure, row) ? say(language, "{yes} of {examined}") : "{yes}",
                    values);
    case COUNT_SAMPLE: break;
    }
    return fill(visit, say(language, "{yes} of {examined} examined"), values);
}

const struct page_notes *figure_notes(const struct visit *visit, const struct counts *counts) {
    const struct count_note *note = counts_notes(visit->arena, counts);
    struct page_notes *notes = arena_new(visit->arena, struct page_notes, 1);
    size_t count = 0;
    bool all = count_figure_may_read(count_figure_find("dna_distinct"), visit->roles);
    while (note[count].text) count++;
    struct page_notes_notes *list = arena_new(visit->arena, struct page_notes_notes, count);
    size_t shown = 0;
    for (size_t i = 0; i < count; i++) {
        /* Those with a number tell of comparisons and profiles. */
        if (!all && strchr(note[i].text, '{')) continue;
        const struct message_value values[] = {
            {.name = "comparison", .is_number = true, .number = note[i].comparison},
            {.name = "count", .is_number = true, .number = note[i].count},
            {.name = NULL}};
        list[shown++].text = fill(visit, say_word(visit->language, note[i].text), values);
    }
    *notes = (struct page_notes){.interval_words = say_word(visit->language, COUNT_INTERVAL_WORDS),
                                 .notes = list,
                                 .notes_count = shown};
    return notes;
}

/* ------------------------------------------------------------------ the row as a sentence */

const char *figure_address(const struct visit *visit, const struct count_table *table,
                           const struct count_row *row, const char *answer) {
    struct arena *arena = visit->arena;
    const char *address = arena_format(arena, "/figures/%s/%s", table->figure->name, answer);
    if (row == &table->all) return address;
    return arena_format(arena, "%s?by=%s&in=%s", address, count_dimension_name(table->dimension),
                        address_part(arena, row->group));
}

static const char *other_text(const struct visit *visit, enum count_answer answer, int count) {
    const struct message_value values[] = {
        {.name = "count", .is_number = true, .number = count},
        {.name = "answer", .text = say_word(visit->language, count_answer_words(answer))},
        {.name = NULL}};
    return fill(visit, "{count} {answer}", values);
}

const struct page_tally *figure_tally(const struct visit *visit, const struct count_table *table,
                                      const struct count_row *row) {
    struct page_tally *tally = arena_new(visit->arena, struct page_tally, 1);
    struct page_tally_others *others =
        arena_new(visit->arena, struct page_tally_others, COUNT_ANSWERS);
    *tally = (struct page_tally){.counted = figure_counted(visit, table->figure, row),
                                 .address = figure_address(visit, table, row, "yes"),
                                 .share = figure_share(visit, table->figure, row),
                                 .interval = figure_interval(visit, row),
                                 .others = others};
    for (int i = COUNT_UNCERTAIN; i < COUNT_ANSWERS; i++)
        if (row->answer[i])
            others[tally->others_count++] = (struct page_tally_others){
                .text = other_text(visit, (enum count_answer)i, row->answer[i]),
                .address =
                    figure_address(visit, table, row, count_answer_name((enum count_answer)i))};
    return tally;
}

/* ------------------------------------------------------------------ the row as a picture */

static const struct drawing_style AXIS = {"axis", PAINT_NONE, 0xcdd3d8, 1, 0, false};
static const struct drawing_style RANGE = {"range", PAINT_NONE, 0x0b5c7a, 2, 0, false};
static const struct drawing_style POINT = {"point", 0x0b5c7a, PAINT_NONE, 0, 0, false};

enum { PICTURE_WIDTH = 160, PICTURE_HEIGHT = 16, PICTURE_EDGE = 6 };

static double place_of(double share) {
    return PICTURE_EDGE + share * (PICTURE_WIDTH - 2 * PICTURE_EDGE);
}

/* A line from none to all with its quarters, the interval on it, and the share as a point. */
struct html_safe figure_picture(const struct visit *visit, const struct count_figure *figure,
                                const struct count_row *row) {
    const double middle = PICTURE_HEIGHT / 2.0;
    struct drawing drawing;
    struct buffer svg = {0};
    if (!is_share(figure, row)) return (struct html_safe){0};
    const char *interval = figure_interval(visit, row);
    drawing_open(&drawing, visit->arena, "share",
                 arena_format(visit->arena, interval ? "%s (%s)" : "%s",
                              figure_share(visit, figure, row), interval),
                 NULL);
    drawing.width = PICTURE_WIDTH;
    drawing.height = PICTURE_HEIGHT;
    drawing_line(&drawing, &AXIS, place_of(0), middle, place_of(1), middle);
    for (int quarter = 0; quarter <= 4; quarter++)
        drawing_line(&drawing, &AXIS, place_of(quarter / 4.0), middle - 3, place_of(quarter / 4.0),
                     middle + 3);
    if (interval)
        drawing_line(&drawing, &RANGE, place_of(row->interval.low), middle,
                     place_of(row->interval.high), middle);
    drawing_circle(&drawing, &POINT, place_of((double)row->answer[COUNT_YES] / row->examined),
                   middle, 4);
    drawing_svg(&drawing, &svg);
    struct html_safe picture =
        html_trust(arena_copy_part(visit->arena, buffer_text(&svg), svg.size), svg.size);
    buffer_close(&svg);
    return picture;
}

bool figure_group_asked(const struct visit *visit, const struct count_table *table,
                        const char *name, const struct count_row **out_row,
                        struct error *error) {
    const char *group = request_query(visit->request, name);
    if (!group) return true;
    for (int i = 0; i < table->row_count; i++)
        if (!strcmp(table->row[i].group, group)) {
            *out_row = &table->row[i];
            return true;
        }
    return query_refuse(visit, name, error);
}
