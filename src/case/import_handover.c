#include "case/import_handover.h"

#include <string.h>

#include "schema/value.h"
#include "store/statements.h"

struct looking {
    const struct import_handover *handover;
    bool is_there; /* all that is named */
};

static bool find_there(void *data, const struct schema_field *field, const char *text,
                       const char **out_text, struct error *error) {
    struct looking *looking = data;
    struct query *query;
    bool row;
    *out_text = text;
    if (field->type != FIELD_REFERENCE) return true;
    if (!query_open(looking->handover->tables->store, &HEADS_OF_RECORD, &query, error))
        return false;
    query_bind_text(query, 1, text);
    bool done = query_step(query, &row, error);
    query_close(query);
    looking->is_there = looking->is_there && done && row;
    return done;
}

static bool is_known(const struct import_handover *handover, const struct import_record *record,
                     bool *out_known, struct error *error) {
    static const char *const names[] = {"person", "remains", "belongings"};
    struct looking looking = {handover, true};
    for (int i = 0; i < 3; i++) {
        json_t *value = json_object_get(record->fields, names[i]);
        if (value && !value_walk(schema_field_find(record->schema, names[i]), value, find_there,
                                 &looking, error))
            return false;
    }
    *out_known = looking.is_there;
    return true;
}

bool import_handover_rule(void *data, const struct import_record *record, struct error *error) {
    struct import_handover *handover = data;
    struct handover_said said;
    bool known;
    if (strcmp(record->schema->kind, "handover") != 0 || !handover->second) return true;
    if (!is_known(handover, record, &known, error)) return false;
    if (!known) return true;
    if (!handover->custody && !custody_read(handover->arena, handover->tables, handover->roles,
                                            &handover->custody, error))
        return false;
    const struct handover_basis basis = {handover->investigation, handover->tables,
                                         handover->custody, handover->roles};
    return handover_read(handover->arena, &basis, record->fields, handover->first, handover->second,
                         &said, error) &&
           handover_check(&said, record->fields, error);
}
