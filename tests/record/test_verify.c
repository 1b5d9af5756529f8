/* Whatever was done to a record around the program is named, with the entry that it was done to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "record/hand_entry.h"
#include "record/replay.h"
#include "record/small_record.h"
#include "record/verify.h"
#include "store/query.h"

static struct small_record small;

static int begin(void **state) {
    (void)state;
    small_make(&small);
    small_fill(&small);
    return 0;
}

static int end(void **state) {
    (void)state;
    small_remove(&small);
    return 0;
}

static struct verify_result verify_with(const struct verify_plan *plan) {
    struct verify_result result;
    struct error error = {0};
    if (small.open) small_close(&small);
    if (!verify_run(small.arena, small.path, plan, &result, &error)) fail_msg("%s", error.text);
    assert_int_equal(result.ok, result.problem_count == 0);
    return result;
}

static struct verify_result verify(enum verify_level level) {
    return verify_with(&(struct verify_plan){.level = level, .threads = 2});
}

static void assert_whole(void) {
    struct verify_result result = verify(VERIFY_TABLES);
    if (!result.ok) fail_msg("%lld: %s", (long long)result.problem[0].index, result.problem[0].what);
}

static void assert_named(const struct verify_result *result, int64_t index, const char *words) {
    for (size_t i = 0; i < result->problem_count; i++)
        if (result->problem[i].index == index && strstr(result->problem[i].what, words)) return;
    for (size_t i = 0; i < result->problem_count; i++)
        print_error("%lld: %s\n", (long long)result->problem[i].index, result->problem[i].what);
    fail_msg("\"%s\" is not said of entry %lld", words, (long long)index);
}

/* Of this entry, and of no other. */
static void assert_only(const struct verify_result *result, int64_t index, const char *words) {
    assert_named(result, index, words);
    for (size_t i = 0; i < result->problem_count; i++)
        if (result->problem[i].index != index)
            fail_msg("also of %lld: %s", (long long)result->problem[i].index,
                     result->problem[i].what);
}

static int64_t size_of(void) { return (int64_t)verify(VERIFY_RECORD).size; }

/* ------------------------------------------------------------------ a sound one */

static void test_a_sound_record_is_whole(void **state) {
    (void)state;
    for (enum verify_level level = VERIFY_RECORD; level <= VERIFY_TABLES; level++) {
        struct verify_result result = verify(level);
        assert_true(result.ok);
        assert_int_equal(result.level, level);
        assert_int_equal(result.unopened, level >= VERIFY_CONTENTS ? 0 : result.unopened);
        assert_string_equal(result.origin, HAND_ORIGIN);
        assert_int_equal(result.size, schema_count + 11);
        assert_int_equal(result.fork_count, 0);
        assert_int_equal(result.backdated.count, 0);
    }
}

static void test_it_says_who_made_whom(void **state) {
    (void)state;
    const struct investigation_root *root = &small.trial.root;
    struct verify_result result = verify(VERIFY_RECORD);
    assert_int_equal(result.user_count, 2);
    assert_string_equal(result.user[0].id.text, root->administrator.text);
    assert_int_equal(result.user[0].made, 0);
    assert_string_equal(result.user[0].by[0].text, root->administrator.text);
    assert_string_equal(result.user[1].id.text, root->worker.text);
    assert_int_equal(result.user[1].by_count, 1);
    assert_string_equal(result.user[1].by[0].text, root->administrator.text);
    assert_int_equal(result.user[1].roles, 1u << USER_FIELD | 1u << USER_LABORATORY |
                                               1u << USER_EXAMINER | 1u << USER_LIAISON);
}

