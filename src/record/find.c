#include "record/find.h"

#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/sound.h"
#include "base/utf8.h"
#include "record/find_words.h"
#include "record/label.h"
#include "schema/value.h"

struct finder {
    struct arena *arena;
    const char *word[FIND_WORDS_MOST];  /* folded */
    const char *sound[FIND_WORDS_MOST]; /* NULL: not looked for by it */
    bool by_sound;                      /* one of them is */
    size_t word_count;
    bool by_identifier; /* one of the words is an identifier, or begins one */
    const struct tables *tables;
    unsigned roles;
    struct find_hit *hit;
    size_t count, capacity;
};

static bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || (byte & 0x80);
}

/* Does a word of the text begin with this, or with something that is no word this whole? */
static bool stands(const char *text, const char *word) {
    for (const char *at = text; (at = strstr(at, word)); at++)
        if (at == text || !is_letter(at[-1]) || !is_letter(*word)) return true;
    return false;
}

/* Which of the words stand in the text, as bits. */
static uint64_t words_in(const struct finder *finder, const char *text, bool spoken) {
    uint64_t found = 0;
    struct arena_mark mark = arena_mark(finder->arena);
    const char *folded = fold_text(finder->arena, text);
    const char *sound = spoken ? sound_text(finder->arena, text) : "";
    for (size_t i = 0; i < finder->word_count; i++)
        if (stands(folded, finder->word[i]) ||
            (spoken && finder->sound[i] && strstr(sound, finder->sound[i])))
            found |= (uint64_t)1 << i;
    arena_release(finder->arena, mark);
    return found;
}

/* Identifiers are random: any few letters stand in one of many. */
static bool leave_out_reference(void *data, const struct schema_field *field, const char *text,
                                const char **out_text, struct error *error) {
    const struct finder *finder = data;
    (void)error;
    *out_text = field->type == FIELD_REFERENCE && !finder->by_identifier ? "" : text;
    return true;
}

static bool put_label(void *data, const struct schema_field *field, const char *text,
                      const char **out_text, struct error *error) {
    const struct finder *finder = data;
    *out_text = text;
    if (field->type != FIELD_REFERENCE) return true;
    if (!label_for(finder->arena, finder->tables, finder->roles, text, out_text, error))
        return false;
    if (!*out_text) *out_text = text; /* it was sought by this identifier */
    return true;
}

/* Of an older or newer declaration, which this program's does not fit. */
static const char *as_json(struct arena *arena, const json_t *value) {
    char *dumped = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    char *text = arena_copy(arena, dumped ? dumped : "");
    free(dumped);
    return utf8_harmless(text);
}

/* The text of a value whose references `visit` replaces. */
static bool text_of(struct finder *finder, const struct schema_field *field, const json_t *value,
                    value_visit *visit, const char **out_text, struct error *error) {
    struct buffer text = {0};
    struct error unfit = {0};
    if (!value_check(field, value, VALUE_OF_ENTRY, &unfit)) {
        *out_text = as_json(finder->arena, value);
        return true;
    }
    json_t *copy = json_deep_copy(value);
    if (!copy) return error_set(error, ERROR_INTERNAL, "out of memory");
    bool done = value_walk(field, copy, visit, finder, error);
    if (done) {
        value_write(field, copy, &text);
        *out_text = arena_copy(finder->arena, buffer_text(&text));
    }
    buffer_close(&text);
    json_decref(copy);
    return done;
}

/* Which words stand in the fields, by their letters, and if `spoken` by their sound, too; those in
 * which one does become the hit's. */
static bool look_at_fields(struct finder *finder, const struct schema *schema,
                           const json_t *fields, bool spoken, struct find_hit *hit,
                           uint64_t *out_found, struct error *error) {
    *out_found = 0;
    hit->field_count = 0;
    hit->field = arena_new(finder->arena, const char *, schema->field_count);
    hit->text = arena_new(finder->arena, const char *, schema->field_count);
    for (int i = 0; i < schema->field_count; i++) {
        const struct schema_field *field = &schema->fields[i];
        const json_t *value = json_object_get(fields, field->name);
        const char *text;
        if (!value || !find_is_searched(field) || !schema_may_read(field, finder->roles)) continue;
        if (!text_of(finder, field, value, leave_out_reference, &text, error)) return false;
        if (field == schema_code_field(schema)) hit->code = text;
        uint64_t found = words_in(finder, text, spoken && find_is_spoken(field));
        if (found) hit->field[hit->field_count++] = field->name;
        *out_found |= found;
    }
    return true;
}

