#include "record/note.h"

#include <string.h>

#include "base/encode.h"
#include "base/utf8.h"
#include "record/cosignature.h"

#define LINE_HEAD "\u2014 "
enum { LINE_HEAD_SIZE = sizeof LINE_HEAD - 1 };

static bool refuse(struct error *error, const char *why) {
    return error_set(error, ERROR_BAD_INPUT, "it is no signed note: %s", why);
}

/* ------------------------------------------------------------------ reading */

/* UTF-8 whose only control character is the end of a line. */
static bool is_text(const char *bytes, size_t size) {
    const unsigned char *at = (const unsigned char *)bytes;
    while (size > 0) {
        size_t step = utf8_sequence(at, size);
        if (step == 0 || (*at < ' ' && *at != '\n')) return false;
        at += step;
        size -= step;
    }
    return true;
}

/* Where the signatures begin: behind the last empty line; 0: nowhere. */
static size_t signatures_at(const char *bytes, size_t size) {
    for (size_t at = size; at >= 2; at--)
        if (bytes[at - 1] == '\n' && bytes[at - 2] == '\n') return at;
    return 0;
}

static bool read_signature(struct arena *arena, const char *line, size_t length,
                           struct note_signature *out, struct error *error) {
    struct error ignored = {0};
    if (length < LINE_HEAD_SIZE || memcmp(line, LINE_HEAD, LINE_HEAD_SIZE) != 0)
        return refuse(error, "a line among the signatures is none");
    line += LINE_HEAD_SIZE;
    length -= LINE_HEAD_SIZE;
    const char *space = memchr(line, ' ', length);
    if (!space || !note_key_is_name(line, (size_t)(space - line)))
        return refuse(error, "a signature has no name");
    size_t name = (size_t)(space - line), coded = length - name - 1;
    size_t size = encode_size(ENCODING_BASE64, space + 1, coded);
    if (size <= NOTE_KEY_ID_SIZE) return refuse(error, "a signature is too short");
    uint8_t *bytes = arena_new(arena, uint8_t, size);
    if (!encode_bytes(ENCODING_BASE64, space + 1, coded, bytes, size, &ignored))
        return refuse(error, "a signature is not base64");
    *out = (struct note_signature){.name = arena_copy_part(arena, line, name),
                                   .bytes = bytes + NOTE_KEY_ID_SIZE,
                                   .size = size - NOTE_KEY_ID_SIZE};
    memcpy(out->id, bytes, NOTE_KEY_ID_SIZE);
    return true;
}

bool note_read(struct arena *arena, const void *bytes, size_t size, struct note *out_note,
               struct error *error) {
    const char *text = bytes;
    if (size > NOTE_MOST)
        return error_set(error, ERROR_TOO_LARGE, "a signed note has at most %d bytes", NOTE_MOST);
    if (!is_text(text, size)) return refuse(error, "it is not plain text");
    size_t at = signatures_at(text, size);
    if (at == 0) return refuse(error, "no empty line stands before its signatures");
    if (at == size) return refuse(error, "it has no signature");
    if (text[size - 1] != '\n') return refuse(error, "its last line does not end");
    struct note note = {.size = at - 1};
    size_t capacity = 0;
    while (at < size) {
        const char *end = memchr(text + at, '\n', size - at);
        size_t length = (size_t)(end - (text + at));
        if (note.signature_count == NOTE_SIGNATURES_MOST)
            return error_set(error, ERROR_TOO_LARGE, "a signed note has at most %d signatures",
                             NOTE_SIGNATURES_MOST);
        note.signatures = arena_grow(arena, note.signatures, note.signature_count, &capacity,
                                     sizeof *note.signatures);
        if (!read_signature(arena, text + at, length, &note.signatures[note.signature_count++],
                            error))
            return false;
        at += length + 1;
    }
    note.text = arena_copy_part(arena, text, note.size);
    *out_note = note;
    return true;
}

