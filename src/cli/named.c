#include "cli/named.h"

#include <stdlib.h>
#include <string.h>

#include "record/log.h"
#include "schema/code.h"
#include "store/query.h"
#include "store/statements.h"

/* The first record of that code, if there is one. */
static bool find_code(const struct tables *tables, const char *code, bool *out_found,
                      struct named *out_named, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(tables->store, &HEADS_BY_CODE, &query, error)) return false;
    query_bind_text(query, 1, code);
    bool done = query_step(query, &row, error);
    if (done && row) {
        const char *rec = query_text(query, 1);
        *out_named = (struct named){.index = -1};
        done = identifier_read(rec, strlen(rec), IDENTIFIER_RECORD, &out_named->rec, error);
    }
    if (done) *out_found = row;
    query_close(query);
    return done;
}

/* A code as it may have been typed: in small letters, with its check character. */
static const char *as_code(struct arena *arena, const struct schema *schema, const char *word) {
    char code[SCHEMA_CODE_MOST + 1];
    struct error ignored = {0};
    if (!schema_code_field(schema) ||
        !code_read(schema->code_pattern, schema->code_given, word, code, &ignored))
        return NULL;
    return arena_copy(arena, code);
}

static bool find_any_code(struct arena *arena, const struct tables *tables, const char *word,
                          bool *out_found, struct named *out_named, struct error *error) {
    *out_found = false;
    if (!find_code(tables, word, out_found, out_named, error)) return false;
    for (int i = 0; i < tables->count && !*out_found; i++) {
        const char *code = as_code(arena, tables->table[i].schema, word);
        if (code && strcmp(code, word) != 0 &&
            !find_code(tables, code, out_found, out_named, error))
            return false;
    }
    return true;
}

static bool find_rec(struct arena *arena, const char *word, struct named *out_named) {
    struct error ignored = {0};
    char *rec = arena_copy(arena, word);
    if (*rec == IDENTIFIER_USER) *rec = IDENTIFIER_RECORD;
    out_named->index = -1;
    return identifier_read(rec, strlen(rec), IDENTIFIER_RECORD, &out_named->rec, &ignored);
}

static bool find_index(struct arena *arena, struct store *log, const char *word, bool *out_found,
                       struct named *out_named, struct error *error) {
    const char *digits = word + (*word == '#');
    size_t length = strspn(digits, "0123456789");
    struct log_line line;
    *out_found = length > 0 && length < 19 && !digits[length];
    if (!*out_found) return true;
    uint64_t index = strtoull(digits, NULL, 10);
    struct error missing = {0};
    if (log_read(arena, log, index, &line, &missing)) {
        *out_named = (struct named){line.entry.rec, (int64_t)index};
        return true;
    }
    *out_found = false;
    return missing.code == ERROR_NOT_FOUND || error_set(error, missing.code, "%s", missing.text);
}

bool named_find(struct arena *arena, const struct session *session, const char *word,
                bool *out_found, struct named *out_named, struct error *error) {
    *out_found = false;
    if (*word != '#' && !find_any_code(arena, &session->tables, word, out_found, out_named, error))
        return false;
    if (*out_found) return true;
    *out_found = find_rec(arena, word, out_named);
    return *out_found ||
           find_index(arena, session->investigation.store, word, out_found, out_named, error);
}
