#include "case/import_apply.h"

#include "base/workers.h"
#include "case/import_parts.h"

static const char COMPLETED[] = "what it refers to is in the record now";

/* Some records of the plan, of one or several files, as drafts. */
struct drafts {
    size_t count, capacity;
    struct draft *draft;
    int *record; /* of each: its place in the plan */
};

static void set_text(json_t *fields, const char *name, const char *text) {
    if (!json_object_get(fields, name)) json_object_set_new(fields, name, json_string(text));
}

/* Says why and when, unless the table did. */
static void sign_off(const struct import_record *record, const char *reason) {
    if (record->fate == IMPORT_REVISED && reason) set_text(record->fields, "reason", reason);
    if (record->fate == IMPORT_COMPLETED) set_text(record->fields, "reason", COMPLETED);
    draft_put_recorded(record->schema, record->fields);
}

static void add_draft(struct arena *arena, const struct import_plan *plan, int index,
                      const struct import_signer *signer, struct drafts *drafts) {
    const struct import_record *record = &plan->record[index];
    struct draft_file *files = arena_new(arena, struct draft_file, record->media_count);
    bool together = record->schema->signing == SIGNED_BY_EACH;
    if (record->fate == IMPORT_UNCHANGED) return;
    sign_off(record, signer->reason);
    for (int i = 0; i < record->media_count; i++)
        files[i] = (struct draft_file){.path = record->media[i].path,
                                       .name = record->media[i].name,
                                       .media_type = record->media[i].media_type};
    size_t capacity = drafts->capacity;
    drafts->draft = arena_grow(arena, drafts->draft, drafts->count, &capacity,
                               sizeof *drafts->draft);
    drafts->record = arena_grow(arena, drafts->record, drafts->count, &drafts->capacity,
                                sizeof *drafts->record);
    drafts->record[drafts->count] = index;
    drafts->draft[drafts->count++] = (struct draft){.schema = record->schema,
                                                    .rec = record->rec,
                                                    .revises = record->known >= 0,
                                                    .fields = record->fields,
                                                    .files = files,
                                                    .file_count = (size_t)record->media_count,
                                                    .signers = signer->signer,
                                                    .signer_count = together ? 2 : 1};
}

static bool append(struct appender *appender, struct arena *arena, const struct drafts *drafts,
                   size_t *out_wrong, struct error *error) {
    struct append_batch batch = {.drafts = drafts->draft,
                                 .count = drafts->count,
                                 .threads = workers_default()};
    struct receipt *receipts = arena_new(arena, struct receipt, drafts->count);
    *out_wrong = drafts->count;
    return drafts->count == 0 ||
           append_batch(appender, &batch, receipts, out_wrong, error);
}

/* Is it about what was to be appended, and not about the record? */
static bool is_about_draft(const struct error *fault) {
    return fault->code == ERROR_BAD_INPUT || fault->code == ERROR_TOO_LARGE ||
           fault->code == ERROR_CONFLICT || fault->code == ERROR_DENIED;
}

/* Nothing of this batch and of those after it was taken. */
static void refuse_from(struct import_plan *plan, int batch, const struct import_record *record,
                        const char *text) {
    const struct import_file *wrong = record ? &plan->file[record->file] : NULL;
    if (record) import_refuse(plan, record, NULL, "%s", text);
    for (int i = batch; i < plan->batch_count; i++)
        for (int j = 0; j < plan->batch[i].count; j++) {
            struct import_file *file = &plan->file[plan->batch[i].file[j]];
            struct place place = {.file = file->path};
            if (file->refused) continue;
            file->refused = true;
            reading_error(file->reading, place, "not taken, since %s was not",
                          wrong ? wrong->path : "a file before it");
        }
}

static bool apply_batch(struct import_plan *plan, int index, struct appender *appender,
                        const struct import_signer *signer, bool *out_refused,
                        struct error *error) {
    const struct import_batch *batch = &plan->batch[index];
    struct arena arena;
    struct drafts drafts = {0};
    struct error fault = {0};
    size_t wrong;
    arena_open(&arena, 0);
    for (int i = 0; i < batch->count; i++) {
        const struct import_file *file = &plan->file[batch->file[i]];
        for (int j = 0; j < file->count; j++)
            add_draft(&arena, plan, file->first + j, signer, &drafts);
    }
    bool good = append(appender, &arena, &drafts, &wrong, &fault);
    *out_refused = !good && wrong < drafts.count && is_about_draft(&fault);
    if (*out_refused)
        refuse_from(plan, index, &plan->record[drafts.record[wrong]], fault.text);
    arena_close(&arena);
    if (good || *out_refused) return true;
    refuse_from(plan, index, NULL, NULL);
    return error_set(error, fault.code, "%s", fault.text);
}

static bool apply_waiting(struct import_plan *plan, struct appender *appender,
                          const struct import_signer *signer, struct error *error) {
    struct arena arena;
    struct drafts drafts = {0};
    size_t wrong;
    arena_open(&arena, 0);
    for (int i = 0; i < plan->record_count; i++)
        if (plan->record[i].file < 0) add_draft(&arena, plan, i, signer, &drafts);
    bool good = append(appender, &arena, &drafts, &wrong, error);
    arena_close(&arena);
    return good;
}

static int count_changes(const struct import_plan *plan, const struct import_batch *batch) {
    int count = 0;
    for (int i = 0; i < batch->count; i++) {
        const struct import_file *file = &plan->file[batch->file[i]];
        for (int j = 0; j < file->count; j++)
            count += plan->record[file->first + j].fate != IMPORT_UNCHANGED;
    }
    return count;
}

int import_appended(const struct import_plan *plan) {
    int count = 0;
    for (int i = 0; i < plan->batch_count; i++) count += count_changes(plan, &plan->batch[i]);
    for (int i = 0; i < plan->record_count; i++) count += plan->record[i].file < 0;
    return count;
}

bool import_apply(struct import_plan *plan, struct appender *appender,
                  const struct import_signer *signer, struct progress *progress,
                  const struct cancel *cancel, struct error *error) {
    for (int i = 0; i < plan->batch_count; i++) {
        bool refused = false;
        int changes = count_changes(plan, &plan->batch[i]);
        if (cancel_requested(cancel)) {
            refuse_from(plan, i, NULL, NULL);
            return error_set(error, ERROR_CANCELLED,
                             "interrupted: %d of %d parts are in the record, whole; the same "
                             "import again goes on from there",
                             i, plan->batch_count);
        }
        if (!apply_batch(plan, i, appender, signer, &refused, error)) return false;
        if (refused) return true;
        progress_step(progress, (size_t)changes);
    }
    return apply_waiting(plan, appender, signer, error);
}
