/* A small investigation in a temporary folder, with keys that cost nothing to guess. */
#ifndef CAIRN_TESTS_RECORD_TRIAL_H
#define CAIRN_TESTS_RECORD_TRIAL_H

#include "record/append.h"
#include "record/checkpoint_log.h"
#include "record/investigation_create.h"

#define TRIAL_PASSPHRASE "correct horse"

enum { TRIAL_MADE_MOST = 64 };

struct trial_signer {
    struct draft_signer signer;
    struct user_key key;
};

struct trial {
    struct arena arena;
    struct random random;
    char *folder, *path;
    struct investigation_root root;
    struct trial_signer administrator, worker;
    struct investigation investigation; /* open for appending */
    struct appender *appender;
    json_t *kept;           /* the fields of drafts, which only point to them */
    struct secret made[TRIAL_MADE_MOST]; /* further private keys */
    int made_count;
};

/* A plan of an investigation at `path`, given back by trial_plan_close. */
struct trial_plan {
    struct secret passphrase;
    struct investigation_plan plan;
};

void trial_plan_open(struct trial_plan *plan, const char *path);
void trial_plan_close(struct trial_plan *plan);

/* Makes it and opens it for appending; fails the test when that fails. */
void trial_open(struct trial *trial);
void trial_close(struct trial *trial);

/* Lets go of the investigation, so that another may append; opens it again. */
void trial_release(struct trial *trial);
void trial_reopen(struct trial *trial);

/* The key of a user, unsealed. */
void trial_unseal(struct trial *trial, const struct identifier *user,
                 struct trial_signer *out_signer);

/* A pair of keys that belongs to nobody yet. */
void trial_make_signer(struct trial *trial, struct trial_signer *out_signer);

/* A draft that the signer signs, of a kind and the JSON of its fields (with ' for "); a record of
 * its own when rec is NULL, else a revision. */
struct draft trial_draft(struct trial *trial, const char *kind, const char *fields,
                        const struct identifier *rec, const struct trial_signer *signer);

/* The draft that makes somebody a user with these roles ("'field','press'"), or changes them. */
struct draft trial_new_user(struct trial *trial, const struct trial_signer *user,
                           const char *roles, const struct trial_signer *signer);
struct draft trial_changed_user(struct trial *trial, const struct trial_signer *user,
                               const char *roles, const char *state,
                               const struct trial_signer *signer);

/* In the arena. */
char *trial_base64(struct trial *trial, const void *bytes, size_t size);

/* Appends it alone. */
MUST_CHECK bool trial_append(struct trial *trial, const struct draft *draft,
                            struct receipt *out_receipt, struct error *error);

/* The same, and it must succeed; or fail with these words. */
struct receipt trial_accepted(struct trial *trial, const struct draft *draft);
void trial_refused(struct trial *trial, const struct draft *draft, const char *words);

/* Who may sign at the end of the log; in the arena. */
struct authority trial_authority(struct trial *trial);

/* Reads the whole log as somebody who trusts nothing would: form, signatures, authority, what
 * follows what, the tree, every disclosure and file. Fails the test unless all hold. Returns how
 * many entries there are. */
uint64_t trial_check(struct arena *arena, const char *path);

/* Has the log sign a checkpoint as it is; the investigation is closed for that and open again
 * afterwards. In the arena. */
struct checkpoint_kept trial_checkpoint(struct trial *trial);

#endif
