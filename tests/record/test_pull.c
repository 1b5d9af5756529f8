/* Copies hand over what they have: afterwards each has the union, in an order that all agree on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "record/log.h"
#include "record/other_copy.h"

#define SITE "{'code':'ABC','name':'Wood','kind':'primary_grave'}"

static struct trial trial;
static struct other_copy main_copy;

static int enter(void **state) {
    (void)state;
    trial_open(&trial);
    main_copy = copy_main(&trial);
    return 0;
}

static int leave(void **state) {
    (void)state;
    copy_is_whole(&main_copy);
    trial_close(&trial);
    return 0;
}

static void assert_counts(const struct pull_result *result, size_t taken, size_t waiting,
                          size_t refused) {
    if (result->taken == taken && result->waiting == waiting && result->refused == refused) return;
    for (size_t i = 0; i < result->count; i++)
        print_error("%d %lld: %s\n", result->entry[i].fate, (long long)result->entry[i].from,
                    result->entry[i].why ? result->entry[i].why : "");
    fail_msg("%zu taken, %zu wait, %zu refused", result->taken, result->waiting, result->refused);
}

static void assert_same_log(const struct other_copy *one, const struct other_copy *other) {
    struct copy_log first = copy_log(one), second = copy_log(other);
    assert_int_equal(first.count, second.count);
    assert_memory_equal(first.leaf, second.leaf, first.count * sizeof *first.leaf);
}

/* The only one of the result that was left, and why. */
static const struct pull_entry *left_because(const struct pull_result *result, size_t at,
                                             const char *words) {
    assert_true(at < result->count);
    if (!result->entry[at].why || !strstr(result->entry[at].why, words))
        fail_msg("\"%s\" is not \"%s\"", result->entry[at].why, words);
    return &result->entry[at];
}

static const char *site_named(const char *name) {
    return arena_format(&trial.arena, "{'code':'ABC','name':'%s','kind':'primary_grave'}", name);
}

/* ------------------------------------------------------------------ one device */

static void test_what_a_device_wrote_comes_into_the_record(void **state) {
    (void)state;
    struct other_copy laptop = copy_make_device(&main_copy, "laptop", 1001, 2000);
    struct receipt site = copy_add(&laptop, "site", SITE, NULL, NULL);
    copy_add(&laptop, "site", site_named("Edge"), &site.rec, NULL);
    copy_add(&laptop, "media", "{'number':'IMG_1','file':'1'}", NULL, "a picture");
    copy_add(&main_copy, "site", "{'code':'DEF','name':'Quarry','kind':'primary_grave'}", NULL,
             NULL);
    struct copy_log before = copy_log(&main_copy);
    struct pull_result result = copy_pull(&main_copy, &laptop);
    assert_counts(&result, 3, 0, 0);
    assert_string_equal(result.device, "laptop");
    assert_false(result.two_histories);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(result.entry[i].from, before.count - 1 + i);
        assert_int_equal(result.entry[i].index, before.count + i);
    }
    /* A second time nothing changes. */
    struct copy_log after = copy_log(&main_copy);
    result = copy_pull(&main_copy, &laptop);
    assert_int_equal(result.count, 0);
    assert_int_equal(copy_log(&main_copy).count, after.count);
    /* The device takes the main copy's order, and has nothing left to hand over. */
    copy_pull(&laptop, &main_copy);
    assert_same_log(&main_copy, &laptop);
    copy_is_whole(&laptop);
    result = copy_pull(&laptop, &main_copy);
    assert_int_equal(result.count, 0);
    trial_check(&trial.arena, laptop.path);
    trial_check(&trial.arena, main_copy.path);
}

