#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "record/canonical_write.h"
#include "record/entry_parts.h"

static void put_named(struct canonical_writer *writer, const char *name, const char *text) {
    canonical_put_name(writer, name);
    canonical_put_text(writer, text);
}

static void put_att(struct canonical_writer *writer, const struct entry *entry) {
    canonical_put_name(writer, "att");
    canonical_open_object(writer);
    for (size_t i = 0; i < entry->att_count; i++) {
        canonical_put_name(writer, arena_format(writer->arena, "%zu", i + 1));
        canonical_put_bytes(writer, ENCODING_BASE64URL, entry->att[i].byte, DIGEST_SIZE);
    }
    canonical_close_object(writer);
}

enum { LEAF_TEXT = ENCODE_BASE64_LENGTH(DIGEST_SIZE) };

static int by_text(const void *left, const void *right) { return strcmp(left, right); }

/* In the order of the texts, which is what everybody sees. */
static void put_prev(struct canonical_writer *writer, const struct entry *entry) {
    canonical_put_name(writer, "prev");
    canonical_open_list(writer);
    char(*text)[LEAF_TEXT + 1] = arena_take(writer->arena, entry->prev_count, sizeof *text);
    for (size_t i = 0; i < entry->prev_count; i++)
        encode_text(ENCODING_BASE64, entry->prev[i].byte, DIGEST_SIZE, text[i]);
    if (entry->prev_count > 1) qsort(text, entry->prev_count, sizeof *text, by_text);
    for (size_t i = 0; i < entry->prev_count; i++) canonical_put_text(writer, text[i]);
    canonical_close_list(writer);
}

static void put_sd(struct canonical_writer *writer, const struct entry *entry) {
    canonical_put_name(writer, "sd");
    canonical_open_object(writer);
    for (size_t i = 0; i < entry->sd_count; i++) {
        canonical_put_name(writer, entry->sd[i].name);
        canonical_put_bytes(writer, ENCODING_BASE64URL, entry->sd[i].digest.byte, DIGEST_SIZE);
    }
    canonical_close_object(writer);
}

static void put_sigs(struct canonical_writer *writer, const struct entry *entry) {
    canonical_put_name(writer, "sigs");
    canonical_open_object(writer);
    for (size_t i = 0; i < entry->sig_count; i++) {
        canonical_put_name(writer, entry->sigs[i].user.text);
        canonical_put_bytes(writer, ENCODING_BASE64, entry->sigs[i].signature.byte,
                            SIGN_SIGNATURE_SIZE);
    }
    canonical_close_object(writer);
}

/* Adds the entry, or the part of it that is signed, to `out`. Whether it is canonical is for the
 * reader to say. */
static void put_entry(struct arena *arena, const struct entry *entry, bool with_sigs,
                      struct buffer *out) {
    struct canonical_writer writer = canonical_to(arena, out);
    canonical_open_object(&writer);
    put_att(&writer, entry);
    put_named(&writer, "by", entry->by.text);
    put_named(&writer, "day", entry->day);
    put_named(&writer, "kind", entry->kind);
    put_prev(&writer, entry);
    canonical_put_name(&writer, "pub");
    canonical_put_raw(&writer, entry->pub, entry->pub_size);
    put_named(&writer, "rec", entry->rec.text);
    canonical_put_name(&writer, "rev");
    canonical_put_whole(&writer, entry->rev);
    canonical_put_name(&writer, "schema");
    canonical_put_bytes(&writer, ENCODING_HEX, entry->schema.byte, DIGEST_SIZE);
    put_sd(&writer, entry);
    if (with_sigs) put_sigs(&writer, entry);
    canonical_put_name(&writer, "v");
    canonical_put_whole(&writer, 1);
    canonical_close_object(&writer);
}

/* What was written is read again: there is one set of rules, and it is the reader's. */
bool entry_write_form(struct arena *arena, const struct entry *entry, bool complete,
                      char **out_bytes, size_t *out_size, struct error *error) {
    struct buffer out = {0};
    struct entry again;
    put_entry(arena, entry, true, &out);
    bool done = entry_read_form(arena, out.bytes, out.size, complete, &again, error);
    if (done) {
        *out_bytes = arena_copy_part(arena, out.bytes, out.size);
        *out_size = out.size;
    }
    buffer_close(&out);
    return done;
}

