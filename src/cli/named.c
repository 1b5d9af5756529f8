#include "cli/named.h"

#include <stdlib.h>
#include <string.h>

#include "case/shell_word.h"
#include "record/label.h"
#include "record/log.h"
#include "schema/quote.h"

enum { NAMED_MOST = 6 };

const struct table *named_kind(const struct tables *tables, const char *word) {
    for (int i = 0; i < tables->count; i++)
        if (schema_same_word(tables->table[i].schema->kind, word) ||
            schema_same_word(tables->table[i].name, word))
            return &tables->table[i];
    return NULL;
}

/* The hits that are of the kind that stands before a colon, called what stands behind it. */
static bool find_in_kind(struct arena *arena, const struct tables *tables, const char *word,
                         struct label_hit **out_hits, size_t *out_count, struct error *error) {
    const char *colon = strchr(word, ':');
    const struct table *table =
        colon ? named_kind(tables, arena_copy_part(arena, word, (size_t)(colon - word))) : NULL;
    size_t count = 0;
    *out_count = 0;
    if (!table) return true;
    if (!label_find_all(arena, tables, colon + 1, out_hits, &count, error)) return false;
    for (size_t i = 0; i < count; i++)
        if ((*out_hits)[i].table == table) (*out_hits)[(*out_count)++] = (*out_hits)[i];
    return true;
}

static bool refuse_several(struct arena *arena, const char *word, const struct label_hit *hit,
                           size_t count, struct error *error) {
    struct buffer list = {0};
    const size_t named = count < NAMED_MOST ? count : NAMED_MOST;
    for (size_t i = 0; i < named; i++)
        buffer_format(&list, "%s%s %s", i ? ", " : "", hit[i].table->schema->kind, hit[i].rec);
    if (named < count) buffer_format(&list, " and %zu more", count - named);
    const char *first = arena_format(arena, "%s:%s", hit->table->schema->kind, quote(word).text);
    error_set(error, ERROR_CONFLICT, "several records are called %s: %s", quote(word).text,
              buffer_text(&list));
    buffer_close(&list);
    return hit[0].table == hit[count - 1].table
               ? error_advise(error, "say which by its identifier")
               : error_advise(error, "say which as KIND:CODE, like %s, or by its identifier",
                              shell_word(arena, first));
}

/* By what people call it. */
static bool find_label(struct arena *arena, const struct tables *tables, const char *word,
                       bool *out_found, struct named *out_named, struct error *error) {
    struct label_hit *hit;
    size_t count;
    *out_found = false;
    if (!label_find_all(arena, tables, word, &hit, &count, error) ||
        (!count && !find_in_kind(arena, tables, word, &hit, &count, error)))
        return false;
    if (count > 1) return refuse_several(arena, word, hit, count, error);
    if (!count) return true;
    out_named->index = -1;
    *out_found = true;
    return identifier_read(hit->rec, strlen(hit->rec), IDENTIFIER_RECORD, &out_named->rec, error);
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
    if (*word != '#' && !find_label(arena, &session->tables, word, out_found, out_named, error))
        return false;
    if (*out_found) return true;
    *out_found = find_rec(arena, word, out_named);
    return *out_found ||
           find_index(arena, session->investigation.store, word, out_found, out_named, error);
}
