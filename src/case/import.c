#include "case/import.h"

#include "case/import_parts.h"

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
        refused = refused || impossible;
    }
    return true;
}

static bool needs_reason(const struct import_record *record) {
    return record->fate == IMPORT_REVISED && !json_object_get(record->fields, "reason");
}

bool import_plan_make(struct arena *arena, const struct import_request *request,
                      const struct import_known *known, struct import_plan *out_plan,
                      struct error *error) {
    struct import_plan *plan = out_plan;
    *plan = (struct import_plan){.arena = arena, .known = known};
    if (!import_find_files(plan, request, error)) return false;
    struct import_names *names = import_names_open(plan);
    bool good = resolve_all(plan, names, request, error) &&
                import_complete(plan, names, request, error);
    import_names_close(names);
    if (!good) return false;
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
        if (record->fate == IMPORT_UNCHANGED) count.unchanged += record->lines;
        else count.accepted += record->lines;
    }
    return count;
}
