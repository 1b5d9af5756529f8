#include <string.h>

#include "base/json.h"
#include "case/import_text.h"

static void add_messages(struct json *json, const char *name, const char *count_name,
                         const struct messages *messages) {
    json_name(json, name);
    json_open_list(json);
    for (int i = 0; i < messages->count && i < MESSAGES_LISTED; i++) {
        const struct place *place = &messages->item[i].place;
        json_open_object_flat(json);
        json_name(json, "line");
        if (place->line) json_whole(json, place->line);
        else json_none(json);
        json_name(json, "column");
        if (place->column) json_whole(json, place->column);
        else json_none(json);
        json_member_text(json, "text", messages->item[i].text);
        json_close_object(json);
    }
    json_close_list(json);
    json_member_whole(json, count_name, messages->count);
}

static void add_file(struct json *json, const struct import_plan *plan,
                     const struct import_file *file) {
    struct import_count count = import_count(plan, file);
    json_open_object(json);
    json_member_text(json, "path", file->path);
    json_member_text(json, "kind", file->schema->kind);
    json_member_truth(json, "taken", !file->refused);
    json_member_whole(json, "read", file->read - count.passed_over);
    json_member_whole(json, "accepted", count.accepted);
    json_member_whole(json, "unchanged", count.unchanged);
    json_member_whole(json, "rejected", count.rejected);
    json_member_whole(json, "passed_over", count.passed_over);
    json_name(json, "records");
    json_open_object_flat(json);
    json_member_whole(json, "new", count.records[IMPORT_NEW]);
    json_member_whole(json, "revised", count.records[IMPORT_REVISED]);
    json_member_whole(json, "completed", count.records[IMPORT_COMPLETED]);
    json_member_whole(json, "unchanged", count.records[IMPORT_UNCHANGED]);
    json_close_object(json);
    json_member_whole(json, "from_files", count.from_files);
    add_messages(json, "errors", "error_count", &file->reading->errors);
    add_messages(json, "notes", "note_count", &file->reading->notes);
    json_close_object(json);
}

/* Words with `gap` between them, as a list. */
static void add_words(struct json *json, const char *name, const char *words, const char *gap) {
    json_name(json, name);
    json_open_list_flat(json);
    for (const char *at = words; *at;) {
        size_t length = strcspn(at, gap);
        struct buffer word = {0};
        buffer_add(&word, at, length);
        json_text(json, buffer_text(&word));
        buffer_close(&word);
        at += length + (at[length] != 0);
    }
    json_close_list(json);
}

static void add_changes(struct json *json, const struct import_plan *plan) {
    json_name(json, "changes");
    json_open_list(json);
    for (int i = 0; i < plan->record_count; i++) {
        const struct import_record *record = &plan->record[i];
        struct buffer key = {0};
        if (!import_text_lists(plan, record)) continue;
        import_key(record->schema, record->cells, &key);
        json_open_object_flat(json);
        json_member_text(json, "file", plan->file[record->file].path);
        json_member_whole(json, "line", record->line);
        add_words(json, "key", buffer_text(&key), "\t");
        add_words(json, "fields", record->changed, " ");
        json_close_object(json);
        buffer_close(&key);
    }
    json_close_list(json);
}

static void add_waits(struct json *json, const struct import_plan *plan) {
    json_name(json, "waiting");
    json_open_list(json);
    for (int i = 0; i < plan->wait_count; i++) {
        const struct import_wait *wait = &plan->wait[i];
        const struct import_record *record = &plan->record[wait->record];
        json_open_object_flat(json);
        json_member_text(json, "file", plan->file[record->file].path);
        json_member_whole(json, "line", record->line);
        json_member_text(json, "field", wait->field->name);
        json_member_text(json, "for", wait->code);
        json_close_object(json);
    }
    json_close_list(json);
}

static void add_findings(struct json *json, const struct import_findings *findings) {
    json_name(json, "findings");
    if (findings->hidden) {
        json_none(json);
    } else {
        json_open_list(json);
        for (int i = 0; i < findings->count && i < IMPORT_FINDINGS_LISTED; i++)
            json_text(json, findings->finding[i]);
        json_close_list(json);
    }
    json_member_whole(json, "finding_count", findings->count);
}

void import_json(const struct import_report *report, struct buffer *out) {
    const struct import_plan *plan = report->plan;
    struct json json = json_to(out);
    int completed = 0;
    json_open_object(&json);
    json_member_truth(&json, "dry_run", report->dry_run);
    json_name(&json, "files");
    json_open_list(&json);
    for (int i = 0; i < plan->file_count; i++) add_file(&json, plan, &plan->file[i]);
    json_close_list(&json);
    add_changes(&json, plan);
    json_name(&json, "skipped");
    json_open_list(&json);
    for (int i = 0; i < plan->skipped_count; i++) json_text(&json, plan->skipped[i]);
    json_close_list(&json);
    add_waits(&json, plan);
    for (int i = 0; i < plan->record_count; i++) completed += plan->record[i].file < 0;
    json_member_whole(&json, "completed", completed);
    json_member_whole(&json, "still_waiting", plan->still_waiting);
    add_findings(&json, report->findings);
    json_close_object(&json);
}