bool entry_write(struct arena *arena, const struct entry *entry, char **out_bytes,
                 size_t *out_size, struct error *error) {
    return entry_write_form(arena, entry, true, out_bytes, out_size, error);
}

/* ------------------------------------------------------------------ signatures */

bool entry_check_origin(const char *origin, struct error *error) {
    size_t length = strlen(origin);
    bool good = length >= 1 && length <= ENTRY_ORIGIN_MOST;
    for (size_t i = 0; good && i < length; i++)
        good = origin[i] > ' ' && origin[i] < 0x7f && origin[i] != '+';
    if (good) return true;
    return error_set(error, ERROR_BAD_INPUT,
                     "an origin is 1 to %d visible ASCII characters without \"+\", such as "
                     "example.org/investigation",
                     ENTRY_ORIGIN_MOST);
}

#define MESSAGE_HEAD "cairn-entry/v1\n"

enum { MESSAGE_HEAD_SIZE = sizeof MESSAGE_HEAD - 1 };

bool entry_is_message(const void *bytes, size_t size, const char *origin) {
    const char *text = bytes;
    size_t length = strlen(origin);
    return size > MESSAGE_HEAD_SIZE + length && size <= ENTRY_MESSAGE_MOST &&
           memcmp(text, MESSAGE_HEAD, MESSAGE_HEAD_SIZE) == 0 &&
           memcmp(text + MESSAGE_HEAD_SIZE, origin, length) == 0 &&
           text[MESSAGE_HEAD_SIZE + length] == '\n';
}

/* What is signed. Both signing and verifying make it of the entry's members, so that nothing can
 * be signed that is not read. */
static bool signed_bytes(struct arena *arena, const struct entry *entry, const char *origin,
                         struct buffer *out, struct error *error) {
    if (!entry_check_origin(origin, error)) return false;
    buffer_format(out, MESSAGE_HEAD "%s\n", origin);
    put_entry(arena, entry, false, out);
    return true;
}

bool entry_sign(struct arena *arena, struct entry *entry, const char *origin,
                const struct identifier *user, struct signing_key key, struct error *error) {
    size_t count = entry->sig_count, at = 0;
    while (at < count && strcmp(entry->sigs[at].user.text, user->text) < 0) at++;
    if (at < count && identifier_equal(&entry->sigs[at].user, user))
        return error_set(error, ERROR_BAD_INPUT, "%s has signed this entry already", user->text);
    struct entry with = *entry;
    with.sigs = arena_new(arena, struct entry_signature, count + 1);
    with.sig_count = count + 1;
    if (at) memcpy(with.sigs, entry->sigs, at * sizeof *with.sigs);
    if (at < count)
        memcpy(with.sigs + at + 1, entry->sigs + at, (count - at) * sizeof *with.sigs);
    with.sigs[at].user = *user;
    struct buffer message = {0};
    char *bytes;
    size_t size;
    /* The check comes first: a signature that was made can be used, whatever is said afterwards. */
    bool done = entry_write_form(arena, &with, false, &bytes, &size, error) &&
                signed_bytes(arena, &with, origin, &message, error) &&
                signing_key_sign(&key, message.bytes, message.size, &with.sigs[at].signature,
                                 error);
    if (done) *entry = with;
    buffer_close(&message);
    return done;
}

bool entry_verify(struct arena *arena, const struct entry *entry, const char *origin,
                  const struct public_key *keys, struct error *error) {
    if (entry->sig_count == 0) return error_set(error, ERROR_BAD_INPUT, "nobody signed the entry");
    struct buffer message = {0};
    bool done = signed_bytes(arena, entry, origin, &message, error);
    for (size_t i = 0; done && i < entry->sig_count; i++) {
        const struct entry_signature *sig = &entry->sigs[i];
        if (!sign_verify(&keys[i], message.bytes, message.size, &sig->signature))
            done = error_set(error, ERROR_BAD_INPUT,
                             "the signature of %s does not hold: the entry was altered, is of "
                             "another investigation, or was signed with another key",
                             sig->user.text);
    }
    buffer_close(&message);
    return done;
}
