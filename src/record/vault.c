#include "record/vault.h"

#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "record/canonical_json.h"
#include "store/query.h"
#include "store/statements.h"

/* ------------------------------------------------------------------ the blob */

bool vault_write(struct arena *arena, const struct entry *entry, const struct vault_blob *blob,
                 char **out_bytes, size_t *out_size, struct error *error) {
    struct buffer out = {0};
    struct canonical_writer writer = canonical_to(arena, &out);
    canonical_open_object(&writer);
    canonical_put_name(&writer, "att");
    canonical_open_object(&writer);
    for (size_t i = 0; i < entry->att_count; i++) {
        if (!blob->file[i]) continue;
        canonical_put_name(&writer, arena_format(arena, "%zu", i + 1));
        canonical_put_text(&writer, blob->file[i]);
    }
    canonical_close_object(&writer);
    canonical_put_name(&writer, "sd");
    canonical_open_object(&writer);
    for (size_t i = 0; i < entry->sd_count; i++) {
        if (!blob->field[i]) continue;
        canonical_put_name(&writer, entry->sd[i].name);
        canonical_put_text(&writer, blob->field[i]);
    }
    canonical_close_object(&writer);
    canonical_close_object(&writer);
    bool done = canonical_end(&writer, error);
    if (done) {
        *out_bytes = arena_copy_part(arena, out.bytes, out.size);
        *out_size = out.size;
    }
    buffer_close(&out);
    return done;
}

static bool refuse(struct error *error, const char *what) {
    return error_set(error, ERROR_BAD_INPUT, "the disclosures of the entry: %s", what);
}

/* The place that the name of a file or of a field has in the entry, or SIZE_MAX. */
static size_t file_place(const struct entry *entry, const char *name, size_t next) {
    char *end;
    (void)next;
    unsigned long number = *name >= '1' && *name <= '9' ? strtoul(name, &end, 10) : 0;
    return number && !*end && number <= entry->att_count ? number - 1 : SIZE_MAX;
}

/* In an entry that was read they stand in the order of the blob, so that it is `next`, unless some
 * are missing. */
static size_t field_place(const struct entry *entry, const char *name, size_t next) {
    for (size_t i = 0; i < entry->sd_count; i++) {
        size_t at = (next + i) % entry->sd_count;
        if (strcmp(entry->sd[at].name, name) == 0) return at;
    }
    return SIZE_MAX;
}

static bool read_half(struct arena *arena, const struct entry *entry,
                      const struct canonical_part *half,
                      size_t (*place)(const struct entry *entry, const char *name, size_t next),
                      const char **out_texts, struct error *error) {
    if (half->bytes[0] != '{') return refuse(error, "they are not named");
    struct canonical_walk walk = canonical_walk(half->bytes, half->size);
    struct canonical_part part;
    for (size_t next = 0, at; canonical_next(&walk, &part); next = at + 1) {
        at = place(entry, arena_copy_part(arena, part.name, part.name_size), next);
        if (at == SIZE_MAX) return refuse(error, "one is of nothing that it commits to");
        if (part.bytes[0] != '"') return refuse(error, "one is no text");
        out_texts[at] = canonical_text(arena, part.bytes, part.size);
    }
    return true;
}

bool vault_read(struct arena *arena, const struct entry *entry, const void *bytes, size_t size,
                struct vault_blob *out_blob, struct error *error) {
    struct canonical_part part[2];
    size_t count;
    struct vault_blob blob = {.field = arena_new(arena, const char *, entry->sd_count),
                              .file = arena_new(arena, const char *, entry->att_count)};
    if (!canonical_scan(bytes, size, part, 2, &count, error))
        return error_within(error, "the disclosures of the entry");
    if (((const char *)bytes)[0] != '{' || count != 2 || !canonical_named(&part[0], "att") ||
        !canonical_named(&part[1], "sd"))
        return refuse(error, "they are not {\"att\":…,\"sd\":…}");
    if (!read_half(arena, entry, &part[0], file_place, blob.file, error) ||
        !read_half(arena, entry, &part[1], field_place, blob.field, error))
        return false;
    *out_blob = blob;
    return true;
}

/* ------------------------------------------------------------------ storing */

bool vault_add(struct store *store, uint64_t index, const void *blob, size_t size,
               const char *const *file, size_t file_count, struct error *error) {
    struct query *query;
    if (!query_open(store, &VAULT_ADD, &query, error)) return false;
    query_bind_int(query, 1, (int64_t)index);
    query_bind_blob(query, 2, blob, size);
    if (!query_run(query, error)) return false;
    for (size_t i = 0; i < file_count; i++) {
        if (!query_open(store, &VAULT_FILE_ADD, &query, error)) return false;
        query_bind_int(query, 1, (int64_t)index);
        query_bind_int(query, 2, (int64_t)i + 1);
        query_bind_text(query, 3, file[i]);
        if (!query_run(query, error)) return false;
    }
    return true;
}

enum { FILE_NAME_BYTES = 16 };

char *vault_file_name(struct arena *arena, struct random *random) {
    uint8_t bytes[FILE_NAME_BYTES];
    char *name = arena_take(arena, ENCODE_BASE32_LENGTH(sizeof bytes) + 1, 1);
    random_fill(random, bytes, sizeof bytes);
    encode_text(ENCODING_BASE32, bytes, sizeof bytes, name);
    return name;
}

/* ------------------------------------------------------------------ opening */

