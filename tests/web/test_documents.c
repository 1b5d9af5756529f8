/* Documents on pages: zones that are typed or pasted, what is kept of them, and whom they lead to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "web/served.h"
#include "web/visitor.h"

/* ICAO Doc 9303-4 lays such lines out; the number, the date of birth and the state are the
 * specimen's (part 4, appendix B), the names are invented. */
#define ZONE                                                                                      \
    "P<UTOGAVRILIUK<<IURVIN<<<<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122M1204159ZE184226B<<<<<10"

static struct served served;
static struct visitor worker, field, board, liaison, press;
static const char *missing;

static int begin(void **state) {
    struct receipt receipt;
    (void)state;
    served_make(&served);
    receipt = small_add(&served.small, "person", NULL,
                        "{'family': 'F001', 'id': 'F001-01', 'role': 'missing', 'sex': 'M', "
                        "'born': '1974-08-12', 'names': [{'name': {'script': 'Cyrl', 'text': "
                        "'Юрвін Олександрович Гаврилюк'}, 'kind': 'full'}]}");
    missing = arena_copy(served.small.arena, receipt.rec.text);
    small_add(&served.small, "person", NULL,
              "{'family': 'F002', 'id': 'F002-01', 'role': 'missing', 'sex': 'F', 'names': "
              "[{'name': {'script': 'Cyrl', 'text': 'Марвена Іванівна Щигольв'}, "
              "'kind': 'full'}]}");
    served_start(&served);
    visitor_sign_in(&worker, served.port, "Will Worker");
    visitor_sign_in(&field, served.port, "Only field");
    visitor_sign_in(&board, served.port, "Only board");
    visitor_sign_in(&liaison, served.port, "Only liaison");
    visitor_sign_in(&press, served.port, "Only press");
    return 0;
}

static int end(void **state) {
    (void)state;
    visitor_close(&worker);
    visitor_close(&field);
    visitor_close(&board);
    visitor_close(&liaison);
    visitor_close(&press);
    served_stop(&served);
    served_check(&served);
    served_remove(&served);
    return 0;
}

static int read_zone(struct visitor *visitor, const char *text) {
    assert_int_equal(visitor_get(visitor, "/documents"), 200);
    struct sheet *sheet = visitor_sheet(visitor, "/documents/zone");
    sheet_set(sheet, "zone", text);
    return visitor_send(visitor, sheet);
}

static void field_by_field(void **state) {
    (void)state;
    assert_int_equal(read_zone(&worker, ZONE), 200);
    visitor_sees(&worker, "TD3 passport, 2 lines of 44");
    visitor_sees(&worker, "Every check digit agrees. That proves no letter right.");
    visitor_sees(&worker, "document number2, 1–9L898902C3L898902C3");
    visitor_sees(&worker, "agrees 6 given, 6 computed");
    visitor_sees(&worker, "not 1874-08-12");
    visitor_sees(&worker, "GAVRILIUK family nameIURVIN given names");
    visitor_sees(&worker, "Nothing was recorded yet.");
}

/* Nothing is repaired: what might have been misread stands beside what was given. */
static void a_slip(void **state) {
    (void)state;
    assert_int_equal(
        read_zone(&worker,
                  "P<UTOGAVRILIUK<<IURVIN<<<<<<<<<<<<<<<<<<<<<<\n"
                  "L8989O2C36UTO7408122M1204159ZE184226B<<<<<10"),
        200);
    visitor_sees(&worker, "Check digits do not agree: document number, whole zone.");
    visitor_sees(&worker, "L8989O2C3");
    visitor_sees(&worker, "all would agree if line 2, place 6 were 0, not O");
    struct sheet *sheet = visitor_sheet(&worker, "/documents/keep");
    assert_int_equal(visitor_send(&worker, sheet), 200);
    sheet = visitor_sheet(&worker, "/records/document/new");
    assert_string_equal(sheet_get(sheet, "mrz"),
                        "P<UTOGAVRILIUK<<IURVIN<<<<<<<<<<<<<<<<<<<<<<\n"
                        "L8989O2C36UTO7408122M1204159ZE184226B<<<<<10");
    assert_string_equal(sheet_get(sheet, "document_number"), "");
    assert_string_equal(sheet_get(sheet, "born"), "1974-08-12");
    assert_string_equal(sheet_get(sheet, "mrz_checks.0.result"), "fails");
}

static void no_zone(void **state) {
    (void)state;
    assert_int_equal(read_zone(&worker, "Dear Sir or Madam"), 200);
    visitor_sees(&worker, "No machine-readable zone was found in it.");
    assert_int_equal(read_zone(&worker, ""), 200);
    assert_int_equal(read_zone(&worker, "<script>alert(1)</script>"), 200);
    assert_null(strstr(visitor_page(&worker), "<script>alert"));
    /* A line that looks like one of a zone is said not to be read, and why. */
    assert_int_equal(read_zone(&worker, "L898902C36UTO7408122M1204159ZE184226B<<<<<10"), 200);
    visitor_sees(&worker, "Line 1 is not read");
}