static void test_the_root_key_is_compared_when_it_is_given(void **state) {
    (void)state;
    struct digest right = small.trial.root.fingerprint, wrong = right;
    wrong.byte[31] ^= 1;
    struct verify_result result = verify(VERIFY_RECORD);
    assert_false(result.root_key_checked);
    assert_true(digest_equal(&result.root_key, &right));
    result = verify_with(&(struct verify_plan){.root_key = &right, .threads = 1});
    assert_true(result.ok && result.root_key_checked);
    result = verify_with(&(struct verify_plan){.root_key = &wrong, .threads = 1});
    assert_only(&result, 0, "not the one whose fingerprint was given");
}

/* ------------------------------------------------------------------ altered in the database */

/* The first site, and what it is made of: three sites, remains three times, a person, a photograph
 * end the log. */
static int64_t first_site(void) { return (int64_t)(verify(VERIFY_RECORD).size - 8); }

static const char *at_index(const char *format, int64_t index) {
    return arena_format(small.arena, format, (int)index);
}

/* The log and the vault as they were. */
static void keep(void) {
    small_sql(&small, "create table log_before as select * from log;"
                      "create table vault_before as select * from vault;"
                      "create table file_before as select * from vault_file;"
                      "create table tree_before as select * from tree");
}

static void put_back(void) {
    small_sql(&small, "delete from vault_file; delete from vault; delete from log; delete from tree;"
                      "insert into log select * from log_before;"
                      "insert into vault select * from vault_before;"
                      "insert into vault_file select * from file_before;"
                      "insert into tree select * from tree_before;"
                      "drop table log_before; drop table vault_before; drop table file_before;"
                      "drop table tree_before");
}

static void test_an_altered_entry_is_named(void **state) {
    static const struct {
        const char *old, *new, *words;
    } CASES[] = {
        {"\"v\":1", "\"v\":1 ", "it is no entry any more"},
        {"\"kind\":\"site\"", "\"kind\":\"site\",\"kind\":\"site\"", "stands there twice"},
        {"\"rev\":1", "\"rev\":0", "rev: should be a whole number from 1 on"},
        {"\"pub\":{\"name\"", "\"pub\":{\"mame\"", "signature"},
        {"\"rev\":1", "\"rev\":1.0", "not written whole"},
        {"Forest edge", "Forest hedge", "signature"},
        {"Forest edge", "Forest \\u0065dge", "not canonical"},
        {"==\"},\"v\"", "\"},\"v\"", "sigs: "},
        {"\"code\":\"", "\"code\":\"A", "sd: code: 32 bytes in base64url have 43"},
        {"\"schema\":\"", "\"schema\":\"00", "schema: 32 bytes in hexadecimal"},
    };
    (void)state;
    int64_t at = first_site();
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        keep();
        small_sql(&small, arena_format(small.arena,
                                       "update log set entry = cast(replace(cast(entry as text), "
                                       "'%s', '%s') as blob) where leaf_index = %d", CASES[i].old,
                                       CASES[i].new, (int)at));
        struct verify_result result = verify(VERIFY_CONTENTS);
        assert_named(&result, at, CASES[i].words);
        assert_named(&result, at, "the hash that is kept of it is not its own");
        assert_named(&result, VERIFY_WHOLE, "is not the one that was kept");
        put_back();
    }
    assert_whole();
}

static void test_what_stands_beside_an_entry_is_checked(void **state) {
    static const struct {
        const char *sql, *words;
    } CASES[] = {
        {"update log set leaf_hash = zeroblob(32) where leaf_index = %d",
         "the hash that is kept of it is not its own"},
        {"update log set kind = 'grave' where leaf_index = %d", "as something else than a site"},
        {"update log set record_id = 'r-aaaaaaaaaaaaaaaaaaaaaaaaaa' where leaf_index = %d",
         "under another record than"},
        {"update vault set disclosures = x'7b7d' where leaf_index = %d",
         "what is kept of its sealed part is not what it commits to"},
        {"update vault set disclosures = (select disclosures from vault_before where leaf_index = "
         "1 + %d) where leaf_index = -1 + (select max(leaf_index) - 6 from log)",
         "is not what the entry commits to"},
    };
    (void)state;
    int64_t at = first_site();
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        keep();
        small_sql(&small, at_index(CASES[i].sql, at));
        struct verify_result result = verify(VERIFY_CONTENTS);
        assert_named(&result, at, CASES[i].words);
        put_back();
    }
    assert_whole();
}

