#include "record/note_key.h"

#include <string.h>

#include "base/encode.h"
#include "base/utf8.h"

/* ------------------------------------------------------------------ names */

/* The property White_Space of Unicode. */
static bool is_space(unsigned point) {
    return (point >= 0x09 && point <= 0x0d) || point == ' ' || point == 0x85 || point == 0xa0 ||
           point == 0x1680 || (point >= 0x2000 && point <= 0x200a) || point == 0x2028 ||
           point == 0x2029 || point == 0x202f || point == 0x205f || point == 0x3000;
}

/* Of a well-formed sequence. */
static unsigned point_of(const unsigned char *at, size_t length) {
    static const unsigned MASK[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    unsigned point = at[0] & MASK[length];
    for (size_t i = 1; i < length; i++) point = point << 6 | (at[i] & 0x3f);
    return point;
}

bool note_key_is_name(const char *name, size_t length) {
    if (length < 1 || length > NOTE_KEY_NAME_MOST) return false;
    const unsigned char *at = (const unsigned char *)name;
    while (length > 0) {
        size_t step = utf8_sequence(at, length);
        if (step == 0) return false;
        unsigned point = point_of(at, step);
        if (point < ' ' || point == '+' || is_space(point)) return false;
        at += step;
        length -= step;
    }
    return true;
}

/* ------------------------------------------------------------------ keys */

struct note_key note_key_of(struct digester *digester, const char *name, enum note_key_type type,
                            const struct public_key *public_key) {
    struct note_key key = {.name = name, .type = type, .public_key = *public_key};
    uint8_t byte = (uint8_t)type;
    digest_begin(digester);
    digest_add(digester, name, strlen(name));
    digest_add(digester, "\n", 1);
    digest_add(digester, &byte, 1);
    digest_add(digester, public_key->byte, SIGN_PUBLIC_SIZE);
    struct digest digest = digest_end(digester);
    memcpy(key.id, digest.byte, NOTE_KEY_ID_SIZE);
    return key;
}

enum { KEY_BYTES = 1 + SIGN_PUBLIC_SIZE };

static bool refuse(struct error *error, const char *why) {
    return error_set(error, ERROR_BAD_INPUT, "the key is no vkey (NAME+ID+KEY): %s", why);
}

/* Where the name and the ID end. Base64 may hold a "+" too. */
static bool split(const char *text, size_t length, size_t *out_name, size_t *out_id) {
    const char *first = memchr(text, '+', length);
    if (!first) return false;
    const char *second = memchr(first + 1, '+', length - (size_t)(first + 1 - text));
    if (!second) return false;
    *out_name = (size_t)(first - text);
    *out_id = (size_t)(second - text);
    return true;
}

bool note_key_read(struct arena *arena, struct digester *digester, const char *text, size_t length,
                   struct note_key *out_key, struct error *error) {
    size_t name, id;
    uint8_t given[NOTE_KEY_ID_SIZE], bytes[KEY_BYTES];
    struct public_key public_key;
    struct error ignored = {0};
    if (length > NOTE_KEY_TEXT_MOST) return refuse(error, "it is too long");
    if (!split(text, length, &name, &id)) return refuse(error, "it has not three parts");
    if (!note_key_is_name(text, name)) return refuse(error, "its name is none");
    if (!encode_bytes(ENCODING_HEX, text + name + 1, id - name - 1, given, sizeof given, &ignored))
        return refuse(error, "its ID is not eight digits 0-9 and a-f");
    if (!encode_bytes(ENCODING_BASE64, text + id + 1, length - id - 1, bytes, sizeof bytes,
                      &ignored))
        return refuse(error, "there are not 33 bytes in base64");
    if (bytes[0] != NOTE_KEY_ED25519 && bytes[0] != NOTE_KEY_COSIGNATURE)
        return refuse(error, "it is of another type than Ed25519 (1) and cosignatures (4)");
    memcpy(public_key.byte, bytes + 1, SIGN_PUBLIC_SIZE);
    const char *copy = arena_copy_part(arena, text, name);
    struct note_key key = note_key_of(digester, copy, (enum note_key_type)bytes[0], &public_key);
    if (memcmp(key.id, given, sizeof given) != 0)
        return refuse(error, "its ID is not that of its name and key");
    *out_key = key;
    return true;
}

char *note_key_write(struct arena *arena, const struct note_key *key) {
    uint8_t bytes[KEY_BYTES] = {(uint8_t)key->type};
    char id[ENCODE_HEX_LENGTH(NOTE_KEY_ID_SIZE) + 1], text[ENCODE_BASE64_LENGTH(KEY_BYTES) + 1];
    memcpy(bytes + 1, key->public_key.byte, SIGN_PUBLIC_SIZE);
    encode_text(ENCODING_HEX, key->id, sizeof key->id, id);
    encode_text(ENCODING_BASE64, bytes, sizeof bytes, text);
    return arena_format(arena, "%s+%s+%s", key->name, id, text);
}
