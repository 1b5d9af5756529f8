#include "record/find_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/sound.h"
#include "record/find.h"
#include "store/statements.h"

enum {
    PART = 1000,    /* revisions that are taken in one transaction */
    SOUND_LEAST = 4 /* bytes of a word by its sound, with the blank before it */
};

/* A word by its sound is told from others by what stands before it. */
#define BY_SOUND "qx"

bool find_is_searched(const struct schema_field *field) {
    return field->list || (field->type != FIELD_INTEGER && field->type != FIELD_INSTANT &&
                           field->type != FIELD_YES_NO && field->type != FIELD_GEOMETRY);
}

bool find_is_spoken(const struct schema_field *field) {
    return field->type == FIELD_NAME || field->type == FIELD_TEXT ||
           field->type == FIELD_SCRIPT_TEXT || field->type == FIELD_ROWS;
}

/* ------------------------------------------------------------------ words of a text */

/* Adds "before" and each word of a folded text, apart by blanks. */
static void add_words(const char *before, const char *folded, struct buffer *out) {
    for (const char *at = folded; *at;) {
        size_t length = 0, letter;
        while ((letter = fold_letter(at + length))) length += letter;
        if (length) {
            buffer_add_text(out, before);
            buffer_add(out, at, length);
            buffer_add_text(out, " ");
        }
        at += length + (at[length] != 0);
    }
}

static void add_text(struct arena *arena, const struct schema_field *field, const char *text,
                     struct buffer *out) {
    add_words("", fold_text(arena, text), out);
    if (find_is_spoken(field)) add_words(BY_SOUND, sound_text(arena, text), out);
}

/* The texts within a list or rows, which stand in their column as JSON. */
static void add_json(struct arena *arena, const struct schema_field *field, const json_t *value,
                     struct buffer *out) {
    const char *name;
    json_t *member;
    size_t i;
    if (json_is_string(value)) add_text(arena, field, json_string_value(value), out);
    json_array_foreach((json_t *)value, i, member) add_json(arena, field, member, out);
    json_object_foreach((json_t *)value, name, member) add_json(arena, field, member, out);
}

static void add_column(struct arena *arena, const struct column *column, const char *text,
                       struct buffer *out) {
    const struct schema_field *field = column->field;
    if (!field->list && field->type != FIELD_ROWS) {
        add_text(arena, field, text, out);
        return;
    }
    json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);
    add_json(arena, field, value, out);
    json_decref(value);
}

/* ------------------------------------------------------------------ catching up */

static bool add_revision(struct arena *arena, const struct tables *tables, int64_t index,
                         const struct table *table, struct buffer *words, struct error *error) {
    struct query *query;
    bool row;
    words->size = 0;
    if (!query_open(tables->store, &table->row, &query, error)) return false;
    query_bind_int(query, 1, index);
    bool done = query_step(query, &row, error);
    for (int i = 0; done && row && i < table->column_count; i++) {
        const struct column *column = &table->column[i];
        if (column->part != COLUMN_VALUE || strcmp(column->sql_type, "text") != 0 ||
            !find_is_searched(column->field) || query_is_null(query, TABLE_COLUMNS + i))
            continue;
        add_column(arena, column, query_text(query, TABLE_COLUMNS + i), words);
    }
    add_words("", query_text(query, TABLE_REC), words);
    query_close(query);
    if (!done || !query_open(tables->store, &WORDS_ADD, &query, error)) return false;
    query_bind_int(query, 1, index);
    query_bind_text(query, 2, buffer_text(words));
    return query_run(query, error);
}

/* At most PART of them, from `*size` on, so that nobody who writes tables waits for long. */
static bool add_revisions(const struct tables *tables, int64_t *size, bool *out_ended,
                          struct error *error) {
    struct query *query;
    struct arena arena;
    struct buffer words = {0};
    bool row = true, done = true;
    if (!query_open(tables->store, &HEADS_FROM, &query, error)) return false;
    query_bind_int(query, 1, *size);
    arena_open(&arena, 0);
    for (int i = 0; i < PART && row; i++) {
        if (!(done = query_step(query, &row, error)) || !row) break;
        const struct table *table = tables_find(tables, query_text(query, 1));
        *size = query_int(query, 0) + 1;
        if (table && !(done = add_revision(&arena, tables, *size - 1, table, &words, error)))
            break;
        arena_release(&arena, (struct arena_mark){0});
    }
    *out_ended = !row;
    arena_close(&arena);
    buffer_close(&words);
    query_close(query);
    return done;
}

static bool read_size(const struct tables *tables, int64_t *out_size, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(tables->store, &WORDS_MADE_SIZE, &query, error)) return false;
    bool done = query_step(query, &row, error);
    if (done) *out_size = row ? query_int(query, 0) : 0;
    query_close(query);
    return done;
}

