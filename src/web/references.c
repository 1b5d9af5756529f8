#include "web/references.h"

#include <string.h>

#include "record/label.h"
#include "schema/value.h"
#include "store/query.h"
#include "store/statements.h"

/* The record that people call so, of one of the kinds that the field may name. */
static bool find_named(const struct visit *visit, const struct schema_field *field,
                       const char *text, const char **out_rec, int *out_count,
                       struct error *error) {
    int kinds = field->words.count ? field->words.count : visit->tables->count;
    *out_count = 0;
    for (int i = 0; i < kinds; i++) {
        const struct table *table = field->words.count
                                        ? tables_find(visit->tables, field->words.word[i])
                                        : &visit->tables->table[i];
        const char *rec = NULL;
        struct error fault = {0};
        if (!label_find(visit->arena, visit->tables, table->schema->kind, text, &rec, &fault) &&
            fault.code != ERROR_BAD_INPUT)
            return error_set(error, fault.code, "%s", fault.text);
        if (rec) {
            *out_rec = rec;
            (*out_count)++;
        }
    }
    return true;
}

/* An identifier is of a record that is there, of a kind that the field may name. */
static bool check_kind(const struct visit *visit, const struct schema_field *field,
                       const char *rec, struct error *error) {
    struct query *query;
    bool row, fits = false;
    if (!query_open(visit->tables->store, &HEADS_OF_RECORD, &query, error)) return false;
    query_bind_text(query, 1, rec);
    bool done = query_step(query, &row, error);
    for (int i = 0; done && row && i < field->words.count; i++)
        fits = fits || !strcmp(field->words.word[i], query_text(query, 1));
    fits = fits || (done && row && field->words.count == 0);
    query_close(query);
    if (!done || fits) return done;
    return error_set(error, ERROR_BAD_INPUT, "%s",
                     say(visit->language, "Nothing in the record is called that."));
}

static bool put_rec(void *data, const struct schema_field *field, const char *text,
                    const char **out_text, struct error *error) {
    const struct visit *visit = data;
    struct identifier identifier;
    struct error none = {0};
    const char *rec = NULL;
    int count;
    *out_text = text;
    if (field->type != FIELD_REFERENCE) return true;
    if (identifier_read(text, strlen(text), IDENTIFIER_USER, &identifier, &none)) return true;
    if (identifier_read(text, strlen(text), IDENTIFIER_RECORD, &identifier, &none))
        return check_kind(visit, field, text, error);
    if (!find_named(visit, field, text, &rec, &count, error)) return false;
    if (count == 1) *out_text = rec;
    else
        return error_set(error, ERROR_BAD_INPUT,
                         count ? say(visit->language, "Several things are called that; write the "
                                                      "identifier (r-…).")
                               : say(visit->language, "Nothing in the record is called that."));
    return true;
}

bool references_find(const struct visit *visit, const struct schema_field *field, json_t *value,
                     struct error *error) {
    return value_walk(field, value, put_rec, (void *)visit, error);
}
