/* The words of declarations as people read them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "schema/wording.h"

static struct arena arena;

static void words_are_written_for_people(void **state) {
    (void)state;
    assert_string_equal(wording_name(&arena, "found_where"), "Found where");
    assert_string_equal(wording_name(&arena, "sha256"), "SHA-256");
    assert_string_equal(wording_name(&arena, "raw_sha256"), "Raw SHA-256");
    assert_string_equal(wording_name(&arena, "mt_ranges"), "mtDNA ranges");
    assert_string_equal(wording_name(&arena, "cause_a"), "Cause A");
    assert_string_equal(wording_choice(&arena, "cable_tie"), "cable tie");
    assert_string_equal(wording_choice(&arena, "sim_card"), "SIM card");
    assert_string_equal(wording_choice(&arena, "M"), "M");
    assert_string_equal(wording_kinds(&arena, schema_find("grave")), "Graves");
    assert_string_equal(wording_kinds(&arena, schema_find("erase")), "Erasures");
}

static void words_of_several_meanings_have_the_sentence_of_their_field(void **state) {
    (void)state;
    const struct schema_field *issuer = schema_field_find(schema_find("document"), "state");
    const struct schema_field *user = schema_field_find(schema_find("user"), "state");
    assert_string_equal(wording_context(issuer, "state"), issuer->sentence);
    assert_string_equal(wording_context(user, "state"), user->sentence);
    assert_null(wording_context(issuer, "brand"));
}

/* Two fields of one kind, or two words of one choice, that are called the same could not be told
 * apart on a page. */
static void assert_distinct(const struct schema_field *fields, int count, const char *kind) {
    for (int i = 0; i < count; i++)
        for (int j = 0; j < i; j++) {
            const char *name = wording_name(&arena, fields[i].name);
            if (!strcmp(name, wording_name(&arena, fields[j].name)))
                fail_msg("%s: two fields are called \"%s\"", kind, name);
        }
    for (int i = 0; i < count; i++) {
        const struct schema_words *words = &fields[i].words;
        for (int j = 0; fields[i].type == FIELD_CHOICE && j < words->count; j++)
            for (int k = 0; k < j; k++)
                assert_string_not_equal(wording_choice(&arena, words->word[j]),
                                        wording_choice(&arena, words->word[k]));
        assert_distinct(fields[i].parts, fields[i].part_count, kind);
    }
}

static void fields_of_a_kind_can_be_told_apart(void **state) {
    (void)state;
    for (int i = 0; i < schema_count; i++)
        assert_distinct(schema_list[i].fields, schema_list[i].field_count, schema_list[i].kind);
}

struct looked_for {
    const char *context, *english;
    int found;
};

static void look(void *data, const char *context, const char *english) {
    struct looked_for *wanted = data;
    wanted->found += !strcmp(english, wanted->english) &&
                     !strcmp(context ? context : "", wanted->context ? wanted->context : "");
}

static void assert_given(const char *context, const char *english) {
    struct looked_for wanted = {context, english, 0};
    wording_each(schema_list, schema_count, look, &wanted);
    if (!wanted.found) fail_msg("\"%s\" is not among the texts", english);
}

static void every_text_that_a_page_shows_is_given(void **state) {
    (void)state;
    const struct schema *site = schema_find("site"), *person = schema_find("person");
    assert_given(NULL, "Site");
    assert_given(NULL, "Sites");
    assert_given(NULL, site->about);
    assert_given(NULL, schema_field_find(site, "code")->sentence);
    assert_given(NULL, "Access log");
    const struct schema_field *rows = schema_field_find(person, "names");
    const struct schema_field *kind = schema_part_find(rows, "kind");
    assert_given(NULL, kind->sentence);
    assert_given(kind->sentence, "family");
    assert_given(NULL, "call sign");
    assert_given(NULL, "liaison");
    assert_given(NULL, "examined absent");
    assert_given(NULL, "somebody has looked, and there is none");
}

static int open_arena(void **state) {
    (void)state;
    arena_open(&arena, 0);
    return 0;
}

static int close_arena(void **state) {
    (void)state;
    arena_close(&arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_written_for_people),
        cmocka_unit_test(words_of_several_meanings_have_the_sentence_of_their_field),
        cmocka_unit_test(fields_of_a_kind_can_be_told_apart),
        cmocka_unit_test(every_text_that_a_page_shows_is_given),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
