/* What the pages of identification show, and to whom: the numbers are those that were recorded and
 * that the commands print, and nobody sees what their roles may not read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "web/identified.h"

static struct identified made;
static struct visitor lab, examiner, board, liaison;
static const char *rec;
static json_t *found;

static int begin(void **state) {
    (void)state;
    identified_make(&made);
    identified_start(&made);
    visitor_sign_in(&lab, made.port, "Lab");
    visitor_sign_in(&examiner, made.port, "Examiner");
    visitor_sign_in(&board, made.port, "Bea");
    visitor_sign_in(&liaison, made.port, "Liaison");
    rec = identified_compare(&made, &lab, "150");
    found = identified_json(&made, 0, "identify", "--dry-run --missing-total 150");
    return 0;
}

static int end(void **state) {
    (void)state;
    struct visitor *all[] = {&lab, &examiner, &board, &liaison};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) visitor_close(all[i]);
    json_decref(found);
    identified_remove(&made);
    return 0;
}

/* Loads the dossier of a pair, "REMAINS/PERSON", in the comparison. */
static void look(struct visitor *visitor, const char *pair) {
    assert_int_equal(visitor_get(visitor, "/identify/%s/%s", rec, pair), 200);
}

static const char *text_of(const json_t *object, const char *name) {
    return json_string_value(json_object_get(object, name));
}

/* ------------------------------------------------------------------ numbers */

/* Every locus that the command explains is on the page, with its ratio and genotypes; and they add
 * up to the ratio that was recorded. */
static void expect_loci(const char *pair) {
    const char *slash = strchr(pair, '/');
    json_t *explained =
        identified_json(&made, 0, "explain",
                        arena_format(&made.arena, "'%.*s' '%s' --missing-total 150 2>/dev/null",
                                     (int)(slash - pair), pair, slash + 1));
    look(&board, pair);
    visitor_sees(&board, "which is the recorded ratio");
    const json_t *markers = json_object_get(explained, "markers");
    size_t index;
    json_t *marker;
    json_array_foreach(markers, index, marker) {
        const char *row =
            arena_format(&made.arena, "<th scope=\"row\">%s</th>", text_of(marker, "name"));
        const char *at = strstr(visitor_page(&board), row);
        if (!at) fail_msg("%s is not there", row);
        const char *line = arena_copy_part(&made.arena, at, strcspn(at, "\n"));
        const json_t *ratio = json_object_get(marker, "log10_lr");
        if (json_is_number(ratio) && !text_of(marker, "left_out"))
            assert_non_null(
                strstr(line, arena_format(&made.arena, ">%+.3f<", json_number_value(ratio))));
        const char *remains = text_of(marker, "remains");
        assert_non_null(
            strstr(line, arena_format(&made.arena, "<td>%s</td>", remains ? remains : ".")));
        const char *id;
        json_t *genotype;
        json_object_foreach(json_object_get(marker, "relatives"), id, genotype) {
            assert_non_null(strstr(visitor_page(&board),
                                   arena_format(&made.arena, "<th scope=\"col\">%s", id)));
            if (json_is_string(genotype))
                assert_non_null(strstr(
                    line, arena_format(&made.arena, "<td>%s</td>", json_string_value(genotype))));
        }
    }
    assert_true(json_array_size(markers) > 10);
    json_decref(explained);
}

static void test_the_dossier_has_the_loci_of_the_command(void **state) {
    (void)state;
    expect_loci(identified_pair(&made, found, 0, 0.99999, 1));
    expect_loci(identified_pair(&made, found, 1, 0.99999, 1));
    expect_loci(identified_pair(&made, found, 0, 0.01, 0.9));
    /* One that cannot be. */
    expect_loci(identified_pair(&made, found, 3, 0, 0));
}

/* The recorded ratio and posterior of the pair stand on the page, as the list has them too. */
static void test_list_and_dossier_say_the_same(void **state) {
    (void)state;
    const char *pair = identified_pair(&made, found, 0, 0.01, 0.9);
    const json_t *list = json_object_get(found, "posterior");
    const json_t *pairwise = json_object_get(found, "pairwise");
    const char *posterior = NULL, *ratio = NULL;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *line = json_array_get(list, i);
        if (strcmp(pair, arena_format(&made.arena, "%s/%s", text_of(line, "remains"),
                                      text_of(line, "person"))) != 0)
            continue;
        posterior =
            arena_format(&made.arena, "%.6f", json_number_value(json_object_get(line, "p")));
        ratio = arena_format(
            &made.arena, "%+.2f",
            json_number_value(json_object_get(json_array_get(pairwise, i), "log10_lr")));
    }
    look(&lab, pair);
    visitor_sees(&lab, posterior);
    visitor_sees(&lab, ratio);
    assert_int_equal(visitor_get(&lab, "/identify/%s?show=candidates", rec), 200);
    visitor_sees(&lab, posterior);
    visitor_sees(&lab, ratio);
    assert_non_null(strstr(visitor_page(&lab),
                           arena_format(&made.arena, "href=\"/identify/%s/%s\"", rec, pair)));
    assert_non_null(strstr(visitor_page(&lab), "<svg"));
}

