/* From a form to an entry: what is new, what is changed, what stays, and what becomes of two who do
 * it at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/served.h"
#include "web/visitor.h"

enum { AT_ONCE = 12 };

static struct served served;
static struct visitor field, other, laboratory, liaison, press;
static const char *body; /* ABC-0001-B */

static const char *copy(const char *text) { return arena_copy(served.small.arena, text); }

static int begin(void **state) {
    (void)state;
    served_make(&served);
    small_add(&served.small, "site", NULL, "{'code': 'ABC', 'name': 'Forest edge'}");
    small_add(&served.small, "grave", NULL, "{'code': 'ABC-G001', 'kind': 'single_burial'}");
    body = copy(small_add(&served.small, "remains", NULL,
                          "{'code': 'ABC-0001-B', 'kind': 'body', 'status': 'lifted', 'dropout': "
                          "'0.0150', 'found': '2022-09-16', 'marker': 'cross 17', 'notes': "
                          "'two lines\\nof  notes', 'stature': {'none': 'not_examined'}}")
                    .rec.text);
    served_start(&served);
    visitor_sign_in(&field, served.port, "Only field");
    visitor_sign_in(&other, served.port, "Will Worker");
    visitor_sign_in(&laboratory, served.port, "Only laboratory");
    visitor_sign_in(&liaison, served.port, "Only liaison");
    visitor_sign_in(&press, served.port, "Only press");
    return 0;
}

static int end(void **state) {
    (void)state;
    struct visitor *all[] = {&field, &other, &laboratory, &liaison, &press};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) visitor_close(all[i]);
    served_stop(&served);
    served_check(&served);
    served_remove(&served);
    return 0;
}

/* The JSON of a field of a record, "" when it says nothing; without `recorded`, all of them. */
static char *field_of(const char *rec, const char *name) {
    json_t *fields = served_fields(&served, rec);
    json_object_del(fields, "recorded");
    json_object_del(fields, "reason");
    json_t *value = name ? json_object_get(fields, name) : fields;
    char *text = value ? json_dumps(value, JSON_SORT_KEYS | JSON_ENCODE_ANY) : NULL;
    char *copied = arena_copy(served.small.arena, text ? text : "");
    free(text);
    json_decref(fields);
    return copied;
}

static const char *edit_address(const char *rec) {
    return arena_format(served.small.arena, "/record/%s/edit", rec);
}

/* A record of remains that nobody else uses. */
static const char *make_remains(const char *code) {
    struct sheet *sheet = visitor_fill(&field, "/records/remains/new", "code", code, "kind", "body",
                                       "marker", "m", NULL);
    return copy(visitor_save(&field, sheet));
}

/* ------------------------------------------------------------------ new */

static void test_a_new_record(void **state) {
    (void)state;
    uint64_t size = served_size(&served);
    struct sheet *sheet = visitor_fill(
        &field, "/records/remains/new", "code", "abc-0100-b", "kind", "body", "grave", "ABC-G001",
        "found", "2022-09~", "notes", "first\r\nsecond", "stature", "172 cm", NULL);
    const char *rec = copy(visitor_save(&field, sheet));
    assert_int_equal(served_size(&served), size + 1);
    assert_string_equal(field_of(rec, "code"), "\"ABC-0100-B\"");
    assert_string_equal(field_of(rec, "found"), "\"2022-09~\"");
    assert_string_equal(field_of(rec, "notes"), "\"first\\nsecond\"");
    assert_string_equal(field_of(rec, "stature"), "1720");
    assert_int_equal(strlen(field_of(rec, "grave")), strlen("\"r-\"") + 26);
    /* Saving shows the index and the leaf hash. */
    visitor_get(&field, "%s", field.location);
    char words[60];
    snprintf(words, sizeof words, "entry %llu", (unsigned long long)size);
    visitor_sees(&field, words);
    visitor_sees(&field, "leaf hash");
    visitor_sees(&field, "1,720\u00a0mm");
}

