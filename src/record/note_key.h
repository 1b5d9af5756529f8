/* Keys that verify signed notes, and their text, a vkey (C2SP signed-note, "Verifier keys"):
 *
 *     NAME+ID+KEY
 *
 * ID is four bytes in hexadecimal, KEY the base64 of a byte for the type and the public key. The ID
 * is the beginning of SHA-256(NAME, "\n", type, public key), so it belongs to all of these. */
#ifndef CAIRN_RECORD_NOTE_KEY_H
#define CAIRN_RECORD_NOTE_KEY_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/sign.h"

enum note_key_type {
    NOTE_KEY_ED25519 = 0x01,    /* signs the text: a log */
    NOTE_KEY_COSIGNATURE = 0x04 /* signs a time and the text: a witness (record/cosignature.h) */
};

enum {
    NOTE_KEY_ID_SIZE = 4,
    NOTE_KEY_NAME_MOST = 255, /* bytes of a name */
    NOTE_KEY_TEXT_MOST = NOTE_KEY_NAME_MOST + 1 + 2 * NOTE_KEY_ID_SIZE + 1 + 44
};

struct note_key {
    const char *name;
    uint8_t id[NOTE_KEY_ID_SIZE];
    enum note_key_type type;
    struct public_key public_key;
};

/* May a key be called that? UTF-8 without spaces of Unicode, control characters and "+", 1 to
 * NOTE_KEY_NAME_MOST bytes. */
bool note_key_is_name(const char *name, size_t length);

/* The key of these parts, with its ID; the name stays the caller's. */
struct note_key note_key_of(struct digester *digester, const char *name, enum note_key_type type,
                            const struct public_key *public_key);

/* Takes a vkey; its name is in the arena. ERROR_BAD_INPUT: it is none, its ID is another key's, or
 * its type is not one of those above. */
MUST_CHECK bool note_key_read(struct arena *arena, struct digester *digester, const char *text,
                              size_t length, struct note_key *out_key, struct error *error);

/* The vkey, in the arena. */
char *note_key_write(struct arena *arena, const struct note_key *key);

#endif
