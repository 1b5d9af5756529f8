#include "web/offers.h"

#include <string.h>

#include "base/letter.h"
#include "store/query.h"
#include "store/statements.h"

/* Between whom it is, is authenticated: nobody's letter can be put into the place of another. */
static void write_about(const struct offer_line *line, struct buffer *about) {
    buffer_format(about, "cairn-offer/v1\n%s\n%s\n%s", line->rec.text, line->first.text,
                  line->second.text);
}

static size_t add_keys(const struct authority *authority, const struct identifier *id,
                       struct public_key *keys, size_t count) {
    const struct authority_user *user = authority_user(authority, id);
    for (size_t i = 0; user && i < user->key_count; i++)
        if (user->key[i].active) keys[count++] = user->key[i].key;
    return count;
}

/* Runs what changes something, in a transaction of its own; with the mutex. */
static bool run(struct own *own, const struct statement *statement, const struct offer_line *line,
                const struct buffer *letter, struct error *error) {
    struct query *query;
    if (!store_begin(own->store, STORE_APPEND, error)) return false;
    bool done = query_open(own->store, statement, &query, error);
    if (done) {
        query_bind_text(query, 1, line->rec.text);
        if (letter) {
            query_bind_text(query, 2, line->first.text);
            query_bind_text(query, 3, line->second.text);
            query_bind_blob(query, 4, letter->bytes, letter->size);
        }
        done = query_run(query, error) && store_commit(own->store, error);
    }
    store_rollback(own->store);
    return done;
}

static void read_line(struct query *query, struct offer_line *out) {
    struct identifier *const texts[] = {&out->rec, &out->first, &out->second};
    *out = (struct offer_line){.refused = query_int(query, 3) != 0};
    for (int i = 0; i < 3; i++) {
        const char *text = query_text(query, i);
        size_t length = strlen(text);
        if (length <= IDENTIFIER_LENGTH) memcpy(texts[i]->text, text, length);
    }
}

/* With the mutex, in a transaction. */
static bool list(struct arena *arena, struct own *own, const struct identifier *user,
                 struct offer_line **out_lines, int *out_count, struct error *error) {
    struct query *query;
    size_t room = 0;
    bool row, done;
    *out_lines = NULL;
    *out_count = 0;
    if (!query_open(own->store, &OFFERS_OF_USER_ALL, &query, error)) return false;
    query_bind_text(query, 1, user->text);
    while ((done = query_step(query, &row, error)) && row) {
        *out_lines = arena_grow(arena, *out_lines, (size_t)*out_count, &room, sizeof **out_lines);
        read_line(query, &(*out_lines)[(*out_count)++]);
    }
    query_close(query);
    return done;
}

bool offers_of(struct arena *arena, struct own *own, const struct identifier *user,
               struct offer_line **out_lines, int *out_count, struct error *error) {
    pthread_mutex_lock(&own->mutex);
    bool done = store_begin(own->store, STORE_READ, error) &&
                list(arena, own, user, out_lines, out_count, error);
    store_rollback(own->store);
    pthread_mutex_unlock(&own->mutex);
    return done;
}

/* With the mutex. */
static bool has_room(struct own *own, const struct identifier *first, struct error *error) {
    struct query *query;
    bool row;
    if (!store_begin(own->store, STORE_READ, error)) return false;
    bool done = query_open(own->store, &OFFERS_BEGUN_COUNT, &query, error);
    int64_t begun = 0;
    if (done) {
        query_bind_text(query, 1, first->text);
        done = query_step(query, &row, error);
        if (done) begun = query_int(query, 0);
        query_close(query);
    }
    store_rollback(own->store);
    return done && (begun < OFFERS_MOST || error_set(error, ERROR_CONFLICT,
                                                     "%lld of yours wait to be signed already: "
                                                     "take some of them back",
                                                     (long long)begun));
}