static void test_a_file_is_held_against_its_entry(void **state) {
    (void)state;
    struct error error = {0};
    int64_t at = first_site() + 7;
    char **name, *folder = files_join(small.arena, small.path, "files");
    size_t count;
    assert_true(files_list(small.arena, folder, &name, &count, &error));
    assert_int_equal(count, 1);
    const char *path = files_join(small.arena, folder, name[0]);
    assert_true(files_write(path, "not really A photograph", 23, &error));
    struct verify_result result = verify(VERIFY_CONTENTS);
    assert_only(&result, at, "its file 1 is not what it commits to");
    result = verify(VERIFY_RECORD); /* which looks at no file */
    assert_true(result.ok);
    assert_true(files_remove(path, &error));
    result = verify(VERIFY_CONTENTS);
    assert_only(&result, at, "its file 1 cannot be read");
    assert_true(files_write(path, "not really a photograph", 23, &error));
    small_sql(&small, "delete from vault_file");
    result = verify(VERIFY_CONTENTS);
    assert_only(&result, at, "its file 1 is not there");
    small_sql(&small, arena_format(small.arena, "insert into vault_file values (%d, 1, '%s'), "
                                   "(%d, 2, 'x')", (int)at, name[0], (int)at));
    result = verify(VERIFY_CONTENTS);
    assert_only(&result, at, "a file 2 is kept for it, to which it does not commit");
}

static void test_entries_that_went_or_came_are_named(void **state) {
    static const struct {
        const char *sql;
        int64_t after; /* the first site */
        const char *words;
    } CASES[] = {
        {"delete from vault where leaf_index = %d + 1; delete from log where leaf_index = %1$d + 1",
         1, "the entry is missing"},
        {"delete from vault where leaf_index between %d + 1 and %1$d + 3;"
         "delete from log where leaf_index between %1$d + 1 and %1$d + 3", 1, "are missing"},
        {"delete from vault_file; delete from vault where leaf_index = %d + 7;"
         "delete from log where leaf_index = %1$d + 7", 7, "the last 1 are missing"},
        {"insert into log select leaf_index + 1, zeroblob(32), record_id, kind, entry from log "
         "where leaf_index = %d + 7", 8, "put in beside the program"},
        {"delete from log where leaf_index = %d + 2", 2, "a sealed part of an entry that is not "
         "there"},
    };
    (void)state;
    int64_t at = first_site();
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        keep();
        small_sql(&small, at_index(CASES[i].sql, at));
        struct verify_result result = verify(VERIFY_CONTENTS);
        assert_named(&result, at + CASES[i].after, CASES[i].words);
        put_back();
    }
    /* Two exchanged: each stands where the other was. */
    keep();
    small_sql(&small, at_index("update log set leaf_index = 100000 where leaf_index = %d;"
                               "update log set leaf_index = %1$d where leaf_index = %1$d + 1;"
                               "update log set leaf_index = %1$d + 1 where leaf_index = 100000",
                               at));
    struct verify_result result = verify(VERIFY_RECORD);
    assert_named(&result, VERIFY_WHOLE, "entries were altered, exchanged or removed");
    put_back();
    assert_whole();
}

