/* What is appended is there, whole, and what is refused has not happened. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/folder.h"
#include "record/trial.h"
#include "record/log.h"
#include "record/vault.h"
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

/* Entries, as a reader beside the one who appends sees them. */
static uint64_t size_of(struct trial *trial) {
    return trial_check(&trial->arena, trial->path);
}

static void test_a_new_investigation_is_whole(void **state) {
    struct trial *trial = *state;
    assert_int_equal(size_of(trial), schema_count + 3);
    assert_string_equal(trial->investigation.origin, "example.org/investigation");
}

static void test_a_receipt_says_where_it_stands(void **state) {
    struct trial *trial = *state;
    uint64_t before = size_of(trial);
    struct draft draft = trial_draft(trial, "site", SITE, NULL, &trial->worker);
    struct receipt receipt = trial_accepted(trial, &draft);
    assert_int_equal(receipt.index, before);
    assert_string_equal(receipt.rec.text, draft.rec.text);
    assert_int_equal(size_of(trial), before + 1);
}

/* ------------------------------------------------------------------ what is in it */

struct opened {
    struct log_line line;
    struct vault_contents contents;
};

static struct opened open_entry(struct trial *trial, uint64_t index) {
    struct error error = {0};
    struct investigation reading;
    struct opened opened;
    struct query *query;
    size_t size;
    bool row;
    assert_true(investigation_open(&trial->arena, trial->path, INVESTIGATION_READ, &reading, &error));
    assert_true(store_begin(reading.store, STORE_READ, &error));
    assert_true(log_read(&trial->arena, reading.store, index, &opened.line, &error));
    assert_true(query_open(reading.store, &VAULT_DISCLOSURES, &query, &error));
    query_bind_int(query, 1, (int64_t)index);
    assert_true(query_step(query, &row, &error) && row);
    const void *bytes = query_blob(query, 0, &size);
    assert_true(vault_open(&trial->arena, &reading.digester, &opened.line.entry, bytes, size,
                           &opened.contents, &error));
    store_rollback(reading.store);
    investigation_close(&reading);
    return opened;
}

static void test_public_fields_are_seen_and_the_others_all_sealed(void **state) {
    struct trial *trial = *state;
    struct draft draft = trial_draft(
        trial, "grave", "{'code':'ABC-G001','kind':'cut','notes':'under the oak'}", NULL,
        &trial->worker);
    struct opened opened = open_entry(trial, trial_accepted(trial, &draft).index);
    const struct entry *entry = &opened.line.entry;
    char *pub = arena_copy_part(&trial->arena, entry->pub, entry->pub_size);
    assert_null(strstr(pub, "oak"));
    size_t sealed = 0;
    for (int i = 0; i < draft.schema->field_count; i++)
        sealed += draft.schema->fields[i].tier != TIER_PUBLIC;
    assert_int_equal(entry->sd_count, sealed); /* whether they have a value or not */
    assert_true(json_equal(opened.contents.fields, (json_t *)draft.fields));
    json_decref(opened.contents.fields);
}

static void test_the_same_fields_twice_share_no_digest(void **state) {
    struct trial *trial = *state;
    struct draft one = trial_draft(trial, "site", SITE, NULL, &trial->worker), other = one;
    other.rec = identifier_make(&trial->random, IDENTIFIER_RECORD);
    struct opened first = open_entry(trial, trial_accepted(trial, &one).index);
    struct opened second = open_entry(trial, trial_accepted(trial, &other).index);
    for (size_t i = 0; i < first.line.entry.sd_count; i++)
        for (size_t j = 0; j < second.line.entry.sd_count; j++)
            assert_false(digest_equal(&first.line.entry.sd[i].digest,
                                      &second.line.entry.sd[j].digest));
    json_decref(first.contents.fields);
    json_decref(second.contents.fields);
}

static const char MEDIA[] = "{'number':'IMG_1','file':'1'}";

static void add_file(struct trial *trial, struct draft *draft,
                     struct draft_file *file, const char *bytes) {
    struct error error = {0};
    const char *path = files_join(&trial->arena, trial->folder, "IMG_1.jpg");
    assert_true(files_write(path, bytes, strlen(bytes), &error));
    *file = (struct draft_file){.path = path, .name = "IMG_1.jpg", .media_type = "image/jpeg"};
    draft->files = file;
    draft->file_count = 1;
}

