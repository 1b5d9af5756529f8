/* The declarations that this program is built with, held against what was decided about them: who
 * signs, what is public, who reads the rest, and the tables that other programs rely on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "schema/import.h"
#include "schema/schema_parse.h"

static struct arena arena;

static int begin(void **state) {
    (void)state;
    arena_open(&arena, 0);
    return 0;
}

static int end(void **state) {
    (void)state;
    arena_close(&arena);
    return 0;
}

/* The table of kinds as it was decided. A public field is seen by everybody for ever: no line here
 * may grow because a declaration did. "*" is everything but when it was written down. */
static const struct {
    const char *kind, *signers, *public, *readers;
} KINDS[] = {
    {"accept", "administrator", "entries basis", "team"},
    {"belonging", "field", "class", "team"},
    {"comparison", "laboratory", "parameters engine log_size log_root result_hash",
     "administrator laboratory board"},
    {"confirmation", "board", "state", "team"},
    {"consent", "liaison", "", "administrator liaison board"},
    {"custody", "both hands of field or laboratory or examiner or liaison or custodian", "event",
     "team"},
    {"document", "field", "class", "administrator field board"},
    {"element", "examiner", "", "team"},
    {"erase", "administrator", "target fields basis", "team"},
    {"examination", "examiner", "type", "team"},
    {"export", "administrator", "fields basis", "team"},
    {"figure", "press", "*", "team"},
    {"finding", "examiner", "class mechanism timing restraint_site", "team"},
    {"frequencies", "laboratory", "*", "team"},
    {"grave", "field", "kind burial role counts", "team"},
    {"handover", "liaison and custodian", "", "team"},
    {"investigation", "administrator", "name agency origin checkpoint_key", "team"},
    {"key", "administrator", "owner public_key state", "team"},
    {"media", "field or laboratory or examiner", "view", "team"},
    {"mutation", "laboratory", "*", "team"},
    {"parameters", "laboratory", "*", "team"},
    {"person", "liaison", "role", "administrator liaison board"},
    {"profile", "laboratory", "", "administrator laboratory board"},
    {"proposal", "laboratory or examiner", "state", "team"},
    {"publication", "press and board", "*", "team"},
    {"refusal", "board", "state", "team"},
    {"relation", "press", "*", "team"},
    {"remains", "field or examiner", "kind status", "team"},
    {"reveal", "administrator", "target entry fields basis", "team"},
    {"revocation", "board", "state", "team"},
    {"sample", "field or laboratory", "", "administrator field laboratory board"},
    {"schema", "administrator", "text", "team"},
    {"site", "field", "name kind stage status place place_area", "team"},
    {"source", "press", "*", "team"},
    {"statement", "press", "*", "team"},
    {"user", "administrator", "public_key roles state", "team"},
};

enum { KIND_COUNT = sizeof KINDS / sizeof *KINDS };

static const char *roles_text(unsigned roles, const char *between) {
    const char *text = "";
    for (int i = 0; i < USER_ROLES; i++)
        if (roles & 1u << i)
            text = arena_format(&arena, "%s%s%s", text, *text ? between : "",
                                user_role_name((enum user_role)i));
    return text;
}

static void every_kind_is_declared_and_no_other(void **state) {
    (void)state;
    assert_int_equal(schema_count, KIND_COUNT);
    for (int i = 0; i < schema_count; i++) {
        assert_string_equal(schema_list[i].kind, KINDS[i].kind);
        assert_ptr_equal(schema_find(KINDS[i].kind), &schema_list[i]);
        assert_ptr_equal(schema_find_table(schema_list[i].table), &schema_list[i]);
    }
    assert_null(schema_find("stone"));
    assert_null(schema_find_table("stones.tsv"));
}

static void those_sign_who_should(void **state) {
    (void)state;
    for (int i = 0; i < schema_count; i++) {
        const struct schema *schema = &schema_list[i];
        const char *text = schema->signing == SIGNED_BY_EACH
                               ? roles_text(schema->signers, " and ")
                               : roles_text(schema->signers, " or ");
        const char *hands = schema->signing == SIGNED_BY_HANDS ? "both hands of " : "";
        assert_string_equal(arena_format(&arena, "%s%s", hands, text), KINDS[i].signers);
    }
    assert_true(schema_may_sign(schema_find("remains"), 1u << USER_EXAMINER));
    assert_false(schema_may_sign(schema_find("remains"), 1u << USER_ADMINISTRATOR));
    assert_true(schema_may_sign(schema_find("custody"), 1u << USER_CUSTODIAN));
    assert_false(schema_may_sign(schema_find("custody"), 1u << USER_PRESS));
    assert_false(schema_may_sign(schema_find("custody"), 1u << USER_ADMINISTRATOR));
    assert_false(schema_may_sign(schema_find("custody"), 0));
}

