/* cairn explain on a small invented investigation: text, JSON, and names that do not exist. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/program.h"

static char folder[] = "/tmp/cairn_explain_XXXXXX";

static struct answer ask(const char *format, const char *words) {
    struct buffer line = {0};
    buffer_format(&line, format, folder, words);
    struct answer answer = cairn_run(buffer_text(&line));
    buffer_close(&line);
    return answer;
}

static int begin(void **state) {
    (void)state;
    if (!mkdtemp(folder)) return -1;
    struct answer answer = ask("example --remains 12 %s%s", "");
    answer_close(&answer);
    return answer.code;
}

static int end(void **state) {
    (void)state;
    struct buffer line = {0};
    buffer_format(&line, "rm -r '%s'", folder);
    int code = system(buffer_text(&line));
    buffer_close(&line);
    return code;
}

static json_t *read_json(struct answer *answer) {
    json_error_t wrong;
    json_t *root = json_loads(buffer_text(&answer->out), 0, &wrong);
    if (answer->code != 0 || !root)
        fail_msg("exit code %d, %s\n%s", answer->code, wrong.text, buffer_text(&answer->err));
    return root;
}

/* Every pair that identify finds likely is explained with the same ratio, loci and posterior. */
static void test_it_agrees_with_identify(void **state) {
    (void)state;
    struct answer answer = ask("identify --json %s%s", "");
    json_t *all = read_json(&answer);
    answer_close(&answer);
    json_t *pairs = json_object_get(all, "pairwise"), *pair;
    size_t i;
    int found = 0;
    json_array_foreach(pairs, i, pair) {
        double ratio = json_number_value(json_object_get(pair, "log10_lr"));
        if (ratio < 4 || found == 5) continue;
        found++;
        struct buffer words = {0};
        const char *remains = json_string_value(json_object_get(pair, "remains"));
        const char *person = json_string_value(json_object_get(pair, "person"));
        buffer_format(&words, "%s %s", remains, person);
        answer = ask("explain %s %s --json", buffer_text(&words));
        json_t *one = read_json(&answer);
        answer_close(&answer);
        assert_true(fabs(json_number_value(json_object_get(one, "log10_lr")) - ratio) < 1e-10);
        static const char *const shared[] = {"engine", "theta", "prior", "parameters", "bound"};
        for (size_t s = 0; s < sizeof shared / sizeof *shared; s++)
            assert_true(json_equal(json_object_get(all, shared[s]),
                                   json_object_get(one, shared[s])));
        assert_int_equal(json_integer_value(json_object_get(one, "loci")),
                         json_integer_value(json_object_get(pair, "loci")));
        double sum = 0;
        json_t *marker;
        size_t m;
        json_array_foreach(json_object_get(one, "markers"), m, marker)
            sum += json_number_value(json_object_get(marker, "log10_lr"));
        assert_true(fabs(sum - ratio) < 1e-10);
        answer = ask("explain %s %s", buffer_text(&words));
        assert_int_equal(answer.code, 0);
        assert_non_null(strstr(buffer_text(&answer.out), remains));
        assert_non_null(strstr(buffer_text(&answer.out), "The two hypotheses"));
        answer_close(&answer);
        buffer_close(&words);
        json_decref(one);
    }
    assert_true(found > 0);
    json_decref(all);
}

static void test_names_that_do_not_exist(void **state) {
    (void)state;
    static const struct {
        const char *words;
        int code;
        const char *said;
    } cases[] = {
        {"ELD-0001-X F001-01", 3, "no remains \"ELD-0001-X\"; the nearest code is ELD-00"},
        {"nobody F001-01", 3, "there are no remains \"nobody\"; the codes are in remains.tsv"},
        {"ELD-0001", 2, "cairn explain DIR REMAINS PERSON"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answer answer = ask("explain %s %s", cases[i].words);
        if (answer.code != cases[i].code || answer.out.size ||
            !strstr(buffer_text(&answer.err), cases[i].said))
            fail_msg("%s: exit code %d, %s", cases[i].words, answer.code,
                     buffer_text(&answer.err));
        answer_close(&answer);
    }
}

static void test_persons_who_are_not_missing(void **state) {
    (void)state;
    struct answer answer = ask("identify --json %s%s", "");
    json_t *all = read_json(&answer);
    answer_close(&answer);
    const char *code = json_string_value(
        json_object_get(json_array_get(json_object_get(all, "pairwise"), 0), "remains"));
    static const char *const cases[][2] = {
        {"F001-99", "nobody missing has the id \"F001-99\"; the nearest is F00"},
        {"somebody", "nobody missing has the id \"somebody\"; the ids are in persons.tsv"},
    };
    for (size_t i = 0; i < 2; i++) {
        struct buffer words = {0};
        buffer_format(&words, "%s %s", code, cases[i][0]);
        answer = ask("explain %s %s", buffer_text(&words));
        assert_int_equal(answer.code, 3);
        if (!strstr(buffer_text(&answer.err), cases[i][1]))
            fail_msg("%s", buffer_text(&answer.err));
        answer_close(&answer);
        buffer_close(&words);
    }
    json_decref(all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_agrees_with_identify),
        cmocka_unit_test(test_names_that_do_not_exist),
        cmocka_unit_test(test_persons_who_are_not_missing),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