struct opener {
    struct arena *arena;
    struct digester *digester;
    const struct entry *entry;
    struct vault_blob blob;
    struct vault_unsealed unsealed;
    struct error *error;
};

static bool fits(struct opener *opener, const char *what, const char *text,
                 const struct digest *digest) {
    struct digest found = disclosure_digest(opener->digester, text, strlen(text));
    return digest_equal(&found, digest) ||
           error_set(opener->error, ERROR_BAD_INPUT,
                     "the disclosure of %s is not what the entry commits to", what);
}

static void add_field(struct opener *opener, const char *name, const char *value, size_t size) {
    opener->unsealed.field[opener->unsealed.field_count++] =
        (struct vault_field){name, value, size};
}

static void add_public(struct opener *opener) {
    struct canonical_walk walk = canonical_walk(opener->entry->pub, opener->entry->pub_size);
    struct canonical_part part;
    while (canonical_next(&walk, &part))
        add_field(opener, canonical_text(opener->arena, part.name - 1, part.name_size + 2),
                  part.bytes, part.size);
}

static bool open_field(struct opener *opener, const struct entry_field *sealed,
                       const char *text) {
    struct disclosure disclosure;
    if (!text) {
        opener->unsealed.unopened++;
        return true;
    }
    if (!fits(opener, sealed->name, text, &sealed->digest) ||
        !disclosure_read(opener->arena, text, strlen(text), &disclosure, opener->error))
        return false;
    if (strcmp(disclosure.name, sealed->name) != 0)
        return error_set(opener->error, ERROR_BAD_INPUT, "the disclosure of %s names another field",
                         sealed->name);
    if (vault_field(&opener->unsealed, sealed->name))
        return error_set(opener->error, ERROR_BAD_INPUT, "%s is both public and sealed",
                         sealed->name);
    if (*disclosure.value != 'n') /* null: there is none */
        add_field(opener, sealed->name, disclosure.value, disclosure.value_size);
    return true;
}

static bool open_file(struct opener *opener, size_t at) {
    const char *text = opener->blob.file[at];
    if (!text) {
        opener->unsealed.unopened++;
        return true;
    }
    return fits(opener, arena_format(opener->arena, "file %zu", at + 1), text,
                &opener->entry->att[at]) &&
           disclosure_read_file(opener->arena, text, strlen(text), &opener->unsealed.file[at],
                                opener->error);
}

static bool open_all(struct opener *opener) {
    const struct entry *entry = opener->entry;
    add_public(opener);
    for (size_t i = 0; i < entry->sd_count; i++)
        if (!open_field(opener, &entry->sd[i], opener->blob.field[i])) return false;
    for (size_t i = 0; i < entry->att_count; i++)
        if (!open_file(opener, i)) return false;
    return true;
}

bool vault_unseal(struct arena *arena, struct digester *digester, const struct entry *entry,
                  const void *bytes, size_t size, struct vault_unsealed *out_unsealed,
                  struct error *error) {
    struct opener opener = {
        .arena = arena, .digester = digester, .entry = entry, .error = error};
    size_t fields = canonical_count(entry->pub, entry->pub_size) + entry->sd_count;
    opener.blob = (struct vault_blob){.field = arena_new(arena, const char *, entry->sd_count),
                                      .file = arena_new(arena, const char *, entry->att_count)};
    opener.unsealed.field = arena_new(arena, struct vault_field, fields);
    opener.unsealed.file = arena_new(arena, struct disclosure_file, entry->att_count);
    if ((bytes && !vault_read(arena, entry, bytes, size, &opener.blob, error)) ||
        !open_all(&opener))
        return false;
    *out_unsealed = opener.unsealed;
    return true;
}

const struct vault_field *vault_field(const struct vault_unsealed *unsealed, const char *name) {
    for (size_t i = 0; i < unsealed->field_count; i++)
        if (!strcmp(unsealed->field[i].name, name)) return &unsealed->field[i];
    return NULL;
}

static bool to_json(const struct vault_unsealed *unsealed, json_t *fields, struct error *error) {
    for (size_t i = 0; i < unsealed->field_count; i++) {
        const struct vault_field *field = &unsealed->field[i];
        json_t *value;
        if (!canonical_to_json(field->value, field->size, &value, error)) return false;
        if (json_object_set_new(fields, field->name, value) != 0)
            return error_set(error, ERROR_INTERNAL, "no memory for %s", field->name);
    }
    return true;
}

bool vault_open(struct arena *arena, struct digester *digester, const struct entry *entry,
                const void *bytes, size_t size, struct vault_contents *out_contents,
                struct error *error) {
    struct vault_unsealed unsealed;
    if (!vault_unseal(arena, digester, entry, bytes, size, &unsealed, error)) return false;
    json_t *fields = json_object();
    if (!to_json(&unsealed, fields, error)) {
        json_decref(fields);
        return false;
    }
    *out_contents = (struct vault_contents){fields, unsealed.file, unsealed.unopened};
    return true;
}

bool vault_load(struct arena *arena, struct digester *digester, struct store *store,
                const struct log_line *line, struct vault_contents *out_contents,
                struct error *error) {
    struct query *query;
    bool row;
    size_t size = 0;
    if (!query_open(store, &VAULT_DISCLOSURES, &query, error)) return false;
    query_bind_int(query, 1, (int64_t)line->index);
    bool done = query_step(query, &row, error);
    const void *bytes = done && row ? query_blob(query, 0, &size) : NULL;
    done = done && vault_open(arena, digester, &line->entry, bytes, size, out_contents, error);
    query_close(query);
    return done;
}
