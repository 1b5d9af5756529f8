#include "case/import.h"

#include <string.h>

#include "case/happened.h"
#include "case/import_parts.h"

/* The names of some roles: "press or board", in the arena. */
static const char *roles_text(struct arena *arena, unsigned roles, const char *between) {
    const char *text = "";
    for (int role = 0; role < USER_ROLES; role++)
        if (roles >> role & 1)
            text = arena_format(arena, "%s%s%s", text, *text ? between : "",
                                user_role_name((enum user_role)role));
    return text;
}

static bool changes(const struct import_plan *plan, const struct import_file *file) {
    for (int i = 0; i < file->count; i++)
        if (plan->record[file->first + i].fate != IMPORT_UNCHANGED) return true;
    return false;
}

/* Refuses files in which there is something to sign that this user may not. */
static bool deny(struct import_plan *plan, const struct import_request *request) {
    bool any = false;
    for (int i = 0; i < plan->file_count; i++) {
        struct import_file *file = &plan->file[i];
        struct place place = {.file = file->path};
        const struct schema *schema = file->schema;
        if (file->refused || !changes(plan, file) ||
            schema_may_sign_with(schema, request->roles, request->other))
            continue;
        if (schema->signing == SIGNED_BY_EACH)
            reading_error(file->reading, place,
                          "a %s is signed by two people, one with each of the roles %s: import it "
                          "with --as NAME --with NAME",
                          schema->kind, roles_text(plan->arena, schema->signers, " and "));
        else
            reading_error(file->reading, place,
                          "a %s is signed by somebody with the role %s, which you do not have: let "
                          "them import the same again (--as NAME)",
                          schema->kind, roles_text(plan->arena, schema->signers, " or "));
        file->refused = file->denied = any = true;
    }
    return any;
}

/* Refuses files in which something changes hands that has not happened yet. */
static bool refuse_future(struct import_plan *plan, const struct import_request *request) {
    bool any = false;
    for (int i = 0; i < plan->record_count && request->now; i++) {
        const struct import_record *record = &plan->record[i];
        const char *kind = record->schema->kind;
        struct error error = {0};
        if (record->file < 0 || plan->file[record->file].refused ||
            record->fate == IMPORT_UNCHANGED ||
            (strcmp(kind, "custody") != 0 && strcmp(kind, "handover") != 0) ||
            happened_check(record->fields, request->now, &error))
            continue;
        import_refuse(plan, record, schema_field_find(record->schema, "at"), "%s", error.text);
        any = true;
    }
    return any;
}

/* Refuses files in which something new stands that the record speaks against. */
static bool ask_rule(struct import_plan *plan, const struct import_request *request, bool *out_any,
                     struct error *error) {
    *out_any = false;
    for (int i = 0; i < plan->record_count && request->rule; i++) {
        const struct import_record *record = &plan->record[i];
        struct error fault = {0};
        if (record->file < 0 || plan->file[record->file].refused || record->fate != IMPORT_NEW ||
            request->rule(request->rule_data, record, &fault))
            continue;
        if (fault.code != ERROR_BAD_INPUT && fault.code != ERROR_CONFLICT)
            return error_set(error, fault.code, "%s", fault.text);
        import_refuse(plan, record, NULL, "%s", fault.text);
        *out_any = true;
    }
    return true;
}

int import_refused(const struct import_plan *plan) {
    int count = 0;
    for (int i = 0; i < plan->file_count; i++) count += plan->file[i].refused;
    return count;
}

/* A file that is refused takes away what others found in it: until none is refused any more. */
static bool resolve_all(struct import_plan *plan, struct import_names *names,
                        const struct import_request *request, struct error *error) {
    for (bool refused = true; refused;) {
        bool impossible = false;
        if (!import_resolve(plan, names, request, &refused, error) ||
            !import_check_pedigrees(plan, names, &impossible, error))
            return false;
        bool future = refuse_future(plan, request), denied = deny(plan, request), against;
        if (!ask_rule(plan, request, &against, error)) return false;
        refused = refused || impossible || future || denied || against;
    }
    return true;
}

/* What is odd about pictures that are taken, once everything else is known. */
static void note_remarks(struct import_plan *plan) {
    for (int i = 0; i < plan->record_count; i++) {
        const struct import_record *record = &plan->record[i];
        if (record->file < 0 || !record->remark || plan->file[record->file].refused ||
            record->fate == IMPORT_UNCHANGED)
            continue;
        reading_note(plan->file[record->file].reading,
                     import_place(plan, record, schema_field_find(record->schema, "file")), "%s",
                     record->remark);
    }
}

static bool needs_reason(const struct import_record *record) {
    return record->fate == IMPORT_REVISED && !json_object_get(record->fields, "reason");
}

bool import_plan_make(struct arena *arena, const struct import_request *request,
                      const struct import_known *known, struct import_plan *out_plan,
                      struct error *error) {
    struct import_plan *plan = out_plan;
    *plan = (struct import_plan){.arena = arena, .known = known, .children = request->children};
    if (!import_find_files(plan, request, error)) return false;
    struct import_names *names = import_names_open(plan);
    bool good = resolve_all(plan, names, request, error) &&
                import_complete(plan, names, request, error);
    import_names_close(names);
    if (!good) return false;
    import_pass_attached(plan);
    note_remarks(plan);
    import_order(plan);
    for (int i = 0; i < plan->record_count; i++)
        plan->revised += plan->record[i].file >= 0 && !plan->file[plan->record[i].file].refused &&
                         needs_reason(&plan->record[i]);
    return true;
}

void import_plan_close(struct import_plan *plan) {
    for (int i = 0; i < plan->record_count; i++) {
        json_decref(plan->record[i].cells);
        json_decref(plan->record[i].fields);
        json_decref(plan->record[i].described);
    }
    plan->record_count = 0;
}

struct import_count import_count(const struct import_plan *plan, const struct import_file *file) {
    struct import_count count = {.passed_over = file->passed_over};
    if (file->refused) {
        count.rejected = file->read;
        count.passed_over = 0;
        return count;
    }
    for (int i = 0; i < file->count; i++) {
        const struct import_record *record = &plan->record[file->first + i];
        count.records[record->fate]++;
        count.from_files += record->from_file && record->fate != IMPORT_UNCHANGED;
        if (record->fate == IMPORT_UNCHANGED) count.unchanged += record->lines;
        else count.accepted += record->lines;
    }
    return count;
}
