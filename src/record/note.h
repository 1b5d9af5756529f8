/* Signed notes (C2SP signed-note): a text, an empty line, and a line for each signature:
 *
 *     — NAME <base64 of the key's ID and the signature>
 *
 * Whoever reads one brings the keys that count. Signatures of other keys say nothing; one by a known
 * key that does not hold spoils the whole note. */
#ifndef CAIRN_RECORD_NOTE_H
#define CAIRN_RECORD_NOTE_H

#include "base/buffer.h"
#include "record/note_key.h"

enum {
    NOTE_MOST = 1000000,       /* bytes, as golang.org/x/mod/sumdb/note has it */
    NOTE_SIGNATURES_MOST = 100 /* as well */
};

struct note_signature {
    const char *name;
    uint8_t id[NOTE_KEY_ID_SIZE];
    const uint8_t *bytes; /* what stands behind the ID: at least one */
    size_t size;
};

struct note {
    const char *text; /* ends with "\n"; a zero byte follows */
    size_t size;
    struct note_signature *signatures;
    size_t signature_count; /* at least one */
};

/* Takes the bytes apart; all is in the arena. Says nothing yet about who signed. */
MUST_CHECK bool note_read(struct arena *arena, const void *bytes, size_t size,
                          struct note *out_note, struct error *error);

/* What one key says of a note. */
struct note_word {
    bool signed_it;
    uint64_t time; /* of a cosignature, the latest: seconds since 1970; else 0 */
};

/* Gives one word for each key, in their order, in the arena. ERROR_BAD_INPUT: a signature by one of
 * the keys does not hold, or none of them signed. */
MUST_CHECK bool note_verify(struct arena *arena, const struct note *note,
                            const struct note_key *keys, size_t count, struct note_word **out_words,
                            struct error *error);

/* Adds the line of a signature of the text (which ends with "\n"), made at `time` where the key is
 * that of a witness. A note is the text, "\n", and such lines. Refuses a text that no note has. */
MUST_CHECK bool note_sign(const char *text, size_t size, const struct note_key *key,
                          const struct signing_key *signer, uint64_t time, struct buffer *out,
                          struct error *error);

#endif