static void test_what_the_database_says_of_itself_is_checked(void **state) {
    static const struct {
        const char *alter, *restore, *words;
    } CASES[] = {
        {"update meta set value = 'example.org/other' where name = 'origin'",
         "update meta set value = '" HAND_ORIGIN "' where name = 'origin'", NULL},
        {"update meta set value = 'x' where name = 'format'",
         "update meta set value = '" INVESTIGATION_FORMAT "' where name = 'format'",
         "does not say that it is of the form " INVESTIGATION_FORMAT},
        {"create table kept as select * from user_key; update user_key set sealed = sealed || 'A'",
         "update user_key set sealed = (select sealed from kept where kept.user_id = "
         "user_key.user_id); drop table kept", "is damaged, and no passphrase opens it"},
        {"create trigger t after insert on log begin delete from vault; end", "drop trigger t",
         "not declared as the program declares them"},
        {"drop index log_by_kind", "create index log_by_kind on log (kind, leaf_index)",
         "not declared as the program declares them"},
        {"update tree set subtrees = zeroblob(length(subtrees))", NULL,
         "the tree over the entries is not the one that was kept"},
        {"update tree set subtrees = x''", NULL, "the tree over the entries cannot be read"},
        {"delete from tree", NULL, "the tree over the entries cannot be read"},
    };
    (void)state;
    assert_whole();
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        if (!CASES[i].restore) keep();
        small_sql(&small, CASES[i].alter);
        struct verify_result result = verify(VERIFY_CONTENTS);
        if (CASES[i].words) assert_named(&result, VERIFY_WHOLE, CASES[i].words);
        else assert_named(&result, 0, "signature");
        if (CASES[i].restore) small_sql(&small, CASES[i].restore);
        else put_back();
    }
    assert_whole();
}

static void test_a_key_of_nobody_is_named(void **state) {
    (void)state;
    small_close(&small);
    small_sql(&small, "update user_key set user_id = 'u-aaaaaaaaaaaaaaaaaaaaaaaaaa' where user_id = "
                      "(select max(user_id) from user_key)");
    struct verify_result result = verify(VERIFY_RECORD);
    assert_only(&result, VERIFY_WHOLE,
                "a private key is kept for u-aaaaaaaaaaaaaaaaaaaaaaaaaa, to whom");
}

/* ------------------------------------------------------------------ signed, and wrong */

static struct draft_signer signer(const struct trial_signer *who) { return who->signer; }

/* A further user who holds roles, or a key that nobody was given. */
static struct trial_signer add_user(const char *roles) {
    struct trial_signer user;
    trial_make_signer(&small.trial, &user);
    if (!roles) return user;
    struct draft draft = trial_new_user(&small.trial, &user, roles, &small.trial.administrator);
    trial_accepted(&small.trial, &draft);
    return user;
}

/* A new record that says what another entry says. */
static struct entry another(struct entry entry) {
    entry.rec = identifier_make(&small.trial.random, IDENTIFIER_RECORD);
    entry.rev = 1;
    entry.prev_count = 0;
    return entry;
}

static int64_t forge(struct entry entry, const struct trial_signer *who) {
    struct draft_signer one = signer(who);
    return small_forge(&small, entry, HAND_ORIGIN, &one, 1);
}

static void test_whoever_had_no_right_to_sign_is_named(void **state) {
    (void)state;
    struct trial_signer press = add_user("'press'"), nobody = add_user(NULL);
    struct trial_signer gone = add_user("'field'");
    struct draft draft = trial_changed_user(&small.trial, &gone, "'field'", "revoked",
                                            &small.trial.administrator);
    trial_accepted(&small.trial, &draft);
    int64_t size = size_of();
    struct entry site = small_entry(&small, size - 11);
    assert_string_equal(site.kind, "site");
    struct trial_signer impostor = small.trial.worker;
    impostor.signer.key = press.signer.key;
    int64_t by_press = forge(another(site), &press), by_nobody = forge(another(site), &nobody);
    int64_t by_gone = forge(another(site), &gone), by_impostor = forge(another(site), &impostor);
    struct draft_signer both[] = {signer(&small.trial.worker), signer(&press)};
    int64_t by_both = small_forge(&small, another(site), HAND_ORIGIN, both, 2);
    int64_t elsewhere = small_forge(&small, another(site), "example.org/another", both, 1);
    struct verify_result result = verify(VERIFY_RECORD);
    assert_named(&result, by_press, "has no role that may sign a site");
    assert_named(&result, by_nobody, "who signed, is no user");
    assert_named(&result, by_gone, "who signed, is revoked");
    assert_named(&result, by_impostor, "signature");
    assert_named(&result, by_both, "signed by one person");
    assert_named(&result, elsewhere, "another investigation");
    assert_int_equal(result.problem_count, 6);
}

