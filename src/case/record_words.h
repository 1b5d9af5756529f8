/* A record and its history in words, and as JSON. */
#ifndef CAIRN_CASE_RECORD_WORDS_H
#define CAIRN_CASE_RECORD_WORDS_H

#include "base/json.h"
#include "record/history.h"
#include "record/tables.h"

/* The text of a field's value with the codes and names of what it refers to; in the arena. */
MUST_CHECK bool record_value_text(struct arena *arena, const struct tables *tables,
                                  const struct schema_field *field, const json_t *value,
                                  const char **out_text, struct error *error);

/* The fields of one revision, a line each. */
MUST_CHECK bool record_write_fields(struct arena *arena, const struct tables *tables,
                                    const struct history_revision *revision, struct buffer *out,
                                    struct error *error);

/* What was changed, by whom, when and why. */
MUST_CHECK bool record_write_history(struct arena *arena, const struct tables *tables,
                                     const struct history *history, struct buffer *out,
                                     struct error *error);

/* The fields that have a value, in the order of the declaration, as an object. */
void record_write_values(struct json *json, const struct schema *schema, const json_t *fields);

/* All of it for programs; `shown` is the revision whose fields are given. */
MUST_CHECK bool record_write_json(struct arena *arena, const struct tables *tables,
                                  const struct history *history,
                                  const struct history_revision *shown, struct json *json,
                                  struct error *error);

/* What somebody with these roles may see (record/unseen.h) of the record of the row that a query of
 * table->rows stands at, without its history. */
MUST_CHECK bool record_write_listed(struct arena *arena, const struct tables *tables,
                                    unsigned roles, const struct table *table, struct query *query,
                                    const json_t *fields, struct json *json, struct error *error);

#endif