static void test_what_is_not_right_is_said_and_nothing_is_saved(void **state) {
    (void)state;
    uint64_t size = served_size(&served);
    struct sheet *sheet =
        visitor_fill(&field, "/records/remains/new", "code", "ABC-0101-B", "found", "yesterday",
                     "stature", "enormous", "notes", "what I typed", NULL);
    assert_int_equal(visitor_send(&field, sheet), 422);
    visitor_sees(&field, "2 fields are not right yet");
    sheet = visitor_sheet(&field, "/records/remains/new");
    assert_string_equal(sheet_get(sheet, "notes"), "what I typed");
    assert_string_equal(sheet_get(sheet, "found"), "yesterday");
    assert_int_equal(served_size(&served), size);
    /* Put right, it is saved: the form can be sent again. */
    sheet_set(sheet, "found", "2022-09-17");
    sheet_set(sheet, "stature", "1700");
    visitor_save(&field, sheet);
    assert_int_equal(served_size(&served), size + 1);
}

static void test_what_is_needed(void **state) {
    (void)state;
    uint64_t size = served_size(&served);
    struct sheet *sheet = visitor_fill(&field, "/records/remains/new", "marker", "x", NULL);
    assert_int_equal(visitor_send(&field, sheet), 422);
    visitor_sees(&field, "This is needed.");
    assert_int_equal(served_size(&served), size);
}

static void test_the_five_reasons(void **state) {
    static const char *const reasons[] = {"not_recorded", "not_examined", "examined_absent",
                                          "unknown", "withheld"};
    (void)state;
    for (size_t i = 0; i < 5; i++) {
        char code[20], expected[60];
        snprintf(code, sizeof code, "ABC-02%02zu-B", i);
        struct sheet *sheet =
            visitor_fill(&field, "/records/remains/new", "code", code, "marker.none", reasons[i],
                         "stature.none", reasons[i], "restraint.none", reasons[i], "sex.none",
                         reasons[i], "lies_over.none", reasons[i], NULL);
        const char *rec = copy(visitor_save(&field, sheet));
        snprintf(expected, sizeof expected, "{\"none\": \"%s\"}", reasons[i]);
        static const char *const names[] = {"marker", "stature", "restraint", "sex", "lies_over"};
        for (size_t j = 0; j < 5; j++) assert_string_equal(field_of(rec, names[j]), expected);
        /* And they are still chosen when it is changed. */
        sheet = visitor_fill(&field, edit_address(rec), "reason", "again", NULL);
        assert_string_equal(sheet_get(sheet, "restraint.none"), reasons[i]);
        const char *before = field_of(rec, NULL);
        visitor_save(&field, sheet);
        assert_string_equal(field_of(rec, NULL), before);
    }
}

static void test_a_value_and_a_reason_for_none_are_too_much(void **state) {
    (void)state;
    uint64_t size = served_size(&served);
    struct sheet *sheet =
        visitor_fill(&field, "/records/remains/new", "code", "ABC-0102-B", "marker", "x",
                     "marker.none", "unknown", "restraint.0.site", "wrists", "restraint.none",
                     "examined_absent", NULL);
    assert_int_equal(visitor_send(&field, sheet), 422);
    visitor_sees(&field, "take one of them away");
    visitor_sees(&field, "2 fields are not right yet");
    assert_int_equal(served_size(&served), size);
}

