/* cairn publish and cairn proof, as people use them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/encode.h"
#include "base/files.h"
#include "cli/program.h"
#include "publish/published.h"
#include "record/disclosure.h"
#include "record/tlog_proof.h"

static struct trial trial;
static const char *out;

static int enter(void **state) {
    struct error error = {0};
    (void)state;
    trial_open(&trial);
    out = files_join(&trial.arena, trial.folder, "out");
    if (!files_write(files_join(&trial.arena, trial.folder, "passphrases"), TRIAL_PASSPHRASE "\n",
                     sizeof TRIAL_PASSPHRASE, &error))
        fail_msg("%s", error.text);
    return 0;
}

static int leave(void **state) {
    (void)state;
    trial_close(&trial);
    return 0;
}

/* Runs it while nobody else has the folder; WHAT says what stands behind the folder. */
static char *run(int code, const char *command, const char *what) {
    trial_release(&trial);
    struct answer answer =
        cairn_run(arena_format(&trial.arena, "%s '%s' %s < /dev/null", command, trial.path, what));
    char *said = arena_copy(&trial.arena, buffer_text(code > 1 ? &answer.err : &answer.out));
    if (answer.code != code)
        fail_msg("cairn %s %s: code %d, \"%s%s\"", command, what, answer.code,
                 buffer_text(&answer.out), buffer_text(&answer.err));
    answer_close(&answer);
    trial_reopen(&trial);
    return said;
}

static const char *signing(const char *what) {
    return arena_format(&trial.arena, "%s --passphrase-file '%s/passphrases'", what, trial.folder);
}

static struct receipt add_remains(void) {
    struct draft draft = trial_draft(&trial, "remains", "{'code':'ABC-0001-B','notes':'as lifted'}",
                                     NULL, &trial.worker);
    return trial_accepted(&trial, &draft);
}

static void test_publishing(void **state) {
    (void)state;
    const char *what = arena_format(&trial.arena, "'%s'", out);
    /* Without a passphrase nothing is signed, and nothing appears. */
    run(2, "publish", what);
    assert_int_equal(published_check(&trial, out), 0);
    json_t *said = json_loads(
        run(0, "publish", signing(arena_format(&trial.arena, "'%s' --json", out))), 0, NULL);
    uint64_t size = published_check(&trial, out);
    assert_int_equal(size, trial_authority(&trial).size);
    assert_int_equal(json_integer_value(json_object_get(said, "size")), size);
    assert_string_equal(json_string_value(json_object_get(said, "key")), published_vkey(&trial));
    json_decref(said);
    /* Nothing is new: nobody is asked. */
    assert_non_null(strstr(run(0, "publish", what), "as before"));
    add_remains();
    run(0, "publish", signing(what));
    assert_int_equal(published_check(&trial, out), size + 1);
    run(2, "publish", arena_format(&trial.arena, "'%s' --for everybody", out));
    /* Only an administrator signs. */
    add_remains();
    run(4, "publish",
        signing(arena_format(&trial.arena, "'%s/other' --as %s", trial.folder,
                             trial.root.worker.text)));
    json_t *verified = json_loads(run(0, "verify", "--json"), 0, NULL);
    assert_int_equal(json_integer_value(json_object_get(verified, "checkpoints")), 2);
    json_decref(verified);
}

static char *read_proof_file(uint64_t index, const char *kind, size_t *out_size) {
    char *bytes;
    struct error error = {0};
    if (!files_read(&trial.arena, arena_format(&trial.arena, "%s/%d.%s", out, (int)index, kind),
                    TLOG_PROOF_MOST, &bytes, out_size, &error))
        fail_msg("%s", error.text);
    return bytes;
}

