/* The result of a comparison, read again: it is the run, number by number, and what another reader
 * of JSON finds in the same bytes; and what is not the result that the entry names is refused. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/folder.h"
#include "case/comparison_result.h"
#include "case/example_folder.h"
#include "case/identification_json.h"
#include "case/run.h"

static struct arena arena;
static char *folder;
static struct run run;
static struct digester digester;
static struct comparison comparison;
static struct comparison_result result;

static void must(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

/* Runs on an example with individuals of several remains, and writes the result to a file. */
static int begin(void **state) {
    (void)state;
    struct error error = {0};
    struct reading reading = {.arena = &arena};
    struct run_request asked = run_request_none();
    struct identify_options engine = run_request_engine(&asked, NULL);
    struct buffer json = {0};
    arena_open(&arena, 0);
    folder = folder_make(&arena);
    const char *tables = files_join(&arena, folder, "tables");
    must(digest_open(&digester, &error), &error);
    must(example_folder_write(&arena, tables, 5, 60, NULL, &error), &error);
    must(run_read_folder(&arena, &asked, tables, &reading, &run, &error), &error);
    must(run_identify(&arena, &engine, &run, &error), &error);
    identification_json(&run.found, &run.provenance, &json);
    comparison.result_path = files_join(&arena, folder, "result.json");
    comparison.basis.result = digest_of(&digester, json.bytes, json.size);
    must(files_write(comparison.result_path, json.bytes, json.size, &error), &error);
    buffer_close(&json);
    must(comparison_result_read(&arena, &digester, &comparison, &result, &error), &error);
    return 0;
}

static int end(void **state) {
    (void)state;
    comparison_result_close(&result);
    run_close(&run);
    digest_close(&digester);
    folder_remove(folder);
    arena_close(&arena);
    return 0;
}

static void test_it_is_the_run(void **state) {
    (void)state;
    const struct identification *found = &run.found;
    int several = 0, named = 0;
    assert_int_equal(result.individuals, found->individuals.count);
    for (int i = 0; i < result.individuals; i++) {
        const struct individual *one = &found->individuals.individual[i];
        assert_int_equal(result.individual[i].count, one->count);
        several += one->count > 1;
        for (int r = 0; r < one->count; r++) {
            const char *code = found->dataset->remains[one->remains[r]].code;
            assert_string_equal(result.individual[i].code[r], code);
            assert_ptr_equal(comparison_result_individual(&result, code), &result.individual[i]);
        }
        int best = found->joint.best[0].missing[i];
        assert_int_equal(result.individual[i].best >= 0, best >= 0);
        if (best >= 0)
            assert_string_equal(result.person[result.individual[i].best].id,
                                identification_person(found, best));
        named += best >= 0;
    }
    assert_true(several > 0 && named > 0);
    assert_true(result.incident);
    assert_true(result.missing_total == found->prior.total[0] + found->prior.total[1]);
    assert_true(result.bound == found->joint.bound);
}

static void test_every_pair_has_its_numbers(void **state) {
    (void)state;
    const struct identification *found = &run.found;
    int labelled = 0, impossible = 0;
    assert_int_equal(result.pairs, found->pairwise.count);
    for (size_t p = 0; p < result.pairs; p++) {
        const struct pairing *pairing = &found->pairwise.pairing[p];
        const struct comparison_pair *pair = &result.pair[p];
        assert_int_equal(pair->individual, pairing->individual);
        assert_string_equal(comparison_result_person(&result, pair)->id,
                            identification_person(found, pairing->missing));
        assert_string_equal(comparison_result_person(&result, pair)->family,
                            identification_family(found, pairing->missing));
        assert_int_equal(pair->loci, pairing->loci);
        assert_int_equal(pair->exclusions, pairing->exclusions);
        double log10_lr = pairing->log_ratio / M_LN10;
        assert_true(pair->log10_lr == log10_lr || fabs(pair->log10_lr - log10_lr) < 1e-9);
        assert_true(pair->posterior == found->posterior[p]);
        assert_true(isnan(pair->log10_glr) == isnan(found->log_glr[p]));
        assert_int_equal(pair->undisputed, found->undisputed[p]);
        assert_int_equal(pair->excluded, found->excluded[p]);
        labelled += pair->undisputed;
        impossible += pair->log10_lr == -INFINITY;
        const char *code = comparison_result_code(&result, pair->individual);
        assert_ptr_equal(
            comparison_result_pair(&result, code, comparison_result_person(&result, pair)->id),
            pair);
    }
    assert_true(labelled > 0);
    assert_null(comparison_result_pair(&result, "ELD-9999-B", result.person[0].id));
    assert_null(comparison_result_pair(&result, result.individual[0].code[0], "F999-99"));
}

