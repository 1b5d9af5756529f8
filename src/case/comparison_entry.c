#include "case/comparison_entry.h"

#include "base/files.h"
#include "case/identification_json.h"

static bool write_result(struct arena *arena, const struct buffer *result,
                         struct comparison_entry *entry, struct error *error) {
    char *folder;
    if (!files_memory_folder(arena, &folder, error)) return false;
    entry->file = (struct draft_file){
        .path = arena_format(arena, "%s/result-%s.json", folder, entry->draft.rec.text),
        .name = "result.json",
        .media_type = "application/json"};
    return files_write(entry->file.path, result->bytes, result->size, error);
}

bool comparison_entry_make(struct arena *arena, const struct investigation *investigation,
                           const struct run *run, struct random *random,
                           const struct draft_signer *signer, struct comparison_entry *out_entry,
                           struct error *error) {
    struct digester digester = investigation->digester;
    struct comparison_basis basis = run->basis;
    struct buffer result = {0};
    identification_json(&run->found, &run->provenance, &result);
    basis.result = digest_of(&digester, result.bytes, result.size);
    *out_entry = (struct comparison_entry){
        .signer = *signer,
        .fields = comparison_fields(arena, &run->found, &run->verdicts, &run->provenance, &basis)};
    out_entry->draft = (struct draft){.schema = schema_find("comparison"),
                                      .rec = identifier_make(random, IDENTIFIER_RECORD),
                                      .fields = out_entry->fields,
                                      .files = &out_entry->file,
                                      .file_count = 1,
                                      .signers = &out_entry->signer,
                                      .signer_count = 1};
    draft_put_recorded(out_entry->draft.schema, out_entry->fields);
    bool done = write_result(arena, &result, out_entry, error);
    buffer_close(&result);
    return done;
}

void comparison_entry_close(struct comparison_entry *entry) {
    if (entry->file.path) files_undo(entry->file.path);
    json_decref(entry->fields);
    *entry = (struct comparison_entry){0};
}