static void test_rows(void **state) {
    (void)state;
    struct sheet *sheet = visitor_fill(&field, "/records/remains/new", "code", "ABC-0103-B",
                                       "points.0.at", "skull", "points.0.east", "1200",
                                       "points.0.north", "-5", "points.1.at", "left foot", NULL);
    assert_int_equal(visitor_send(&field, sheet), 422);
    visitor_sees(&field, "This is needed in each line.");
    /* A line that is left empty between others is none. */
    sheet = visitor_sheet(&field, "/records/remains/new");
    sheet_set(sheet, "points.1.at", "");
    sheet_set(sheet, "points.2.at", "pelvis");
    sheet_set(sheet, "points.2.east", "1");
    sheet_set(sheet, "points.2.north", "2");
    sheet_set(sheet, "points.2.up", "unknown");
    const char *rec = copy(visitor_save(&field, sheet));
    const char *points = field_of(rec, "points");
    assert_string_equal(points,
                        "[{\"at\": \"skull\", \"east\": 1200, \"north\": -5}, {\"at\": \"pelvis\", "
                        "\"east\": 1, \"north\": 2, \"up\": {\"none\": \"unknown\"}}]");
    sheet = visitor_fill(&field, edit_address(rec), "marker", "4", "reason", "read again", NULL);
    visitor_save(&field, sheet);
    assert_string_equal(field_of(rec, "points"), points);
    /* One taken away, one added. */
    sheet = visitor_fill(&field, edit_address(rec), "points.0.at", "", "points.0.east", "",
                         "points.0.north", "", "points.3.at", "knee", "points.3.east", "3",
                         "points.3.north", "4", "reason", "the skull was another's", NULL);
    visitor_save(&field, sheet);
    assert_string_equal(field_of(rec, "points"),
                        "[{\"at\": \"pelvis\", \"east\": 1, \"north\": 2, \"up\": {\"none\": "
                        "\"unknown\"}}, {\"at\": \"knee\", \"east\": 3, \"north\": 4}]");
}

static void test_more_lines_keep_what_was_typed(void **state) {
    (void)state;
    uint64_t size = served_size(&served);
    struct sheet *sheet =
        visitor_fill(&field, "/records/remains/new", "code", "ABC-0104-B", "points.0.at", "skull",
                     "notes", "not yet saved", "record.rows", "points", NULL);
    assert_int_equal(visitor_send(&field, sheet), 200);
    sheet = visitor_sheet(&field, "/records/remains/new");
    assert_string_equal(sheet_get(sheet, "points.0.at"), "skull");
    assert_string_equal(sheet_get(sheet, "notes"), "not yet saved");
    assert_non_null(sheet_get(sheet, "points.9.at"));
    assert_int_equal(served_size(&served), size);
}

static void test_an_entry_that_would_be_too_large(void **state) {
    (void)state;
    char prose[8001];
    uint64_t size = served_size(&served);
    memset(prose, 'x', sizeof prose - 1);
    prose[sizeof prose - 1] = 0;
    /* As large as they may be, texts still fit: what is sealed is committed to, not held. */
    struct sheet *sheet =
        visitor_fill(&field, "/records/remains/new", "code", "ABC-0105-B", "notes", prose, NULL);
    visitor_save(&field, sheet);
    char *longer = arena_format(&field.arena, "%sx", prose);
    sheet = visitor_fill(&field, "/records/remains/new", "code", "ABC-0106-B", "notes", longer, NULL);
    assert_int_equal(visitor_send(&field, sheet), 422);
    assert_int_equal(served_size(&served), size + 1);
    char *huge = arena_take(&field.arena, (1 << 16) + 2, 1);
    memset(huge, 'x', (1 << 16) + 1);
    sheet = visitor_fill(&field, "/records/remains/new", "code", "ABC-0106-B", "notes", huge, NULL);
    assert_int_equal(visitor_send(&field, sheet), 413);
    assert_int_equal(served_size(&served), size + 1);
}

/* What is public stands in the entry itself, which holds 65,535 bytes. */
static void test_too_much_for_an_entry(void **state) {
    (void)state;
    struct buffer authors = {0};
    uint64_t size = served_size(&served);
    for (int i = 0; authors.size < 65000; i++) buffer_format(&authors, "%d; ", i);
    struct sheet *sheet = visitor_fill(&press, "/records/source/new", "number", "S-1", "authors",
                                       buffer_text(&authors), "kind", "web_page",
                                       NULL);
    assert_int_equal(visitor_send(&press, sheet), 422);
    sheet = visitor_sheet(&press, "/records/source/new");
    assert_string_equal(sheet_get(sheet, "authors"), buffer_text(&authors));
    assert_int_equal(served_size(&served), size);
    sheet_set(sheet, "authors", "one; two");
    visitor_save(&press, sheet);
    buffer_close(&authors);
}

