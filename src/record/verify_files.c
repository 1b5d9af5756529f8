#include <string.h>

#include "base/files.h"
#include "record/investigation.h"
#include "record/verify_parts.h"
#include "store/query.h"
#include "store/statements.h"

struct content {
    struct digester *digester;
    int64_t length;
};

static bool take(void *data, const void *bytes, size_t size, struct error *error) {
    struct content *content = data;
    (void)error;
    digest_add(content->digester, bytes, size);
    content->length += (int64_t)size;
    return true;
}

/* Is the file what the entry commits to? */
static void check_file(struct verify *verify, struct arena *arena, int64_t index, size_t number,
                       const char *name, const struct disclosure_file *file) {
    struct investigation place = {.path = verify->path};
    struct content content = {.digester = &verify->digester};
    struct error error = {0};
    if (!name || strchr(name, '/')) {
        verify_note(verify, index, "its file %zu is not there", number);
        return;
    }
    digest_begin(content.digester);
    bool done = files_read_pieces(investigation_file(arena, &place, name), take, &content, &error);
    struct digest digest = digest_end(content.digester);
    if (!done)
        verify_note(verify, index, "its file %zu cannot be read: %s", number, error.text);
    else if (content.length != file->length || !digest_equal(&digest, &file->sha256))
        verify_note(verify, index, "its file %zu is not what it commits to: it was altered", number);
}

bool verify_files(struct verify *verify, struct arena *arena, int64_t index,
                  const struct verify_item *item, struct error *error) {
    size_t count = item->entry.att_count;
    const char **name = arena_new(arena, const char *, count);
    struct query *query;
    bool row;
    if (!query_open(verify->store, &VAULT_FILES_OF, &query, error)) return false;
    query_bind_int(query, 1, index);
    for (;;) {
        if (!query_step(query, &row, error)) return false;
        if (!row) break;
        int64_t number = query_int(query, 0);
        if (number >= 1 && (size_t)number <= count)
            name[number - 1] = arena_copy(arena, query_text(query, 1));
        else
            verify_note(verify, index, "a file %lld is kept for it, to which it does not commit",
                        (long long)number);
    }
    query_close(query);
    for (size_t i = 0; i < count && item->file; i++)
        if (item->file[i].name) check_file(verify, arena, index, i + 1, name[i], &item->file[i]);
    return true;
}
