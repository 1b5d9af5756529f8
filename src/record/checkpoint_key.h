/* The key that a log signs its checkpoints with. The record says which: in the field checkpoint_key
 * of the investigation, so that whoever follows the administrators' keys comes to it. The private one
 * lies in the database, sealed to those who may publish, the administrators (base/letter.h). */
#ifndef CAIRN_RECORD_CHECKPOINT_KEY_H
#define CAIRN_RECORD_CHECKPOINT_KEY_H

#include "record/authority.h"
#include "record/note_key.h"
#include "store/store.h"

struct checkpoint_key {
    struct public_key public_key;
    const void *letter; /* the private one, sealed */
    size_t letter_size;
};

/* Public keys of people. */
struct checkpoint_readers {
    struct public_key *key;
    size_t count;
};

/* The keys of all active administrators, in the arena: to whom it is sealed. */
struct checkpoint_readers checkpoint_key_readers(struct arena *arena,
                                                 const struct authority *authority);

/* Makes a pair of keys; the letter is in the arena. */
MUST_CHECK bool checkpoint_key_make(struct arena *arena, struct random *random, const char *origin,
                                    const struct checkpoint_readers *readers,
                                    struct checkpoint_key *out_key, struct error *error);

/* Seals a private key anew, to other readers. */
MUST_CHECK bool checkpoint_key_seal(struct arena *arena, struct random *random, const char *origin,
                                    const struct secret *private_key,
                                    const struct checkpoint_readers *readers,
                                    struct checkpoint_key *out_key, struct error *error);

/* The private key, which is the caller's to close. ERROR_DENIED: it is not sealed to this reader. */
MUST_CHECK bool checkpoint_key_open(const struct checkpoint_key *key, const char *origin,
                                    const struct secret *reader, struct secret *out_private,
                                    struct error *error);

/* Stores it, in a STORE_APPEND transaction, in place of an earlier letter. */
MUST_CHECK bool checkpoint_key_store(struct store *store, struct digester *digester,
                                     const struct checkpoint_key *key, struct error *error);

/* All that lie in the database; in the arena. */
MUST_CHECK bool checkpoint_key_list(struct arena *arena, struct store *store,
                                    struct checkpoint_key **out_keys, size_t *out_count,
                                    struct error *error);

/* The key that an entry of the kind investigation gives, if it does. */
bool checkpoint_key_of_entry(struct arena *arena, const struct entry *entry,
                             struct public_key *out_key);

/* Every key that the record has ever given, newest first, as keys of notes of this origin; in the
 * arena. In a transaction. */
MUST_CHECK bool checkpoint_key_given(struct arena *arena, struct digester *digester,
                                     struct store *store, const char *origin,
                                     struct note_key **out_keys, size_t *out_count,
                                     struct error *error);

#endif