/* As people read it. */
static bool write_texts(struct finder *finder, const struct schema *schema, const json_t *fields,
                        struct find_hit *hit, struct error *error) {
    for (size_t i = 0; i < hit->field_count; i++) {
        const char *name = hit->field[i];
        if (!text_of(finder, schema_field_find(schema, name), json_object_get(fields, name),
                     put_label, &hit->text[i], error))
            return false;
    }
    return true;
}

/* What the row is found by stays in the arena, if it is found. */
static bool look_at(struct finder *finder, const struct table *table, struct query *query,
                    struct error *error) {
    const struct schema *schema = table->schema;
    struct arena_mark mark = arena_mark(finder->arena);
    struct find_hit hit = {.table = table};
    uint64_t found = 0, all = UINT64_MAX >> (FIND_WORDS_MOST - finder->word_count);
    json_t *fields = json_object();
    /* Sounds cost more: they are listened to when letters do not say it. */
    bool done = tables_fields(table, query, fields, error) &&
                look_at_fields(finder, schema, fields, false, &hit, &found, error) &&
                (found == all || !finder->by_sound ||
                 look_at_fields(finder, schema, fields, true, &hit, &found, error)) &&
                (found != all || write_texts(finder, schema, fields, &hit, error));
    json_decref(fields);
    if (!done || found != all) {
        arena_release(finder->arena, mark);
        return done;
    }
    hit.index = query_int(query, TABLE_LEAF_INDEX);
    hit.rec = arena_copy(finder->arena, query_text(query, TABLE_REC));
    finder->hit = arena_grow(finder->arena, finder->hit, finder->count, &finder->capacity,
                             sizeof *finder->hit);
    finder->hit[finder->count++] = hit;
    return true;
}

static bool look_at_candidate(struct finder *finder, const struct find_candidate *candidate,
                              struct error *error) {
    const struct table *table = tables_find(finder->tables, candidate->kind);
    const struct schema *schema = table->schema;
    struct query *query;
    bool row;
    /* Declarations explain fields with words that everybody looks for elsewhere. */
    if (!strcmp(schema->kind, "schema")) return true;
    if (schema->tier == TIER_RESTRICTED && !(schema->readers & finder->roles)) return true;
    if (!query_open(finder->tables->store, &table->row, &query, error)) return false;
    query_bind_int(query, 1, candidate->index);
    bool done = query_step(query, &row, error) && (!row || look_at(finder, table, query, error));
    query_close(query);
    return done;
}

static void prepare(struct finder *finder, const struct find *find) {
    for (size_t i = 0; i < find->word_count; i++) {
        const char *word = find->words[i];
        finder->word[i] = fold_text(finder->arena, word);
        finder->sound[i] = find_sound(finder->arena, word);
        finder->by_sound = finder->by_sound || finder->sound[i];
        if (!strncmp(word, "r-", 2) || !strncmp(word, "u-", 2)) finder->by_identifier = true;
    }
}

bool find_words(struct arena *arena, const struct tables *tables, const struct find *find,
                struct find_hit **out_hits, size_t *out_count, bool *out_more,
                struct error *error) {
    struct finder finder = {
        .arena = arena, .word_count = find->word_count, .tables = tables, .roles = find->roles};
    struct find_candidate *candidate;
    size_t count, at = 0, most = find->most ? find->most : SIZE_MAX;
    if (find->word_count < 1 || find->word_count > FIND_WORDS_MOST)
        return error_set(error, ERROR_USAGE, "1 to %d words can be looked for", FIND_WORDS_MOST);
    prepare(&finder, find);
    if (!find_candidates(arena, tables, find->words, find->word_count, &candidate, &count, error))
        return false;
    for (; at < count && finder.count < most; at++)
        if (!look_at_candidate(&finder, &candidate[at], error)) return false;
    *out_hits = finder.hit;
    *out_count = finder.count;
    *out_more = at < count;
    return true;
}
