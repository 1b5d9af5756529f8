/* Publications: what is in the folder is whole for its checkpoint, at any moment and after anything
 * that goes wrong; and what an earlier checkpoint speaks against is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <string.h>

#include "base/faults.h"
#include "publish/edition.h"
#include "publish/published.h"
#include "record/other_tools.h"
#include "record/tile_table.h"
#include "store/query.h"
#include "store/statements.h"

static struct trial trial;
static const char *public_folder, *auditors_folder;

static int begin(void **state) {
    (void)state;
    trial_open(&trial);
    public_folder = files_join(&trial.arena, trial.folder, "public");
    auditors_folder = files_join(&trial.arena, trial.folder, "auditors");
    return 0;
}

static int end(void **state) {
    (void)state;
    trial_close(&trial);
    return 0;
}

static void take(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

/* So many entries more, in one batch. */
static void add(int count) {
    struct draft *drafts = arena_new(&trial.arena, struct draft, count);
    struct receipt *receipts = arena_new(&trial.arena, struct receipt, count);
    struct error error = {0};
    static int number;
    for (int i = 0; i < count; i++)
        drafts[i] = trial_draft(
            &trial, "remains",
            arena_format(&trial.arena, "{'code':'ABC-%04d-B','status':'lifted'}", ++number), NULL,
            &trial.worker);
    struct append_batch batch = {.drafts = drafts, .count = (size_t)count, .threads = 2};
    take(append_batch(trial.appender, &batch, receipts, NULL, &error), &error);
}

static bool publish(const char *folder, bool entries, const struct cancel *cancel,
                    struct error *error) {
    struct investigation investigation;
    struct edition_plan plan = {.path = folder, .entries = entries, .cancel = cancel};
    struct edition edition = {0};
    struct checkpoint_kept newest;
    struct arena arena;
    arena_open(&arena, 0);
    bool done = investigation_open(&arena, trial.path, INVESTIGATION_READ, &investigation, error);
    if (done) {
        done = edition_open(&arena, &investigation, &plan, &edition, error) &&
               edition_write(&arena, &investigation, &edition, &newest, error);
        edition_close(&edition);
        investigation_close(&investigation);
    }
    arena_close(&arena);
    return done;
}

static void published(const char *folder, bool entries) {
    struct error error = {0};
    take(publish(folder, entries, NULL, &error), &error);
}

static void refused(const char *folder, bool entries, const char *words) {
    struct error error = {0};
    assert_false(publish(folder, entries, NULL, &error));
    if (!strstr(error.text, words)) fail_msg("\"%s\" is not in: %s", words, error.text);
}

/* ------------------------------------------------------------------ what is written */

static void every_publication_goes_on_from_the_last(void **state) {
    (void)state;
    static const int MORE[] = {0, 1, 7, 200, 3, 300};
    uint64_t size = 0;
    for (size_t i = 0; i < sizeof MORE / sizeof *MORE; i++) {
        if (MORE[i]) add(MORE[i]);
        size = trial_checkpoint(&trial).size;
        published(public_folder, false);
        assert_int_equal(published_check(&trial, public_folder), size);
        if (i % 2) continue; /* auditors get several at once */
        published(auditors_folder, true);
        assert_int_equal(published_check(&trial, auditors_folder), size);
    }
    assert_true(size > 512);
    published(auditors_folder, true);
    assert_int_equal(published_check(&trial, auditors_folder), size);
    assert_false(files_is_folder(files_join(&trial.arena, public_folder, "tile/entries")));
    /* Again, with nothing new, and from nothing: the same files. */
    char **name, **again;
    size_t count, again_count;
    struct error error = {0};
    const char *fresh = files_join(&trial.arena, trial.folder, "fresh");
    published(auditors_folder, true);
    published(fresh, true);
    take(files_list(&trial.arena, auditors_folder, &name, &count, &error) &&
             files_list(&trial.arena, fresh, &again, &again_count, &error),
         &error);
    assert_int_equal(count, again_count);
    for (size_t i = 0; i < count; i++) {
        const char *path = files_join(&trial.arena, fresh, name[i]);
        char *one, *other;
        size_t one_size, other_size;
        assert_string_equal(name[i], again[i]);
        if (!files_is_file(path)) continue;
        take(files_read(&trial.arena, path, 1 << 26, &one, &one_size, &error) &&
                 files_read(&trial.arena, files_join(&trial.arena, auditors_folder, name[i]),
                            1 << 26, &other, &other_size, &error),
             &error);
        assert_int_equal(one_size, other_size);
        assert_memory_equal(one, other, one_size);
    }
    if (!other_go_is_here()) return;
    char *said;
    if (!other_go_accepts(&trial.arena, auditors_folder, published_vkey(&trial), &said))
        fail_msg("%s", said);
    assert_string_equal(
        said, arena_format(&trial.arena, "%" PRIu64 " entries %" PRIu64 "\n", size, size));
    if (!other_go_accepts(&trial.arena, public_folder, published_vkey(&trial), &said))
        fail_msg("%s", said);
    assert_string_equal(said, arena_format(&trial.arena, "%" PRIu64 " entries 0\n", size));
}

/* ------------------------------------------------------------------ what is refused */

