#include "record/half_signed.h"

#include <string.h>

#include "record/canonical_write.h"
#include "record/seal.h"
#include "record/vault.h"

/* ------------------------------------------------------------------ writing */

static bool write(struct arena *arena, const struct entry *entry, const char *blob,
                  size_t blob_size, uint64_t log_size, char **out_bytes, size_t *out_size,
                  struct error *error) {
    char *bytes;
    size_t size;
    struct buffer out = {0};
    if (!entry_write(arena, entry, &bytes, &size, error)) return false;
    struct canonical_writer writer = canonical_to(arena, &out);
    canonical_open_object(&writer);
    canonical_put_name(&writer, "disclosures");
    canonical_put_raw(&writer, blob, blob_size);
    canonical_put_name(&writer, "entry");
    canonical_put_raw(&writer, bytes, size);
    canonical_put_name(&writer, "size");
    canonical_put_whole(&writer, (int64_t)log_size);
    canonical_put_name(&writer, "v");
    canonical_put_whole(&writer, 1);
    canonical_close_object(&writer);
    bool done = canonical_end(&writer, error);
    if (done && out.size > HALF_SIGNED_MOST)
        done = error_set(error, ERROR_TOO_LARGE, "what is half signed has more than %d bytes",
                         HALF_SIGNED_MOST);
    if (done) {
        *out_bytes = arena_copy_part(arena, out.bytes, out.size);
        *out_size = out.size;
    }
    buffer_close(&out);
    return done;
}

bool half_signed_make(struct arena *arena, struct digester *digester, struct random *random,
                      const struct investigation *investigation, const struct draft *draft,
                      uint64_t log_size, char **out_bytes, size_t *out_size,
                      struct error *error) {
    struct sealed sealed;
    if (draft->revises || draft->file_count || draft->signer_count != 1)
        return error_set(error, ERROR_INTERNAL, "what is half signed begins a record, has no files "
                         "and one signer");
    return seal_draft(arena, digester, random, investigation, draft, &sealed, error) &&
           seal_sign(arena, digester, investigation->origin, &sealed, NULL, 0, 1, error) &&
           write(arena, &sealed.entry, sealed.blob, sealed.blob_size, log_size, out_bytes, out_size,
                 error);
}

/* ------------------------------------------------------------------ reading */

static bool refuse(struct error *error, const char *what) {
    return error_set(error, ERROR_BAD_INPUT, "what is half signed: %s", what);
}

enum { MEMBERS = 4 };

static bool read_members(const void *bytes, size_t size, struct canonical_part *part,
                         struct error *error) {
    static const char *const names[MEMBERS] = {"disclosures", "entry", "size", "v"};
    size_t count;
    if (size > HALF_SIGNED_MOST)
        return error_set(error, ERROR_TOO_LARGE, "what is half signed has more than %d bytes",
                         HALF_SIGNED_MOST);
    if (!canonical_scan(bytes, size, part, MEMBERS, &count, error))
        return error_within(error, "what is half signed");
    if (*(const char *)bytes != '{' || count != MEMBERS) return refuse(error, "other members");
    for (int i = 0; i < MEMBERS; i++)
        if (!canonical_named(&part[i], names[i])) return refuse(error, "other members");
    bool whole = strchr("0123456789", *part[2].bytes) && strchr("0123456789", *part[3].bytes);
    return (whole && canonical_whole(part[3].bytes, part[3].size) == 1) ||
           refuse(error, "another version, or no size");
}

bool half_signed_read(struct arena *arena, struct digester *digester, const void *bytes,
                      size_t size, struct half_signed *out_half, struct error *error) {
    struct canonical_part part[MEMBERS];
    struct half_signed half = {0};
    struct vault_contents contents;
    if (!read_members(bytes, size, part, error) ||
        !entry_read(arena, part[1].bytes, part[1].size, &half.entry, error))
        return false;
    const struct entry *entry = &half.entry;
    if (entry->sig_count != 1 || entry->rev != 1 || entry->att_count)
        return refuse(error, "its entry has other signatures, revisions or files");
    half.blob = part[0].bytes;
    half.blob_size = part[0].size;
    half.log_size = (uint64_t)canonical_whole(part[2].bytes, part[2].size);
    if (!vault_open(arena, digester, entry, half.blob, half.blob_size, &contents, error))
        return false;
    half.fields = contents.fields;
    if (contents.unopened) {
        half_signed_close(&half);
        return refuse(error, "disclosures are missing");
    }
    *out_half = half;
    return true;
}

void half_signed_close(struct half_signed *half) {
    json_decref(half->fields);
    half->fields = NULL;
}

/* ------------------------------------------------------------------ signing as before */

/* Gives the signature that there is, if it is of these bytes. */
static bool sign_again(const struct signing_key *key, const void *bytes, size_t size,
                       struct signature *out_signature, struct error *error) {
    const struct signature *signature = key->holder;
    if (!sign_verify(&key->public_key, bytes, size, signature))
        return error_set(error, ERROR_BAD_INPUT, "what was signed first is something else");
    *out_signature = *signature;
    return true;
}

bool half_signed_signer(struct arena *arena, const struct half_signed *half, const char *origin,
                        const struct authority *authority, struct draft_signer *out_signer,
                        struct error *error) {
    const struct entry_signature *first = &half->entry.sigs[0];
    const struct authority_user *user = authority_user(authority, &first->user);
    if (!user || user->state != USER_ACTIVE)
        return error_set(error, ERROR_DENIED, "%s, who signed first, may not sign any more",
                         first->user.text);
    for (size_t i = 0; i < user->key_count; i++) {
        struct error other = {0};
        if (!user->key[i].active ||
            !entry_verify(arena, &half->entry, origin, &user->key[i].key, &other))
            continue;
        *out_signer = (struct draft_signer){first->user, {.public_key = user->key[i].key,
                                                          .sign = sign_again,
                                                          .holder = &first->signature}};
        return true;
    }
    return error_set(error, ERROR_DENIED, "the signature of %s does not hold with a key that is "
                     "taken now: it was altered, is of another investigation, or the key was "
                     "replaced", first->user.text);
}
