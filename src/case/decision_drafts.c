#include "case/decision_drafts.h"

#include <inttypes.h>
#include <string.h>

#include "base/files.h"
#include "case/media_type.h"
#include "schema/value.h"

struct drafting {
    struct arena *arena;
    const struct investigation *investigation;
    const struct tables *tables;
    struct decision_drafts *drafts;
    struct error *error;
};

/* ------------------------------------------------------------------ what they rest on */

static bool read_comparison(struct drafting *drafting) {
    struct decision_drafts *drafts = drafting->drafts;
    const struct investigation *investigation = drafting->investigation;
    struct digester digester = investigation->digester;
    struct comparison *comparison = &drafts->comparison;
    if (drafts->verb == DECISION_REFUSE || drafts->verb == DECISION_REVOKE ||
        (drafts->named && strcmp(drafts->named, "none") == 0))
        return true;
    if (drafts->named ? !comparison_read(drafting->arena, investigation, drafts->named, comparison,
                                         drafting->error)
                      : !comparison_newest(drafting->arena, investigation, drafting->tables,
                                           comparison, drafting->error))
        return false;
    return !comparison->line.bytes || comparison_result_read(drafting->arena, &digester, comparison,
                                                             &drafts->result, drafting->error);
}

/* Numbers of a record that has changed since are no basis, unless somebody says that they are. */
static bool check_fresh(struct drafting *drafting) {
    const struct decision_drafts *drafts = drafting->drafts;
    int changed;
    if (drafts->verb != DECISION_PROPOSE || !drafts->result.comparison) return true;
    if (!comparison_changes_since(drafting->tables, drafts->comparison.basis.log_size, &changed,
                                  drafting->error))
        return false;
    return !changed || drafts->named ||
           error_set(drafting->error, ERROR_CONFLICT,
                     "%d records that the newest comparison, entry "
                     "%" PRIu64 ", rests on are new or changed since: run cairn identify again, or "
                     "say --comparison %" PRIu64,
                     changed, drafts->comparison.line.index, drafts->comparison.line.index);
}

/* ------------------------------------------------------------------ drafts */

struct attaching {
    struct arena *arena;
    struct draft *draft;
    struct draft_file *file;
};

/* A path becomes the number of an attachment. */
static bool attach(void *data, const struct schema_field *field, const char *text,
                   const char **out_text, struct error *error) {
    struct attaching *attaching = data;
    struct draft *draft = attaching->draft;
    if (field->type != FIELD_MEDIA) return true;
    const char *path = arena_copy(attaching->arena, text), *slash = strrchr(path, '/');
    if (!files_is_file(path))
        return error_set(error, ERROR_BAD_INPUT, "%s: there is no file \"%.200s\"", field->name,
                         path);
    attaching->file[draft->file_count++] = (struct draft_file){
        .path = path, .name = slash ? slash + 1 : path, .media_type = media_type_of(path)};
    *out_text = arena_format(attaching->arena, "%zu", draft->file_count);
    return true;
}

static bool attach_files(struct arena *arena, struct draft *draft, json_t *fields,
                         struct error *error) {
    struct attaching attaching = {arena, draft,
                                  arena_new(arena, struct draft_file, ENTRY_FILES_MOST)};
    draft->files = attaching.file;
    for (int i = 0; i < draft->schema->field_count; i++) {
        const struct schema_field *field = &draft->schema->fields[i];
        json_t *value = json_object_get(fields, field->name);
        if (value && field->type == FIELD_MEDIA &&
            !value_walk(field, value, attach, &attaching, error))
            return false;
    }
    return true;
}

static bool make_draft(struct drafting *drafting, const struct decision_request *request) {
    struct decision_drafts *drafts = drafting->drafts;
    const char *rec;
    struct decision_basis basis = {.tables = drafting->tables,
                                   .decisions = &drafts->decisions,
                                   .result = &drafts->result,
                                   .by = drafts->signer.user.text};
    struct draft *draft = &drafts->draft[drafts->count];
    *draft = (struct draft){.schema = schema_find(decision_verb_kind(drafts->verb)),
                            .rec = identifier_make(drafts->random, IDENTIFIER_RECORD),
                            .fields = request->fields,
                            .signers = &drafts->signer,
                            .signer_count = 1};
    if (!decision_make(drafting->arena, &basis, drafts->verb, request, &rec, drafting->error) ||
        !attach_files(drafting->arena, draft, request->fields, drafting->error))
        return false;
    draft->revises = rec != NULL;
    if (rec && !identifier_read(rec, strlen(rec), IDENTIFIER_RECORD, &draft->rec, drafting->error))
        return false;
    draft_put_recorded(draft->schema, request->fields);
    drafts->count++;
    return true;
}

/* Two lines of one table may contradict each other as much as what is confirmed. */
static bool check_among(struct drafting *drafting, const struct decision_request *requests,
                        int count) {
    json_t *said = json_object();
    bool good = true;
    for (int i = 0; i < count && good; i++) {
        const json_t *remains = json_object_get(requests[i].fields, "remains");
        const json_t *person = json_object_get(requests[i].fields, "person");
        for (size_t r = 0; r <= json_array_size(remains) && good; r++) {
            const char *rec = json_string_value(
                r < json_array_size(remains) ? json_array_get(remains, r) : person);
            if (!rec) continue;
            good = !json_object_get(said, rec) ||
                   error_set(drafting->error, ERROR_CONFLICT,
                             "%s as %s: one of them is named in "
                             "line %d too",
                             requests[i].remains, requests[i].person,
                             requests[json_integer_value(json_object_get(said, rec))].place.line);
            if (good) json_object_set_new(said, rec, json_integer(i));
        }
    }
    json_decref(said);
    return good;
}

static bool make_drafts(struct drafting *drafting, struct decision_request *requests, int count) {
    struct decision_drafts *drafts = drafting->drafts;
    drafts->draft = arena_new(drafting->arena, struct draft, count);
    for (int i = 0; i < count; i++)
        if (!make_draft(drafting, &requests[i]))
            return requests[i].place.file
                       ? error_within(drafting->error, "%s:%d", requests[i].place.file,
                                      requests[i].place.line)
                       : false;
    return drafts->verb != DECISION_PROPOSE || check_among(drafting, requests, count);
}

bool decision_drafts_make(struct arena *arena, const struct investigation *investigation,
                          const struct tables *tables, struct decision_request *requests, int count,
                          struct decision_drafts *drafts, struct error *error) {
    struct drafting drafting = {arena, investigation, tables, drafts, error};
    return decisions_read(arena, investigation, tables, &drafts->decisions, error) &&
           read_comparison(&drafting) && check_fresh(&drafting) &&
           make_drafts(&drafting, requests, count);
}

void decision_drafts_close(struct decision_drafts *drafts) {
    comparison_result_close(&drafts->result);
}
