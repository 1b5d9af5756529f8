/* cairn import as a stranger uses it, on an investigation of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <jansson.h>

#include "base/files.h"
#include "base/folder.h"
#include "case/example_folder.h"
#include "cli/program.h"
#include "input/made_exif.h"
#include "input/made_picture.h"
#include "record/trial.h"

enum { REMAINS = 20 };

static struct arena arena;
static const char *folder, *investigation, *passphrase;

static void put(const char *name, const char *text) {
    struct error error = {0};
    assert_true(files_make_folder(files_join(&arena, folder, "tables"), &error));
    assert_true(files_write(files_join(&arena, folder, name), text, strlen(text), &error));
}

static int begin(void **state) {
    struct trial_plan plan;
    struct investigation_root root;
    struct random random;
    struct error error = {0};
    (void)state;
    arena_open(&arena, 0);
    folder = folder_make(&arena);
    investigation = files_join(&arena, folder, "site.cairn");
    passphrase = files_join(&arena, folder, "passphrase");
    put("passphrase", TRIAL_PASSPHRASE "\n");
    trial_plan_open(&plan, investigation);
    assert_true(random_open(&random, &error));
    if (!investigation_create(&arena, &random, &plan.plan, &root, &error))
        fail_msg("%s", error.text);
    trial_plan_close(&plan);
    return 0;
}

static int end(void **state) {
    (void)state;
    folder_remove(folder);
    arena_close(&arena);
    return 0;
}

/* Runs the import of a path below the folder; its answer is closed by the next. */
static struct answer *import(const char *path, const char *options) {
    static struct answer answer;
    answer_close(&answer);
    answer = cairn_run(arena_format(&arena, "import %s %s/%s --passphrase-file %s %s < /dev/null",
                                    investigation, folder, path, passphrase, options));
    return &answer;
}

static void assert_code(const struct answer *answer, int code) {
    if (answer->code != code)
        fail_msg("exit code %d: %s%s", answer->code, buffer_text(&answer->out),
                 buffer_text(&answer->err));
}

static void assert_says(const struct buffer *said, const char *part) {
    if (!strstr(buffer_text(said), part)) fail_msg("\"%s\" is not in: %s", part, buffer_text(said));
}

static uint64_t size_of_log(void) { return trial_check(&arena, investigation); }

static void add_press(void) {
    struct answer added = cairn_run(arena_format(
        &arena, "user %s add Pat --roles press --passphrase-file %s --new-passphrase-file %s "
                "--key-cost %d < /dev/null", investigation, passphrase, passphrase,
        SECRET_COST_KIBIBYTES_LEAST));
    assert_code(&added, 0);
    answer_close(&added);
}

static void the_example_twice_and_once_changed(void **state) {
    struct error error = {0};
    (void)state;
    const char *example = files_join(&arena, folder, "example");
    struct answer *press, *answer;
    if (!example_folder_write(&arena, example, EXAMPLE_SEED, REMAINS, NULL, &error))
        fail_msg("%s", error.text);
    uint64_t empty = size_of_log();
    /* First without writing. What the press alone may sign is left to it. */
    answer = import("example", "--dry-run");
    assert_code(answer, 4);
    assert_says(&answer->out, "remains.tsv: read 20 = accepted 20 + unchanged 0 + rejected 0; "
                              "20 new (remains)");
    assert_says(&answer->out, "Nothing was written");
    assert_int_equal(size_of_log(), empty);
    answer = import("example", "");
    assert_code(answer, 4);
    assert_says(&answer->out, "remains.tsv: read 20 = accepted 20 + unchanged 0 + rejected 0");
    assert_says(&answer->out, "truth.tsv");
    assert_says(&answer->out, "figures.tsv: a figure is signed by somebody with the role press");
    uint64_t without = size_of_log();
    add_press();
    press = import("example", "--as Pat");
    assert_code(press, 0);
    assert_says(&press->out, "remains.tsv: read 20 = accepted 0 + unchanged 20 + rejected 0");
    assert_says(&press->out, arena_format(&arena, "next: cairn identify %s", investigation));
    uint64_t full = size_of_log();
    assert_true(full > without);
    assert_true(full > empty + REMAINS);
    answer = import("example", "--as 'Will Worker'");
    assert_code(answer, 0);
    assert_says(&answer->out, "remains.tsv: read 20 = accepted 0 + unchanged 20 + rejected 0\n");
    assert_null(strstr(buffer_text(&answer->out), " new"));
    assert_int_equal(size_of_log(), full);
    /* One word is changed: that is said, and asks for a reason. */
    char *bytes;
    size_t size;
    const char *remains = files_join(&arena, example, "remains.tsv");
    assert_true(files_read(&arena, remains, 1 << 28, &bytes, &size, &error));
    char *sex = strstr(bytes, "\tM\t");
    assert_non_null(sex);
    sex[1] = 'F';
    assert_true(files_write(remains, bytes, size, &error));
    answer = import("example", "--as 'Will Worker'");
    assert_code(answer, 2);
    assert_says(&answer->err, "1 record would change: say why with --reason TEXT");
    assert_int_equal(size_of_log(), full);
    answer = import("example", "--as 'Will Worker' --reason ' '");
    assert_code(answer, 2);
    assert_says(&answer->err, "the reason is empty: say why");
    answer = import("example", "--as 'Will Worker' --reason 'pelvis examined '");
    assert_code(answer, 0);
    assert_says(&answer->out, "accepted 1 + unchanged 19 + rejected 0; 1 changed (remains)");
    assert_says(&answer->out, "\n1 record changes in these fields:\n");
    assert_says(&answer->out, "-B: sex\n");
    assert_int_equal(size_of_log(), full + 1);
}