/* A table of more lines than a form has at first. */
static void test_many_rows(void **state) {
    (void)state;
    enum { ROWS = 250 };
    struct sheet *sheet =
        visitor_fill(&laboratory, "/records/frequencies/new", "marker", "D1S1", NULL);
    for (int i = 0; i < ROWS; i++) {
        char name[40], value[20];
        snprintf(name, sizeof name, "alleles.%d.allele", i);
        snprintf(value, sizeof value, "%d", i + 1);
        sheet_set(sheet, name, value);
        snprintf(name, sizeof name, "alleles.%d.frequency", i);
        sheet_set(sheet, name, "0.004");
    }
    const char *rec = copy(visitor_save(&laboratory, sheet)), *alleles = field_of(rec, "alleles");
    assert_non_null(strstr(alleles, "\"250\""));
    sheet = visitor_fill(&laboratory, edit_address(rec), "source", "counted", "reason", "r", NULL);
    assert_string_equal(sheet_get(sheet, "alleles.249.allele"), "250");
    visitor_save(&laboratory, sheet);
    assert_string_equal(field_of(rec, "alleles"), alleles);
    uint64_t size = served_size(&served);
    sheet = visitor_fill(&laboratory, edit_address(rec), "alleles.5000.allele", "9", "reason", "r",
                         NULL);
    assert_int_equal(visitor_send(&laboratory, sheet), 400);
    assert_int_equal(served_size(&served), size);
}

/* Words that a list has in another order, and words of people's own, stay what they are. */
static void test_boxes(void **state) {
    (void)state;
    struct sheet *sheet =
        visitor_fill(&field, "/records/site/new", "code", "BOX", "name", "Boxes", NULL);
    sheet_add(sheet, "hazards", "water");
    sheet_add(sheet, "hazards", "wasps; unexploded_ordnance");
    const char *rec = copy(visitor_save(&field, sheet)), *hazards = field_of(rec, "hazards");
    assert_string_equal(hazards, "[\"water\", \"wasps\", \"unexploded_ordnance\"]");
    sheet = visitor_fill(&field, edit_address(rec), "name", "Boxes again", "reason", "r", NULL);
    visitor_save(&field, sheet);
    assert_string_equal(field_of(rec, "hazards"), hazards);
    sheet = visitor_fill(&field, edit_address(rec), "hazards", "wasps", "reason", "drained", NULL);
    visitor_save(&field, sheet);
    assert_string_equal(field_of(rec, "hazards"), "[\"wasps\"]");
}

/* ------------------------------------------------------------------ what is changed */

static void test_what_was_not_touched_stays_byte_by_byte(void **state) {
    (void)state;
    const char *before = field_of(body, NULL);
    struct sheet *sheet = visitor_fill(&field, edit_address(body), "reason", "looked again", NULL);
    visitor_save(&field, sheet);
    assert_string_equal(field_of(body, NULL), before);
    assert_string_equal(field_of(body, "dropout"), "\"0.0150\"");
    sheet = visitor_fill(&field, edit_address(body), "marker", "cross 71", "reason",
                         "the digits were exchanged", NULL);
    visitor_save(&field, sheet);
    assert_string_equal(field_of(body, "marker"), "\"cross 71\"");
    assert_string_equal(field_of(body, "notes"), "\"two lines\\nof  notes\"");
    assert_string_equal(field_of(body, "dropout"), "\"0.0150\"");
}

static void test_what_somebody_may_not_read_they_neither_see_nor_lose_nor_set(void **state) {
    (void)state;
    struct sheet *sheet = visitor_fill(&field, edit_address(body), "reason", "again", NULL);
    assert_null(sheet_get(sheet, "dropout"));
    sheet_set(sheet, "dropout", "0.9");
    visitor_save(&field, sheet);
    assert_string_equal(field_of(body, "dropout"), "\"0.0150\"");
    sheet = visitor_fill(&field, "/records/remains/new", "code", "ABC-0107-B", "dropout", "0.9",
                         NULL);
    assert_string_equal(field_of(copy(visitor_save(&field, sheet)), "dropout"), "");
}

