#include "case/counts_text.h"

#include <math.h>

#include "base/csv.h"
#include "base/decimal.h"
#include "base/holes.h"
#include "base/says.h"
#include "case/layout.h"

const char COUNT_INTERVAL_WORDS[] = SAYS(
    "Shares are of those examined. In brackets: the interval of 95 % (Wilson's score interval) in "
    "which the share of all would lie if those examined had been drawn from all at random. They "
    "seldom are: who is examined first is no accident.");

const char COUNT_NO_BONE[] = SAYS("no bone that shows it is inventoried");

static const char *const READINGS[] = {"census", "sample", "listed", "floor"};

/* How many are known of: counted, not counted, and the others. */
static int others_of(const struct count_row *row) {
    int others = 0;
    for (int i = COUNT_UNCERTAIN; i < COUNT_ANSWERS; i++) others += row->answer[i];
    return others;
}

static const char *others_text(struct arena *arena, const struct count_row *row) {
    const char *text = "";
    for (int i = COUNT_UNCERTAIN; i < COUNT_ANSWERS; i++)
        if (row->answer[i])
            text = arena_format(arena, "%s%s%d %s", text, *text ? ", " : "; ", row->answer[i],
                                count_answer_words((enum count_answer)i));
    return text;
}

static const char *share_text(struct arena *arena, const struct count_row *row) {
    if (!row->examined) return "";
    double share = 100.0 * row->answer[COUNT_YES] / row->examined;
    if (isnan(row->interval.low)) return arena_format(arena, ", %.1f %%", share);
    return arena_format(arena, ", %.1f %% (%.1f to %.1f %%)", share, 100 * row->interval.low,
                        100 * row->interval.high);
}

/* "left femur, zone 3". */
static void write_method(const struct count_row *row, struct buffer *out) {
    const struct count_method *method = &row->method;
    if (!method->bone) {
        buffer_add_text(out, COUNT_NO_BONE);
        return;
    }
    if (method->side) buffer_format(out, "%s ", method->side);
    buffer_add_text(out, method->bone);
    if (method->tooth) buffer_format(out, " %s", method->tooth);
    if (method->zone) buffer_format(out, ", zone %d", method->zone);
}

const char *count_row_text(struct arena *arena, const struct count_figure *figure,
                           const struct count_row *row) {
    int yes = row->answer[COUNT_YES];
    struct buffer method = {0};
    const char *text;
    switch (figure->reading) {
    case COUNT_FLOOR:
        write_method(row, &method);
        text = arena_format(arena, "at least %d (%s)", yes, buffer_text(&method));
        buffer_close(&method);
        return text;
    case COUNT_LISTED: return arena_format(arena, "%d; of the others nothing is said", yes);
    case COUNT_CENSUS:
        if (!row->answer[COUNT_NO] && !others_of(row)) return arena_format(arena, "%d", yes);
        return arena_format(arena, "%d of %d%s%s", yes, row->examined, share_text(arena, row),
                            others_text(arena, row));
    case COUNT_SAMPLE: break;
    }
    return arena_format(arena, "%d of %d examined%s%s", yes, row->examined, share_text(arena, row),
                        others_text(arena, row));
}

enum { INDENT = 2, TITLE = 40, GROUP = 28 };

void counts_write_text(struct arena *arena, const struct count_table *table, struct buffer *out) {
    layout_field(out, INDENT, table->figure->title, TITLE,
                 count_row_text(arena, table->figure, &table->all));
    for (int i = 0; i < table->row_count; i++)
        layout_field(out, 2 * INDENT, table->row[i].group, GROUP,
                     count_row_text(arena, table->figure, &table->row[i]));
}

/* ------------------------------------------------------------------ for spreadsheets */

void counts_csv_names(struct buffer *out) {
    static const char *const first[] = {"figure", "unit", "by", "group"};
    static const char *const last[] = {"examined", "share", "low", "high", "method"};
    for (int i = 0; i < 4; i++) csv_cell(out, i == 0, first[i]);
    for (int i = 0; i < COUNT_ANSWERS; i++)
        csv_cell(out, false, count_answer_name((enum count_answer)i));
    for (int i = 0; i < 5; i++) csv_cell(out, false, last[i]);
    csv_end(out);
}

/* Of which a share can be told; NAN: of none. */
static double share_of(const struct count_figure *figure, const struct count_row *row) {
    bool has = row->examined && figure->reading != COUNT_LISTED && figure->reading != COUNT_FLOOR;
    return has ? (double)row->answer[COUNT_YES] / row->examined : NAN;
}