/* The entry that makes a user of this key, with its place in the log as its only flaw. */
static struct entry user_entry(const struct trial_signer *user, const char *roles,
                               const struct public_key *key) {
    struct entry entry = another(small_entry(&small, 0));
    entry.rec = user->signer.user;
    entry.rec.text[0] = IDENTIFIER_RECORD;
    entry.pub = arena_format(small.arena,
                             "{\"public_key\":\"%s\",\"roles\":[%s],\"state\":\"active\"}",
                             trial_base64(&small.trial, key->byte, SIGN_PUBLIC_SIZE), roles);
    entry.pub_size = strlen(entry.pub);
    return entry;
}

static void test_a_role_that_was_taken_is_none(void **state) {
    (void)state;
    const struct trial *trial = &small.trial;
    struct trial_signer friend = add_user(NULL), later = add_user(NULL), twin = add_user(NULL);
    int64_t size = size_of();
    struct entry site = small_entry(&small, size - 8);
    /* Made by somebody who may not make users. */
    int64_t made = forge(user_entry(&friend, "\"field\"", &friend.key.public_key), &trial->worker);
    int64_t used = forge(another(site), &friend);
    /* Granted after it was used. */
    int64_t early = forge(another(site), &later);
    int64_t granted = forge(user_entry(&later, "\"field\"", &later.key.public_key),
                            &trial->administrator);
    int64_t in_time = forge(another(site), &later);
    /* A second user with the key of the first. */
    struct entry second = user_entry(&twin, "\"board\"", &trial->worker.key.public_key);
    int64_t twice = forge(second, &trial->administrator);
    struct trial_signer masked = twin;
    masked.signer.key = trial->worker.signer.key;
    struct draft_signer hands[] = {signer(&trial->worker), signer(&masked)};
    struct entry custody = another(site);
    custody.kind = "custody";
    int64_t two_hands = small_forge(&small, custody, HAND_ORIGIN, hands, 2);
    custody.kind = "confirmation";
    int64_t confirmed = small_forge(&small, another(custody), HAND_ORIGIN, hands + 1, 1);
    struct verify_result result = verify(VERIFY_RECORD);
    assert_named(&result, made, "is no administrator");
    assert_named(&result, used, "is no user");
    assert_named(&result, early, "is no user");
    assert_named(&result, twice, "the public key is somebody else's");
    assert_named(&result, two_hands, "it should not have been taken");
    assert_named(&result, confirmed, "it should not have been taken");
    for (size_t i = 0; i < result.problem_count; i++)
        assert_true(result.problem[i].index != granted && result.problem[i].index != in_time);
}

static void test_what_does_not_follow_is_named(void **state) {
    (void)state;
    int64_t size = size_of();
    struct entry last = small_entry(&small, size - 3), site = small_entry(&small, size - 8);
    assert_int_equal(last.rev, 3); /* of the remains */
    const struct trial_signer *worker = &small.trial.worker;
    struct entry skips = last, numbered = last, other = last, nothing = last, begun = last;
    struct entry before = small_entry(&small, size - 4);
    skips.prev = before.prev; /* the first revision, with the number of a third */
    int64_t skipped = forge(skips, worker);
    numbered.rev = 5;
    int64_t misnumbered = forge(numbered, worker);
    other.rec = site.rec;
    int64_t of_other = forge(other, worker);
    struct digest nowhere = hand_digest(7);
    nothing.prev = &nowhere;
    int64_t of_nothing = forge(nothing, worker);
    begun.prev_count = 0;
    begun.rev = 1;
    int64_t again = forge(begun, worker);
    struct verify_result result = verify(VERIFY_RECORD);
    assert_named(&result, skipped, "its number as a revision is 3 and should be 2");
    assert_named(&result, misnumbered, "its number as a revision is 5 and should be 3");
    assert_named(&result, of_other, "which is about something else");
    assert_named(&result, of_nothing, "that the record does not have before it");
    assert_named(&result, again, "was begun already");
}