/* Line by line it is what Jansson finds when it reads all at once. */
static void test_another_reader_finds_the_same(void **state) {
    (void)state;
    json_t *root = json_load_file(comparison.result_path, 0, NULL);
    const json_t *pairwise = json_object_get(root, "pairwise");
    const json_t *posterior = json_object_get(root, "posterior");
    assert_int_equal(json_array_size(pairwise), result.pairs);
    assert_int_equal(json_array_size(posterior), result.pairs);
    for (size_t p = 0; p < result.pairs; p++) {
        const json_t *line = json_array_get(pairwise, p);
        const json_t *log10_lr = json_object_get(line, "log10_lr");
        assert_string_equal(json_string_value(json_object_get(line, "remains")),
                            comparison_result_code(&result, result.pair[p].individual));
        assert_true(result.pair[p].log10_lr ==
                    (json_is_null(log10_lr) ? -INFINITY : json_number_value(log10_lr)));
        assert_true(result.pair[p].posterior ==
                    json_number_value(json_object_get(json_array_get(posterior, p), "p")));
    }
    assert_true(
        json_equal(json_object_get(root, "doubts"), json_object_get(result.root, "doubts")));
    assert_true(json_equal(json_object_get(root, "indistinguishable"),
                           json_object_get(result.root, "indistinguishable")));
    json_decref(root);
}

/* Reads other bytes in place of the result; with `named` the entry names them. */
static enum error_code read_bytes(const char *bytes, size_t size, bool named) {
    struct comparison other = comparison;
    struct comparison_result read = {0};
    struct error error = {0};
    other.result_path = files_join(&arena, folder, "other.json");
    must(files_write(other.result_path, bytes, size, &error), &error);
    if (named) other.basis.result = digest_of(&digester, bytes, size);
    bool done = comparison_result_read(&arena, &digester, &other, &read, &error);
    comparison_result_close(&read);
    return done ? ERROR_NONE : error.code;
}

static void test_what_is_not_the_result_is_refused(void **state) {
    (void)state;
    struct error error = {0};
    char *bytes;
    size_t size;
    must(files_read(&arena, comparison.result_path, 1 << 30, &bytes, &size, &error), &error);
    char *digit = strstr(bytes, "\"log10_lr\": ") + 13;
    *digit = *digit == '1' ? '2' : '1';
    assert_int_equal(read_bytes(bytes, size, false), ERROR_CORRUPT);
    assert_int_equal(read_bytes("", 0, true), ERROR_CORRUPT);
    assert_int_equal(read_bytes("{}", 2, true), ERROR_NONE);
    /* Cut off anywhere, it is refused or has fewer pairs; nothing outside of it is read. */
    for (size_t cut = 1; cut < size; cut += size / 97) (void)read_bytes(bytes, cut, true);
    struct comparison gone = comparison;
    struct comparison_result read = {0};
    gone.result_path = NULL;
    assert_false(comparison_result_read(&arena, &digester, &gone, &read, &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_is_the_run),
        cmocka_unit_test(test_every_pair_has_its_numbers),
        cmocka_unit_test(test_another_reader_finds_the_same),
        cmocka_unit_test(test_what_is_not_the_result_is_refused),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
