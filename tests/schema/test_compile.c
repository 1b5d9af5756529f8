/* The tool that compiles declarations when the program is built: it refuses a broken one with file,
 * line and reason, and docs/records.md is what it makes of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "base/files.h"
#include "schema/document.h"
#include "schema/schema.h"

static struct arena arena;
static char *folder;

static int begin(void **state) {
    (void)state;
    struct error error = {0};
    arena_open(&arena, 0);
    return files_make_temporary(&arena, &folder, &error) ? 0 : -1;
}

static int end(void **state) {
    (void)state;
    struct error error = {0};
    bool good = files_remove_folder(folder, &error);
    arena_close(&arena);
    return good ? 0 : -1;
}

static const char *environment(const char *name) {
    const char *value = getenv(name);
    if (!value) fail_msg("%s is not set: run the test by meson test", name);
    return value;
}

/* Writes a declaration into the folder. */
static const char *put(const char *name, const char *text) {
    const char *path = files_join(&arena, folder, name);
    struct error error = {0};
    assert_true(files_write(path, text, strlen(text), &error));
    return path;
}

/* Compiles files of the folder to tables; the exit code, and what was said. */
static int compile(const char *files, char *said, size_t room) {
    FILE *pipe = popen(arena_format(&arena, "cd '%s' && '%s' --tables out.c %s 2>&1", folder,
                                    environment("CAIRN_SCHEMA_COMPILE"), files),
                       "r");
    assert_non_null(pipe);
    size_t size = fread(said, 1, room - 1, pipe);
    said[size] = 0;
    return WEXITSTATUS(pclose(pipe));
}

static bool exists(const char *name) {
    char *bytes;
    size_t size;
    struct error error = {0};
    return files_read(&arena, files_join(&arena, folder, name), 1 << 20, &bytes, &size, &error);
}

static void a_broken_line_ends_the_build_with_file_line_and_reason(void **state) {
    (void)state;
    char said[1000];
    const struct schema *remains = schema_find("remains");
    put("remains.schema",
        arena_format(&arena, "%s\nrope | integer ell | How long?\n", remains->text));
    int line = 2;
    for (const char *at = remains->text; *at; at++) line += *at == '\n';
    assert_int_equal(compile("remains.schema", said, sizeof said), 3);
    assert_string_equal(said, arena_format(&arena,
                                           "schema_compile: remains.schema:%d: \"ell\" is no unit "
                                           "of an integer: mm, g, percent, count, …\n",
                                           line));
    assert_false(exists("out.c"));
}

static void a_reference_to_nothing_ends_the_build(void **state) {
    (void)state;
    char said[1000];
    put("thing.schema", "kind thing\nabout A thing.\nsigned by field\ntier team\n"
                        "table things.tsv, export only\na | reference to stone | Which?\n");
    assert_int_equal(compile("thing.schema", said, sizeof said), 3);
    assert_non_null(strstr(said, "thing.schema:6: a refers to the kind \"stone\""));
    assert_false(exists("out.c"));
}

static void a_kind_is_found_by_the_name_of_its_file(void **state) {
    (void)state;
    char said[1000];
    put("stone.schema", "kind thing\nabout A thing.\nsigned by field\ntier team\n"
                        "table things.tsv, export only\na | name | Which?\n");
    assert_int_equal(compile("stone.schema", said, sizeof said), 3);
    assert_non_null(strstr(said, "call it thing.schema"));
    assert_int_equal(compile("missing.schema", said, sizeof said), 3);
}

static void a_good_one_becomes_constant_tables(void **state) {
    (void)state;
    char said[1000];
    put("thing.schema", "kind thing\nabout A thing.\nsigned by field\ntier team\n"
                        "table things.tsv, export only\na | name | Which \"Юрій\\\" ?\?/?\n");
    assert_int_equal(compile("thing.schema", said, sizeof said), 0);
    assert_string_equal(said, "");
    const char *source = environment("CAIRN_SOURCE");
    put("main.c", "#include <stdio.h>\n#include \"schema/schema.h\"\n"
                  "int main(void) { printf(\"%d %s\", schema_count, schema_list[0].text); }\n");
    FILE *pipe = popen(arena_format(&arena,
                                    "cd '%s' && ${CC:-cc} -std=gnu17 -Wall -Wextra -Werror "
                                    "-I'%s/src' main.c out.c -o main && ./main",
                                    folder, source),
                       "r");
    size_t size = fread(said, 1, sizeof said - 1, pipe);
    said[size] = 0;
    assert_int_equal(WEXITSTATUS(pclose(pipe)), 0);
    assert_string_equal(said, "1 kind thing\nabout A thing.\nsigned by field\ntier team\n"
                              "table things.tsv, export only\na | name | Which \"Юрій\\\" ?\?/?");
}

static void the_page_about_records_is_up_to_date(void **state) {
    (void)state;
    struct buffer page = {0};
    char *bytes;
    size_t size;
    struct error error = {0};
    const char *path = arena_format(&arena, "%s/docs/records.md", environment("CAIRN_SOURCE"));
    document_write(schema_list, schema_count, &page);
    bool same = files_read(&arena, path, 4 << 20, &bytes, &size, &error) && size == page.size &&
                memcmp(bytes, page.bytes, size) == 0;
    buffer_close(&page);
    if (!same) fail_msg("docs/records.md is out of date: make it again by ninja -C build records");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_broken_line_ends_the_build_with_file_line_and_reason,
                                        begin, end),
        cmocka_unit_test_setup_teardown(a_reference_to_nothing_ends_the_build, begin, end),
        cmocka_unit_test_setup_teardown(a_kind_is_found_by_the_name_of_its_file, begin, end),
        cmocka_unit_test_setup_teardown(a_good_one_becomes_constant_tables, begin, end),
        cmocka_unit_test_setup_teardown(the_page_about_records_is_up_to_date, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
