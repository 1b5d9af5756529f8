/* What the files of verify share. */
#ifndef CAIRN_RECORD_VERIFY_PARTS_H
#define CAIRN_RECORD_VERIFY_PARTS_H

#include "base/digest.h"
#include "record/authority.h"
#include "record/log_pass.h"
#include "record/merkle.h"
#include "record/vault.h"
#include "record/verify.h"

struct verify {
    struct arena *arena; /* of the result */
    const struct verify_plan *plan;
    const char *path;
    struct store *store;
    struct verify_result result;
    size_t problem_capacity, fork_capacity, user_capacity;
    struct digester digester;                   /* of what is done in order */
    struct digester worker[LOG_PASS_THREADS];   /* of each thread */
    int workers;
    struct authority authority;
    struct merkle tree;
    int64_t next, rows;    /* the index that the next entry should have; how many there were */
    char newest_day[11];   /* that an entry bears so far */
    uint8_t *followed;     /* a bit for each index: a revision follows it */
    size_t followed_size;
    bool whole; /* all of the log could be read */
    struct verify_database *database;
    struct verify_checkpoints *checkpoints; /* NULL: the record is of a program that kept none */
};

/* What is known of an entry on its way. */
struct verify_item {
    struct entry entry;
    bool read; /* it has the form of an entry */
    const struct authority_user *signers[ENTRY_SIGNATURES_MOST];
    bool known; /* all its signers are */
    const struct schema *schema;
    /* Of the worker: */
    struct digest leaf;
    const char *signature, *fields, *contents; /* what is wrong with them; NULL: nothing */
    size_t unopened;
    const struct disclosure_file *file;
};

/* Notes a problem; in order only. */
void verify_note(struct verify *verify, int64_t index, const char *format, ...) PRINTF_LIKE(3, 4);

/* After each entry: is the record so far what somebody has noted of it? */
void verify_against_past(struct verify *verify);

/* The declaration that an entry is under; NULL: there is none of its kind. */
const struct schema *verify_schema(const struct verify *verify, const struct entry *entry);

/* One entry: the three steps of a log_pass. */
MUST_CHECK bool verify_open(void *data, struct arena *arena, struct log_item *item,
                            struct error *error);
void verify_work(void *data, struct arena *arena, struct log_item *item, int worker);
MUST_CHECK bool verify_close(void *data, struct arena *arena, struct log_item *item,
                             struct error *error);

/* Does an entry follow those before it, and which do several follow? In order; and what of that is
 * still so at the end. */
MUST_CHECK bool verify_follow(struct verify *verify, struct arena *arena, int64_t index,
                              const struct digest *leaf, const struct entry *entry,
                              struct error *error);
MUST_CHECK bool verify_forks(struct verify *verify, struct error *error);

/* The files that an entry commits to. */
MUST_CHECK bool verify_files(struct verify *verify, struct arena *arena, int64_t index,
                             const struct verify_item *item, struct error *error);

/* The private keys that are kept, after all entries. */
MUST_CHECK bool verify_keys(struct verify *verify, struct error *error);

/* The checkpoints that were signed, the key that signs them and the tiles: before the log, at each
 * leaf when it has joined the tree, and after all. */
MUST_CHECK bool verify_checkpoints_begin(struct verify *verify, struct error *error);
MUST_CHECK bool verify_checkpoints_step(struct verify *verify, const struct digest *leaf,
                                        struct error *error);
MUST_CHECK bool verify_checkpoints_end(struct verify *verify, struct error *error);
/* Which copy this is, and that its confirmed entries are those that the main copy had. */
MUST_CHECK bool verify_device(struct verify *verify, struct error *error);

/* What waits beside the log, after all entries. */
MUST_CHECK bool verify_waiting(struct verify *verify, struct error *error);

/* What concerns no single entry, after all of them. */
MUST_CHECK bool verify_whole(struct verify *verify, struct error *error);

/* What the database finds of its own file, beside all else: begun in its transaction, and ended there
 * in any case. Unless it is wanted, nothing is noted. */
void verify_database_begin(struct verify *verify);
MUST_CHECK bool verify_database_end(struct verify *verify, bool wanted, struct error *error);

/* The tables that are kept, outside a transaction. */
MUST_CHECK bool verify_tables(struct verify *verify, struct error *error);

#endif