static size_t count_files(struct trial *trial) {
    struct error error = {0};
    char **paths;
    size_t count;
    assert_true(files_list(&trial->arena, files_join(&trial->arena, trial->path, "files"), &paths,
                           &count, &error));
    return count;
}

static void test_a_file_is_kept_under_another_name(void **state) {
    struct trial *trial = *state;
    struct draft draft = trial_draft(trial, "media", MEDIA, NULL, &trial->worker);
    struct draft_file file;
    add_file(trial, &draft, &file, "not really a photograph");
    struct opened opened = open_entry(trial, trial_accepted(trial, &draft).index);
    assert_string_equal(opened.contents.file[0].name, "IMG_1.jpg");
    assert_string_equal(opened.contents.file[0].media_type, "image/jpeg");
    assert_int_equal(opened.contents.file[0].length, strlen("not really a photograph"));
    json_decref(opened.contents.fields);
    assert_int_equal(count_files(trial), 1);
    assert_false(files_is_file(investigation_file(&trial->arena, &trial->investigation,
                                                  "IMG_1.jpg")));
    size_of(trial); /* its bytes are compared there */
}

static void test_a_file_out_of_a_spool(void **state) {
    struct trial *trial = *state;
    static char bytes[200000];
    struct error error = {0};
    struct draft draft = trial_draft(trial, "media", MEDIA, NULL, &trial->worker);
    struct draft_file file = {.name = "IMG_1.jpg", .media_type = "image/jpeg"};
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * 7 + i / 251);
    assert_true(spool_open(trial->folder, &file.spool, &error));
    assert_true(spool_add(file.spool, bytes, sizeof bytes, &error));
    draft.files = &file;
    draft.file_count = 1;
    struct opened opened = open_entry(trial, trial_accepted(trial, &draft).index);
    assert_int_equal(opened.contents.file[0].length, sizeof bytes);
    struct digester digester;
    assert_true(digest_open(&digester, &error));
    struct digest digest = digest_of(&digester, bytes, sizeof bytes);
    assert_true(digest_equal(&digest, &opened.contents.file[0].sha256));
    digest_close(&digester);
    json_decref(opened.contents.fields);
    spool_close(file.spool);
    assert_int_equal(count_files(trial), 1);
    size_of(trial); /* its bytes are compared there */
}

static void test_a_file_of_what_is_refused_is_gone(void **state) {
    struct trial *trial = *state;
    struct draft draft = trial_draft(trial, "media", MEDIA, NULL, &trial->administrator);
    struct draft_file file;
    add_file(trial, &draft, &file, "not really a photograph");
    trial_refused(trial, &draft, "no role");
    assert_int_equal(count_files(trial), 0);
}

static void test_a_file_that_nobody_knows_is_dropped_at_opening(void **state) {
    struct trial *trial = *state;
    struct error error = {0};
    struct draft draft = trial_draft(trial, "media", MEDIA, NULL, &trial->worker);
    struct draft_file file;
    add_file(trial, &draft, &file, "not really a photograph");
    trial_accepted(trial, &draft);
    const char *orphan = investigation_file(&trial->arena, &trial->investigation, "left");
    assert_true(files_create(orphan, "x", 1, &error));
    size_of(trial); /* who only reads drops nothing */
    assert_true(files_is_file(orphan));
    trial_reopen(trial);
    assert_int_equal(count_files(trial), 1);
    assert_false(files_is_file(orphan));
}

/* ------------------------------------------------------------------ batches */

