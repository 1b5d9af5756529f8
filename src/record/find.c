#include "record/find.h"

#include <string.h>

#include "base/fold.h"



struct finder {
    struct arena *arena;
    const char *word[FIND_WORDS_MOST]; /* folded */
    size_t word_count;
    struct find_hit *hit;
    size_t count, capacity;
};

/* Which of the words stand in the text, as bits. */
static uint64_t words_in(const struct finder *finder, struct arena *arena, const char *text) {
    uint64_t found = 0;
    const char *folded = fold_text(arena, text);
    for (size_t i = 0; i < finder->word_count; i++)
        if (strstr(folded, finder->word[i])) found |= (uint64_t)1 << i;
    return found;
}

static bool is_searched(const struct column *column) {
    return column->part == COLUMN_VALUE && !strcmp(column->sql_type, "text");
}

/* What the row is found by stays in the arena, if it is found. */
static void look_at(struct finder *finder, const struct table *table, struct query *query) {
    struct arena *arena = finder->arena;
    struct arena_mark mark = arena_mark(arena);
    struct find_hit hit = {.table = table};
    uint64_t all = 0;
    hit.field = arena_new(arena, const char *, table->column_count);
    hit.text = arena_new(arena, const char *, table->column_count);
    for (int i = 0; i < table->column_count; i++) {
        const struct column *column = &table->column[i];
        if (!is_searched(column) || query_is_null(query, TABLE_COLUMNS + i)) continue;
        const char *text = query_text(query, TABLE_COLUMNS + i);
        if (column->field == schema_code_field(table->schema)) hit.code = arena_copy(arena, text);
        uint64_t found = words_in(finder, arena, text);
        all |= found;
        if (!found) continue;
        hit.field[hit.field_count] = column->name;
        hit.text[hit.field_count++] = arena_copy(arena, text);
    }
    if (all != UINT64_MAX >> (FIND_WORDS_MOST - finder->word_count)) {
        arena_release(arena, mark);
        return;
    }
    hit.index = query_int(query, TABLE_LEAF_INDEX);
    hit.rec = arena_copy(arena, query_text(query, TABLE_REC));
    finder->hit = arena_grow(arena, finder->hit, finder->count, &finder->capacity,
                             sizeof *finder->hit);
    finder->hit[finder->count++] = hit;
}

static bool look_through(struct finder *finder, const struct tables *tables,
                         const struct table *table, struct error *error) {
    struct query *query;
    bool row, done;
    if (!query_open(tables->store, &table->rows, &query, error)) return false;
    while ((done = query_step(query, &row, error)) && row) look_at(finder, table, query);
    query_close(query);
    return done;
}

bool find_words(struct arena *arena, const struct tables *tables, const char *const *words,
                size_t word_count, struct find_hit **out_hits, size_t *out_count,
                struct error *error) {
    struct finder finder = {.arena = arena, .word_count = word_count};
    if (word_count < 1 || word_count > FIND_WORDS_MOST)
        return error_set(error, ERROR_USAGE, "1 to %d words can be looked for", FIND_WORDS_MOST);
    for (size_t i = 0; i < word_count; i++) finder.word[i] = fold_text(arena, words[i]);
    for (int i = 0; i < tables->count; i++)
        if (!look_through(&finder, tables, &tables->table[i], error)) return false;
    *out_hits = finder.hit;
    *out_count = finder.count;
    return true;
}