/* Remains, individuals and names are counted apart, as the result has them. */
static void test_counts_are_not_mixed(void **state) {
    (void)state;
    const json_t *individuals = json_object_get(found, "individuals");
    size_t remains = 0;
    for (size_t i = 0; i < json_array_size(individuals); i++)
        remains += json_array_size(json_array_get(individuals, i));
    assert_true(remains > json_array_size(individuals));
    assert_int_equal(visitor_get(&lab, "/identify/%s", rec), 200);
    visitor_sees(&lab, arena_format(&made.arena, "%zu numbers of remains", remains));
    visitor_sees(&lab, arena_format(&made.arena, "%zu individuals, as far as DNA tells",
                                    json_array_size(individuals)));
    assert_int_equal(visitor_get(&lab, "/identify/%s?show=all", rec), 200);
    char number[LANGUAGE_NUMBER];
    language_number(LANGUAGE_EN, (long long)json_array_size(json_object_get(found, "pairwise")),
                    number);
    visitor_sees(&lab, arena_format(&made.arena, "%s pairs", number));
    assert_int_equal(visitor_get(&lab, "/identify/%s?show=all&sort=ratio&page=99999", rec), 200);
    visitor_sees_not(&lab, "There is none.");
}

/* ------------------------------------------------------------------ who sees what */

/* A pair that rests on relatives, not on something of the person's own. */
static const char *by_relatives(void) {
    for (int rank = 0;; rank++) {
        const char *pair = identified_pair(&made, found, rank, 0.99999, 1);
        look(&board, pair);
        if (!strstr(visitor_page(&board), "direct reference")) return pair;
    }
}

static void test_the_laboratory_sees_no_family(void **state) {
    (void)state;
    const char *pair = by_relatives();
    look(&lab, pair);
    visitor_sees(&lab, "Locus by locus");
    visitor_sees_not(&lab, "Also missing in this family");
    assert_null(strstr(visitor_page(&lab), "<br><small>"));
    visitor_sees_not(&lab, "Of the person");
    look(&board, pair);
    assert_non_null(strstr(visitor_page(&board), "<br><small>"));
    visitor_sees(&board, "Of the person");
}

/* Who examines sees what is decided, and no comparison, nor a genotype. */
static void test_examiners_see_no_comparison(void **state) {
    (void)state;
    const char *pair = identified_pair(&made, found, 0, 0.99999, 1);
    assert_int_equal(visitor_get(&examiner, "/identify/%s/%s", rec, pair), 403);
    assert_int_equal(visitor_get(&examiner, "/identify/newest/%s", pair), 200);
    visitor_sees(&examiner, "What is known beside the genotypes");
    visitor_sees_not(&examiner, "Locus by locus");
    visitor_sees_not(&examiner, "Likelihood");
    assert_null(strstr(visitor_page(&examiner), rec));
    assert_int_equal(visitor_get(&examiner, "/identify/decisions"), 200);
}

static void test_others_see_nothing(void **state) {
    (void)state;
    const char *pair = identified_pair(&made, found, 0, 0.99999, 1);
    static const char *const pages[] = {"/identify", "/identify/run", "/identify/what-if",
                                        "/identify/decisions", "/identify/newest"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        assert_int_equal(visitor_get(&liaison, "%s", pages[i]), 403);
    assert_int_equal(visitor_get(&liaison, "/identify/none/%s", pair), 403);
    assert_int_equal(visitor_get(&liaison, "/identify/none/%s/propose", pair), 403);
    assert_int_equal(visitor_get(&liaison, "/"), 200);
    assert_null(strstr(visitor_page(&liaison), "href=\"/identify\""));
}

/* ------------------------------------------------------------------ addresses of no sense */

static void test_what_is_not_there_is_not_found(void **state) {
    (void)state;
    static const char *const tails[] = {"none/ELD-9999-B/F001-03",
                                        "none/ELD-0001-B/F999-03",
                                        "none/%3Cscript%3E/F001-03",
                                        "none/ELD-0001-B/%27%20or%201",
                                        "r-aaaaaaaaaaaaaaaaaaaaaaaaaa",
                                        "999999999",
                                        "0",
                                        "-1",
                                        "%D0%B0/%D0%B1/%D0%B2"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        int status = visitor_get(&lab, "/identify/%s", tails[i]);
        if (status != 404 && status != 400) fail_msg("%s: %d", tails[i], status);
        assert_null(strstr(visitor_page(&lab), "<script>"));
    }
    assert_int_equal(visitor_get(&lab, "/identify/%s?of=%%3Cscript%%3E%%22", rec), 200);
    visitor_sees(&lab, "There is none.");
    assert_null(strstr(visitor_page(&lab), "<script>"));
    assert_int_equal(visitor_get(&lab, "/identify/decisions?state=won"), 400);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_dossier_has_the_loci_of_the_command),
        cmocka_unit_test(test_list_and_dossier_say_the_same),
        cmocka_unit_test(test_counts_are_not_mixed),
        cmocka_unit_test(test_the_laboratory_sees_no_family),
        cmocka_unit_test(test_examiners_see_no_comparison),
        cmocka_unit_test(test_others_see_nothing),
        cmocka_unit_test(test_what_is_not_there_is_not_found),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
