/* The receipt of an entry of this log (record/tlog_proof.h), made from the tiles in the database: a
 * few of them, however long the log is. */
#ifndef CAIRN_RECORD_LOG_RECEIPT_H
#define CAIRN_RECORD_LOG_RECEIPT_H

#include "record/checkpoint_log.h"

/* Adds the receipt of the entry `index`, whose leaf hash is `leaf`, below a checkpoint that was signed
 * when it was there already. What does not prove what it says is not handed out: ERROR_CORRUPT. In a
 * transaction. */
MUST_CHECK bool log_receipt_add(struct store *store, struct digester *digester,
                                const struct checkpoint_kept *checkpoint, uint64_t index,
                                const struct digest *leaf, struct buffer *out, struct error *error);

#endif
