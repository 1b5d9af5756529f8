/* Checkpoints (C2SP tlog-checkpoint): what a log was when somebody looked, as a note that the log has
 * signed. Its text is
 *
 *     <origin: the name of the log>
 *     <size: how many entries>
 *     <root of their tree, base64>
 *     [<further lines>]
 */
#ifndef CAIRN_RECORD_CHECKPOINT_H
#define CAIRN_RECORD_CHECKPOINT_H

#include "record/note.h"

struct checkpoint {
    const char *origin;
    uint64_t size; /* at most INT64_MAX */
    struct digest root;
    const char *extension; /* further lines, each with its end; "" or NULL: none */
};

/* Takes the text of a note; origin and extension are in the arena. */
MUST_CHECK bool checkpoint_read(struct arena *arena, const char *text, size_t size,
                                struct checkpoint *out_checkpoint, struct error *error);

/* Adds the text to be signed. */
void checkpoint_write(const struct checkpoint *checkpoint, struct buffer *out);

/* Whose word counts. */
struct checkpoint_trust {
    const struct note_key *keys; /* the first is the log's own, the others those of witnesses */
    size_t count;
};

/* Takes a checkpoint as it is published, and verifies it: the log whose key comes first has signed
 * it and is called as its origin says. Gives a word for each key, in the arena. */
MUST_CHECK bool checkpoint_open(struct arena *arena, const void *bytes, size_t size,
                                const struct checkpoint_trust *trust,
                                struct checkpoint *out_checkpoint, struct note_word **out_words,
                                struct error *error);

/* Adds a checkpoint signed by its log: the key is called as the origin is. */
MUST_CHECK bool checkpoint_sign(struct digester *digester, const struct checkpoint *checkpoint,
                                const struct signing_key *signer, struct buffer *out,
                                struct error *error);

#endif
