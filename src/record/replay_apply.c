#include <string.h>

#include "base/encode.h"
#include "record/log.h"
#include "record/replay_parts.h"
#include "store/statements.h"

/* Runs a statement with one number. */
static bool run_with(struct store *store, const struct statement *statement, int64_t number,
                     struct error *error) {
    struct query *query;
    if (!query_open(store, statement, &query, error)) return false;
    query_bind_int(query, 1, number);
    return query_run(query, error);
}

static bool leave_out(struct store *store, int64_t index, const char *why, struct error *error) {
    struct query *query;
    if (!query_open(store, &LEFT_OUT_ADD, &query, error)) return false;
    query_bind_int(query, 1, index);
    query_bind_text(query, 2, why);
    return query_run(query, error);
}

/* ------------------------------------------------------------------ heads */

/* The table of the newest revision at an index, when it is one of this record; else NULL. */
static bool find_head(const struct apply *apply, int64_t index, const struct identifier *rec,
                      const struct table **out_table, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(apply->tables->store, &HEAD_AT, &query, error)) return false;
    query_bind_int(query, 1, index);
    if (!query_step(query, &row, error)) return false;
    *out_table = row && !strcmp(query_text(query, 0), rec->text)
                     ? tables_find(apply->tables, query_text(query, 1)) : NULL;
    query_close(query);
    return true;
}

/* Takes out the rows that the entry follows. */
static bool supersede(const struct apply *apply, int64_t index, const struct entry *entry,
                      struct error *error) {
    struct store *store = apply->tables->store;
    for (size_t i = 0; i < entry->prev_count; i++) {
        bool found;
        uint64_t at = 0;
        const struct table *table;
        if (!log_find(apply->log, &entry->prev[i], (uint64_t)index, &found, &at, error))
            return false;
        if (!found) continue;
        if (!find_head(apply, (int64_t)at, &entry->rec, &table, error)) return false;
        if (table && (!run_with(store, &HEAD_REMOVE, (int64_t)at, error) ||
                      !run_with(store, &MENTIONS_REMOVE, (int64_t)at, error) ||
                      !run_with(store, &table->remove, (int64_t)at, error)))
            return false;
    }
    return true;
}

static bool count_heads(struct store *store, const struct identifier *rec, int64_t *out_count,
                        struct error *error) {
    struct query *query;
    bool row = true;
    int64_t count = 0;
    if (!query_open(store, &HEADS_OF_RECORD, &query, error)) return false;
    query_bind_text(query, 1, rec->text);
    for (;; count++) {
        if (!query_step(query, &row, error)) return false;
        if (!row) break;
    }
    query_close(query);
    *out_count = count;
    return true;
}

static bool set_heads(struct store *store, const struct table *table, const struct identifier *rec,
                      int64_t count, struct error *error) {
    struct query *query;
    if (!query_open(store, &table->fork, &query, error)) return false;
    query_bind_text(query, 1, rec->text);
    query_bind_int(query, 2, count);
    return query_run(query, error);
}

/* ------------------------------------------------------------------ rows */

static bool add_head(struct store *store, int64_t index, const struct table_row *row,
                     struct error *error) {
    struct query *query;
    if (!query_open(store, &HEAD_ADD, &query, error)) return false;
    query_bind_int(query, 1, index);
    query_bind_text(query, 2, row->entry.rec.text);
    query_bind_text(query, 3, row->table->schema->kind);
    if (row->code) query_bind_text(query, 4, row->code);
    else query_bind_null(query, 4);
    return query_run(query, error);
}

static void bind_value(struct query *query, int number, const struct column_value *value) {
    if (value->text) query_bind_text(query, number, value->text);
    else if (value->is_number) query_bind_int(query, number, value->number);
    else query_bind_null(query, number);
}

static bool add_row(struct store *store, int64_t index, const struct digest *leaf, int64_t heads,
                    const struct table_row *row, struct error *error) {
    char hash[ENCODE_BASE64_LENGTH(DIGEST_SIZE) + 1];
    struct query *query;
    encode_text(ENCODING_BASE64, leaf->byte, DIGEST_SIZE, hash);
    if (!query_open(store, &row->table->add, &query, error)) return false;
    query_bind_int(query, 1 + TABLE_LEAF_INDEX, index);
    query_bind_text(query, 1 + TABLE_REC, row->entry.rec.text);
    query_bind_int(query, 1 + TABLE_REV, row->entry.rev);
    query_bind_text(query, 1 + TABLE_LEAF_HASH, hash);
    query_bind_int(query, 1 + TABLE_HEADS, heads);
    query_bind_text(query, 1 + TABLE_DAY, row->entry.day);
    query_bind_text(query, 1 + TABLE_BY, row->entry.by.text);
    for (int i = 0; i < row->table->column_count; i++)
        bind_value(query, 1 + TABLE_COLUMNS + i, &row->value[i]);
    return query_run(query, error);
}

