/* Making and changing records in a form. */
#include <string.h>

#include "web/change.h"

static bool find_schema(const struct visit *visit, const struct schema **out_schema,
                        struct error *error) {
    const struct schema *schema = schema_find(request_parameter(visit->request, "kind"));
    if (!schema)
        return error_set(error, ERROR_NOT_FOUND, "%s",
                         say(visit->language, "There is no such kind of record."));
    if (!may_write_kind(schema, visit->roles))
        return refuse_kind(visit, schema->signers, error);
    *out_schema = schema;
    return true;
}

/* A new record about another begins with its code, in each field that may name it. */
static void put_about(const struct visit *visit, struct form *form) {
    const char *about = request_query(visit->request, "about");
    const char *kind = request_query(visit->request, "kind");
    for (int i = 0; about && kind && i < form->field_count; i++) {
        const struct schema_field *field = form->field[i].field;
        if (field->type != FIELD_REFERENCE) continue;
        for (int j = 0; j < field->words.count; j++) {
            if (strcmp(field->words.word[j], kind) != 0) continue;
            form->field[i].value.text = about;
            return;
        }
    }
}

bool show_new_form(struct visit *visit, struct error *error) {
    const struct schema *schema;
    struct form form;
    json_t *nothing = json_object();
    bool done = find_schema(visit, &schema, error) &&
                form_of_record(visit, schema, nothing, &form, error);
    json_decref(nothing);
    if (!done) return false;
    put_about(visit, &form);
    form_show(visit, &form, 200);
    return true;
}

bool show_edit_form(struct visit *visit, struct error *error) {
    struct form form;
    if (!change_begin(visit, request_parameter(visit->request, "rec"), &form, error)) return false;
    form_show(visit, &form, 200);
    return true;
}

static bool save(struct visit *visit, struct form *form, struct error *error) {
    struct receipt receipt;
    bool saved;
    /* More lines for a table: what was typed comes back with them. */
    if (request_field(visit->request, "record.rows")) {
        form_show(visit, form, 200);
        return true;
    }
    if (!change_save(visit, form, &saved, &receipt, error)) return false;
    if (!saved) {
        form_show(visit, form, 422);
        return true;
    }
    respond_redirect(visit->request,
                     arena_format(visit->arena, "%s?saved=%llu",
                                  record_address(visit->arena, receipt.rec.text),
                                  (unsigned long long)receipt.index));
    return true;
}

bool take_new_form(struct visit *visit, struct error *error) {
    const struct schema *schema;
    struct form form;
    return find_schema(visit, &schema, error) && form_of_request(visit, schema, &form, error) &&
           save(visit, &form, error);
}

bool take_edit_form(struct visit *visit, struct error *error) {
    const char *rec = request_parameter(visit->request, "rec");
    struct form now, form;
    if (!change_begin(visit, rec, &now, error) ||
        !form_of_request(visit, now.schema, &form, error))
        return false;
    form.rec = now.rec;
    return save(visit, &form, error);
}