static bool is_among(const char *name, const char *names) {
    const char *at = strstr(names, name);
    size_t length = strlen(name);
    for (; at; at = strstr(at + 1, name))
        if ((at == names || at[-1] == ' ') && (!at[length] || at[length] == ' ')) return true;
    return false;
}

static void exactly_that_is_public_which_was_decided(void **state) {
    (void)state;
    for (int i = 0; i < schema_count; i++) {
        const struct schema *schema = &schema_list[i];
        bool all = strcmp(KINDS[i].public, "*") == 0;
        int expected = *KINDS[i].public != 0, found = 0;
        for (const char *at = KINDS[i].public; *at; at++) expected += *at == ' ';
        for (int j = 0; j < schema->field_count; j++) {
            const struct schema_field *field = &schema->fields[j];
            bool written = !strcmp(field->name, "recorded") || !strcmp(field->name, "clock_error");
            bool public = all ? !written : is_among(field->name, KINDS[i].public);
            if ((field->tier == TIER_PUBLIC) != public)
                fail_msg("%s.%s", schema->kind, field->name);
            found += public;
        }
        if (!all) assert_int_equal(found, expected);
    }
}

static void the_rest_is_read_by_those_who_may(void **state) {
    (void)state;
    for (int i = 0; i < schema_count; i++) {
        const struct schema *schema = &schema_list[i];
        for (int j = 0; j < schema->field_count; j++) {
            const struct schema_field *field = &schema->fields[j];
            if (field->tier == TIER_PUBLIC) continue;
            const char *text = field->tier == TIER_TEAM ? "team" : roles_text(field->readers, " ");
            bool special = !strcmp(field->name, "dropout") || !strcmp(schema->kind, "proposal");
            bool place = !strcmp(schema->kind, "media") &&
                         is_among(field->name, "place place_accuracy");
            const char *readers = place ? "administrator field examiner board" : KINDS[i].readers;
            if (!special && strcmp(text, readers) != 0)
                fail_msg("%s.%s is read by %s", schema->kind, field->name, text);
            /* Numbers of a laboratory are not for those who dig or speak with families. */
            if (special && field->tier == TIER_RESTRICTED)
                assert_false(schema_may_read(field, 1u << USER_FIELD | 1u << USER_LIAISON |
                                                        1u << USER_PRESS | 1u << USER_CUSTODIAN));
        }
    }
    assert_int_equal(schema_field_find(schema_find("remains"), "dropout")->tier, TIER_RESTRICTED);
    assert_int_equal(schema_field_find(schema_find("proposal"), "posterior")->tier,
                     TIER_RESTRICTED);
}

/* In kinds that are not about the public record, what is public cannot say who somebody is, or
 * exactly where or when: it is chosen from lists, coarse, or written for the public on purpose. */
static void a_public_field_cannot_identify_anybody(void **state) {
    (void)state;
    for (int i = 0; i < schema_count; i++) {
        const struct schema *schema = &schema_list[i];
        for (int j = 0; schema->tier != TIER_PUBLIC && j < schema->field_count; j++) {
            const struct schema_field *field = &schema->fields[j];
            if (field->tier != TIER_PUBLIC) continue;
            if (field->type == FIELD_INSTANT || field->type == FIELD_MEDIA ||
                field->type == FIELD_SCRIPT_TEXT || field->open || field->type == FIELD_CODE ||
                (field->type == FIELD_GEOMETRY && field->most < 100000))
                fail_msg("%s.%s", schema->kind, field->name);
        }
        /* And nothing public leads to a person, their family, sample, profile or decision, but the
         * record that a reveal or erasure is about. */
        for (int j = 0; j < schema->field_count; j++) {
            const struct schema_field *field = &schema->fields[j];
            if (field->tier != TIER_PUBLIC || field->type != FIELD_REFERENCE) continue;
            static const char sealed[] = "person sample profile consent comparison proposal "
                                         "confirmation refusal revocation handover media element";
            for (int k = 0; k < field->words.count; k++)
                assert_false(is_among(field->words.word[k], sealed));
            if (!field->words.count) assert_string_equal(field->name, "target");
        }
    }
}