static void test_a_reason_is_asked_for(void **state) {
    (void)state;
    uint64_t size = served_size(&served);
    struct sheet *sheet = visitor_fill(&field, edit_address(body), "marker", "cross 9", NULL);
    /* The reason of the change before is not the reason of this one. */
    assert_string_equal(sheet_get(sheet, "reason"), "");
    assert_int_equal(visitor_send(&field, sheet), 422);
    visitor_sees(&field, "Say why it changes.");
    sheet = visitor_sheet(&field, edit_address(body));
    sheet_set(sheet, "reason", "   ");
    assert_int_equal(visitor_send(&field, sheet), 422);
    assert_int_equal(served_size(&served), size);
}

static void test_what_is_emptied_is_gone_and_in_the_history(void **state) {
    (void)state;
    const char *rec = make_remains("ABC-0110-B");
    struct sheet *sheet =
        visitor_fill(&field, edit_address(rec), "marker", "", "reason", "was another's", NULL);
    visitor_save(&field, sheet);
    assert_string_equal(field_of(rec, "marker"), "");
    assert_int_equal(visitor_get(&field, "/record/%s", rec), 200);
    visitor_sees(&field, "was another's");
    visitor_sees(&field, "Only field");
}

static void test_lists_keep_their_order(void **state) {
    (void)state;
    struct sheet *sheet = visitor_fill(&field, "/records/remains/new", "code", "ABC-0111-B",
                                       "lies_over", "ABC-0110-B; ABC-0001-B", NULL);
    const char *rec = copy(visitor_save(&field, sheet)), *before = field_of(rec, "lies_over");
    sheet = visitor_fill(&field, edit_address(rec), "marker", "n", "reason", "n", NULL);
    assert_string_equal(sheet_get(sheet, "lies_over"), "ABC-0110-B; ABC-0001-B");
    visitor_save(&field, sheet);
    assert_string_equal(field_of(rec, "lies_over"), before);
}

/* ------------------------------------------------------------------ references */

static void test_references(void **state) {
    (void)state;
    uint64_t size = served_size(&served);
    struct sheet *sheet = visitor_fill(&field, "/records/remains/new", "code", "ABC-0112-B",
                                       "grave", "ABC-G009", NULL);
    assert_int_equal(visitor_send(&field, sheet), 422);
    visitor_sees(&field, "Nothing that you may look at is called that.");
    sheet = visitor_sheet(&field, "/records/remains/new");
    sheet_set(sheet, "grave", "no code at all");
    assert_int_equal(visitor_send(&field, sheet), 422);
    /* A site is no grave. */
    sheet = visitor_sheet(&field, "/records/remains/new");
    sheet_set(sheet, "grave", "ABC");
    assert_int_equal(visitor_send(&field, sheet), 422);
    assert_int_equal(served_size(&served), size);
    sheet = visitor_sheet(&field, "/records/remains/new");
    sheet_set(sheet, "grave", "abc-g001");
    sheet_set(sheet, "lies_over", body);
    const char *rec = copy(visitor_save(&field, sheet));
    char expected[60];
    snprintf(expected, sizeof expected, "[\"%s\"]", body);
    assert_string_equal(field_of(rec, "lies_over"), expected);
}

static void test_a_reference_that_two_are_called_by(void **state) {
    (void)state;
    struct sheet *sheet =
        visitor_fill(&field, "/records/belonging/new", "code", "XX-7", "class", "jewellery", NULL);
    const char *ring = copy(visitor_save(&field, sheet));
    sheet = visitor_fill(&field, "/records/remains/new", "code", "XX-7", NULL);
    visitor_save(&field, sheet);
    sheet = visitor_fill(&field, "/records/sample/new", "sample", "LB1", "subject", "XX-7", NULL);
    assert_int_equal(visitor_send(&field, sheet), 422);
    visitor_sees(&field, "Several things are called that");
    sheet = visitor_sheet(&field, "/records/sample/new");
    sheet_set(sheet, "subject", ring);
    const char *rec = copy(visitor_save(&field, sheet));
    char expected[60];
    snprintf(expected, sizeof expected, "\"%s\"", ring);
    assert_string_equal(field_of(rec, "subject"), expected);
    /* It is not ambiguous any more once it is written by its identifier. */
    sheet = visitor_fill(&field, edit_address(rec), "mass", "2 g", "reason", "weighed", NULL);
    visitor_save(&field, sheet);
    assert_string_equal(field_of(rec, "subject"), expected);
}

