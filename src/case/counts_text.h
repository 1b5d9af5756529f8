/* Counts for people, spreadsheets and programs. */
#ifndef CAIRN_CASE_COUNTS_TEXT_H
#define CAIRN_CASE_COUNTS_TEXT_H

#include "base/json.h"
#include "case/counts.h"

/* "14 of 212 examined, 6.6 % (4.0 to 10.8 %); 238 not examined", as the figure may be read; in the
 * arena. */
const char *count_row_text(struct arena *arena, const struct count_figure *figure,
                           const struct count_row *row);

/* What an interval is, to be said where intervals are shown. */
extern const char COUNT_INTERVAL_WORDS[];

/* What is said of a floor that no bone shows. */
extern const char COUNT_NO_BONE[];

/* The note in English; in the arena. */
const char *count_note_text(struct arena *arena, const struct count_note *note);

/* A line for all of it, with the figure's title, and one for each group. */
void counts_write_text(struct arena *arena, const struct count_table *table, struct buffer *out);

/* The names of the columns, and a line a row: figure, unit, by, group, a column for each answer,
 * examined, share, low, high, method. */
void counts_csv_names(struct buffer *out);
void counts_write_csv(struct arena *arena, const struct count_table *table, struct buffer *out);

/* An object: {"figure", "title", "unit", "reading", "about", "by", "all": ROW, "groups": [ROW]}
 * with ROW {"group", "rec", "yes", "no", …, "examined", "share", "low", "high", "method"}; null
 * where there is none. */
void counts_write_json(struct json *json, const struct count_table *table);

/* "ELD-0001-B; ELD-0007-P": the remains of one that was counted; in the arena. */
const char *count_item_remains(struct arena *arena, const struct count_item *item);

/* The list behind a number: rec, label, remains (with "; " between them); and a list of objects
 * {"rec", "label", "remains"}, with null for what is no record. */
void count_items_write_csv(struct arena *arena, const struct count_item *items, int count,
                           struct buffer *out);
void count_items_write_json(struct json *json, const struct count_item *items, int count);

#endif