static void add_number(struct buffer *out, double number) {
    csv_cell(out, false, isnan(number) ? "" : decimal_of(number).text);
}

static void add_row(struct arena *arena, const struct count_table *table,
                    const struct count_row *row, struct buffer *out) {
    struct buffer method = {0};
    csv_cell(out, true, table->figure->name);
    csv_cell(out, false, count_unit_name(table->figure->unit));
    csv_cell(out, false, count_dimension_name(table->dimension));
    csv_cell(out, false, row->group);
    for (int i = 0; i < COUNT_ANSWERS; i++)
        csv_cell(out, false, arena_format(arena, "%d", row->answer[i]));
    csv_cell(out, false, arena_format(arena, "%d", row->examined));
    add_number(out, share_of(table->figure, row));
    add_number(out, row->interval.low);
    add_number(out, row->interval.high);
    if (table->figure->reading == COUNT_FLOOR) write_method(row, &method);
    csv_cell(out, false, buffer_text(&method));
    buffer_close(&method);
    csv_end(out);
}

void counts_write_csv(struct arena *arena, const struct count_table *table, struct buffer *out) {
    add_row(arena, table, &table->all, out);
    for (int i = 0; i < table->row_count; i++) add_row(arena, table, &table->row[i], out);
}

const char *count_note_text(struct arena *arena, const struct count_note *note) {
    const struct hole holes[] = {{"comparison", arena_format(arena, "%lld", note->comparison)},
                                 {"count", arena_format(arena, "%lld", note->count)}};
    return holes_fill(arena, note->text, holes, 2);
}

/* ------------------------------------------------------------------ for programs */

static void write_row(struct json *json, const struct count_figure *figure,
                      const struct count_row *row) {
    struct buffer method = {0};
    json_open_object_flat(json);
    json_member_text(json, "group", row->group);
    json_member_text(json, "rec", row->rec);
    for (int i = 0; i < COUNT_ANSWERS; i++)
        json_member_whole(json, count_answer_name((enum count_answer)i), row->answer[i]);
    json_member_whole(json, "examined", row->examined);
    json_member_number(json, "share", share_of(figure, row));
    json_member_number(json, "low", row->interval.low);
    json_member_number(json, "high", row->interval.high);
    if (figure->reading == COUNT_FLOOR) write_method(row, &method);
    json_member_text(json, "method", method.size ? buffer_text(&method) : NULL);
    buffer_close(&method);
    json_close_object(json);
}

void counts_write_json(struct json *json, const struct count_table *table) {
    const struct count_figure *figure = table->figure;
    json_open_object(json);
    json_member_text(json, "figure", figure->name);
    json_member_text(json, "title", figure->title);
    json_member_text(json, "unit", count_unit_name(figure->unit));
    json_member_text(json, "reading", READINGS[figure->reading]);
    json_member_text(json, "about", figure->about);
    json_member_text(json, "by", count_dimension_name(table->dimension));
    json_name(json, "all");
    write_row(json, figure, &table->all);
    json_name(json, "groups");
    json_open_list(json);
    for (int i = 0; i < table->row_count; i++) write_row(json, figure, &table->row[i]);
    json_close_list(json);
    json_close_object(json);
}

/* ------------------------------------------------------------------ the list behind a number */

const char *count_item_remains(struct arena *arena, const struct count_item *item) {
    const char *remains = "";
    for (int i = 0; i < item->remains_count; i++)
        remains = arena_format(arena, "%s%s%s", remains, i ? "; " : "", item->remains[i]);
    return remains;
}

void count_items_write_csv(struct arena *arena, const struct count_item *items, int count,
                           struct buffer *out) {
    csv_cell(out, true, "rec");
    csv_cell(out, false, "label");
    csv_cell(out, false, "remains");
    csv_end(out);
    for (int i = 0; i < count; i++) {
        csv_cell(out, true, items[i].rec ? items[i].rec : "");
        csv_cell(out, false, items[i].label ? items[i].label : "");
        csv_cell(out, false, count_item_remains(arena, &items[i]));
        csv_end(out);
    }
}

void count_items_write_json(struct json *json, const struct count_item *items, int count) {
    json_open_list(json);
    for (int i = 0; i < count; i++) {
        json_open_object_flat(json);
        json_member_text(json, "rec", items[i].rec);
        json_member_text(json, "label", items[i].label);
        json_name(json, "remains");
        json_open_list_flat(json);
        for (int r = 0; r < items[i].remains_count; r++) json_text(json, items[i].remains[r]);
        json_close_list(json);
        json_close_object(json);
    }
    json_close_list(json);
}
