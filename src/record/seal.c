#include "record/seal.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "record/canonical_json.h"
#include "record/fits.h"
#include "record/half_signed.h"
#include "record/vault.h"

struct sealer {
    struct arena *arena;
    struct digester *digester;
    struct random *random;
    const struct investigation *investigation;
    const struct draft *draft;
    struct sealed sealed;
    struct vault_blob blob;
    struct error *error;
};

/* ------------------------------------------------------------------ is it a record? */

static bool check_draft(struct sealer *sealer) {
    const struct draft *draft = sealer->draft;
    struct error *error = sealer->error;
    if (draft->signer_count == 0) return error_set(error, ERROR_DENIED, "nobody signs it");
    if (draft->file_count > ENTRY_FILES_MOST)
        return error_set(error, ERROR_TOO_LARGE, "an entry has at most %d files", ENTRY_FILES_MOST);
    return fits_record(draft->schema, draft->fields, draft->file_count, error);
}

/* ------------------------------------------------------------------ fields */

static bool seal_field(struct sealer *sealer, const struct schema_field *field, const char *value,
                       size_t size) {
    struct entry *entry = &sealer->sealed.entry;
    char *text;
    if (!disclosure_make(sealer->arena, sealer->random, field->name, value, size, &text,
                         sealer->error))
        return false;
    sealer->blob.field[entry->sd_count] = text;
    entry->sd[entry->sd_count].name = field->name;
    entry->sd[entry->sd_count].digest =
        disclosure_digest(sealer->digester, text, strlen(text));
    entry->sd_count++;
    return true;
}

static int by_name(const void *left, const void *right) {
    const struct schema_field *const *one = left, *const *other = right;
    return strcmp((*one)->name, (*other)->name);
}

/* The fields in the order in which JSON has them, so that nothing is sorted again. */
static const struct schema_field **sorted_fields(struct arena *arena,
                                                 const struct schema *schema) {
    const struct schema_field **field =
        arena_new(arena, const struct schema_field *, schema->field_count);
    for (int i = 0; i < schema->field_count; i++) field[i] = &schema->fields[i];
    qsort(field, (size_t)schema->field_count, sizeof *field, by_name);
    return field;
}

/* Public fields that have a value are written; the others are all committed to, value or not. */
static bool seal_fields(struct sealer *sealer) {
    const struct schema *schema = sealer->draft->schema;
    const struct schema_field **fields = sorted_fields(sealer->arena, schema);
    struct entry *entry = &sealer->sealed.entry;
    struct buffer pub = {0};
    struct canonical_writer writer = canonical_to(sealer->arena, &pub);
    bool done = true;
    entry->sd = arena_new(sealer->arena, struct entry_field, schema->field_count);
    sealer->blob.field = arena_new(sealer->arena, const char *, schema->field_count);
    canonical_open_object(&writer);
    for (int i = 0; i < schema->field_count && done; i++) {
        const struct schema_field *field = fields[i];
        const json_t *value = json_object_get(sealer->draft->fields, field->name);
        char *bytes = NULL;
        size_t size = 0;
        if (value && !json_is_null(value))
            done = canonical_of_json(sealer->arena, value, &bytes, &size, sealer->error) ||
                   error_within(sealer->error, "%s", field->name);
        if (done && field->tier != TIER_PUBLIC) done = seal_field(sealer, field, bytes, size);
        else if (done && bytes) {
            canonical_put_name(&writer, field->name);
            canonical_put_raw(&writer, bytes, size);
        }
    }
    canonical_close_object(&writer);
    done = done && canonical_end(&writer, sealer->error);
    if (done) {
        entry->pub = arena_copy_part(sealer->arena, pub.bytes, pub.size);
        entry->pub_size = pub.size;
    }
    buffer_close(&pub);
    return done;
}

/* ------------------------------------------------------------------ files */

struct measured {
    struct digester *digester;
    int64_t length;
};

static void measure(void *data, const void *bytes, size_t size) {
    struct measured *measured = data;
    digest_add(measured->digester, bytes, size);
    measured->length += (int64_t)size;
}

/* What comes out of a spool. */
struct spooled {
    struct spool *spool;
    uint64_t offset;
    struct measured *measured;
};

static bool next_piece(void *data, struct buffer *piece, struct error *error) {
    struct spooled *spooled = data;
    char bytes[1 << 14];
    size_t size;
    if (!spool_read(spooled->spool, spooled->offset, bytes, sizeof bytes, &size, error))
        return false;
    measure(spooled->measured, bytes, size);
    buffer_add(piece, bytes, size);
    spooled->offset += size;
    return true;
}

static bool keep_bytes(const struct draft_file *file, const char *path, struct measured *measured,
                       struct error *error) {
    struct spooled spooled = {file->spool, 0, measured};
    if (file->path) return files_copy(file->path, path, measure, measured, error);
    return files_write_pieces(path, next_piece, &spooled, error);
}