static void test_a_batch_is_taken_whole_or_not_at_all(void **state) {
    struct trial *trial = *state;
    struct error error = {0};
    uint64_t before = size_of(trial);
    struct draft drafts[] = {
        trial_draft(trial, "site", SITE, NULL, &trial->worker),
        trial_draft(trial, "site", SITE, NULL, &trial->administrator),
        trial_draft(trial, "site", SITE, NULL, &trial->worker),
    };
    struct receipt receipts[3];
    size_t wrong = 99;
    assert_false(append_batch(trial->appender,
                              &(struct append_batch){.drafts = drafts, .count = 3}, receipts,
                              &wrong, &error));
    assert_int_equal(wrong, 1);
    assert_int_equal(size_of(trial), before);
    drafts[1] = trial_draft(trial, "site", "{'code':'ABC'}", NULL, &trial->worker);
    error = (struct error){0};
    assert_false(append_batch(trial->appender,
                              &(struct append_batch){.drafts = drafts, .count = 3}, receipts,
                              &wrong, &error));
    assert_int_equal(wrong, 1);
    assert_non_null(strstr(error.text, "missing"));
    drafts[1] = trial_draft(trial, "site", SITE, NULL, &trial->worker);
    error = (struct error){0};
    assert_true(append_batch(trial->appender,
                             &(struct append_batch){.drafts = drafts, .count = 3}, receipts,
                             &wrong, &error));
    assert_int_equal(receipts[2].index, before + 2);
    assert_int_equal(size_of(trial), before + 3);
}

/* Every one has a file; two are of no use, and the first of them is named. */
static void test_a_batch_that_several_threads_seal(void **state) {
    enum { COUNT = 40, THREADS = 4 };
    struct trial *trial = *state;
    struct error error = {0};
    uint64_t before = size_of(trial);
    size_t wrong = COUNT;
    struct draft drafts[COUNT], good[2];
    struct draft_file files[COUNT];
    struct receipt receipts[COUNT];
    for (int i = 0; i < COUNT; i++) {
        drafts[i] = trial_draft(trial, "media", MEDIA, NULL, &trial->worker);
        add_file(trial, &drafts[i], &files[i], "a picture");
    }
    good[0] = drafts[17], good[1] = drafts[31];
    drafts[17].signer_count = drafts[31].signer_count = 0;
    struct append_batch batch = {.drafts = drafts, .count = COUNT, .threads = THREADS};
    assert_false(
        append_batch(trial->appender, &batch, receipts, &wrong, &error));
    assert_int_equal(wrong, 17);
    assert_string_equal(error.text, "nobody signs it");
    assert_int_equal(size_of(trial), before);
    assert_int_equal(count_files(trial), 0);
    drafts[17] = good[0], drafts[31] = good[1];
    error = (struct error){0};
    assert_true(
        append_batch(trial->appender, &batch, receipts, &wrong, &error));
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(receipts[i].index, before + (uint64_t)i);
        assert_string_equal(receipts[i].rec.text, drafts[i].rec.text);
    }
    assert_int_equal(size_of(trial), before + COUNT);
    assert_int_equal(count_files(trial), COUNT);
}

static void test_a_draft_may_rest_on_those_before_it(void **state) {
    struct trial *trial = *state;
    struct error error = {0};
    struct trial_signer press;
    trial_make_signer(trial, &press);
    struct draft site = trial_draft(trial, "site", SITE, NULL, &trial->worker);
    struct draft drafts[] = {
        trial_new_user(trial, &press, "'field'", &trial->administrator),
        site,
        trial_draft(trial, "site", SITE, &site.rec, &press),
        trial_draft(trial, "site", SITE, &site.rec, &press),
    };
    struct receipt receipts[4];
    struct append_batch batch = {
        .drafts = drafts, .count = 4, .keys = &press.key, .key_count = 1};
    assert_true(append_batch(trial->appender, &batch, receipts, NULL, &error));
    struct opened last = open_entry(trial, receipts[3].index);
    assert_int_equal(last.line.entry.rev, 3);
    assert_memory_equal(last.line.entry.prev[0].byte, receipts[2].leaf.byte, DIGEST_SIZE);
    json_decref(last.contents.fields);
    size_of(trial);
}

static void test_an_entry_that_is_too_large_is_refused(void **state) {
    struct trial *trial = *state;
    uint64_t before = size_of(trial);
    /* Everything that is said of frequencies is public. */
    struct draft draft = trial_draft(trial, "frequencies", "{'marker':'D3S1358','alleles':[]}", NULL,
                                    &trial->worker);
    json_t *rows = json_object_get((json_t *)draft.fields, "alleles");
    for (int i = 0; i < 1500; i++) {
        char allele[16];
        snprintf(allele, sizeof allele, "%d", i);
        json_array_append_new(rows, json_pack("{s:s,s:s}", "allele", allele, "frequency",
                                              "0.000666666666"));
    }
    trial_refused(trial, &draft, "65535");
    assert_int_equal(size_of(trial), before);
}

