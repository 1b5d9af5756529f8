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

/* One part a file: what became of its lines, and every message about it; then what waits, what the
 * profiles show, which files were skipped, and the next command. */
void import_text(struct arena *arena, const struct import_report *report, struct buffer *out);

/* {"dry_run", "files": [{"path", "kind", "taken", "read", "accepted", "unchanged", "rejected",
 * "passed_over", "records": {"new", "revised", "completed", "unchanged"}, "errors": [{"line",
 * "column", "text"}], "error_count", "notes": […], "note_count"}], "skipped": [paths], "waiting":
 * [{"file", "line", "field", "for"}], "completed", "still_waiting", "findings": [texts], or null
 * when they are not for this user, "finding_count"}; line and column are null where there is none. */
void import_json(const struct import_report *report, struct buffer *out);

#endif