static bool store_file(struct sealer *sealer, size_t at) {
    const struct draft_file *file = &sealer->draft->files[at];
    char *name = vault_file_name(sealer->arena, sealer->random), *text;
    struct measured measured = {.digester = sealer->digester};
    digest_begin(sealer->digester);
    if (!keep_bytes(file, investigation_file(sealer->arena, sealer->investigation, name), &measured,
                    sealer->error))
        return false;
    sealer->sealed.file[at] = name;
    struct disclosure_file about = {.name = file->name,
                                    .media_type = file->media_type,
                                    .sha256 = digest_end(sealer->digester),
                                    .length = measured.length};
    if (!disclosure_make_file(sealer->arena, sealer->random, &about, &text, sealer->error))
        return error_within(sealer->error, "%s", file->path ? file->path : file->name);
    sealer->blob.file[at] = text;
    sealer->sealed.entry.att[at] = disclosure_digest(sealer->digester, text, strlen(text));
    return true;
}

static bool store_files(struct sealer *sealer) {
    size_t count = sealer->draft->file_count;
    sealer->sealed.entry.att = arena_new(sealer->arena, struct digest, count);
    sealer->sealed.entry.att_count = count;
    sealer->blob.file = arena_new(sealer->arena, const char *, count);
    sealer->sealed.file = arena_new(sealer->arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        if (!store_file(sealer, i)) return false;
    return true;
}

void seal_drop(struct arena *arena, const struct investigation *investigation,
               const struct sealed *sealed) {
    for (size_t i = 0; i < sealed->entry.att_count; i++) {
        struct error ignored = {0};
        if (!sealed->file[i]) continue;
        (void)!files_remove(investigation_file(arena, investigation, sealed->file[i]), &ignored);
    }
}

/* ------------------------------------------------------------------ the entry */

/* One that was sealed when it was first signed; it is signed again by all, the first as before. */
static bool take_half(struct arena *arena, struct digester *digester, const struct draft *draft,
                      struct sealed *sealed, struct error *error) {
    const struct half_signed *half = draft->half;
    struct digest schema = digest_of(digester, draft->schema->text, draft->schema->text_size);
    if (!digest_equal(&half->entry.schema, &schema))
        return error_set(error, ERROR_CONFLICT, "the kind %s was declared anew since it was "
                         "signed: it has to be signed again", draft->schema->kind);
    sealed->entry = half->entry;
    sealed->entry.sig_count = 0;
    sealed->blob = arena_copy_part(arena, half->blob, half->blob_size);
    sealed->blob_size = half->blob_size;
    return true;
}

bool seal_draft(struct arena *arena, struct digester *digester, struct random *random,
                const struct investigation *investigation, const struct draft *draft,
                struct sealed *out_sealed, struct error *error) {
    struct random_ahead ahead;
    struct sealer sealer = {.arena = arena,
                            .digester = digester,
                            .random = &ahead.random,
                            .investigation = investigation,
                            .draft = draft,
                            .sealed.draft = draft,
                            .error = error};
    struct entry *entry = &sealer.sealed.entry;
    char now[CLOCK_TEXT];
    if (!check_draft(&sealer)) return false;
    if (draft->half) {
        if (!take_half(arena, digester, draft, &sealer.sealed, error)) return false;
        *out_sealed = sealer.sealed;
        return true;
    }
    clock_text(now);
    memcpy(entry->day, now, sizeof entry->day - 1);
    entry->rec = draft->rec;
    entry->by = draft->signers[0].user;
    entry->kind = draft->schema->kind;
    entry->schema = digest_of(digester, draft->schema->text, draft->schema->text_size);
    random_ahead_open(&ahead, random);
    bool done = seal_fields(&sealer) && store_files(&sealer) &&
                vault_write(arena, entry, &sealer.blob, &sealer.sealed.blob,
                            &sealer.sealed.blob_size, error);
    random_ahead_close(&ahead);
    if (done) *out_sealed = sealer.sealed;
    else seal_drop(arena, investigation, &sealer.sealed);
    return done;
}

/* The public keys of those who signed, in the order of the signatures. */
static struct public_key *keys_of(struct arena *arena, const struct entry *entry,
                                  const struct draft *draft) {
    struct public_key *keys = arena_new(arena, struct public_key, entry->sig_count);
    for (size_t i = 0; i < entry->sig_count; i++)
        for (size_t s = 0; s < draft->signer_count; s++)
            if (identifier_equal(&entry->sigs[i].user, &draft->signers[s].user))
                keys[i] = draft->signers[s].key.public_key;
    return keys;
}

bool seal_sign(struct arena *arena, struct digester *digester, const char *origin,
               struct sealed *sealed, struct digest *prev, size_t prev_count, int64_t rev,
               struct error *error) {
    const struct draft *draft = sealed->draft;
    struct entry entry = sealed->entry;
    entry.prev = prev;
    entry.prev_count = prev_count;
    entry.rev = rev;
    for (size_t i = 0; i < draft->signer_count; i++)
        if (!entry_sign(arena, &entry, origin, &draft->signers[i].user,
                        draft->signers[i].key, error))
            return false;
    if (!entry_verify(arena, &entry, origin, keys_of(arena, &entry, draft), error) ||
        !entry_write(arena, &entry, &sealed->bytes, &sealed->size, error))
        return false;
    sealed->entry = entry;
    sealed->leaf = merkle_leaf(digester, sealed->bytes, sealed->size);
    return true;
}
