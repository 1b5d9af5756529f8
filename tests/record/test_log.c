/* What follows what: duplicates, revisions, forks, and entries of other investigations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "record/hand_entry.h"
#include "record/log.h"
#include "record/seal.h"
#include "record/trial.h"
#include "store/query.h"
#include "store/statements.h"

#define SITE "{'code':'ABC','name':'Wood','kind':'primary_grave'}"

static int enter(void **state) {
    static struct trial trial;
    trial_open(&trial);
    *state = &trial;
    return 0;
}

static int leave(void **state) {
    trial_close(*state);
    return 0;
}

static void must(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

/* A revision of a site that follows what a test wants, as another device might have made it. */
static struct sealed revision(struct trial *trial, const struct identifier *rec,
                              const struct digest *prev, size_t count, int64_t rev) {
    struct error error = {0};
    struct sealed sealed;
    struct draft draft = trial_draft(trial, "site", SITE, rec, &trial->worker);
    struct draft *kept = arena_new(&trial->arena, struct draft, 1);
    *kept = draft;
    struct digest *copy = arena_new(&trial->arena, struct digest, count);
    if (count) memcpy(copy, prev, count * sizeof *copy);
    must(seal_draft(&trial->arena, &trial->investigation.digester, &trial->random,
                    &trial->investigation, kept, &sealed, &error), &error);
    must(seal_sign(&trial->arena, &trial->investigation.digester, HAND_ORIGIN, &sealed, copy,
                   count, rev, &error), &error);
    return sealed;
}

/* Does it follow the log as it is? In the end the transaction is undone. */
static void expect_follows(struct trial *trial, const struct sealed *sealed, const char *words) {
    struct error error = {0};
    struct investigation reading;
    struct merkle tree;
    must(investigation_open(&trial->arena, trial->path, INVESTIGATION_READ, &reading, &error),
         &error);
    must(store_begin(reading.store, STORE_READ, &error), &error);
    must(log_tree(reading.store, &tree, &error), &error);
    bool follows = log_follows(&trial->arena, reading.store, tree.size, &sealed->leaf,
                               &sealed->entry, &error);
    if (follows != !words || (words && !strstr(error.text, words)))
        fail_msg("\"%s\" does not say \"%s\"", error.text, words ? words : "nothing");
    investigation_close(&reading);
}

/* Puts it into the log, past the appender, which has to be closed. */
static void put(struct trial *trial, const struct sealed *sealed) {
    struct error error = {0};
    struct store *store = trial->investigation.store;
    struct query *query;
    struct merkle tree;
    must(store_begin(store, STORE_APPEND, &error), &error);
    must(log_tree(store, &tree, &error), &error);
    must(query_open(store, &VAULT_ADD, &query, &error), &error);
    query_bind_int(query, 1, (int64_t)tree.size);
    query_bind_blob(query, 2, sealed->blob, sealed->blob_size);
    must(log_add(store, &trial->investigation.digester, &tree, &sealed->leaf, &sealed->entry,
                 sealed->bytes, sealed->size, &error), &error);
    must(query_run(query, &error), &error);
    must(log_store_tree(store, &tree, &error), &error);
    must(store_commit(store, &error), &error);
}

static struct receipt begin_site(struct trial *trial) {
    struct draft draft = trial_draft(trial, "site", SITE, NULL, &trial->worker);
    return trial_accepted(trial, &draft);
}

static void test_a_revision_follows_the_last_one(void **state) {
    struct trial *trial = *state;
    struct receipt first = begin_site(trial), other = begin_site(trial);
    struct sealed right = revision(trial, &first.rec, &first.leaf, 1, 2);
    expect_follows(trial, &right, NULL);
    struct sealed skipping = revision(trial, &first.rec, &first.leaf, 1, 3);
    expect_follows(trial, &skipping, "should be 2");
    struct sealed of_other = revision(trial, &first.rec, &other.leaf, 1, 2);
    expect_follows(trial, &of_other, "something else");
    struct digest nowhere = hand_digest(7);
    struct sealed of_nothing = revision(trial, &first.rec, &nowhere, 1, 2);
    expect_follows(trial, &of_nothing, "does not have before it");
    struct sealed beginning = revision(trial, &first.rec, NULL, 0, 1);
    expect_follows(trial, &beginning, "begun already");
}

static void test_the_same_entry_twice_is_refused(void **state) {
    struct trial *trial = *state;
    struct receipt first = begin_site(trial);
    struct sealed second = revision(trial, &first.rec, &first.leaf, 1, 2);
    append_close(trial->appender);
    trial->appender = NULL;
    put(trial, &second);
    expect_follows(trial, &second, "in the record already");
}

static struct log_heads heads_of(struct trial *trial, const struct identifier *rec) {
    struct error error = {0};
    struct investigation reading;
    struct log_line *lines;
    size_t count;
    must(investigation_open(&trial->arena, trial->path, INVESTIGATION_READ, &reading, &error),
         &error);
    must(store_begin(reading.store, STORE_READ, &error), &error);
    must(log_revisions(&trial->arena, reading.store, rec, UINT64_MAX, &lines, &count, &error),
         &error);
    investigation_close(&reading);
    return log_heads(&trial->arena, lines, count);
}