static void test_an_outbox_stays_behind_what_is_confirmed(void **state) {
    (void)state;
    struct other_copy laptop = copy_make_device(&main_copy, "laptop", 1001, 2000);
    struct receipt first = copy_add(&laptop, "site", SITE, NULL, NULL);
    struct receipt second = copy_add(&laptop, "site", site_named("Edge"), &first.rec, NULL);
    struct receipt other = copy_add(&main_copy, "site",
                                    "{'code':'DEF','name':'Quarry','kind':'primary_grave'}", NULL,
                                    NULL);
    copy_is_whole(&laptop); /* so that its tables are of the order that it has now */
    struct pull_result result = copy_pull(&laptop, &main_copy);
    assert_counts(&result, 3, 0, 0);
    struct copy_log log = copy_log(&laptop), confirmed = copy_log(&main_copy);
    assert_int_equal(log.count, confirmed.count + 2);
    assert_memory_equal(log.leaf, confirmed.leaf, confirmed.count * sizeof *log.leaf);
    assert_memory_equal(&log.leaf[confirmed.count - 1], &other.leaf, sizeof other.leaf);
    assert_memory_equal(&log.leaf[confirmed.count], &first.leaf, sizeof first.leaf);
    assert_memory_equal(&log.leaf[confirmed.count + 1], &second.leaf, sizeof second.leaf);
    copy_is_whole(&laptop);
    assert_int_equal(copy_sql(&laptop, "select count(*) from waiting"), 0);
    result = copy_pull(&main_copy, &laptop);
    assert_counts(&result, 2, 0, 0);
    copy_pull(&laptop, &main_copy);
    assert_same_log(&main_copy, &laptop);
}

static void test_a_device_knows_whom_it_goes_on_from(void **state) {
    (void)state;
    struct other_copy laptop = copy_make_device(&main_copy, "laptop", 1001, 2000);
    struct other_copy older = copy_make(&main_copy, "older");
    copy_add(&main_copy, "site", SITE, NULL, NULL);
    copy_pull(&laptop, &main_copy);
    copy_pull_fails(&laptop, &older, "was put back to an older one");
    copy_add(&older, "site", "{'code':'DEF','name':'Quarry','kind':'primary_grave'}", NULL, NULL);
    copy_pull_fails(&laptop, &older, "is not the copy that this device goes on from");
    struct other_copy tablet = copy_make(&laptop, "tablet");
    copy_pull_fails(&laptop, &tablet, "it is a device as this copy is");
    copy_pull_fails(&main_copy, &main_copy, "is the same folder");
    assert_same_log(&laptop, &main_copy);
    copy_is_whole(&laptop);
}

static void test_two_main_copies_are_warned_of(void **state) {
    (void)state;
    struct other_copy second = copy_make(&main_copy, "second");
    copy_add(&main_copy, "site", SITE, NULL, NULL);
    struct pull_result result = copy_pull(&second, &main_copy);
    assert_counts(&result, 1, 0, 0);
    assert_false(result.two_histories); /* one went on, the other had stood still */
    assert_null(result.device);
    copy_add(&main_copy, "site", "{'code':'DEF','name':'Quarry','kind':'primary_grave'}", NULL,
             NULL);
    copy_add(&second, "site", "{'code':'GHI','name':'Field','kind':'primary_grave'}", NULL, NULL);
    result = copy_pull(&main_copy, &second);
    assert_counts(&result, 1, 0, 0);
    assert_true(result.two_histories);
}

/* Otherwise one who did not know that somebody was suspended would bring them back. */
static void test_users_that_both_changed_are_not_mixed(void **state) {
    (void)state;
    struct trial_signer press;
    trial_make_signer(&trial, &press);
    struct draft draft = trial_new_user(&trial, &press, "'press'", &trial.administrator);
    copy_append(&main_copy, &draft);
    struct other_copy second = copy_make(&main_copy, "second");
    draft = trial_changed_user(&trial, &press, "'press'", "suspended", &trial.administrator);
    copy_append(&main_copy, &draft);
    draft = trial_changed_user(&trial, &press, "'press','field'", "active", &trial.administrator);
    copy_append(&second, &draft);
    struct pull_result result = copy_pull(&main_copy, &second);
    assert_counts(&result, 0, 0, 1);
    left_because(&result, 0, "it changes a user that was changed here too");
}

/* ------------------------------------------------------------------ forks */

