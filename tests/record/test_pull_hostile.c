/* A folder from outside is bytes that anybody may have written: nothing of it comes into the record that
 * does not stand by itself, and each thing that is left out is named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/encode.h"
#include "record/hand_entry.h"
#include "record/log.h"
#include "record/other_copy.h"
#include "record/seal.h"

#define SITE "{'code':'ABC','name':'Wood','kind':'primary_grave'}"

static struct trial trial;
static struct other_copy main_copy, laptop;
static struct receipt site, picture;
static struct copy_log before;

/* A site and a photograph in the outbox, and a revision of the site behind them. */
static int enter(void **state) {
    (void)state;
    trial_open(&trial);
    main_copy = copy_main(&trial);
    laptop = copy_make_device(&main_copy, "laptop", 1001, 2000);
    site = copy_add(&laptop, "site", SITE, NULL, NULL);
    picture = copy_add(&laptop, "media", "{'number':'IMG_1','file':'1'}", NULL, "a picture");
    copy_add(&laptop, "site", SITE, &site.rec, NULL);
    before = copy_log(&main_copy);
    return 0;
}

/* Whatever was tried, the main copy is whole. */
static int leave(void **state) {
    (void)state;
    copy_is_whole(&main_copy);
    trial_close(&trial);
    return 0;
}

static void assert_untouched(void) {
    struct copy_log now = copy_log(&main_copy);
    assert_int_equal(now.count, before.count);
    assert_memory_equal(now.leaf, before.leaf, now.count * sizeof *now.leaf);
}

/* Of the entry at this index there, these words are said; everything else was taken. */
static void expect_refused(const struct receipt *entry, const char *words, size_t taken) {
    struct pull_result result = copy_pull(&main_copy, &laptop);
    bool said = false;
    for (size_t i = 0; i < result.count; i++) {
        const struct pull_entry *line = &result.entry[i];
        if (line->fate == PULL_TAKEN) continue;
        if (line->from == (int64_t)entry->index && strstr(line->why, words)) said = true;
        else if (line->from == (int64_t)entry->index) print_error("%s\n", line->why);
    }
    assert_true(said);
    assert_int_equal(result.taken, taken);
    assert_int_equal(result.waiting, 0);
    assert_int_equal(copy_log(&main_copy).count, before.count + taken);
}

static const char *at(const char *sql, const struct receipt *entry) {
    return arena_format(&trial.arena, sql, (int)entry->index);
}

static const char *file_of_picture(void) {
    char **name;
    size_t count;
    struct error error = {0};
    const char *folder = files_join(&trial.arena, laptop.path, "files");
    assert_true(files_list(&trial.arena, folder, &name, &count, &error));
    assert_int_equal(count, 1);
    return files_join(&trial.arena, folder, name[0]);
}

/* ------------------------------------------------------------------ entries */

static void test_a_wrong_signature(void **state) {
    (void)state;
    /* The first letter of the signature, which stands behind "sigs":{"u-…":" */
    copy_sql(&laptop, at("update log set entry = cast(substr(entry, 1, instr(entry, '\"sigs\"') + 39) "
                         "|| case substr(entry, instr(entry, '\"sigs\"') + 40, 1) when x'41' then "
                         "'B' else 'A' end || substr(entry, instr(entry, '\"sigs\"') + 41) as blob) "
                         "where leaf_index = %d", &site));
    expect_refused(&site, "signature", 1);
}

static void test_no_entry_at_all(void **state) {
    (void)state;
    copy_sql(&laptop, at("update log set entry = x'7b7d' where leaf_index = %d", &site));
    expect_refused(&site, "", 1);
}

/* Of another investigation, signed by its own people, or by ours for it. */
static void test_an_entry_of_another_investigation(void **state) {
    (void)state;
    struct draft draft = trial_draft(&trial, "site", SITE, NULL, &trial.worker);
    struct investigation elsewhere = {.path = trial.folder, .origin = "example.org/elsewhere"};
    struct sealed sealed;
    struct digester digester = {0};
    struct error error = {0};
    assert_true(digest_open(&digester, &error));
    assert_true(seal_draft(&trial.arena, &digester, &trial.random, &elsewhere, &draft, &sealed,
                           &error));
    assert_true(seal_sign(&trial.arena, &digester, elsewhere.origin, &sealed, NULL, 0, 1, &error));
    digest_close(&digester);
    char *hex = arena_take(&trial.arena, ENCODE_HEX_LENGTH(sealed.size) + 1, 1);
    encode_text(ENCODING_HEX, sealed.bytes, sealed.size, hex);
    char *blob = arena_take(&trial.arena, ENCODE_HEX_LENGTH(sealed.blob_size) + 1, 1);
    encode_text(ENCODING_HEX, sealed.blob, sealed.blob_size, blob);
    copy_sql(&laptop, arena_format(&trial.arena, "update log set entry = x'%s' where leaf_index = "
                                   "%d", hex, (int)site.index));
    copy_sql(&laptop, arena_format(&trial.arena, "update vault set disclosures = x'%s' where "
                                   "leaf_index = %d", blob, (int)site.index));
    expect_refused(&site, "another investigation", 1);
}