static void test_a_fork_is_listed_until_it_is_settled(void **state) {
    (void)state;
    int64_t size = size_of();
    struct entry remains = small_entry(&small, size - 4); /* the second of three */
    strcpy(remains.day, "2022-09-17");
    int64_t forked = forge(remains, &small.trial.worker);
    struct verify_result result = verify(VERIFY_RECORD);
    assert_true(result.ok); /* it is no damage */
    assert_int_equal(result.fork_count, 1);
    assert_int_equal(result.fork[0].heads, 2);
    assert_int_equal(result.fork[0].last, forked);
    assert_string_equal(result.fork[0].rec.text, remains.rec.text);
    small_open(&small);
    small_add(&small, "remains", &remains.rec, "{'code': 'ABC-0001-B', 'kind': 'body'}");
    result = verify(VERIFY_CONTENTS);
    assert_true(result.ok);
    assert_int_equal(result.fork_count, 0);
}

static void test_an_earlier_day_is_said(void **state) {
    (void)state;
    int64_t size = size_of();
    struct entry site = another(small_entry(&small, size - 8)), next;
    const char *today = arena_copy(small.arena, site.day);
    strcpy(site.day, "2022-09-17");
    next = another(site);
    strcpy(next.day, "2022-09-18");
    forge(site, &small.trial.worker);
    forge(next, &small.trial.worker);
    struct verify_result result = verify(VERIFY_RECORD);
    assert_true(result.ok);
    assert_int_equal(result.backdated.count, 2);
    assert_int_equal(result.backdated.first, size);
    assert_string_equal(result.backdated.day, "2022-09-17");
    assert_string_equal(result.backdated.newest, today);
}

static void test_a_declaration_is_what_it_was(void **state) {
    (void)state;
    int64_t size = size_of();
    struct entry site = another(small_entry(&small, size - 8)), grave = site;
    site.schema = hand_digest(9);
    int64_t unknown = forge(site, &small.trial.worker);
    grave.kind = "grave";
    int64_t mixed = forge(grave, &small.trial.worker);
    struct verify_result result = verify(VERIFY_RECORD);
    assert_named(&result, unknown, "the log has no declaration of the hash that its schema gives");
    assert_named(&result, mixed, "it is a grave under the declaration of a site");
    /* Its text is altered: then nothing that was written under it stands on anything. */
    int64_t declaration = 1;
    while (!strstr(small_entry(&small, declaration).pub, "kind site\\n")) declaration++;
    small_sql(&small, at_index("update log set entry = cast(replace(cast(entry as text), 'A place', "
                               "'Some place') as blob) where leaf_index = %d", declaration));
    result = verify(VERIFY_RECORD);
    assert_named(&result, declaration, "signature");
    assert_named(&result, size - 8, "the log has no declaration of the hash");
}

static void test_fields_are_those_of_the_declaration(void **state) {
    (void)state;
    int64_t size = size_of();
    struct entry more = another(small_entry(&small, size - 8)), fewer = another(more), public = more;
    struct entry_field *sd = arena_new(small.arena, struct entry_field, more.sd_count + 1);
    memcpy(sd, more.sd, more.sd_count * sizeof *sd);
    sd[more.sd_count] = (struct entry_field){"weather", hand_digest(3)};
    more.sd = sd;
    more.sd_count++;
    fewer.sd_count--;
    public = another(fewer);
    public.sd_count++;
    public.pub = "{\"kind\":\"primary_grave\",\"name\":\"X\",\"rope\":1}";
    public.pub_size = strlen(public.pub);
    int64_t many = forge(more, &small.trial.worker), few = forge(fewer, &small.trial.worker);
    int64_t loud = forge(public, &small.trial.worker);
    public = another(public);
    public.pub = "{\"kind\":\"picnic\",\"name\":\"X\"}";
    public.pub_size = strlen(public.pub);
    int64_t wrong = forge(public, &small.trial.worker);
    struct verify_result result = verify(VERIFY_RECORD);
    assert_named(&result, many, "a sealed field weather, which a site does not have");
    assert_named(&result, few, "sealed fields, and a site has");
    assert_named(&result, loud, "a public field that a site does not have");
    assert_named(&result, wrong, "it does not fit its declaration: kind");
}