static void test_a_fork_is_settled_by_what_follows_both(void **state) {
    (void)state;
    struct receipt site = copy_add(&main_copy, "site", SITE, NULL, NULL);
    struct other_copy laptop = copy_make_device(&main_copy, "laptop", 1001, 2000);
    copy_add(&laptop, "site", site_named("Edge"), &site.rec, NULL);
    copy_add(&main_copy, "site", site_named("Lake"), &site.rec, NULL);
    struct pull_result result = copy_pull(&main_copy, &laptop);
    assert_counts(&result, 1, 0, 0);
    const char *heads = "select count(*) from log where record_id = '%s'";
    assert_int_equal(copy_sql(&main_copy, arena_format(&trial.arena, heads, site.rec.text)), 3);
    copy_pull(&laptop, &main_copy);
    assert_same_log(&laptop, &main_copy);
    copy_add(&laptop, "site", site_named("The lake and its edge"), &site.rec, NULL);
    result = copy_pull(&main_copy, &laptop);
    assert_counts(&result, 1, 0, 0);
    assert_int_equal(result.entry[0].rev, 3);
    copy_pull(&laptop, &main_copy);
    assert_same_log(&laptop, &main_copy);
}

/* ------------------------------------------------------------------ who may not sign any more */

static void end_worker(const char *roles, const char *state) {
    struct draft draft =
        trial_changed_user(&trial, &trial.worker, roles, state, &trial.administrator);
    copy_append(&main_copy, &draft);
}

#define WORKER "'field','laboratory','examiner','liaison'"

/* A device with work of the worker's, who is then ended on the main copy. */
static struct other_copy device_with_work(struct receipt out_work[3]) {
    struct other_copy laptop = copy_make_device(&main_copy, "laptop", 1001, 2000);
    out_work[0] = copy_add(&laptop, "site", SITE, NULL, NULL);
    out_work[1] = copy_add(&laptop, "site", site_named("Edge"), &out_work[0].rec, NULL);
    out_work[2] = copy_add(&laptop, "media", "{'number':'IMG_1','file':'1'}", NULL, "a picture");
    return laptop;
}

static void test_what_a_revoked_key_signed_waits(void **state) {
    (void)state;
    struct receipt work[3];
    struct other_copy laptop = device_with_work(work);
    end_worker(WORKER, "revoked");
    struct copy_log before = copy_log(&main_copy);
    struct pull_result result = copy_pull(&main_copy, &laptop);
    assert_counts(&result, 0, 3, 0);
    left_because(&result, 0, "who signed, is revoked");
    left_because(&result, 1, "it rests on entry");
    assert_int_equal(copy_log(&main_copy).count, before.count);
    result = copy_pull(&main_copy, &laptop);
    assert_counts(&result, 0, 3, 0);
    assert_int_equal(copy_sql(&main_copy, "select count(*) from waiting"), 3);
    assert_int_equal(copy_sql(&main_copy, "select count(*) from waiting_file"), 1);
    copy_is_whole(&main_copy);
    result = copy_waiting(&main_copy);
    assert_counts(&result, 0, 3, 0);
    /* On the device it is the same once it knows. */
    copy_pull(&laptop, &main_copy);
    assert_same_log(&laptop, &main_copy);
    assert_int_equal(copy_sql(&laptop, "select count(*) from waiting"), 3);
    copy_is_whole(&laptop);
    result = copy_accept_all(&main_copy);
    assert_counts(&result, 3, 0, 0);
    struct copy_log after = copy_log(&main_copy);
    assert_int_equal(after.count, before.count + 4);
    for (size_t i = 0; i < 3; i++)
        assert_memory_equal(&after.leaf[before.count + 1 + i], &work[i].leaf, DIGEST_SIZE);
    assert_int_equal(copy_sql(&main_copy, "select count(*) from waiting"), 0);
    copy_is_whole(&main_copy);
    trial_check(&trial.arena, main_copy.path);
    copy_pull(&laptop, &main_copy);
    assert_same_log(&laptop, &main_copy);
    assert_int_equal(copy_sql(&laptop, "select count(*) from waiting"), 0);
    /* Accepting these was not accepting others. */
    struct draft draft = trial_draft(&trial, "site", SITE, NULL, &trial.worker);
    copy_refuses(&main_copy, &draft, "is revoked");
}