/* ------------------------------------------------------------------ verifying */

static bool is_by(const struct note_signature *signature, const struct note_key *key) {
    return memcmp(signature->id, key->id, sizeof key->id) == 0 &&
           strcmp(signature->name, key->name) == 0;
}

static bool holds(const struct note *note, const struct note_signature *signature,
                  const struct note_key *key, uint64_t *out_time) {
    struct signature plain;
    if (key->type == NOTE_KEY_COSIGNATURE)
        return signature->size == COSIGNATURE_SIZE &&
               cosignature_verify(&key->public_key, note->text, note->size, signature->bytes,
                                  out_time);
    if (signature->size != SIGN_SIGNATURE_SIZE) return false;
    memcpy(plain.byte, signature->bytes, SIGN_SIGNATURE_SIZE);
    return sign_verify(&key->public_key, note->text, note->size, &plain);
}

/* Every signature that the key is named for. */
static bool hear(const struct note *note, const struct note_key *key, struct note_word *out_word,
                 struct error *error) {
    for (size_t i = 0; i < note->signature_count; i++) {
        uint64_t time = 0;
        if (!is_by(&note->signatures[i], key)) continue;
        if (!holds(note, &note->signatures[i], key, &time))
            return error_set(error, ERROR_BAD_INPUT,
                             "the signature of %s does not hold: the note "
                             "was altered, or somebody else signed it",
                             key->name);
        out_word->signed_it = true;
        if (time > out_word->time) out_word->time = time;
    }
    return true;
}

bool note_verify(struct arena *arena, const struct note *note, const struct note_key *keys,
                 size_t count, struct note_word **out_words, struct error *error) {
    struct note_word *words = arena_new(arena, struct note_word, count);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (!hear(note, &keys[i], &words[i], error)) return false;
        any = any || words[i].signed_it;
    }
    if (!any)
        return error_set(error, ERROR_BAD_INPUT, "nobody whose key is known has signed the note");
    *out_words = words;
    return true;
}

/* ------------------------------------------------------------------ signing */

static bool sign_plain(const struct signing_key *signer, const char *text, size_t size,
                       uint8_t *out_bytes, struct error *error) {
    struct signature signature;
    if (!signing_key_sign(signer, text, size, &signature, error)) return false;
    if (!sign_verify(&signer->public_key, text, size, &signature))
        return error_set(error, ERROR_INTERNAL, "the signature that was made does not hold");
    memcpy(out_bytes, signature.byte, SIGN_SIGNATURE_SIZE);
    return true;
}

bool note_sign(const char *text, size_t size, const struct note_key *key,
               const struct signing_key *signer, uint64_t time, struct buffer *out,
               struct error *error) {
    uint8_t bytes[NOTE_KEY_ID_SIZE + COSIGNATURE_SIZE];
    char coded[ENCODE_BASE64_LENGTH(sizeof bytes) + 1];
    bool witness = key->type == NOTE_KEY_COSIGNATURE;
    if (size == 0 || text[size - 1] != '\n' || !is_text(text, size))
        return refuse(error, "its text is not lines of plain text");
    if (memcmp(key->public_key.byte, signer->public_key.byte, SIGN_PUBLIC_SIZE) != 0)
        return error_set(error, ERROR_INTERNAL, "a note is signed with another key than it names");
    memcpy(bytes, key->id, NOTE_KEY_ID_SIZE);
    if (!(witness ? cosignature_sign(signer, time, text, size, bytes + NOTE_KEY_ID_SIZE, error)
                  : sign_plain(signer, text, size, bytes + NOTE_KEY_ID_SIZE, error)))
        return false;
    encode_text(ENCODING_BASE64, bytes,
                NOTE_KEY_ID_SIZE + (witness ? (size_t)COSIGNATURE_SIZE : SIGN_SIGNATURE_SIZE),
                coded);
    buffer_format(out, LINE_HEAD "%s %s\n", key->name, coded);
    return true;
}