static bool add_mentions(struct store *store, int64_t index, const struct table_row *row,
                         struct error *error) {
    for (size_t i = 0; i < row->mention_count; i++) {
        struct query *query;
        if (!query_open(store, &MENTION_ADD, &query, error)) return false;
        query_bind_text(query, 1, row->mention[i].target);
        query_bind_int(query, 2, index);
        query_bind_text(query, 3, row->mention[i].field);
        if (!query_run(query, error)) return false;
    }
    return true;
}

static bool put_row(struct store *store, int64_t index, const struct digest *leaf, int64_t heads,
                    const struct table_row *row, struct error *error) {
    return add_head(store, index, row, error) &&
           add_row(store, index, leaf, heads, row, error) &&
           add_mentions(store, index, row, error) &&
           (!row->why || leave_out(store, index, row->why, error));
}

/* ------------------------------------------------------------------ erasing */

static bool read_disclosures(const struct apply *apply, struct arena *arena, int64_t index,
                             struct log_bytes *out, struct error *error) {
    struct query *query;
    bool row;
    size_t size;
    if (!query_open(apply->log, &VAULT_DISCLOSURES, &query, error)) return false;
    query_bind_int(query, 1, index);
    if (!query_step(query, &row, error)) return false;
    *out = (struct log_bytes){0};
    if (row) {
        const void *bytes = query_blob(query, 0, &size);
        *out = (struct log_bytes){arena_copy_part(arena, bytes, size), size};
    }
    query_close(query);
    return true;
}

/* Makes a row again of what is left. */
static bool remake(const struct apply *apply, struct arena *arena, int64_t index, int64_t heads,
                   const struct table *table, struct error *error) {
    struct store *store = apply->tables->store;
    struct log_line line;
    struct log_bytes disclosures;
    struct table_row row;
    if (!log_read(arena, apply->log, (uint64_t)index, &line, error) ||
        !read_disclosures(apply, arena, index, &disclosures, error))
        return false;
    table_row_make(arena, apply->digester, apply->tables, apply->authority,
                   (struct log_bytes){line.bytes, line.size}, disclosures, &row);
    if (row.table != table) return true;
    /* What was erased must not be found any more either. */
    return store_run_script(store, &WORDS_DROP, error) && run_with(store, &HEAD_REMOVE, index, error) &&
           run_with(store, &MENTIONS_REMOVE, index, error) &&
           run_with(store, &table->remove, index, error) &&
           run_with(store, &LEFT_OUT_REMOVE, index, error) &&
           put_row(store, index, &line.leaf, heads, &row, error);
}

static const char *target_of(const struct table_row *row) {
    for (int i = 0; i < row->table->column_count; i++)
        if (!strcmp(row->table->column[i].name, "target")) return row->value[i].text;
    return NULL;
}

static bool remake_heads(const struct apply *apply, struct arena *arena, const char *rec,
                         struct error *error) {
    struct query *query;
    bool more = true;
    int64_t *index = NULL;
    const struct table **table = NULL;
    size_t count = 0, indices = 0, tables = 0;
    if (!query_open(apply->tables->store, &HEADS_OF_RECORD, &query, error)) return false;
    query_bind_text(query, 1, rec);
    for (;; count++) {
        if (!query_step(query, &more, error)) return false;
        if (!more) break;
        index = arena_grow(arena, index, count, &indices, sizeof *index);
        table = arena_grow(arena, table, count, &tables, sizeof *table);
        index[count] = query_int(query, 0);
        table[count] = tables_find(apply->tables, query_text(query, 1));
    }
    query_close(query);
    for (size_t i = 0; i < count; i++)
        if (table[i] && !remake(apply, arena, index[i], (int64_t)count, table[i], error))
            return false;
    return true;
}

/* ------------------------------------------------------------------ one entry */

bool apply_row(const struct apply *apply, struct arena *arena, int64_t index,
               const struct digest *leaf, const struct table_row *row, struct error *error) {
    struct store *store = apply->tables->store;
    int64_t others;
    if (!row->table) return leave_out(store, index, row->why, error);
    if (!supersede(apply, index, &row->entry, error) ||
        !count_heads(store, &row->entry.rec, &others, error))
        return false;
    if (others > 0 &&
        !set_heads(store, row->table, &row->entry.rec, others + 1, error))
        return false;
    if (!put_row(store, index, leaf, others + 1, row, error)) return false;
    const char *target = !strcmp(row->entry.kind, "erase") ? target_of(row) : NULL;
    return !target || remake_heads(apply, arena, target, error);
}