static void test_another_investigation(void **state) {
    (void)state;
    copy_sql(&laptop, "update meta set value = 'example.org/elsewhere' where name = 'origin'");
    copy_pull_fails(&main_copy, &laptop, "it is another investigation");
    assert_untouched();
}

/* Every byte of an entry, and of what it commits to. */
static void flip_each(const char *table, const char *column, int64_t size) {
    for (int64_t place = 1; place <= size; place += 5) {
        struct other_copy altered = copy_make(&laptop, "altered");
        copy_sql(&altered, arena_format(
            &trial.arena, "update %s set %s = cast(substr(%s, 1, %d) || substr(case substr(%s, %d, "
            "1) when x'41' then x'42' else x'41' end, 1, 1) || substr(%s, %d) as blob) where "
            "leaf_index = %d", table, column, column, (int)place - 1, column, (int)place, column,
            (int)place + 1, (int)site.index));
        struct pull_result result = copy_pull(&main_copy, &altered);
        for (size_t i = 0; i < result.count; i++)
            if (result.entry[i].fate == PULL_TAKEN &&
                result.entry[i].from == (int64_t)site.index)
                fail_msg("byte %d of %s was altered and taken", (int)place, column);
        copy_remove(&altered);
    }
}

static void test_every_fifth_byte_of_an_entry_and_its_disclosures(void **state) {
    (void)state;
    /* The photograph is in the record already, so that nothing else is taken on the way. */
    copy_sql(&laptop, at("update log set entry = x'7b7d' where leaf_index = %d", &picture));
    flip_each("log", "entry", copy_sql(&laptop, at("select length(entry) from log where leaf_index "
                                                   "= %d", &site)));
    flip_each("vault", "disclosures",
              copy_sql(&laptop, at("select length(disclosures) from vault where leaf_index = %d",
                                   &site)));
    assert_untouched();
}

/* ------------------------------------------------------------------ what entries commit to */

static void test_disclosures_that_are_not_there(void **state) {
    (void)state;
    copy_sql(&laptop, at("delete from vault where leaf_index = %d", &site));
    expect_refused(&site, "its sealed part is not there", 1);
}

static void test_some_disclosures_are_not_there(void **state) {
    (void)state;
    copy_sql(&laptop, at("update vault set disclosures = cast('{\"att\":{},\"sd\":{}}' as blob) "
                         "where leaf_index = %d", &site));
    expect_refused(&site, "of its sealed fields and files are not there", 1);
}

static void test_a_file_that_is_not_there(void **state) {
    (void)state;
    assert_int_equal(unlink(file_of_picture()), 0);
    expect_refused(&picture, "its file 1 is not there", 2);
}

static void test_a_file_that_was_altered(void **state) {
    (void)state;
    struct error error = {0};
    assert_true(files_write(file_of_picture(), "a Picture", 9, &error));
    expect_refused(&picture, "its file 1 is not what it commits to", 2);
}

static void test_a_file_without_end(void **state) {
    (void)state;
    assert_int_equal(truncate(file_of_picture(), (off_t)1 << 40), 0);
    expect_refused(&picture, "its file 1 is not what it commits to", 2);
}

/* Even one that leads to the right bytes. */
static void test_a_file_that_is_a_link(void **state) {
    (void)state;
    struct error error = {0};
    const char *file = file_of_picture(), *moved = arena_format(&trial.arena, "%s/moved",
                                                                trial.folder);
    assert_true(files_rename(file, moved, &error));
    assert_int_equal(symlink(moved, file), 0);
    expect_refused(&picture, "is no plain file", 2);
}

static void test_a_file_that_is_a_pipe(void **state) {
    (void)state;
    const char *file = file_of_picture();
    assert_int_equal(unlink(file), 0);
    assert_int_equal(mkfifo(file, 0600), 0);
    expect_refused(&picture, "is no plain file", 2);
}

static void test_a_file_outside_of_the_folder(void **state) {
    (void)state;
    struct error error = {0};
    const char *moved = arena_format(&trial.arena, "%s/moved", laptop.path);
    assert_true(files_rename(file_of_picture(), moved, &error));
    copy_sql(&laptop, "update vault_file set file_name = '../moved'");
    expect_refused(&picture, "its file 1 is not there", 2);
}

/* ------------------------------------------------------------------ the database */

static void test_a_database_that_is_a_link(void **state) {
    (void)state;
    struct other_copy link = copy_make(&laptop, "link");
    const char *path = files_join(&trial.arena, link.path, "record.db");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink(files_join(&trial.arena, laptop.path, "record.db"), path), 0);
    copy_pull_fails(&main_copy, &link, "record.db is no plain file");
    assert_untouched();
}

