/* The example investigation as a story: what was found agrees with who the dead were, so that leads
 * lead somewhere; some mislead, as they do; and no table gives the truth away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "case/example_records.h"

enum { SEEDS = 3 };

static struct example_records worlds[SEEDS];

static int open_worlds(void **state) {
    (void)state;
    for (int i = 0; i < SEEDS; i++) records_open(&worlds[i], (uint64_t)i + 1, EXAMPLE_REMAINS);
    return 0;
}

static int close_worlds(void **state) {
    (void)state;
    for (int i = 0; i < SEEDS; i++) records_close(&worlds[i]);
    return 0;
}

static void for_all(void (*check)(const struct example_records *)) {
    for (int i = 0; i < SEEDS; i++) check(&worlds[i]);
}

/* How many records of a kind have this value in a field. */
static int count_of(const struct example_records *world, const char *kind, const char *field,
                    const char *value) {
    int count = 0;
    const char *key;
    json_t *record;
    json_object_foreach(records_of(world, kind), key, record)
        count += !strcmp(record_text(record, field), value);
    return count;
}

/* The true person of some remains, or NULL. */
static const json_t *true_person(const struct example_records *world, const char *remains) {
    const char *id = json_string_value(json_object_get(world->truth, remains));
    return id ? json_object_get(records_of(world, "person"), id) : NULL;
}

static int whole(const json_t *record, const char *field) {
    const json_t *value = json_object_get(record, field);
    return json_is_integer(value) ? (int)json_integer_value(value) : -1;
}

static void check_graves(const struct example_records *world) {
    int cases = 0, largest = 0, crosses = 0;
    const char *key;
    json_t *grave, *remains;
    json_object_foreach(records_of(world, "grave"), key, grave) {
        int number = whole(json_array_get(json_object_get(grave, "counts"), 0), "number"), here = 0;
        const char *code;
        json_object_foreach(records_of(world, "remains"), code, remains) {
            if (strcmp(record_text(remains, "grave"), key)) continue;
            here++;
            assert_string_equal(record_text(remains, "marker"), record_text(grave, "marker"));
        }
        assert_int_equal(number, here);
        cases += number;
        if (number > largest) largest = number;
        crosses += *record_text(grave, "marker") != 0;
    }
    assert_int_equal(cases, EXAMPLE_REMAINS);
    assert_int_equal(largest, 17);
    int graves = (int)json_object_size(records_of(world, "grave"));
    assert_in_range(crosses, graves * 90 / 100, graves - 1);
}

static void check_numbers(const struct example_records *world) {
    int restrained = 0, piled = 0;
    const char *key, *grave = NULL;
    json_t *record;
    json_object_foreach(records_of(world, "remains"), key, record) {
        const json_t *restraint = json_object_get(record, "restraint");
        restrained += json_is_array(restraint);
        if (!strcmp(record_text(record, "kind"), "body"))
            assert_true(json_is_array(restraint) || json_object_get(restraint, "none"));
    }
    assert_int_equal(restrained, 8);
    assert_int_equal(count_of(world, "belonging", "class", "ligature"), 8);
    assert_int_equal(count_of(world, "finding", "mechanism", "ligature"), 8);
    json_object_foreach(records_of(world, "document"), key, record) {
        if (strcmp(record_text(record, "found_where"), "pile")) continue;
        if (grave) assert_string_equal(record_text(record, "grave"), grave);
        grave = record_text(record, "grave");
        assert_string_equal(record_text(record, "remains"), "");
        piled++;
    }
    assert_int_equal(piled, 14);
    assert_int_equal(json_object_size(records_of(world, "examination")), EXAMPLE_REMAINS);
    int violent = count_of(world, "finding", "timing", "perimortem");
    assert_in_range(violent, EXAMPLE_REMAINS * 40 / 100, EXAMPLE_REMAINS * 60 / 100);
    assert_in_range(count_of(world, "finding", "istanbul", "consistent") +
                    count_of(world, "finding", "istanbul", "highly_consistent"), 5, 30);
    /* A grade without an allegation that it answers says nothing. */
    json_object_foreach(records_of(world, "finding"), key, record)
        assert_int_equal(*record_text(record, "istanbul") != 0,
                         *record_text(record, "allegation") != 0);
    assert_int_equal(whole(json_object_get(records_of(world, "figure"), "FG-01"), "value"), 436);
    assert_int_equal(whole(json_object_get(records_of(world, "figure"), "FG-02"), "value"), 450);
    assert_true(count_of(world, "statement", "act", "allegation") > 0);
    assert_true(count_of(world, "statement", "act", "denial") > 0);
    assert_true(count_of(world, "relation", "kind", "denies") > 0);
}

