#include "case/import_text.h"

#include <stdlib.h>
#include <string.h>

#include "case/layout.h"
#include "case/shell_word.h"

enum { LISTED = 20 };

static const char *plural(int count, const char *word) { return count == 1 ? "" : word; }

/* ------------------------------------------------------------------ files */

static void add_records(const struct import_count *count, const struct schema *schema,
                        struct buffer *out) {
    static const char *const words[IMPORT_FATES] = {"new", "unchanged", "changed", "completed"};
    const char *before = "; ";
    for (int i = 0; i < IMPORT_FATES; i++) {
        if (!count->records[i] || i == IMPORT_UNCHANGED) continue;
        buffer_format(out, "%s%d %s", before, count->records[i], words[i]);
        before = ", ";
    }
    if (*before == ',') buffer_format(out, " (%s)", schema->kind);
}

static void add_file(const struct import_plan *plan, const struct import_file *file,
                     struct buffer *out) {
    struct import_count count = import_count(plan, file);
    buffer_format(out, "%s: read %d = accepted %d + unchanged %d + rejected %d", file->path,
                  file->read - count.passed_over, count.accepted, count.unchanged, count.rejected);
    if (!file->refused) add_records(&count, file->schema, out);
    buffer_add_text(out, file->refused ? "; nothing of it is taken\n" : "\n");
    if (count.from_files)
        buffer_format(out,
                      "  of %d picture%s, what the table has no column for is from the picture itself "
                      "(time, camera, place)\n",
                      count.from_files, plural(count.from_files, "s"));
    messages_write(&file->reading->errors, out);
    messages_write(&file->reading->notes, out);
}

/* ------------------------------------------------------------------ what changes */

bool import_text_lists(const struct import_plan *plan, const struct import_record *record) {
    return record->file >= 0 && !plan->file[record->file].refused && record->twin < 0 &&
           record->fate == IMPORT_REVISED;
}

static void add_change(const struct import_plan *plan, const struct import_record *record,
                       struct buffer *out) {
    struct buffer key = {0};
    import_key(record->schema, record->cells, &key);
    buffer_format(out, "  %s:%d:", plan->file[record->file].path, record->line);
    for (const char *at = buffer_text(&key); *at;) {
        int length = (int)strcspn(at, "\t");
        buffer_format(out, " %.*s", length, at);
        at += length + (at[length] != 0);
    }
    buffer_format(out, ": %s\n", record->changed);
    buffer_close(&key);
}

void import_text_changes(const struct import_plan *plan, struct buffer *out) {
    int count = 0;
    for (int i = 0; i < plan->record_count; i++) count += import_text_lists(plan, &plan->record[i]);
    if (!count) return;
    buffer_format(out, "\n%d record%s change%s in these fields:\n", count, plural(count, "s"),
                  count == 1 ? "s" : "");
    for (int i = 0, listed = 0; i < plan->record_count && listed < LISTED; i++) {
        if (!import_text_lists(plan, &plan->record[i])) continue;
        add_change(plan, &plan->record[i], out);
        listed++;
    }
    if (count > LISTED) buffer_format(out, "  and %d more\n", count - LISTED);
}

static void add_skipped(const struct import_plan *plan, struct buffer *out) {
    if (!plan->skipped_count) return;
    buffer_format(out, "\n%d file%s skipped, since no table of records is called so:\n",
                  plan->skipped_count, plural(plan->skipped_count, "s"));
    for (int i = 0; i < plan->skipped_count && i < LISTED; i++)
        buffer_format(out, "  %s\n", plan->skipped[i]);
    if (plan->skipped_count > LISTED)
        buffer_format(out, "  and %d more\n", plan->skipped_count - LISTED);
}

/* ------------------------------------------------------------------ what waits */

/* Everything that waits for one code in one field. */
struct group {
    const struct import_wait *wait;
    int count;
};

static int by_code(const void *first, const void *second) {
    const struct group *a = first, *b = second;
    int order = strcmp(a->wait->field->name, b->wait->field->name);
    return order ? order : strcmp(a->wait->code, b->wait->code);
}

