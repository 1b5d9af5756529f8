#include "case/run.h"

#include "base/files.h"
#include "case/folder.h"

/* The first error, and how many there are. */
static bool refuse(const struct messages *errors, struct error *error) {
    const struct reading_message *first = &errors->item[0];
    if (errors->count == 0) return error_set(error, ERROR_BAD_INPUT, "the tables cannot be used");
    return error_set(error, ERROR_BAD_INPUT, "%s%s%s%s", first->place.file ? first->place.file : "",
                     first->place.file ? ": " : "", first->text,
                     errors->count > 1 ? ", and more" : "");
}

static bool build(struct arena *arena, const struct run_request *request, const char *path,
                  struct reading *reading, struct run *run, struct error *error) {
    run->build.theta = request->theta;
    run->build.dropout = request->dropout;
    bool built = reading->errors.count == 0 &&
                 dataset_build(arena, &run->rows, &run->build, reading, &run->dataset);
    if (!built || reading->errors.count) return refuse(&reading->errors, error);
    if (!run->dataset.remains_count)
        return error_set(error, ERROR_BAD_INPUT,
                         "%.300s: there are no remains; remains.tsv and profiles.tsv are needed%s",
                         path, run->recorded.owned ? ": cairn import" : "");
    return run_request_put_total(request, &run->dataset, error);
}

bool run_read_folder(struct arena *arena, const struct run_request *request, const char *path,
                     struct reading *reading, struct run *out_run, struct error *error) {
    *out_run = (struct run){.build = build_options_none()};
    if (files_kind(path) == FILE_REGULAR)
        return error_set(error, ERROR_BAD_INPUT,
                         "%s is a file: name the folder in which all the tables lie", path);
    return folder_read(arena, 1, &path, &out_run->rows, reading, error) &&
           build(arena, request, path, reading, out_run, error);
}

bool run_read_record(struct arena *arena, const struct run_request *request,
                     const struct investigation *investigation, const struct tables *tables,
                     const struct cancel *cancel, struct reading *reading, struct run *out_run,
                     struct error *error) {
    *out_run = (struct run){.build = build_options_none()};
    if (!comparison_basis_of(investigation, tables, &out_run->basis, error) ||
        !investigation_rows_read(arena, investigation, tables, cancel, reading, &out_run->recorded,
                                 error))
        return false;
    out_run->rows = out_run->recorded.rows;
    return build(arena, request, investigation->path, reading, out_run, error);
}

bool run_identify(struct arena *arena, const struct identify_options *engine, struct run *run,
                  struct error *error) {
    if (!identification_run(arena, &run->dataset, engine, &run->found, error)) return false;
    run->provenance = provenance_make(arena, &run->rows, &run->build, &run->dataset.panel);
    run->verdicts = verdicts_make(arena, &run->found);
    return true;
}

void run_close(struct run *run) { investigation_rows_close(&run->recorded); }