/* The database program would write to where it leads. */
static void test_what_lies_beside_the_database_is_a_link(void **state) {
    (void)state;
    static const char *const ENDINGS[] = {"-wal", "-shm", "-journal"};
    struct error error = {0};
    const char *mine = files_join(&trial.arena, trial.folder, "mine");
    char *bytes;
    size_t size;
    assert_true(files_write(mine, "a letter", 8, &error));
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
        struct other_copy altered = copy_make(&laptop, "altered");
        const char *path = arena_format(&trial.arena, "%s/record.db%s", altered.path, ENDINGS[i]);
        unlink(path);
        assert_int_equal(symlink(mine, path), 0);
        copy_pull_fails(&main_copy, &altered, path);
        assert_true(files_read(&trial.arena, mine, 100, &bytes, &size, &error));
        assert_string_equal(bytes, "a letter");
        copy_remove(&altered);
    }
    assert_untouched();
}

static void test_a_database_of_another_form(void **state) {
    (void)state;
    static const char *const SQL[] = {
        "create table more (x)",
        "create view more as select * from log",
        "create trigger more after insert on meta begin delete from log; end",
        "drop table waiting_file",
        "alter table log add column more text",
    };
    for (size_t i = 0; i < sizeof SQL / sizeof *SQL; i++) {
        struct other_copy altered = copy_make(&laptop, "altered");
        copy_sql(&altered, SQL[i]);
        copy_pull_fails(&main_copy, &altered, "not one that this program makes");
        copy_remove(&altered);
    }
    assert_untouched();
}

static void test_a_database_that_is_damaged(void **state) {
    (void)state;
    struct error error = {0};
    char *bytes;
    size_t size;
    const char *path = files_join(&trial.arena, laptop.path, "record.db");
    assert_true(files_read(&trial.arena, path, 1 << 26, &bytes, &size, &error));
    for (size_t page = 1; page < size / 4096; page += 3) {
        struct other_copy altered = copy_make(&laptop, "altered");
        char *copy = arena_copy_part(&trial.arena, bytes, size);
        memset(copy + page * 4096, 0x5a, 512);
        path = files_join(&trial.arena, altered.path, "record.db");
        assert_true(files_write(path, copy, size, &error));
        copy_pull_fails(&main_copy, &altered, "");
        copy_remove(&altered);
    }
    assert_untouched();
}

static void test_nothing_there(void **state) {
    (void)state;
    struct other_copy nothing = {&trial, "nothing", trial.folder};
    copy_pull_fails(&main_copy, &nothing, "it is no investigation");
    assert_untouched();
}

/* ------------------------------------------------------------------ a main copy that is none */

/* A device takes all that is new or nothing, and keeps what it has. */
static void test_a_device_takes_nothing_of_a_bad_one(void **state) {
    (void)state;
    struct receipt other = copy_add(&main_copy, "site",
                                    "{'code':'DEF','name':'Quarry','kind':'primary_grave'}", NULL,
                                    NULL);
    copy_add(&main_copy, "site", "{'code':'GHI','name':'Field','kind':'primary_grave'}", NULL,
             NULL);
    struct other_copy bad = copy_make(&main_copy, "bad");
    copy_sql(&bad, at("delete from vault where leaf_index = %d", &other));
    struct copy_log there = copy_log(&laptop);
    copy_pull_fails(&laptop, &bad, "of the main copy cannot be taken, so that nothing was changed");
    struct copy_log now = copy_log(&laptop);
    assert_int_equal(now.count, there.count);
    assert_memory_equal(now.leaf, there.leaf, now.count * sizeof *now.leaf);
    copy_is_whole(&laptop);
}

#define HOSTILE_TEST(function) cmocka_unit_test_setup_teardown(function, enter, leave)

int main(void) {
    /* Hundreds of copies, of which none needs the disk. */
    if (access("/dev/shm", W_OK) == 0) setenv("TMPDIR", "/dev/shm", 1);
    const struct CMUnitTest tests[] = {
        HOSTILE_TEST(test_a_wrong_signature),
        HOSTILE_TEST(test_no_entry_at_all),
        HOSTILE_TEST(test_an_entry_of_another_investigation),
        HOSTILE_TEST(test_another_investigation),
        HOSTILE_TEST(test_every_fifth_byte_of_an_entry_and_its_disclosures),
        HOSTILE_TEST(test_disclosures_that_are_not_there),
        HOSTILE_TEST(test_some_disclosures_are_not_there),
        HOSTILE_TEST(test_a_file_that_is_not_there),
        HOSTILE_TEST(test_a_file_that_was_altered),
        HOSTILE_TEST(test_a_file_without_end),
        HOSTILE_TEST(test_a_file_that_is_a_link),
        HOSTILE_TEST(test_a_file_that_is_a_pipe),
        HOSTILE_TEST(test_a_file_outside_of_the_folder),
        HOSTILE_TEST(test_a_database_that_is_a_link),
        HOSTILE_TEST(test_what_lies_beside_the_database_is_a_link),
        HOSTILE_TEST(test_a_database_of_another_form),
        HOSTILE_TEST(test_a_database_that_is_damaged),
        HOSTILE_TEST(test_nothing_there),
        HOSTILE_TEST(test_a_device_takes_nothing_of_a_bad_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
