/* An investigation on the disk, the folder NAME.cairn/:
 *
 *     record.db    the log, the vault and the sealed private keys of users (sql/record.sql)
 *     files/       what attachments commit to, each under a random name
 *
 * One process at a time appends, and has the folder locked; any number read meanwhile. */
#ifndef CAIRN_RECORD_INVESTIGATION_H
#define CAIRN_RECORD_INVESTIGATION_H

#include "base/files.h"
#include "record/merkle.h"
#include "store/store.h"

#define INVESTIGATION_FORMAT "cairn-investigation/v1" /* `format` in its table meta */

enum investigation_access { INVESTIGATION_READ, INVESTIGATION_APPEND };

struct investigation {
    const char *path; /* the folder */
    const char *origin;
    struct store *store; /* ask it in STORE_READ transactions of your own; when it was opened for
                            appending, the appender's (record/append.h) while there is one */
    struct digester digester; /* of the thread that opened it */
    struct merkle tree;       /* the log as it was at opening */
    struct files_lock lock;
    bool locked;
    const char *device; /* what this copy is called when it is a device (record/device.h); NULL: it is
                           the main one */
    uint64_t confirmed; /* of a device: so many entries the main copy has; those from here on are
                           the outbox. On the main copy all entries are in the record: UINT64_MAX */
};

/* Opens it. The log's size, its last entry and the tree that is stored must fit each other. For
 * appending, the folder is locked (ERROR_BUSY when another process has it), and files that no entry
 * knows are dropped. All is in the arena. */
MUST_CHECK bool investigation_open(struct arena *arena, const char *path,
                                   enum investigation_access access,
                                   struct investigation *out_investigation, struct error *error);

/* What a file that holds a record says of itself under a name in its table meta, in the arena; NULL:
 * nothing. In a transaction. */
MUST_CHECK bool investigation_meta(struct arena *arena, struct store *store, const char *name,
                                   const char **out_value, struct error *error);

/* store_check of a record's database, in a transaction: the first fault in the arena, or NULL. */
MUST_CHECK bool investigation_check_database(struct arena *arena, struct store *store,
                                             char **out_fault, struct error *error);

/* Does an investigation lie in this folder? */
bool investigation_is(struct arena *arena, const char *path);

/* Makes the folder of an investigation without any entry, which is of no use to anybody yet: see
 * investigation_create.h. On failure something may be left. */
MUST_CHECK bool investigation_make(struct arena *arena, const char *path, const char *origin,
                                   struct error *error);

/* Takes one of zeroes. */
void investigation_close(struct investigation *investigation);

/* Where a file of the vault lies; in the arena. */
char *investigation_file(struct arena *arena, const struct investigation *investigation,
                         const char *name);

#endif