/* ------------------------------------------------------------------ what is gone on purpose */

static void test_what_cannot_be_opened_is_counted(void **state) {
    (void)state;
    int64_t at = first_site();
    int64_t sealed = (int64_t)small_entry(&small, at).sd_count;
    small_sql(&small, at_index("delete from vault where leaf_index = %d", at));
    struct verify_result result = verify(VERIFY_CONTENTS);
    assert_true(result.ok);
    assert_int_equal(result.unopened, sealed);
}

static void test_tables_that_were_altered_are_named(void **state) {
    static const struct statement CHANGE = {
        "change", "update remains set marker = 'cross 99'", 0, false};
    (void)state;
    struct error error = {0};
    struct query *query;
    assert_whole();
    struct investigation investigation;
    struct tables tables;
    assert_true(investigation_open(small.arena, small.path, INVESTIGATION_READ, &investigation,
                                   &error) &&
                replay_open(small.arena, &investigation, &(struct replay){.threads = 1}, &tables,
                            &error) &&
                store_begin(tables.store, STORE_APPEND, &error) &&
                query_open(tables.store, &CHANGE, &query, &error) && query_run(query, &error) &&
                store_commit(tables.store, &error));
    tables_close(&tables);
    investigation_close(&investigation);
    struct verify_result result = verify(VERIFY_CONTENTS);
    assert_true(result.ok);
    result = verify(VERIFY_TABLES);
    assert_only(&result, VERIFY_WHOLE, "were not what the entries say; they have been made again");
    assert_whole();
}

static void test_what_is_no_database_is_an_error(void **state) {
    (void)state;
    struct verify_result result;
    struct error error = {0};
    small_close(&small);
    const char *database = files_join(small.arena, small.path, "record.db");
    assert_true(files_write(database, "not a database", 14, &error));
    assert_false(verify_run(small.arena, small.path, &(struct verify_plan){.threads = 1}, &result,
                            &error));
    assert_int_equal(error.code, ERROR_CORRUPT);
    assert_non_null(strstr(error.text, "record.db"));
}

#define test_in_record(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        test_in_record(test_a_sound_record_is_whole),
        test_in_record(test_it_says_who_made_whom),
        test_in_record(test_the_root_key_is_compared_when_it_is_given),
        test_in_record(test_an_altered_entry_is_named),
        test_in_record(test_what_stands_beside_an_entry_is_checked),
        test_in_record(test_a_file_is_held_against_its_entry),
        test_in_record(test_entries_that_went_or_came_are_named),
        test_in_record(test_what_the_database_says_of_itself_is_checked),
        test_in_record(test_a_key_of_nobody_is_named),
        test_in_record(test_whoever_had_no_right_to_sign_is_named),
        test_in_record(test_a_role_that_was_taken_is_none),
        test_in_record(test_what_does_not_follow_is_named),
        test_in_record(test_a_fork_is_listed_until_it_is_settled),
        test_in_record(test_an_earlier_day_is_said),
        test_in_record(test_a_declaration_is_what_it_was),
        test_in_record(test_fields_are_those_of_the_declaration),
        test_in_record(test_what_cannot_be_opened_is_counted),
        test_in_record(test_tables_that_were_altered_are_named),
        test_in_record(test_what_is_no_database_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