static void proportions_are_those_of_an_investigation(void **state) {
    (void)state;
    for_all(check_graves);
    for_all(check_numbers);
}

static void check_bodies(const struct example_records *world) {
    int statures = 0, marks = 0;
    const char *key;
    json_t *examination;
    json_object_foreach(records_of(world, "examination"), key, examination) {
        const char *remains =
            json_string_value(json_array_get(json_object_get(examination, "remains"), 0));
        const json_t *person = true_person(world, remains);
        if (!person) continue;
        const char *sex = record_text(examination, "sex_estimate");
        if (!strcmp(sex, "male")) assert_string_equal(record_text(person, "sex"), "M");
        if (!strcmp(sex, "female")) assert_string_equal(record_text(person, "sex"), "F");
        int age = 2018 - atoi(record_text(person, "born")), oldest = whole(examination, "age_high");
        assert_in_range(age, whole(examination, "age_low"), oldest < 0 ? 120 : oldest);
        int height = whole(person, "height"), stature = whole(examination, "stature_point");
        if (stature > 0 && height > 0) {
            assert_in_range(abs(height - stature), 0, 100);
            statures++;
        }
        const char *external = record_text(examination, "external");
        const json_t *mark = json_array_get(json_object_get(person, "marks"), 0);
        if (!*external) continue;
        assert_non_null(strstr(external, record_text(mark, "description")));
        marks++;
    }
    assert_true(statures > 100 && marks > 10);
}

static void check_belongings(const struct example_records *world) {
    int right = 0, wrong = 0;
    const char *key;
    json_t *belonging;
    json_object_foreach(records_of(world, "belonging"), key, belonging) {
        const json_t *person = true_person(world, record_text(belonging, "remains"));
        const char *imei =
            json_string_value(json_array_get(json_object_get(belonging, "imei"), 0));
        if (!imei || !person) continue;
        bool his = strstr(record_text(person, "belongings"), imei);
        right += his;
        wrong += !his;
    }
    assert_true(right > 15 && wrong <= right / 3);
}

static void what_was_found_agrees_with_who_they_were(void **state) {
    (void)state;
    for_all(check_bodies);
    for_all(check_belongings);
}

/* The first name of a person, as the family writes it: given, patronymic, family. */
static const char *family_spelling(const json_t *person) {
    return record_text(json_array_get(json_object_get(person, "names"), 0), "name");
}

/* "Family Given Patronymic" as printed, and "Given Patronymic Family" as the family writes it. */
static bool is_same_name(const char *printed, const char *written) {
    size_t family = strcspn(printed, " "), given = strlen(printed) - family - 1;
    return strlen(written) == strlen(printed) && !strncmp(written, printed + family + 1, given) &&
           !strcmp(written + given + 1, arena_copy_part(&worlds[0].arena, printed, family));
}

static void check_documents(const struct example_records *world) {
    int with_owner = 0, with_stranger = 0;
    const char *key, *id;
    json_t *document, *person;
    json_object_foreach(records_of(world, "document"), key, document) {
        /* The hypothesis is what the list of the missing says to the printed name, no more. */
        const char *expected = "";
        json_object_foreach(records_of(world, "person"), id, person)
            if (is_same_name(record_text(document, "name_native"), family_spelling(person)) &&
                !strcmp(record_text(document, "born"), record_text(person, "born")))
                expected = id;
        assert_string_equal(record_text(document, "person"), expected);
        const char *remains = record_text(document, "remains");
        if (!*remains || !*expected) continue;
        const char *truth = json_string_value(json_object_get(world->truth, remains));
        bool owner = truth && !strcmp(truth, expected);
        with_owner += owner;
        with_stranger += !owner;
    }
    assert_in_range(with_owner, 8, 16);
    assert_int_equal(with_stranger, 8);
}

static void a_document_is_a_lead_and_no_identification(void **state) {
    (void)state;
    for_all(check_documents);
}