static void test_what_waits_is_verified_too(void **state) {
    (void)state;
    static const struct {
        const char *sql, *words;
    } ALTERED[] = {
        {"update waiting set entry = x'7b7d' where place = 0", "not the entry that was kept"},
        {"update waiting set leaf_hash = zeroblob(32) where place = 0",
         "not the entry that was kept"},
        {"update waiting set disclosures = x'7b7d' where place = 0", "which waits, was altered"},
        {"update waiting set disclosures = cast('{\"att\":{},\"sd\":{}}' as blob)",
         "some of its sealed part is not there any more"},
        {"update waiting_file set file_name = 'another'", "its file 1 is not there"},
        {"delete from waiting_file", "its file 1 is not there"},
    };
    struct receipt work[3];
    struct other_copy laptop = device_with_work(work);
    end_worker(WORKER, "revoked");
    copy_pull(&main_copy, &laptop);
    for (size_t i = 0; i < sizeof ALTERED / sizeof *ALTERED; i++) {
        struct other_copy altered = copy_make(&main_copy, "altered");
        copy_sql(&altered, ALTERED[i].sql);
        copy_is_found_out(&altered, ALTERED[i].words);
        copy_remove(&altered);
    }
}

/* The device meets the revocation first: what it set aside is handed over all the same. */
static void test_what_waits_on_a_device_is_handed_over(void **state) {
    (void)state;
    struct receipt work[3];
    struct other_copy laptop = device_with_work(work);
    end_worker(WORKER, "revoked");
    struct pull_result result = copy_pull(&laptop, &main_copy);
    assert_counts(&result, 1, 3, 0);
    copy_is_whole(&laptop);
    result = copy_pull(&main_copy, &laptop);
    assert_counts(&result, 0, 3, 0);
    result = copy_accept_all(&main_copy);
    assert_counts(&result, 3, 0, 0);
    copy_pull(&laptop, &main_copy);
    assert_same_log(&laptop, &main_copy);
    copy_is_whole(&laptop);
    assert_int_equal(copy_sql(&laptop, "select count(*) from waiting"), 0);
}

static void test_who_comes_back_needs_no_acceptance(void **state) {
    (void)state;
    struct receipt work[3];
    struct other_copy laptop = device_with_work(work);
    end_worker(WORKER, "suspended");
    struct pull_result result = copy_pull(&main_copy, &laptop);
    assert_counts(&result, 0, 3, 0);
    left_because(&result, 0, "is suspended");
    end_worker(WORKER, "active");
    result = copy_waiting(&main_copy);
    assert_null(result.entry[0].why);
    result = copy_pull(&main_copy, &laptop);
    assert_counts(&result, 3, 0, 0);
}

static void test_other_roles_and_other_keys_wait_too(void **state) {
    (void)state;
    struct receipt work[3];
    struct other_copy laptop = device_with_work(work);
    end_worker("'press'", "active");
    struct pull_result result = copy_pull(&main_copy, &laptop);
    assert_counts(&result, 0, 3, 0);
    left_because(&result, 0, "has no role that may sign a site");
    end_worker(WORKER, "active");
    struct trial_signer another;
    trial_make_signer(&trial, &another);
    const char *id = trial.worker.signer.user.text;
    const char *key = "{'owner':'%s','public_key':'%s','state':'%s'}";
    struct draft draft = trial_draft(
        &trial, "key", arena_format(&trial.arena, key, id,
                                    trial_base64(&trial, another.key.public_key.byte,
                                                 SIGN_PUBLIC_SIZE), "active"),
        NULL, &trial.administrator);
    copy_append(&main_copy, &draft);
    draft = trial_draft(
        &trial, "key", arena_format(&trial.arena, key, id,
                                    trial_base64(&trial, trial.worker.key.public_key.byte,
                                                 SIGN_PUBLIC_SIZE), "lost"),
        NULL, &trial.administrator);
    copy_append(&main_copy, &draft);
    result = copy_pull(&main_copy, &laptop);
    assert_counts(&result, 0, 3, 0);
    result = copy_accept_all(&main_copy);
    assert_counts(&result, 3, 0, 0);
}