/* ------------------------------------------------------------------ codes */

static void test_a_code_is_given_once(void **state) {
    (void)state;
    uint64_t size = served_size(&served);
    struct sheet *sheet = visitor_fill(&field, "/records/remains/new", "code", "ABC-0001-B", NULL);
    assert_int_equal(visitor_send(&field, sheet), 422);
    visitor_sees(&field, "Numbers are given once and never used again.");
    sheet = visitor_sheet(&field, "/records/remains/new");
    sheet_set(sheet, "code", " abc-0001-b ");
    assert_int_equal(visitor_send(&field, sheet), 422);
    assert_int_equal(served_size(&served), size);
}

static void test_a_code_never_changes(void **state) {
    (void)state;
    const char *rec = make_remains("ABC-0120-B");
    uint64_t size = served_size(&served);
    struct sheet *sheet =
        visitor_fill(&field, edit_address(rec), "code", "ABC-0121-B", "reason", "slip", NULL);
    assert_int_equal(visitor_send(&field, sheet), 422);
    visitor_sees(&field, "Numbers are given once");
    assert_int_equal(served_size(&served), size);
    assert_string_equal(field_of(rec, "code"), "\"ABC-0120-B\"");
}

struct racer {
    pthread_t thread;
    struct visitor visitor;
    struct sheet *sheet;
    int status;
};

static void *send_it(void *data) {
    struct racer *racer = data;
    racer->status = visitor_send(&racer->visitor, racer->sheet);
    return NULL;
}

/* All of them load the form before anybody sends it; how many were led on. */
static int race(struct racer racer[AT_ONCE], const char *address, const char *name,
                const char *values[AT_ONCE]) {
    int saved = 0;
    for (int i = 0; i < AT_ONCE; i++) {
        struct visitor *one = &racer[i].visitor;
        visitor_open(one, served.port);
        strcpy(one->session, i % 2 ? field.session : other.session);
        strcpy(one->form, i % 2 ? field.form : other.form);
        racer[i].sheet = visitor_fill(one, address, name, values[i], "reason", values[i], NULL);
    }
    for (int i = 0; i < AT_ONCE; i++)
        pthread_create(&racer[i].thread, NULL, send_it, &racer[i]);
    for (int i = 0; i < AT_ONCE; i++) {
        pthread_join(racer[i].thread, NULL);
        saved += racer[i].status == 303;
        if (racer[i].status != 303) assert_int_equal(racer[i].status, 422);
    }
    return saved;
}

static void close_race(struct racer racer[AT_ONCE]) {
    for (int i = 0; i < AT_ONCE; i++) visitor_close(&racer[i].visitor);
}

static void test_a_code_that_many_want_at_once(void **state) {
    (void)state;
    static struct racer racer[AT_ONCE];
    const char *values[AT_ONCE];
    for (int i = 0; i < AT_ONCE; i++) values[i] = i % 3 ? "ABC-0300-B" : "abc-0300-b";
    uint64_t size = served_size(&served);
    assert_int_equal(race(racer, "/records/remains/new", "code", values), 1);
    assert_int_equal(served_size(&served), size + 1);
    close_race(racer);
}

/* ------------------------------------------------------------------ two at once */

static void test_two_who_change_different_fields(void **state) {
    (void)state;
    const char *rec = make_remains("ABC-0400-B");
    struct sheet *first = visitor_fill(&field, edit_address(rec), "marker", "mine", "reason",
                                       "one", NULL);
    struct sheet *second = visitor_fill(&other, edit_address(rec), "notes", "theirs", "stature",
                                        "1650", "reason", "two", NULL);
    visitor_save(&field, first);
    assert_int_equal(visitor_send(&other, second), 422);
    visitor_sees(&other, "Only field has changed this record since you opened it");
    visitor_sees(&other, "Meanwhile it says: mine");
    second = visitor_sheet(&other, edit_address(rec));
    assert_string_equal(sheet_get(second, "marker"), "mine");
    assert_string_equal(sheet_get(second, "notes"), "theirs");
    assert_string_equal(sheet_get(second, "reason"), "two");
    visitor_save(&other, second);
    assert_string_equal(field_of(rec, "marker"), "\"mine\"");
    assert_string_equal(field_of(rec, "notes"), "\"theirs\"");
    assert_string_equal(field_of(rec, "stature"), "1650");
}