static void assert_columns(const char *table, const char *names) {
    const struct schema *schema = schema_find_table(table);
    assert_non_null(schema);
    assert_true(schema->imported);
    int count;
    struct import_column *columns = import_columns(&arena, schema, &count);
    char *copy = arena_copy(&arena, names), *rest;
    for (char *name = strtok_r(copy, " ", &rest); name; name = strtok_r(NULL, " ", &rest))
        if (!import_column_find(columns, count, name)) fail_msg("%s has no %s", table, name);
}

/* The tables of the identification, as other programs write them. */
static void the_tables_of_the_identification_keep_their_columns(void **state) {
    (void)state;
    assert_columns("remains.tsv", "code sex dropout complete");
    assert_columns("samples.tsv", "sample subject kind dropout");
    assert_columns("persons.tsv", "family id father mother sex role");
    assert_columns("profiles.tsv", "subject marker allele1 allele2");
    assert_columns("frequencies.tsv", "marker allele frequency");
    assert_columns("parameters.tsv", "name value");
    assert_columns("mutation.tsv", "marker chrom model model_female rate_male rate_female "
                                   "rate2_male rate2_female range_male range_female");
}

static void assert_words_equal(const struct schema_words *a, const struct schema_words *b) {
    assert_int_equal(a->count, b->count);
    for (int i = 0; i < a->count; i++) assert_string_equal(a->word[i], b->word[i]);
}

static void assert_text_equal(const char *a, const char *b) {
    assert_int_equal(!a, !b);
    if (a) assert_string_equal(a, b);
}

static void assert_fields_equal(const struct schema_field *a, const struct schema_field *b,
                                int count) {
    for (int i = 0; i < count; i++, a++, b++) {
        assert_string_equal(a->name, b->name);
        assert_string_equal(a->sentence, b->sentence);
        assert_int_equal(a->type, b->type);
        assert_int_equal(a->list, b->list);
        assert_int_equal(a->required, b->required);
        assert_int_equal(a->open, b->open);
        assert_text_equal(a->pattern, b->pattern);
        assert_text_equal(a->unit, b->unit);
        assert_int_equal(a->least, b->least);
        assert_int_equal(a->most, b->most);
        assert_words_equal(&a->words, &b->words);
        assert_int_equal(a->tier, b->tier);
        assert_int_equal(a->readers, b->readers);
        assert_words_equal(&a->columns, &b->columns);
        assert_int_equal(a->part_count, b->part_count);
        assert_fields_equal(a->parts, b->parts, a->part_count);
    }
}

/* Whatever is built in can be had from its text again: so an older entry is read by its own. */
static void the_tables_are_what_the_texts_say(void **state) {
    (void)state;
    for (int i = 0; i < schema_count; i++) {
        const struct schema *built = &schema_list[i], *read;
        struct error error = {0};
        if (!schema_parse(&arena, built->kind, built->text, built->text_size, &read, &error))
            fail_msg("%s", error.text);
        assert_int_equal(strlen(built->text), built->text_size);
        assert_string_equal(read->kind, built->kind);
        assert_string_equal(read->about, built->about);
        assert_string_equal(read->text, built->text);
        assert_text_equal(read->code_pattern, built->code_pattern);
        assert_text_equal(read->code_example, built->code_example);
        assert_int_equal(read->code_given, built->code_given);
        assert_int_equal(read->signing, built->signing);
        assert_int_equal(read->signers, built->signers);
        assert_int_equal(read->tier, built->tier);
        assert_int_equal(read->readers, built->readers);
        assert_string_equal(read->table, built->table);
        assert_int_equal(read->imported, built->imported);
        assert_words_equal(&read->key, &built->key);
        assert_text_equal(read->line_rows, built->line_rows);
        assert_int_equal(read->field_count, built->field_count);
        assert_fields_equal(read->fields, built->fields, built->field_count);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_kind_is_declared_and_no_other, begin, end),
        cmocka_unit_test_setup_teardown(those_sign_who_should, begin, end),
        cmocka_unit_test_setup_teardown(exactly_that_is_public_which_was_decided, begin, end),
        cmocka_unit_test_setup_teardown(the_rest_is_read_by_those_who_may, begin, end),
        cmocka_unit_test_setup_teardown(a_public_field_cannot_identify_anybody, begin, end),
        cmocka_unit_test_setup_teardown(the_tables_of_the_identification_keep_their_columns, begin,
                                        end),
        cmocka_unit_test_setup_teardown(the_tables_are_what_the_texts_say, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