static void what_is_wrong_is_said_where_it_stands(void **state) {
    (void)state;
    put("tables/graves.tsv", "code\nABC-G001\n");
    put("tables/remains.tsv", "code\tsex\nABC-0001-B\tM\nABC-0002-B\tmale\n");
    put("tables/notes.tsv", "a\tb\n");
    uint64_t before = size_of_log();
    struct answer *answer = import("tables", "");
    assert_code(answer, 3);
    assert_says(&answer->out, "graves.tsv: read 1 = accepted 1");
    assert_says(&answer->out, "remains.tsv: read 2 = accepted 0 + unchanged 0 + rejected 2; nothing");
    assert_says(&answer->out, "remains.tsv:3:12: sex: \"male\" is not one of M, F");
    assert_says(&answer->err, "cairn: import: 1 of 2 tables was not taken");
    assert_int_equal(size_of_log(), before + 1);
    answer = import("tables/notes.tsv", "");
    assert_code(answer, 3);
    assert_says(&answer->err, "not a table that can be imported");
    answer = import("tables/nothing.tsv", "");
    assert_code(answer, 3);
    put("tables/remains.tsv", "code\tsex\nABC-0001-B\tM\nABC-0002-B\tM\n");
    answer = import("tables", "");
    assert_code(answer, 0);
    assert_int_equal(size_of_log(), before + 3);
}

static void who_may(void **state) {
    (void)state;
    put("tables/remains.tsv", "code\tsex\nABC-0001-B\tM\n");
    put("wrong", "battery staple\n");
    uint64_t before = size_of_log();
    struct answer *answer = import("tables", "--as 'Nobody'");
    assert_code(answer, 3);
    assert_says(&answer->err, "nobody here is called \"Nobody\"; there are Ada Admin, Will Worker");
    answer = import("tables", "--as 'Ada Admin'");
    assert_code(answer, 4);
    assert_says(&answer->err, "has no role that may sign this");
    answer = import("tables", arena_format(&arena, "--dry-run --as 'Will Worker'"));
    assert_code(answer, 0);
    passphrase = files_join(&arena, folder, "wrong");
    answer = import("tables", "");
    assert_code(answer, 4);
    assert_says(&answer->err, "no line of the passphrase file opens the key of Will Worker");
    passphrase = "/dev/null";
    answer = import("tables", "");
    assert_code(answer, 3);
    assert_says(&answer->err, "/dev/null: it is empty");
    assert_int_equal(size_of_log(), before);
}

static void what_waits_and_what_completes_it(void **state) {
    (void)state;
    put("tables/remains.tsv", "code\tgrave\nABC-0001-B\tABC-G001\nABC-0002-B\tABC-G001\n");
    put("graves.tsv", "code\nABC-G001\n");
    struct answer *answer = import("tables", "");
    assert_code(answer, 0);
    assert_says(&answer->out, "1 thing that is referred to is not there yet");
    assert_says(&answer->out, "grave ABC-G001: ");
    assert_says(&answer->out, "remains.tsv:2 and 1 more");
    uint64_t before = size_of_log();
    answer = import("graves.tsv", "");
    assert_code(answer, 0);
    assert_says(&answer->out, "2 records of earlier imports that waited are completed");
    assert_int_equal(size_of_log(), before + 3);
    answer = import("tables", "");
    assert_says(&answer->out, "accepted 0 + unchanged 2");
    assert_int_equal(size_of_log(), before + 3);
}