static void check_consents(const struct example_records *world) {
    int asked = 0, refused = 0;
    const char *key;
    json_t *consent, *person, *sample;
    json_t *given = json_object();
    json_object_foreach(records_of(world, "consent"), key, consent) {
        bool identify = !strcmp(record_text(consent, "scope"), "identify");
        if (identify)
            json_object_set(given, record_text(consent, "person"),
                            json_object_get(consent, "decision"));
        refused += !identify && !strcmp(record_text(consent, "decision"), "refused");
    }
    /* Nobody's DNA is in the laboratory without a consent, and nobody's who said no. */
    json_object_foreach(records_of(world, "sample"), key, sample) {
        person = json_object_get(records_of(world, "person"), record_text(sample, "subject"));
        if (!person || strcmp(record_text(person, "role"), "reference")) continue;
        assert_string_equal(record_text(given, record_text(sample, "subject")), "given");
        assert_true(*record_text(person, "notify") != 0);
        asked++;
    }
    assert_true(asked > 400 && refused > asked / 2);
    assert_true(json_object_size(given) > (size_t)asked);
    json_decref(given);
}

static void families_were_asked(void **state) {
    (void)state;
    for_all(check_consents);
}

/* Calls for every text within a value. */
static void each_text(const json_t *value, void (*visit)(void *, const char *), void *data) {
    const char *key;
    size_t i;
    json_t *part;
    if (json_is_string(value)) visit(data, json_string_value(value));
    json_array_foreach((json_t *)value, i, part) each_text(part, visit, data);
    if (json_is_object(value)) json_object_foreach((json_t *)value, key, part)
            each_text(part, visit, data);
}

/* Whom the texts of one record name. */
struct named {
    const struct example_records *world;
    bool person, others; /* others: remains of two numbers */
    char remains[64];    /* empty: none so far */
};

static void look_at(void *data, const char *text) {
    struct named *named = data;
    char word[64];
    while (*text) {
        size_t length = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
        if (length >= sizeof word) length = sizeof word - 1;
        memcpy(word, text, length);
        word[length] = 0;
        if (json_object_get(records_of(named->world, "person"), word)) named->person = true;
        if (json_object_get(named->world->truth, word)) {
            if (*named->remains && strcmp(named->remains, word)) named->others = true;
            memcpy(named->remains, word, sizeof word);
        }
        text += length + (text[length] != 0);
    }
}

/* No record says which remains are which person, or that two numbers are one body; but for the
 * hypotheses of documents, which a test above holds to what is printed. */
static void check_secrecy(const struct example_records *world) {
    for (int i = 0; i < world->count; i++) {
        const struct record_table *table = &world->table[i];
        const char *key;
        json_t *record;
        if (!strcmp(table->schema->kind, "document")) continue;
        json_object_foreach(table->records, key, record) {
            struct named named = {.world = world};
            each_text(record, look_at, &named);
            if (named.person && *named.remains) fail_msg("%s, %s: a name", table->file, key);
            if (named.others) fail_msg("%s, %s: two numbers together", table->file, key);
        }
    }
}

static void no_table_gives_the_truth_away(void **state) {
    (void)state;
    for_all(check_secrecy);
}

static void check_invented(const struct example_records *world) {
    const char *key;
    json_t *record;
    json_object_foreach(records_of(world, "source"), key, record) {
        const char *host = strstr(record_text(record, "url"), "//") + 2;
        const char *end = strchr(host, '/');
        assert_memory_equal(end - 8, ".example", 8); /* RFC 2606 */
    }
    json_object_foreach(records_of(world, "statement"), key, record) {
        const char *country = record_text(record, "country");
        assert_true(!*country || !strcmp(country, "Coast Republic") ||
                    !strcmp(country, "Northern Army"));
    }
    json_object_foreach(records_of(world, "belonging"), key, record) {
        const char *imei = json_string_value(json_array_get(json_object_get(record, "imei"), 0));
        if (!imei) continue;
        int sum = 0;
        assert_int_equal(strlen(imei), 15);
        assert_memory_equal(imei, "00", 2); /* kept for tests: 3GPP TS 23.003, annex B */
        for (int i = 0; i < 15; i++) {
            int digit = (imei[i] - '0') << (i % 2);
            sum += digit > 9 ? digit - 9 : digit;
        }
        assert_int_equal(sum % 10, 0);
    }
}

static void all_of_it_is_invented(void **state) {
    (void)state;
    for_all(check_invented);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proportions_are_those_of_an_investigation),
        cmocka_unit_test(what_was_found_agrees_with_who_they_were),
        cmocka_unit_test(a_document_is_a_lead_and_no_identification),
        cmocka_unit_test(families_were_asked),
        cmocka_unit_test(no_table_gives_the_truth_away),
        cmocka_unit_test(all_of_it_is_invented),
    };
    return cmocka_run_group_tests(tests, open_worlds, close_worlds);
}
