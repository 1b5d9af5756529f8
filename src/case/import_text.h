/* What an import says when it is done: for people, and for programs. */
#ifndef CAIRN_CASE_IMPORT_TEXT_H
#define CAIRN_CASE_IMPORT_TEXT_H

#include "case/import_check.h"

struct import_report {
    const struct import_plan *plan;
    const struct import_findings *findings;
    const char *investigation; /* its folder, for the next command */
    bool dry_run;
};

/* One part a file: what became of its lines, and every message about it; then what changes, which
 * files were skipped, what waits, what the profiles show, and the next command. */
void import_text(struct arena *arena, const struct import_report *report, struct buffer *out);

/* Which records the plan revises, and in which fields; nothing when it revises none. Their values
 * are not for everybody who may import the rest. */
void import_text_changes(const struct import_plan *plan, struct buffer *out);

/* Does the plan revise this record, so that the list above has it? */
bool import_text_lists(const struct import_plan *plan, const struct import_record *record);

/* {"dry_run", "files": [{"path", "kind", "taken", "read", "accepted", "unchanged", "rejected",
 * "passed_over", "records": {"new", "revised", "completed", "unchanged"}, "errors": [{"line",
 * "column", "text"}], "error_count", "notes": […], "note_count"}], "changes":
 * [{"file", "line", "key": [values], "fields": [names]}], "skipped": [paths], "waiting": [{"file",
 * "line", "field", "for"}], "completed", "still_waiting", "findings": [texts], or null
 * when they are not for this user, "finding_count"}; line and column are null where there is none. */
void import_json(const struct import_report *report, struct buffer *out);

#endif
