/* cairn verify: the answer is yes or no, and says who, what and how far. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <string.h>

#include "base/encode.h"
#include "cli/program.h"
#include "record/hand_entry.h"
#include "record/small_record.h"

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

static struct answer *verify(const char *options) {
    static struct answer answer;
    answer_close(&answer);
    if (small.open) small_close(&small);
    answer = cairn_run(arena_format(small.arena, "verify %s %s < /dev/null", small.path, options));
    return &answer;
}

static void assert_says(const struct buffer *said, const char *part) {
    if (!strstr(buffer_text(said), part)) fail_msg("\"%s\" is not in: %s", part, buffer_text(said));
}

/* In a layout of lines a sentence may be broken anywhere. */
static void assert_tells(const struct buffer *said, const char *sentence) {
    char *text = arena_copy(small.arena, buffer_text(said)), *to = text;
    for (const char *at = text; *at; at++)
        if (*at != '\n' && *at != ' ') *to++ = *at;
        else if (to > text && to[-1] != ' ') *to++ = ' ';
    *to = 0;
    if (!strstr(text, sentence)) fail_msg("\"%s\" is not in: %s", sentence, text);
}

static const char *fingerprint(void) {
    char text[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1];
    encode_text(ENCODING_HEX, small.trial.root.fingerprint.byte, DIGEST_SIZE, text);
    return arena_copy(small.arena, text);
}

static void test_a_sound_record(void **state) {
    (void)state;
    struct answer *answer = verify("");
    assert_int_equal(answer->code, 0);
    assert_says(&answer->out, "The record is whole.\n");
    assert_says(&answer->out, "root key not checked");
    assert_says(&answer->out, fingerprint());
    assert_tells(&answer->out, arena_format(small.arena, "%s administrator; made in entry 0 by "
                                            "itself", small.trial.root.administrator.text));
    assert_tells(&answer->out, arena_format(small.arena, "%s field, laboratory, examiner, liaison; "
                                            "made in entry %d by %s", small.trial.root.worker.text,
                                            schema_count + 1, small.trial.root.administrator.text));
}

static void test_the_root_key_from_outside(void **state) {
    (void)state;
    struct answer *answer = verify(arena_format(small.arena, "--root-key %s", fingerprint()));
    assert_int_equal(answer->code, 0);
    assert_says(&answer->out, "(compared with the one given)");
    assert_null(strstr(buffer_text(&answer->out), "not checked"));
    char *wrong = arena_copy(small.arena, fingerprint());
    wrong[0] = wrong[0] == '0' ? '1' : '0';
    answer = verify(arena_format(small.arena, "--root-key %s", wrong));
    assert_int_equal(answer->code, 1);
    assert_tells(&answer->out, "this is another record, or its beginning was replaced");
    answer = verify("--root-key 12");
    assert_int_equal(answer->code, 2);
    assert_says(&answer->err, "--root-key: a fingerprint has 64 digits");
}

/* The members of DESIGN section 7, and of which type they are. */
static json_t *json_of(struct answer *answer) {
    static const struct {
        const char *name;
        json_type type;
    } MEMBERS[] = {
        {"origin", JSON_STRING},     {"size", JSON_INTEGER},      {"root", JSON_STRING},
        {"checkpoints", JSON_INTEGER}, {"witnesses", JSON_ARRAY}, {"timestamps", JSON_ARRAY},
        {"problems", JSON_ARRAY},    {"level", JSON_STRING},
    };
    json_t *value = json_loads(buffer_text(&answer->out), 0, NULL);
    assert_non_null(value);
    for (size_t i = 0; i < sizeof MEMBERS / sizeof *MEMBERS; i++)
        assert_int_equal(json_typeof(json_object_get(value, MEMBERS[i].name)), MEMBERS[i].type);
    assert_true(json_is_boolean(json_object_get(value, "ok")));
    assert_true(json_is_boolean(json_object_get(value, "root_key_checked")));
    assert_non_null(json_object_get(value, "unopened"));
    return value;
}

static void test_the_three_levels(void **state) {
    static const char *const LEVELS[] = {"record", "contents", "tables"};
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct answer *answer =
            verify(arena_format(small.arena, "--level %s --json", LEVELS[i]));
        assert_int_equal(answer->code, 0);
        json_t *value = json_of(answer);
        assert_string_equal(json_string_value(json_object_get(value, "level")), LEVELS[i]);
        assert_true(json_is_true(json_object_get(value, "ok")));
        assert_true(json_is_false(json_object_get(value, "root_key_checked")));
        assert_string_equal(json_string_value(json_object_get(value, "origin")), HAND_ORIGIN);
        assert_int_equal(json_integer_value(json_object_get(value, "size")), schema_count + 11);
        json_t *unopened = json_object_get(value, "unopened");
        assert_true(i == 0 ? json_is_null(unopened) : json_integer_value(unopened) == 0);
        json_decref(value);
    }
    assert_int_equal(verify("--level everything")->code, 2);
}

static void test_every_problem_is_named_with_its_entry(void **state) {
    (void)state;
    verify("");
    small_sql(&small, "update log set entry = cast(replace(cast(entry as text), 'Quarry', 'Quarrx') "
                      "as blob) where leaf_index = 41");
    int index = schema_count + 5; /* the third site */
    assert_int_equal(index, 41);
    struct answer *answer = verify("--json");
    assert_int_equal(answer->code, 1);
    json_t *value = json_of(answer), *problem;
    size_t i, of_entry = 0, of_all = 0;
    assert_true(json_is_false(json_object_get(value, "ok")));
    json_array_foreach(json_object_get(value, "problems"), i, problem) {
        assert_true(json_is_string(json_object_get(problem, "what")));
        json_t *at = json_object_get(problem, "index");
        of_all += json_is_null(at);
        of_entry += json_integer_value(at) == index;
    }
    assert_int_equal(of_entry, 2); /* its signature, and its hash */
    assert_int_equal(of_all, 1);   /* the tree */
    json_decref(value);
    answer = verify("");
    assert_int_equal(answer->code, 1);
    assert_says(&answer->out, "3 problems:\n");
    assert_says(&answer->out, "  entry 41: ");
    assert_says(&answer->out, "  the record: ");
}

static void test_forks_and_earlier_days_are_said(void **state) {
    (void)state;
    if (small.open) small_close(&small);
    struct entry remains = small_entry(&small, schema_count + 7);
    assert_int_equal(remains.rev, 2);
    strcpy(remains.day, "2022-09-17");
    small_forge(&small, remains, HAND_ORIGIN, &small.trial.worker.signer, 1);
    struct answer *answer = verify("");
    assert_int_equal(answer->code, 0);
    assert_tells(&answer->out, arena_format(small.arena, "%s remains, 2 newest revisions",
                                            remains.rec.text));
    assert_tells(&answer->out, arena_format(small.arena, "1 entry bears an earlier day than one "
                                            "before: the first is entry %d, of 2022-09-17",
                                            schema_count + 11));
}

static void test_what_is_no_investigation(void **state) {
    (void)state;
    struct answer answer = cairn_run("verify /nowhere.cairn < /dev/null");
    assert_int_equal(answer.code, 3);
    assert_memory_equal(buffer_text(&answer.err), "cairn: ", 7);
    answer_close(&answer);
}

#define test_in_record(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        test_in_record(test_a_sound_record),
        test_in_record(test_the_root_key_from_outside),
        test_in_record(test_the_three_levels),
        test_in_record(test_every_problem_is_named_with_its_entry),
        test_in_record(test_forks_and_earlier_days_are_said),
        test_in_record(test_what_is_no_investigation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