/* ------------------------------------------------------------------ revisions and forks */

static void test_only_what_is_there_is_revised(void **state) {
    struct trial *trial = *state;
    struct identifier nobody = identifier_make(&trial->random, IDENTIFIER_RECORD);
    struct draft draft = trial_draft(trial, "site", SITE, &nobody, &trial->worker);
    trial_refused(trial, &draft, "no record");
    draft.revises = false;
    trial_accepted(trial, &draft);
    trial_refused(trial, &draft, "begun already");
    struct draft other = trial_draft(trial, "grave", "{'code':'ABC-G001','kind':'cut'}",
                                    &draft.rec, &trial->worker);
    trial_refused(trial, &other, "something else");
}

/* ------------------------------------------------------------------ many at once */

enum { WRITERS = 10, EACH = 12 };

struct writer {
    struct trial *trial;
    struct arena arena;
    json_t *fields;
    pthread_t thread;
    int done, refused;
    struct receipt receipt[EACH];
};

/* Every third draft is one that nobody may sign. */
static void *write_each(void *data) {
    struct writer *writer = data;
    struct trial *trial = writer->trial;
    for (int i = 0; i < EACH; i++) {
        struct error error = {0};
        struct draft draft = {.schema = schema_find("site"),
                              .rec = identifier_make(&trial->random, IDENTIFIER_RECORD),
                              .fields = writer->fields,
                              .signers = i % 3 == 2 ? &trial->administrator.signer
                                                    : &trial->worker.signer,
                              .signer_count = 1};
        if (append_batch(trial->appender,
                         &(struct append_batch){.drafts = &draft, .count = 1},
                         &writer->receipt[writer->done], NULL, &error))
            writer->done++;
        else if (error.code == ERROR_DENIED) writer->refused++;
    }
    return NULL;
}

static void test_ten_writers_at_once(void **state) {
    struct trial *trial = *state;
    static struct writer writers[WRITERS];
    uint64_t before = size_of(trial);
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){.trial = trial};
        writers[i].fields = json_pack("{s:s,s:s,s:s}", "code", "ABC", "name", "Wood", "kind",
                                      "primary_grave");
        arena_open(&writers[i].arena, 0);
        assert_int_equal(pthread_create(&writers[i].thread, NULL, write_each, &writers[i]), 0);
    }
    bool taken[WRITERS * EACH] = {0};
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(writers[i].thread, NULL);
        assert_int_equal(writers[i].done, EACH * 2 / 3);
        assert_int_equal(writers[i].refused, EACH / 3);
        for (int r = 0; r < writers[i].done; r++) {
            uint64_t at = writers[i].receipt[r].index - before;
            assert_true(at < WRITERS * EACH && !taken[at]);
            taken[at] = true;
        }
        json_decref(writers[i].fields);
        arena_close(&writers[i].arena);
    }
    assert_int_equal(size_of(trial), before + WRITERS * EACH * 2 / 3);
}

static void test_one_process_appends(void **state) {
    struct trial *trial = *state;
    struct investigation second;
    struct error error = {0};
    assert_false(investigation_open(&trial->arena, trial->path, INVESTIGATION_APPEND, &second,
                                    &error));
    assert_int_equal(error.code, ERROR_BUSY);
}

#define test_in_trial(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        test_in_trial(test_a_new_investigation_is_whole),
        test_in_trial(test_a_receipt_says_where_it_stands),
        test_in_trial(test_public_fields_are_seen_and_the_others_all_sealed),
        test_in_trial(test_the_same_fields_twice_share_no_digest),
        test_in_trial(test_a_file_is_kept_under_another_name),
        test_in_trial(test_a_file_out_of_a_spool),
        test_in_trial(test_a_file_of_what_is_refused_is_gone),
        test_in_trial(test_a_file_that_nobody_knows_is_dropped_at_opening),
        test_in_trial(test_a_batch_is_taken_whole_or_not_at_all),
        test_in_trial(test_a_batch_that_several_threads_seal),
        test_in_trial(test_a_draft_may_rest_on_those_before_it),
        test_in_trial(test_an_entry_that_is_too_large_is_refused),
        test_in_trial(test_only_what_is_there_is_revised),
        test_in_trial(test_ten_writers_at_once),
        test_in_trial(test_one_process_appends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