/* The lines come to the record as they were given, and the candidates stand beside them. */
static void kept(void **state) {
    const char *rec;
    (void)state;
    uint64_t before = served_size(&served);
    assert_int_equal(read_zone(&worker, ZONE), 200);
    visitor_sees(&worker, "F001-01 Юрвін Олександрович Гаврилюк");
    assert_int_equal(visitor_send(&worker, visitor_sheet(&worker, "/documents/keep")), 200);
    assert_int_equal(served_size(&served), before);
    struct sheet *sheet = visitor_sheet(&worker, "/records/document/new");
    assert_string_equal(sheet_get(sheet, "document_number"), "L898902C3");
    assert_string_equal(sheet_get(sheet, "person"), "");
    sheet_set(sheet, "code", "ABC-0001-D01");
    rec = arena_copy(served.small.arena, visitor_save(&worker, sheet));
    assert_int_equal(served_size(&served), before + 1);
    json_t *fields = served_fields(&served, rec);
    assert_string_equal(json_string_value(json_object_get(fields, "mrz")), ZONE);
    assert_null(json_object_get(fields, "person"));
    json_decref(fields);

    assert_int_equal(visitor_get(&board, "/record/%s", rec), 200);
    visitor_sees(&board, "Whom it may be of A document is a lead, never an identification");
    visitor_sees(&board, "F001-01 Юрвін Олександрович Гаврилюк");
    visitor_sees(&board, "for family nameGAVRILIUK is Гаврилюк");
    visitor_sees(&board, "for bornthe same day");
    assert_int_equal(visitor_get(&board, "/documents"), 200);
    visitor_sees(&board, "ABC-0001-D01");
    visitor_sees(&board, "F001-01");
}

/* Somebody is reported after the document was found: the list of those missing follows. */
static void somebody_new(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&board, "/names?name=Zorvina"), 200);
    visitor_sees(&board, "Nobody who is listed as missing.");
    struct sheet *sheet = visitor_fill(&liaison, "/records/person/new", "id", "F003-01", "family",
                                       "F003", "role", "missing", "names.0.name", "Зорвіна", NULL);
    visitor_save(&liaison, sheet);
    assert_int_equal(visitor_get(&board, "/names?name=Zorvina"), 200);
    visitor_sees(&board, "F003-01 Зорвіна");
}

/* Documents are not for the liaison, persons not for the field: nobody gets both by a detour. */
static void who_sees_what(void **state) {
    (void)state;
    assert_int_equal(read_zone(&field, ZONE), 200);
    visitor_sees(&field, "GAVRILIUK");
    visitor_sees_not(&field, "Гаврилюк");
    visitor_sees_not(&field, "F001-01");
    assert_int_equal(visitor_get(&field, "/documents"), 200);
    visitor_sees(&field, "ABC-0001-D01");
    visitor_sees_not(&field, "F001-01");
    assert_int_equal(visitor_get(&field, "/names?name=Havryliuk"), 200);
    visitor_sees_not(&field, "F001-01");

    assert_int_equal(visitor_get(&liaison, "/documents"), 200);
    visitor_sees_not(&liaison, "ABC-0001-D01");
    assert_int_equal(read_zone(&liaison, ZONE), 200);
    visitor_sees(&liaison, "F001-01");
    visitor_sees_not(&liaison, "Keep as document");

    assert_int_equal(read_zone(&press, ZONE), 200);
    visitor_sees_not(&press, "F001-01");
    visitor_sees_not(&press, "Keep as document");
    /* The form of others is refused, too. */
    struct sheet *sheet = visitor_sheet(&press, "/documents/zone");
    sheet->action = "/documents/keep";
    sheet_set(sheet, "zone", ZONE);
    assert_int_equal(visitor_send(&press, sheet), 403);
}

static void names_by_every_table(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&board, "/names?name=%%D0%%AE%%D1%%80%%D1%%96%%D0%%B9"), 200);
    visitor_sees(&board, "KMU 2010 Cabinet of Ministers of Ukraine, resolution 55 of 2010Yurii");
    visitor_sees(&board, "ICAO before 2015, Ukrainian ICAO Doc 9303, part 1, 6th editionIurii");
    visitor_sees(&board, "Юрій, Юрий");
    assert_int_equal(visitor_get(&board, "/names?name=Havryliuk"), 200);
    visitor_sees(&board, "F001-01 Юрвін Олександрович Гаврилюк");
    assert_int_equal(visitor_get(&board, "/record/%s", missing), 200);
    assert_int_equal(visitor_get(&board, "/names"), 200);
    assert_int_equal(visitor_get(&board, "/names?name=%%3Cb%%3E"), 200);
    assert_null(strstr(visitor_page(&board), "<b>"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(field_by_field), cmocka_unit_test(a_slip),
        cmocka_unit_test(no_zone),        cmocka_unit_test(kept),
        cmocka_unit_test(somebody_new),   cmocka_unit_test(who_sees_what),
        cmocka_unit_test(names_by_every_table),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