bool offers_put(struct own *own, const struct authority *authority, const struct offer_line *line,
                const void *bytes, size_t size, struct error *error) {
    struct public_key keys[2 * AUTHORITY_KEYS_MOST];
    size_t count = add_keys(authority, &line->first, keys, 0);
    count = add_keys(authority, &line->second, keys, count);
    struct buffer about = {0}, letter = {0};
    write_about(line, &about);
    bool done =
        letter_seal(own->random, keys, count, buffer_text(&about), bytes, size, &letter, error);
    pthread_mutex_lock(&own->mutex);
    done = done && has_room(own, &line->first, error) && run(own, &OFFER_ADD, line, &letter, error);
    pthread_mutex_unlock(&own->mutex);
    buffer_close(&about);
    buffer_close(&letter);
    return done;
}

/* With the mutex, in a transaction. `letter` NULL: only between whom it is. */
static bool read_row(struct own *own, const char *rec, struct offer_line *out_line,
                     struct buffer *letter, struct error *error) {
    struct query *query;
    bool row;
    size_t size;
    if (!query_open(own->store, letter ? &OFFER_LETTER : &OFFER_LINE, &query, error)) return false;
    query_bind_text(query, 1, rec);
    bool done = query_step(query, &row, error) &&
                (row || error_set(error, ERROR_NOT_FOUND,
                                  "it waits no more: it was signed by both, or taken back"));
    if (done) {
        read_line(query, out_line);
        const void *bytes = letter ? query_blob(query, 4, &size) : NULL;
        if (bytes) buffer_add(letter, bytes, size);
    }
    query_close(query);
    return done;
}

static bool find_row(struct own *own, const char *rec, const struct identifier *user,
                     struct offer_line *out_line, struct buffer *letter, struct error *error) {
    struct offer_line line;
    pthread_mutex_lock(&own->mutex);
    bool done = store_begin(own->store, STORE_READ, error) &&
                read_row(own, rec, &line, letter, error);
    store_rollback(own->store);
    pthread_mutex_unlock(&own->mutex);
    if (done && !identifier_equal(user, &line.first) && !identifier_equal(user, &line.second))
        return error_set(error, ERROR_DENIED, "it is between two others");
    if (done) *out_line = line;
    return done;
}

bool offers_find(struct own *own, const char *rec, const struct identifier *user,
                 struct offer_line *out_line, struct error *error) {
    return find_row(own, rec, user, out_line, NULL, error);
}

bool offers_read(struct arena *arena, struct own *own, const char *rec,
                 const struct identifier *user, const struct secret *private_key,
                 struct offer_line *out_line, char **out_bytes, size_t *out_size,
                 struct error *error) {
    struct buffer about = {0}, letter = {0}, bytes = {0};
    bool done = find_row(own, rec, user, out_line, &letter, error);
    if (done) {
        write_about(out_line, &about);
        done =
            letter_open(private_key, buffer_text(&about), letter.bytes, letter.size, &bytes, error);
    }
    if (done) {
        *out_bytes = arena_copy_part(arena, buffer_text(&bytes), bytes.size);
        *out_size = bytes.size;
    }
    if (bytes.bytes) secret_wipe(bytes.bytes, bytes.size);
    buffer_close(&about);
    buffer_close(&letter);
    buffer_close(&bytes);
    return done;
}

static bool change(struct own *own, const struct statement *statement, const struct identifier *rec,
                   struct error *error) {
    const struct offer_line line = {.rec = *rec};
    pthread_mutex_lock(&own->mutex);
    bool done = run(own, statement, &line, NULL, error);
    pthread_mutex_unlock(&own->mutex);
    return done;
}

bool offers_refuse(struct own *own, const struct identifier *rec, struct error *error) {
    return change(own, &OFFER_REFUSE, rec, error);
}

bool offers_remove(struct own *own, const struct identifier *rec, struct error *error) {
    return change(own, &OFFER_REMOVE, rec, error);
}
