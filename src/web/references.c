#include "web/references.h"

#include <string.h>

#include "record/head.h"
#include "record/label.h"
#include "schema/code.h"
#include "schema/value.h"

struct looking {
    const struct visit *visit;
    bool waits; /* what the visitor may not read is taken unseen; else the form is of two hands */
};

/* The kinds that the field may name, one after the other; NULL: no more. */
static const struct table *kind_at(const struct visit *visit, const struct schema_field *field,
                                   int i) {
    if (field->words.count)
        return i < field->words.count ? tables_find(visit->tables, field->words.word[i]) : NULL;
    return i < visit->tables->count ? &visit->tables->table[i] : NULL;
}

/* What people call so, of a kind; NULL: nothing. What can be no code of the kind is nothing. */
static bool find_of(const struct visit *visit, const struct table *table, const char *text,
                    const char **out_rec, struct error *error) {
    struct error fault = {0};
    *out_rec = NULL;
    return label_find(visit->arena, visit->tables, table->schema->kind, text, out_rec, &fault) ||
           fault.code == ERROR_BAD_INPUT || error_set(error, fault.code, "%s", fault.text);
}

/* Things that pass from hand to hand have their code on them: in a form of two hands, whoever may sign
 * custody names them by it, also those of which they may not read. */
static bool is_held(const struct looking *looking, const struct schema *schema) {
    const struct schema *custody = schema_find("custody");
    const struct schema_field *items = schema_field_find(custody, "items");
    bool thing = false;
    for (int i = 0; i < items->words.count; i++)
        thing = thing || !strcmp(items->words.word[i], schema->kind);
    return thing && !looking->waits && schema_may_sign(custody, looking->visit->roles);
}

/* The records that people call so, of the kinds that the field may name and the visitor may read or
 * hold. What has a code is called by nothing else: what somebody named a photograph makes no code
 * ambiguous. */
static bool find_named(const struct looking *looking, const struct schema_field *field, bool by_code,
                       const char *text, const char **out_rec, int *out_count,
                       struct error *error) {
    const struct visit *visit = looking->visit;
    const struct table *table;
    *out_count = 0;
    for (int i = 0; (table = kind_at(visit, field, i)); i++) {
        const char *rec;
        if ((!label_may_read(table->schema, visit->roles) && !is_held(looking, table->schema)) ||
            (schema_code_field(table->schema) != NULL) != by_code)
            continue;
        if (!find_of(visit, table, text, &rec, error)) return false;
        if (!rec) continue;
        *out_rec = rec;
        (*out_count)++;
    }
    return true;
}

/* Can it be the code of a record of this kind, and of none that the visitor may read? */
static bool is_code_of(const struct schema *schema, bool alone, const char *text, char *out_code) {
    struct error unfit = {0};
    return schema_code_field(schema) &&
           code_read(schema->code_pattern, schema->code_given, text, out_code, &unfit) &&
           (alone || (schema->code_pattern && code_fits(schema->code_pattern, out_code)));
}

/* A code of what the visitor may not read is taken whether it is there or not, and says neither: the
 * laboratory has tubes with numbers of people of whom it may not read. What is not there waits. */
static bool take_unseen(const struct visit *visit, const struct schema_field *field,
                        const char *text, const char **out_text, struct error *error) {
    const struct table *table;
    const char *rec = NULL, *waiting = NULL;
    char code[SCHEMA_CODE_MOST + 1];
    bool alone = field->words.count > 0;
    for (int i = 0; (table = kind_at(visit, field, i)); i++)
        alone = alone && !label_may_read(table->schema, visit->roles);
    for (int i = 0; (table = kind_at(visit, field, i)); i++) {
        if (label_may_read(table->schema, visit->roles) ||
            !is_code_of(table->schema, alone, text, code))
            continue;
        if (!waiting) waiting = arena_format(visit->arena, VALUE_WAITING "%s", code);
        if (!rec && !find_of(visit, table, code, &rec, error)) return false;
    }
    *out_text = rec ? rec : waiting;
    return true;
}

/* What may not be read answers as what is not there: nobody learns by trying which codes there are. */
static bool refuse_unknown(const struct visit *visit, struct error *error) {
    return error_set(error, ERROR_BAD_INPUT, "%s",
                     say(visit->language, "Nothing that you may look at is called that."));
}

/* An identifier is of a record that is there, of a kind that the field may name. It cannot be
 * guessed, and whoever holds a thing has it from a page of custody. */
static bool check_kind(const struct visit *visit, const struct schema_field *field,
                       const char *rec, struct error *error) {
    struct head head;
    if (!head_find(visit->arena, visit->tables, rec, &head, error)) return false;
    bool fits = head.table && field->words.count == 0;
    for (int i = 0; head.table && i < field->words.count; i++)
        fits = fits || !strcmp(field->words.word[i], head.table->schema->kind);
    return fits || refuse_unknown(visit, error);
}

static bool put_rec(void *data, const struct schema_field *field, const char *text,
                    const char **out_text, struct error *error) {
    const struct looking *looking = data;
    const struct visit *visit = looking->visit;
    struct identifier identifier;
    struct error none = {0};
    const char *found = NULL;
    int count;
    *out_text = text;
    if (field->type != FIELD_REFERENCE) return true;
    if (identifier_read(text, strlen(text), IDENTIFIER_USER, &identifier, &none)) return true;
    if (identifier_read(text, strlen(text), IDENTIFIER_RECORD, &identifier, &none))
        return check_kind(visit, field, text, error);
    if (!find_named(looking, field, true, text, &found, &count, error) ||
        (!count && !find_named(looking, field, false, text, &found, &count, error)))
        return false;
    if (count > 1)
        return error_set(error, ERROR_BAD_INPUT, "%s",
                         say(visit->language,
                             "Several things are called that; write the identifier (r-…)."));
    if (!count && looking->waits && !take_unseen(visit, field, text, &found, error)) return false;
    if (!found) return refuse_unknown(visit, error);
    *out_text = found;
    return true;
}

bool references_find(const struct visit *visit, const struct schema_field *field, bool waits,
                     json_t *value, struct error *error) {
    struct looking looking = {visit, waits && field->tier != TIER_PUBLIC};
    return value_walk(field, value, put_rec, &looking, error);
}
