#include "case/attachment.h"

#include "base/files.h"
#include "record/vault.h"
#include "store/query.h"
#include "store/statements.h"

static bool find_paths(struct arena *arena, const struct investigation *investigation,
                       uint64_t leaf, struct attachment *list, size_t count, struct error *error) {
    struct query *query;
    bool row, good;
    if (!query_open(investigation->store, &VAULT_FILES_OF, &query, error)) return false;
    query_bind_int(query, 1, (int64_t)leaf);
    while ((good = query_step(query, &row, error)) && row) {
        int64_t number = query_int(query, 0);
        if (number < 1 || (uint64_t)number > count) continue;
        list[number - 1].path = investigation_file(arena, investigation, query_text(query, 1));
    }
    query_close(query);
    return good;
}

bool attachment_list(struct arena *arena, const struct investigation *investigation, uint64_t leaf,
                     struct attachment **out_list, size_t *out_count, struct error *error) {
    struct log_line line;
    struct vault_contents contents;
    struct digester digester = investigation->digester;
    if (!log_read(arena, investigation->store, leaf, &line, error) ||
        !vault_load(arena, &digester, investigation->store, &line, &contents, error))
        return false;
    json_decref(contents.fields);
    size_t count = line.entry.att_count;
    struct attachment *list = arena_new(arena, struct attachment, count);
    for (size_t i = 0; i < count; i++) {
        const struct disclosure_file *file = &contents.file[i];
        list[i] = (struct attachment){.name = file->name,
                                      .media_type = file->media_type,
                                      .sha256 = file->sha256,
                                      .length = file->length};
    }
    if (!find_paths(arena, investigation, leaf, list, count, error)) return false;
    *out_list = list;
    *out_count = count;
    return true;
}

bool attachment_find(struct arena *arena, const struct investigation *investigation, uint64_t leaf,
                     size_t number, struct attachment *out_attachment, struct error *error) {
    struct attachment *list;
    size_t count;
    if (!store_begin(investigation->store, STORE_READ, error)) return false;
    bool good = attachment_list(arena, investigation, leaf, &list, &count, error);
    if (good) good = store_commit(investigation->store, error);
    else store_rollback(investigation->store);
    if (!good) return false;
    if (number < 1 || number > count || !list[number - 1].path || !list[number - 1].name)
        return error_set(error, ERROR_NOT_FOUND, "entry %llu has no file %zu that could be opened",
                         (unsigned long long)leaf, number);
    *out_attachment = list[number - 1];
    return true;
}

/* ------------------------------------------------------------------ its bytes */

struct passing {
    bool (*take)(void *data, const void *bytes, size_t size, struct error *error);
    void *data;
    struct digester digester;
    int64_t length;
};

static bool pass(void *data, const void *bytes, size_t size, struct error *error) {
    struct passing *passing = data;
    digest_add(&passing->digester, bytes, size);
    passing->length += (int64_t)size;
    return passing->take(passing->data, bytes, size, error);
}

bool attachment_read(const struct attachment *attachment,
                     bool (*take)(void *data, const void *bytes, size_t size, struct error *error),
                     void *data, struct error *error) {
    struct passing passing = {.take = take, .data = data};
    struct error fault = {0};
    if (!digest_open(&passing.digester, error)) return false;
    digest_begin(&passing.digester);
    bool good = files_read_pieces(attachment->path, pass, &passing, &fault);
    struct digest sha256 = digest_end(&passing.digester);
    digest_close(&passing.digester);
    if (fault.code == ERROR_NOT_FOUND)
        return error_set(error, ERROR_CORRUPT, "%s is not in the vault any more: see cairn verify",
                         attachment->name);
    /* Without an error it was `take` that wanted no more. */
    if (!good) return fault.code ? error_set(error, fault.code, "%s", fault.text) : false;
    return (passing.length == attachment->length && digest_equal(&sha256, &attachment->sha256)) ||
           error_set(error, ERROR_CORRUPT,
                     "%s is not the file that the entry commits to: it was altered, see cairn "
                     "verify",
                     attachment->name);
}