static bool write_size(const struct tables *tables, int64_t size, struct error *error) {
    struct query *query;
    if (!query_open(tables->store, &WORDS_MADE_SET, &query, error)) return false;
    query_bind_int(query, 1, size);
    return query_run(query, error);
}

static bool catch_up_part(const struct tables *tables, bool *out_ended, struct error *error) {
    int64_t size, before;
    if (!store_run_script(tables->store, &WORDS_MAKE, error) || !read_size(tables, &size, error))
        return false;
    before = size;
    return add_revisions(tables, &size, out_ended, error) &&
           (size == before || write_size(tables, size, error));
}

bool find_catch_up(const struct tables *tables, const struct cancel *cancel,
                   struct error *error) {
    bool ended = false, done = true;
    while (done && !ended) {
        if (cancel && cancel_requested(cancel))
            return error_set(error, ERROR_CANCELLED, "searching was made ready in part only");
        done = store_begin(tables->store, STORE_APPEND, error) &&
               catch_up_part(tables, &ended, error) && store_commit(tables->store, error);
        if (!done) store_rollback(tables->store);
    }
    return done;
}

/* ------------------------------------------------------------------ asking */

/* "eld" AND "0077"*, of the words of a folded text: the last may go on. One of a single letter that
 * may go on says nothing that would be worth looking through all that it begins. */
static bool add_question(const char *before, const char *folded, struct buffer *out) {
    struct buffer words = {0};
    size_t least = strlen(before) + 1;
    add_words(before, folded, &words);
    char *rest, *text = words.bytes;
    bool any = false;
    for (char *word = text ? strtok_r(text, " ", &rest) : NULL, *next; word; word = next) {
        next = strtok_r(NULL, " ", &rest);
        bool single = strlen(word) <= least;
        if (single && !next && any) break;
        buffer_format(out, "%s\"%s\"%s", any ? " AND " : "", word, next || single ? "" : "*");
        any = true;
    }
    buffer_close(&words);
    return any;
}

const char *find_sound(struct arena *arena, const char *word) {
    if (strpbrk(word, "0123456789")) return NULL;
    const char *sound = sound_text(arena, word);
    return strlen(sound) >= SOUND_LEAST ? sound : NULL;
}

/* One word of those that are looked for: as it is written, or as it sounds. */
static bool add_word(struct arena *arena, const char *word, bool first, struct buffer *out) {
    struct buffer written = {0}, spoken = {0};
    const char *sound = find_sound(arena, word);
    bool any = add_question("", fold_text(arena, word), &written);
    if (any) buffer_format(out, "%s((%s)", first ? "" : " AND ", buffer_text(&written));
    if (any && sound && add_question(BY_SOUND, sound, &spoken))
        buffer_format(out, " OR (%s)", buffer_text(&spoken));
    if (any) buffer_add_text(out, ")");
    buffer_close(&written);
    buffer_close(&spoken);
    return any;
}

static int by_kind(const void *left, const void *right) {
    const struct find_candidate *one = left, *other = right;
    int order = strcmp(one->kind, other->kind);
    return order ? order : (one->index > other->index) - (one->index < other->index);
}

static bool ask(struct arena *arena, const struct tables *tables, const char *question,
                struct find_candidate **out_candidates, size_t *out_count, struct error *error) {
    struct find_candidate *list = NULL;
    struct query *query;
    size_t count = 0, capacity = 0;
    bool row, done;
    if (!query_open(tables->store, &WORDS_MATCH_ALL, &query, error)) return false;
    query_bind_text(query, 1, question);
    while ((done = query_step(query, &row, error)) && row) {
        const struct table *table = tables_find(tables, query_text(query, 1));
        if (!table) continue;
        list = arena_grow(arena, list, count, &capacity, sizeof *list);
        list[count++] = (struct find_candidate){query_int(query, 0), table->schema->kind};
    }
    query_close(query);
    if (!done) return false;
    if (count) qsort(list, count, sizeof *list, by_kind);
    *out_candidates = list;
    *out_count = count;
    return true;
}

bool find_candidates(struct arena *arena, const struct tables *tables, const char *const *words,
                     size_t word_count, struct find_candidate **out_candidates, size_t *out_count,
                     struct error *error) {
    struct buffer question = {0};
    bool any = false;
    for (size_t i = 0; i < word_count; i++)
        any = add_word(arena, words[i], !any, &question) || any;
    bool done = any ? ask(arena, tables, buffer_text(&question), out_candidates, out_count, error)
                    : error_set(error, ERROR_USAGE, "there is no letter or digit to look for");
    buffer_close(&question);
    return done;
}