/* Somebody else's work goes in, but for what rests on what waits. */
static void test_only_what_rests_on_it_waits_with_it(void **state) {
    (void)state;
    struct trial_signer digger;
    trial_make_signer(&trial, &digger);
    struct draft draft = trial_new_user(&trial, &digger, "'field'", &trial.administrator);
    copy_append(&main_copy, &draft);
    struct other_copy laptop = copy_make_device(&main_copy, "laptop", 1001, 2000);
    struct receipt site = copy_add(&laptop, "site", SITE, NULL, NULL);
    draft = trial_draft(&trial, "site", "{'code':'DEF','name':'Quarry','kind':'primary_grave'}",
                        NULL, &digger);
    struct receipt free = copy_append(&laptop, &draft);
    draft = trial_draft(&trial, "site", site_named("Edge"), &site.rec, &digger);
    copy_append(&laptop, &draft);
    draft = trial_draft(&trial, "grave",
                        arena_format(&trial.arena, "{'code':'ABC-G1001','site':'%s'}",
                                     site.rec.text), NULL, &digger);
    copy_append(&laptop, &draft);
    end_worker(WORKER, "revoked");
    struct pull_result result = copy_pull(&main_copy, &laptop);
    assert_counts(&result, 1, 3, 0);
    assert_int_equal(result.entry[1].fate, PULL_TAKEN);
    assert_memory_equal(&result.entry[1].leaf, &free.leaf, DIGEST_SIZE);
    result = copy_accept_all(&main_copy);
    assert_counts(&result, 3, 0, 0);
}

/* What changes who may sign is never accepted afterwards. */
static void test_a_revoked_administrator_changes_nobody(void **state) {
    (void)state;
    struct trial_signer second, friend;
    trial_make_signer(&trial, &second);
    trial_make_signer(&trial, &friend);
    struct draft draft = trial_new_user(&trial, &second, "'administrator'", &trial.administrator);
    copy_append(&main_copy, &draft);
    struct other_copy other = copy_make(&main_copy, "other");
    struct draft_signer both[] = {trial.administrator.signer, second.signer};
    draft = trial_new_user(&trial, &friend, "'field'", &second);
    draft.signers = both;
    draft.signer_count = 2;
    copy_append(&other, &draft);
    draft = trial_draft(&trial, "site", SITE, NULL, &friend);
    copy_append(&other, &draft);
    draft = trial_changed_user(&trial, &second, "'administrator'", "revoked", &trial.administrator);
    draft.signers = both;
    draft.signer_count = 2;
    copy_append(&main_copy, &draft);
    struct pull_result result = copy_pull(&main_copy, &other);
    assert_counts(&result, 0, 0, 2);
    left_because(&result, 0, "is revoked");
}

#define PULL_TEST(function) cmocka_unit_test_setup_teardown(function, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        PULL_TEST(test_what_a_device_wrote_comes_into_the_record),
        PULL_TEST(test_an_outbox_stays_behind_what_is_confirmed),
        PULL_TEST(test_a_device_knows_whom_it_goes_on_from),
        PULL_TEST(test_two_main_copies_are_warned_of),
        PULL_TEST(test_users_that_both_changed_are_not_mixed),
        PULL_TEST(test_a_fork_is_settled_by_what_follows_both),
        PULL_TEST(test_what_a_revoked_key_signed_waits),
        PULL_TEST(test_what_waits_is_verified_too),
        PULL_TEST(test_what_waits_on_a_device_is_handed_over),
        PULL_TEST(test_who_comes_back_needs_no_acceptance),
        PULL_TEST(test_other_roles_and_other_keys_wait_too),
        PULL_TEST(test_only_what_rests_on_it_waits_with_it),
        PULL_TEST(test_a_revoked_administrator_changes_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