/* With what was handed out, and the key, and nothing else. */
static void check_receipt(uint64_t index) {
    const char *vkey = published_vkey(&trial);
    size_t entry_size, proof_size;
    char *entry = read_proof_file(index, "entry", &entry_size);
    char *bytes = read_proof_file(index, "tlog-proof", &proof_size);
    struct digester digester;
    struct note_key key;
    struct tlog_proof proof;
    struct checkpoint checkpoint;
    struct note_word *words;
    struct error error = {0};
    assert_true(digest_open(&digester, &error));
    struct digest leaf = merkle_leaf(&digester, entry, entry_size);
    struct checkpoint_trust trust = {&key, 1};
    if (!note_key_read(&trial.arena, &digester, vkey, strlen(vkey), &key, &error) ||
        !tlog_proof_read(&trial.arena, bytes, proof_size, &proof, &error) ||
        !tlog_proof_verify(&trial.arena, &digester, &proof, &leaf, &trust, &checkpoint, &words,
                           &error))
        fail_msg("%s", error.text);
    assert_int_equal(proof.index, index);
    digest_close(&digester);
}

static void test_receipts(void **state) {
    (void)state;
    uint64_t index = add_remains().index;
    const char *what = arena_format(&trial.arena, "ABC-0001-B '%s' --with notes,code", out);
    run(2, "proof", what); /* somebody has to sign */
    run(0, "proof", signing(what));
    check_receipt(index);
    /* Later nobody has to, also for what is below. */
    run(0, "proof", arena_format(&trial.arena, "3 '%s'", out));
    check_receipt(3);
    run(0, "proof", arena_format(&trial.arena, "abc-0001-b '%s'", out));
    assert_non_null(
        strstr(run(1, "proof", arena_format(&trial.arena, "ABC-0002-B '%s'", out)), "no record"));
    run(3, "proof", arena_format(&trial.arena, "ABC-0001-B '%s' --with position,none", out));
    /* What was asked for is opened, and nothing else. */
    size_t size, entry_size;
    char *lines = read_proof_file(index, "disclosures", &size);
    char *entry = read_proof_file(index, "entry", &entry_size);
    static const char *const NAMES[] = {"notes", "code"};
    for (int i = 0; i < 2; i++) {
        struct digester digester;
        struct disclosure disclosure;
        struct error error = {0};
        char digest[ENCODE_BASE64URL_LENGTH(DIGEST_SIZE) + 1], *end = strchr(lines, '\n');
        assert_non_null(end);
        assert_true(digest_open(&digester, &error));
        struct digest of = disclosure_digest(&digester, lines, (size_t)(end - lines));
        digest_close(&digester);
        encode_text(ENCODING_BASE64URL, of.byte, DIGEST_SIZE, digest);
        assert_true(
            disclosure_read(&trial.arena, lines, (size_t)(end - lines), &disclosure, &error));
        assert_string_equal(disclosure.name, NAMES[i]);
        assert_non_null(
            strstr(entry, arena_format(&trial.arena, "\"%s\":\"%s\"", NAMES[i], digest)));
        lines = end + 1;
    }
    assert_string_equal(lines, "");
}

/* Whoever became an administrator later can sign once another has. */
static void test_a_new_administrator_publishes_after_another_has(void **state) {
    (void)state;
    struct trial_signer second;
    struct receipt receipt;
    struct error error = {0};
    trial_make_signer(&trial, &second);
    struct draft draft = trial_new_user(&trial, &second, "'administrator'", &trial.administrator);
    struct append_batch batch = {.drafts = &draft, .count = 1, .keys = &second.key, .key_count = 1};
    if (!append_batch(trial.appender, &batch, &receipt, NULL, &error)) fail_msg("%s", error.text);
    const char *by_second =
        signing(arena_format(&trial.arena, "'%s' --as %s", out, second.signer.user.text));
    const char *by_first =
        signing(arena_format(&trial.arena, "'%s' --as %s", out, trial.root.administrator.text));
    assert_non_null(strstr(run(4, "publish", by_second), "not sealed to this administrator"));
    run(0, "publish", by_first);
    add_remains();
    run(0, "publish", by_second);
    assert_int_equal(published_check(&trial, out), trial_authority(&trial).size);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_publishing, enter, leave),
        cmocka_unit_test_setup_teardown(test_receipts, enter, leave),
        cmocka_unit_test_setup_teardown(test_a_new_administrator_publishes_after_another_has, enter,
                                        leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