static int group_waits(struct arena *arena, const struct import_plan *plan,
                       struct group **out_group) {
    struct group *group = arena_new(arena, struct group, plan->wait_count);
    int count = 0;
    for (int i = 0; i < plan->wait_count; i++) group[i] = (struct group){&plan->wait[i], 1};
    if (plan->wait_count > 1) qsort(group, (size_t)plan->wait_count, sizeof *group, by_code);
    for (int i = 0; i < plan->wait_count; i++) {
        if (count && by_code(&group[count - 1], &group[i]) == 0) group[count - 1].count++;
        else group[count++] = group[i];
    }
    *out_group = group;
    return count;
}

static void add_waits(struct arena *arena, const struct import_plan *plan, struct buffer *out) {
    struct group *group;
    int count = group_waits(arena, plan, &group);
    if (count)
        buffer_format(out, "\n%d thing%s that %s referred to %s not there yet. What refers to them "
                           "waits, and is completed by the import that brings them:\n",
                      count, plural(count, "s"), count == 1 ? "is" : "are",
                      count == 1 ? "is" : "are");
    for (int i = 0; i < count && i < LISTED; i++) {
        const struct import_record *record = &plan->record[group[i].wait->record];
        buffer_format(out, "  %s %s: %s:%d", group[i].wait->field->name, group[i].wait->code,
                      plan->file[record->file].path, record->line);
        buffer_format(out, group[i].count > 1 ? " and %d more\n" : "\n", group[i].count - 1);
    }
    if (count > LISTED) buffer_format(out, "  and %d more\n", count - LISTED);
    int completed = 0;
    for (int i = 0; i < plan->record_count; i++) completed += plan->record[i].file < 0;
    if (completed)
        buffer_format(out, "\n%d record%s of earlier imports that waited %s completed.\n",
                      completed, plural(completed, "s"), completed == 1 ? "is" : "are");
    if (plan->still_waiting)
        buffer_format(out, "\n%d record%s of earlier imports still wait%s.\n", plan->still_waiting,
                      plural(plan->still_waiting, "s"), plan->still_waiting == 1 ? "s" : "");
}

/* ------------------------------------------------------------------ profiles */

static void add_findings(const struct import_findings *findings, struct buffer *out) {
    if (findings->hidden)
        buffer_add_text(out, "\nWhat profiles show about each other is for the laboratory to read: "
                             "it sees it when it imports the same files.\n");
    if (!findings->count) return;
    buffer_format(out, "\nFor the laboratory's eyes only, %d finding%s:\n", findings->count,
                  plural(findings->count, "s"));
    for (int i = 0; i < findings->count && i < IMPORT_FINDINGS_LISTED; i++)
        layout_wrap(out, "- ", "  ", findings->finding[i]);
    if (findings->count > IMPORT_FINDINGS_LISTED)
        buffer_format(out, "and %d more\n", findings->count - IMPORT_FINDINGS_LISTED);
}

/* ------------------------------------------------------------------ all of it */

static void add_next(struct arena *arena, const struct import_report *report, struct buffer *out) {
    const struct import_plan *plan = report->plan;
    const char *folder = shell_word(arena, report->investigation);
    int refused = 0, denied = 0, profiles = 0;
    for (int i = 0; i < plan->file_count; i++) {
        refused += plan->file[i].refused;
        denied += plan->file[i].denied;
        profiles += strcmp(plan->file[i].schema->kind, "profile") == 0;
    }
    buffer_add_text(out, "\n");
    if (report->dry_run) buffer_add_text(out, "Nothing was written.\n");
    if (refused && refused == denied)
        buffer_format(out, "next: the same by somebody who may sign it (--as NAME); cairn user %s "
                           "says who there is, and an administrator adds others\n", folder);
    else if (refused)
        buffer_add_text(out, "next: correct what is named above, and run the same command again; "
                             "what is in the record already stays as it is\n");
    else if (report->dry_run)
        buffer_add_text(out, "next: the same command without --dry-run\n");
    else if (profiles) buffer_format(out, "next: cairn identify %s\n", folder);
    else buffer_format(out, "next: cairn verify %s\n", folder);
}

void import_text(struct arena *arena, const struct import_report *report, struct buffer *out) {
    const struct import_plan *plan = report->plan;
    for (int i = 0; i < plan->file_count; i++) add_file(plan, &plan->file[i], out);
    if (!plan->file_count) buffer_add_text(out, "There is nothing to import.\n");
    import_text_changes(plan, out);
    add_skipped(plan, out);
    add_waits(arena, plan, out);
    add_findings(report->findings, out);
    add_next(arena, report, out);
}