static void a_folder_is_of_one_kind_and_one_log(void **state) {
    (void)state;
    struct error error = {0};
    trial_checkpoint(&trial);
    published(public_folder, false);
    published(auditors_folder, true);
    refused(public_folder, true, "public edition, in which entries must not be");
    refused(auditors_folder, false, "edition for auditors");
    const char *strange = files_join(&trial.arena, trial.folder, "strange");
    take(files_make_folder(strange, &error) &&
             files_write(files_join(&trial.arena, strange, "letter.txt"), "x", 1, &error),
         &error);
    refused(strange, false, "no publication");
    /* Whoever signs with another key is no earlier edition of this log. */
    char *bytes;
    size_t size;
    const char *path = files_join(&trial.arena, public_folder, "checkpoint");
    take(files_read(&trial.arena, path, NOTE_MOST, &bytes, &size, &error), &error);
    bytes[size - 10] = bytes[size - 10] == 'A' ? 'B' : 'A';
    take(files_write(path, bytes, size, &error), &error);
    refused(public_folder, false, "does not hold");
    const char *other = arena_format(&trial.arena, "other.example%s", strchr(bytes, '\n'));
    take(files_write(path, other, strlen(other), &error), &error);
    refused(public_folder, false, "is of the log other.example");
}

/* The folder of the investigation as it was before is put back: it must neither publish nor sign. */
static void an_older_copy_is_refused(void **state) {
    (void)state;
    struct error error = {0};
    const char *path = files_join(&trial.arena, trial.path, "record.db");
    char *before;
    size_t size;
    trial_checkpoint(&trial);
    trial_release(&trial); /* so that all of it is in the file */
    take(files_read(&trial.arena, path, 1 << 26, &before, &size, &error), &error);
    trial_reopen(&trial);
    add(3);
    uint64_t newer = trial_checkpoint(&trial).size;
    published(public_folder, false);
    trial_release(&trial);
    take(files_write(path, before, size, &error), &error);
    trial_reopen(&trial);
    refused(public_folder, false, "older copy of the record");
    /* It goes on otherwise than the one that was published. */
    add(5);
    trial_checkpoint(&trial);
    refused(public_folder, false, "two histories under one name");
    assert_int_equal(published_check(&trial, public_folder), newer);
}

/* Tiles that are not those of the entries: nothing is signed of them. */
static void an_altered_tree_is_not_signed(void **state) {
    (void)state;
    struct checkpoint_kept first = trial_checkpoint(&trial), newest;
    struct investigation investigation;
    struct query *query;
    struct error error = {0};
    bool found;
    add(1);
    trial_release(&trial);
    take(investigation_open(&trial.arena, trial.path, INVESTIGATION_APPEND, &investigation,
                            &error) &&
             store_begin(investigation.store, STORE_APPEND, &error) &&
             query_open(investigation.store, &TILE_SET, &query, &error),
         &error);
    struct digest hashes[TILE_WIDTH] = {{{1}}};
    query_bind_int(query, 1, 0);
    query_bind_int(query, 2, 0);
    query_bind_blob(query, 3, hashes, investigation.tree.size * DIGEST_SIZE);
    take(query_run(query, &error) && store_commit(investigation.store, &error), &error);
    struct signing_key signer = trial.administrator.signer.key;
    assert_false(checkpoint_log_sign(&trial.arena, &investigation, &signer, &newest, &error));
    assert_non_null(strstr(error.text, "nothing was signed"));
    error = (struct error){0};
    take(store_begin(investigation.store, STORE_READ, &error) &&
             checkpoint_log_newest(&trial.arena, investigation.store, &found, &newest, &error),
         &error);
    store_rollback(investigation.store);
    assert_int_equal(newest.size, first.size);
    investigation_close(&investigation);
    trial_reopen(&trial);
}

/* ------------------------------------------------------------------ what goes wrong */

static void what_is_interrupted_changes_nothing(void **state) {
    (void)state;
    struct cancel cancel = {0};
    struct error error = {0};
    uint64_t size = trial_checkpoint(&trial).size;
    published(auditors_folder, true);
    add(300);
    uint64_t later = trial_checkpoint(&trial).size;
    cancel_request(&cancel);
    assert_false(publish(auditors_folder, true, &cancel, &error));
    assert_int_equal(error.code, ERROR_CANCELLED);
    assert_int_equal(published_check(&trial, auditors_folder), size);
    published(auditors_folder, true);
    assert_int_equal(published_check(&trial, auditors_folder), later);
}

static uint64_t before, after;

static bool publish_body(void *data, struct error *error) {
    (void)data;
    return publish(auditors_folder, true, NULL, error);
}

static void check_body(void *data, bool done) {
    (void)data;
    uint64_t size = published_check(&trial, auditors_folder);
    assert_true(size == before || size == after);
    if (done) assert_int_equal(size, after);
}

/* Whatever fails, what was published is still whole, and the next publication is as if nothing had
 * happened. */
static void every_operation_fails_in_turn(void **state) {
    (void)state;
    faults_or_skip();
    before = trial_checkpoint(&trial).size;
    published(auditors_folder, true);
    add(250);
    after = trial_checkpoint(&trial).size;
    trial_release(&trial);
    struct faults faults = {.body = publish_body, .check = check_body};
    faults_run_sparsely(&faults, 20);
    published(auditors_folder, true);
    assert_int_equal(published_check(&trial, auditors_folder), after);
    trial_reopen(&trial);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_publication_goes_on_from_the_last, begin, end),
        cmocka_unit_test_setup_teardown(a_folder_is_of_one_kind_and_one_log, begin, end),
        cmocka_unit_test_setup_teardown(an_older_copy_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(an_altered_tree_is_not_signed, begin, end),
        cmocka_unit_test_setup_teardown(what_is_interrupted_changes_nothing, begin, end),
        cmocka_unit_test_setup_teardown(every_operation_fails_in_turn, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