static void test_two_who_change_the_same_field(void **state) {
    (void)state;
    const char *rec = make_remains("ABC-0401-B");
    struct sheet *first = visitor_fill(&field, edit_address(rec), "marker", "cross 1", "points.0.at",
                                       "skull", "points.0.east", "1", "points.0.north", "1",
                                       "reason", "one", NULL);
    struct sheet *second = visitor_fill(&other, edit_address(rec), "marker", "cross 7",
                                        "points.0.at", "foot", "points.0.east", "2",
                                        "points.0.north", "2", "reason", "two", NULL);
    visitor_save(&field, first);
    assert_int_equal(visitor_send(&other, second), 422);
    visitor_sees(&other, "Both of you changed this: say what holds.");
    visitor_sees(&other, "Meanwhile it says: cross 1");
    visitor_sees(&other, "skull");
    second = visitor_sheet(&other, edit_address(rec));
    assert_string_equal(sheet_get(second, "marker"), "cross 7");
    assert_string_equal(sheet_get(second, "points.0.at"), "foot");
    assert_string_equal(field_of(rec, "marker"), "\"cross 1\"");
    visitor_save(&other, second);
    assert_string_equal(field_of(rec, "marker"), "\"cross 7\"");
    visitor_get(&other, "/record/%s", rec);
    visitor_sees(&other, "cross 1");
}

/* Somebody who changed what another may not even read is told of, and nothing of it is shown. */
static void test_meanwhile_shows_nothing_that_is_for_others(void **state) {
    (void)state;
    const char *rec = make_remains("ABC-0402-B");
    struct sheet *second =
        visitor_fill(&field, edit_address(rec), "marker", "later", "reason", "two", NULL);
    struct sheet *first =
        visitor_fill(&other, edit_address(rec), "dropout", "0.0731", "reason", "one", NULL);
    visitor_save(&other, first);
    assert_int_equal(visitor_send(&field, second), 422);
    visitor_sees(&field, "Will Worker has changed this record");
    assert_null(strstr(visitor_page(&field), "0.0731"));
    second = visitor_sheet(&field, edit_address(rec));
    visitor_save(&field, second);
    assert_string_equal(field_of(rec, "dropout"), "\"0.0731\"");
    assert_string_equal(field_of(rec, "marker"), "\"later\"");
}

static void test_a_form_that_was_made_from_nothing_that_is_there(void **state) {
    (void)state;
    const char *rec = make_remains("ABC-0403-B"), *before = field_of(rec, NULL);
    static const char *const bases[] = {"", "nonsense", "AAAA AAAA"};
    for (size_t i = 0; i < 3; i++) {
        struct sheet *sheet = visitor_fill(&field, edit_address(rec), "record.base", bases[i], "marker",
                                           "x", "reason", "r", NULL);
        assert_int_equal(visitor_send(&field, sheet), 422);
    }
    assert_string_equal(field_of(rec, NULL), before);
}

/* Each of many sees what the others did: nothing is overwritten unseen. */
static void test_many_change_one_record_at_once(void **state) {
    (void)state;
    static struct racer racer[AT_ONCE];
    char text[AT_ONCE][20];
    const char *values[AT_ONCE], *rec = make_remains("ABC-0404-B");
    for (int i = 0; i < AT_ONCE; i++) {
        snprintf(text[i], sizeof text[i], "change %d", i);
        values[i] = text[i];
    }
    uint64_t size = served_size(&served);
    assert_int_equal(race(racer, edit_address(rec), "marker", values), 1);
    assert_int_equal(served_size(&served), size + 1);
    for (int i = 0; i < AT_ONCE; i++) {
        if (racer[i].status != 422) continue;
        visitor_sees(&racer[i].visitor, "has changed this record since you opened it");
        struct sheet *again = visitor_sheet(&racer[i].visitor, edit_address(rec));
        assert_string_equal(sheet_get(again, "marker"), values[i]);
    }
    close_race(racer);
}