/* Two devices revised the same revision, one of them twice. */
static void test_a_fork_is_settled_by_a_revision_that_names_both(void **state) {
    struct trial *trial = *state;
    struct receipt first = begin_site(trial);
    append_close(trial->appender);
    trial->appender = NULL;
    struct sealed left = revision(trial, &first.rec, &first.leaf, 1, 2);
    struct sealed right = revision(trial, &first.rec, &first.leaf, 1, 2);
    expect_follows(trial, &left, NULL);
    put(trial, &left);
    expect_follows(trial, &right, NULL);
    put(trial, &right);
    struct sealed further = revision(trial, &first.rec, &right.leaf, 1, 3);
    expect_follows(trial, &further, NULL);
    put(trial, &further);
    struct log_heads heads = heads_of(trial, &first.rec);
    assert_int_equal(heads.count, 2);
    assert_int_equal(heads.rev, 3);
    trial_reopen(trial);
    struct draft draft = trial_draft(trial, "site", SITE, &first.rec, &trial->worker);
    struct receipt settled = trial_accepted(trial, &draft);
    heads = heads_of(trial, &first.rec);
    assert_int_equal(heads.count, 1);
    assert_int_equal(heads.rev, 4);
    assert_memory_equal(heads.leaf[0].byte, settled.leaf.byte, DIGEST_SIZE);
    trial_check(&trial->arena, trial->path);
}

static void test_an_entry_of_another_investigation_does_not_hold(void **state) {
    struct trial *trial = *state;
    struct error error = {0};
    struct authority authority = trial_authority(trial);
    const struct authority_user *signers[ENTRY_SIGNATURES_MOST];
    struct draft draft = trial_draft(trial, "site", SITE, NULL, &trial->worker);
    struct sealed sealed;
    struct digester *digester = &trial->investigation.digester;
    must(seal_draft(&trial->arena, digester, &trial->random, &trial->investigation, &draft,
                    &sealed, &error), &error);
    must(seal_sign(&trial->arena, digester, "example.org/another", &sealed, NULL, 0, 1, &error),
         &error);
    must(authority_admit(&authority, digester, &sealed.leaf, &sealed.entry, signers, &error), &error);
    must(authority_verify(&trial->arena, &sealed.entry, "example.org/another", signers, &error),
         &error);
    assert_false(authority_verify(&trial->arena, &sealed.entry, HAND_ORIGIN, signers, &error));
    assert_non_null(strstr(error.text, "another investigation"));
}

/* ------------------------------------------------------------------ the beginning of a log */

/* An entry of the kind user as the first user would sign it. */
static struct entry first_entry(struct trial *trial, const char *roles, const char *status) {
    struct entry entry = {.by = trial->administrator.signer.user,
                          .rec = trial->administrator.signer.user,
                          .kind = "user",
                          .rev = 1,
                          .sig_count = 1};
    entry.rec.text[0] = IDENTIFIER_RECORD;
    entry.sigs = arena_new(&trial->arena, struct entry_signature, 1);
    entry.sigs[0].user = entry.by;
    entry.pub = arena_format(
        &trial->arena, "{\"public_key\":\"%s\",\"roles\":[%s],\"state\":\"%s\"}",
        trial_base64(trial, trial->administrator.key.public_key.byte, SIGN_PUBLIC_SIZE), roles,
        status);
    entry.pub_size = strlen(entry.pub);
    return entry;
}

static void expect_first(struct trial *trial, const struct entry *entry, const char *words) {
    struct error error = {0};
    struct authority authority = authority_none(&trial->arena);
    const struct authority_user *signers[ENTRY_SIGNATURES_MOST];
    struct digest leaf = {{0}};
    bool admitted = authority_admit(&authority, &trial->investigation.digester, &leaf, entry,
                                    signers, &error);
    if (admitted != !words || (words && !strstr(error.text, words)))
        fail_msg("\"%s\" does not say \"%s\"", error.text, words ? words : "nothing");
    assert_int_equal(authority.size, admitted);
}

static void test_the_first_entry_makes_an_administrator_signed_by_itself(void **state) {
    struct trial *trial = *state;
    struct entry entry = first_entry(trial, "\"administrator\"", "active");
    expect_first(trial, &entry, NULL);
    struct entry wrong = first_entry(trial, "\"board\",\"field\"", "active");
    expect_first(trial, &wrong, "active administrator");
    wrong = first_entry(trial, "\"administrator\"", "suspended");
    expect_first(trial, &wrong, "active administrator");
    wrong = first_entry(trial, "\"administrator\",\"king\"", "active");
    expect_first(trial, &wrong, "is no role");
    wrong = entry;
    wrong.kind = "site";
    expect_first(trial, &wrong, "must make the first user");
    wrong = entry;
    wrong.by = wrong.sigs[0].user = trial->worker.signer.user;
    expect_first(trial, &wrong, "signed by itself alone");
    wrong = entry;
    wrong.pub = "{\"roles\":[\"administrator\"],\"state\":\"active\"}";
    wrong.pub_size = strlen(wrong.pub);
    expect_first(trial, &wrong, "without public_key");
    wrong.pub = "{\"public_key\":\"AAAA\",\"roles\":[\"administrator\"],\"state\":\"active\"}";
    wrong.pub_size = strlen(wrong.pub);
    expect_first(trial, &wrong, "public_key");
}

#define test_in_trial(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        test_in_trial(test_a_revision_follows_the_last_one),
        test_in_trial(test_the_same_entry_twice_is_refused),
        test_in_trial(test_a_fork_is_settled_by_a_revision_that_names_both),
        test_in_trial(test_an_entry_of_another_investigation_does_not_hold),
        test_in_trial(test_the_first_entry_makes_an_administrator_signed_by_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
