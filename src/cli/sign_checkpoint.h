/* A command that needs a checkpoint of the record as it is. */
#ifndef CAIRN_CLI_SIGN_CHECKPOINT_H
#define CAIRN_CLI_SIGN_CHECKPOINT_H

#include "cli/session.h"
#include "record/checkpoint_log.h"

/* ERROR_CONFLICT unless the record has a key for checkpoints; says what to do. */
MUST_CHECK bool sign_checkpoint_is_possible(struct session *session, struct error *error);

/* Brings the tiles (record/tile_table.h) up to the end of the log. */
MUST_CHECK bool sign_checkpoint_tiles(struct session *session, const struct cancel *cancel,
                                      bool shown, struct error *error);

/* The newest checkpoint; *out_found false: none was signed. */
MUST_CHECK bool sign_checkpoint_newest(struct session *session, bool *out_found,
                                       struct checkpoint_kept *out_kept, struct error *error);

/* Has the administrator called `name` (NULL: the only one) sign one, by passphrase: an agent does not
 * hand out what opens the log's key. The session is open for appending and has appended nothing; the
 * tiles were brought up. The log's key is sealed anew, to those who are administrators now. */
MUST_CHECK bool sign_checkpoint(struct session *session, const char *name,
                                struct checkpoint_kept *out_kept, struct error *error);

/* The key that verifies checkpoints, as text, in the arena. */
MUST_CHECK bool sign_checkpoint_vkey(struct session *session, const char **out_vkey,
                                     struct error *error);

#endif