/* ------------------------------------------------------------------ who may */

static void test_others_cannot_change_it(void **state) {
    (void)state;
    uint64_t size = served_size(&served);
    struct sheet *sheet =
        visitor_fill(&field, edit_address(body), "marker", "x", "reason", "r", NULL);
    struct sheet *own = (visitor_get(&press, "/account"), visitor_sheet(&press, "/sign-out"));
    sheet_set(sheet, "csrf", sheet_get(own, "csrf"));
    sheet_set(sheet, "once", sheet_get(own, "once"));
    assert_int_equal(visitor_send(&press, sheet), 403);
    assert_int_equal(visitor_get(&press, "%s", edit_address(body)), 403);
    assert_int_equal(visitor_get(&press, "/records/remains/new"), 403);
    assert_int_equal(visitor_get(&press, "/records/person/new"), 403);
    assert_int_equal(visitor_get(&field, "/records/user/new"), 403);
    assert_int_equal(visitor_get(&field, "/records/custody/new"), 403);
    assert_int_equal(visitor_get(&field, "/records/nothing/new"), 404);
    assert_int_equal(visitor_get(&field, "/record/r-aaaaaaaaaaaaaaaaaaaaaaaaaa/edit"), 404);
    assert_int_equal(served_size(&served), size);
}

static void test_a_form_of_another_kind(void **state) {
    (void)state;
    struct sheet *sheet = visitor_fill(&field, "/records/remains/new", "code", "ABC-0500-B", "record.kind",
                                       "site", NULL);

    uint64_t size = served_size(&served);
    assert_int_equal(visitor_send(&field, sheet), 400);
    assert_int_equal(served_size(&served), size);
}

static void test_each_change_is_signed_by_who_made_it(void **state) {
    (void)state;
    const char *rec = make_remains("ABC-0501-B");
    struct sheet *sheet =
        visitor_fill(&other, edit_address(rec), "marker", "n", "reason", "mine", NULL);
    visitor_save(&other, sheet);
    visitor_get(&laboratory, "/record/%s", rec);
    visitor_sees(&laboratory, "Will Worker");
    visitor_sees(&laboratory, "Only field");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_new_record),
        cmocka_unit_test(test_what_is_not_right_is_said_and_nothing_is_saved),
        cmocka_unit_test(test_what_is_needed),
        cmocka_unit_test(test_the_five_reasons),
        cmocka_unit_test(test_a_value_and_a_reason_for_none_are_too_much),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_more_lines_keep_what_was_typed),
        cmocka_unit_test(test_an_entry_that_would_be_too_large),
        cmocka_unit_test(test_too_much_for_an_entry),
        cmocka_unit_test(test_many_rows),
        cmocka_unit_test(test_boxes),
        cmocka_unit_test(test_what_was_not_touched_stays_byte_by_byte),
        cmocka_unit_test(test_what_somebody_may_not_read_they_neither_see_nor_lose_nor_set),
        cmocka_unit_test(test_a_reason_is_asked_for),
        cmocka_unit_test(test_what_is_emptied_is_gone_and_in_the_history),
        cmocka_unit_test(test_lists_keep_their_order),
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_a_reference_that_two_are_called_by),
        cmocka_unit_test(test_a_code_is_given_once),
        cmocka_unit_test(test_a_code_never_changes),
        cmocka_unit_test(test_a_code_that_many_want_at_once),
        cmocka_unit_test(test_two_who_change_different_fields),
        cmocka_unit_test(test_two_who_change_the_same_field),
        cmocka_unit_test(test_meanwhile_shows_nothing_that_is_for_others),
        cmocka_unit_test(test_a_form_that_was_made_from_nothing_that_is_there),
        cmocka_unit_test(test_many_change_one_record_at_once),
        cmocka_unit_test(test_others_cannot_change_it),
        cmocka_unit_test(test_a_form_of_another_kind),
        cmocka_unit_test(test_each_change_is_signed_by_who_made_it),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