static void media_are_kept(void **state) {
    (void)state;
    put("tables/media.tsv", "number\tview\tfile\nIMG1\tclose\t1.jpg\nIMG2\tmid\t2.jpg\n");
    put("tables/1.jpg", "picture 1");
    assert_code(import("tables", ""), 0);
    put("tables/2.jpg", "picture 2");
    struct answer *answer = import("tables", "");
    assert_code(answer, 0);
    assert_says(&answer->out, "accepted 1 + unchanged 1 + rejected 0; 1 completed (media)");
    assert_int_equal(size_of_log(), size_of_log());
    /* A revision that does not touch the file keeps it. */
    put("tables/media.tsv", "number\tview\nIMG1\toverview\n");
    assert_code(import("tables", "--reason 'seen again'"), 0);
    put("tables/media.tsv", "number\tfile\nIMG1\t1.jpg\n");
    answer = import("tables", "");
    assert_says(&answer->out, "accepted 0 + unchanged 1");
}

static void what_pictures_say_of_themselves(void **state) {
    static const struct made_field FIELDS[] = {
        MADE_TEXT(MADE_FIRST, 0x0110, "Model A"),
        MADE_TEXT(MADE_EXIF, 0x9003, "2022:09:16 11:30:07"),
        MADE_TEXT(MADE_EXIF, 0x9011, "+03:00"),
        {MADE_FIRST, 0, MADE_ASCII, NULL, 0, {0}}};
    struct made_exif exif = exif_make(FIELDS, 0);
    struct buffer bytes = {0};
    struct error error = {0};
    (void)state;
    jpeg_make(&(struct made_jpeg){.width = 40, .height = 30, .exif = exif.bytes,
                                  .exif_size = exif.size},
              &bytes);
    put("tables/media.tsv", "number\tfile\nIMG1\t1.jpg\n");
    assert_true(files_write(files_join(&arena, folder, "tables/1.jpg"), bytes.bytes, bytes.size,
                            &error));
    buffer_close(&bytes);
    struct answer *answer = import("tables", "--json");
    assert_code(answer, 0);
    assert_says(&answer->out, "\"from_files\": 1");
    struct answer shown = cairn_run(arena_format(&arena, "show %s media --csv", investigation));
    assert_code(&shown, 0);
    assert_says(&shown.out, "2022-09-16T08:30:07Z");
    assert_says(&shown.out, "Model A");
    answer_close(&shown);
    answer = import("tables", "");
    assert_says(&answer->out, "accepted 0 + unchanged 1");
    size_of_log();
}

static void as_json(void **state) {
    (void)state;
    put("tables/remains.tsv", "code\tsex\tgrave\nABC-0001-B\tM\tABC-G001\n");
    put("tables/persons.tsv", "id\trole\nF1\tlost\n");
    put("tables/truth.tsv", "x\n");
    struct answer *answer = import("tables", "--json");
    assert_code(answer, 3);
    json_t *said = json_loads(buffer_text(&answer->out), 0, NULL);
    assert_non_null(said);
    json_t *files = json_object_get(said, "files");
    assert_int_equal(json_array_size(files), 2);
    json_t *persons = json_array_get(files, 0), *remains = json_array_get(files, 1);
    assert_string_equal(json_string_value(json_object_get(persons, "kind")), "person");
    assert_true(json_is_false(json_object_get(persons, "taken")));
    assert_int_equal(json_integer_value(json_object_get(persons, "rejected")), 1);
    json_t *fault = json_array_get(json_object_get(persons, "errors"), 0);
    assert_int_equal(json_integer_value(json_object_get(fault, "line")), 2);
    assert_true(json_is_true(json_object_get(remains, "taken")));
    assert_int_equal(json_integer_value(json_object_get(remains, "accepted")), 1);
    json_t *waits = json_array_get(json_object_get(said, "waiting"), 0);
    assert_string_equal(json_string_value(json_object_get(waits, "for")), "ABC-G001");
    assert_int_equal(json_array_size(json_object_get(said, "skipped")), 1);
    json_decref(said);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_example_twice_and_once_changed, begin, end),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_said_where_it_stands, begin, end),
        cmocka_unit_test_setup_teardown(who_may, begin, end),
        cmocka_unit_test_setup_teardown(what_waits_and_what_completes_it, begin, end),
        cmocka_unit_test_setup_teardown(media_are_kept, begin, end),
        cmocka_unit_test_setup_teardown(what_pictures_say_of_themselves, begin, end),
        cmocka_unit_test_setup_teardown(as_json, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
