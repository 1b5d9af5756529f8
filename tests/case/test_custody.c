/* Chains of custody in a small record: who has what, and every sort of gap, each of which is found
 * where it is and nowhere else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "case/custody_text.h"
#include "case/small_tables.h"

enum { HOUR = 3600, EVERYBODY = (1 << USER_ROLES) - 1 };

static struct small_record small;
static struct small_tables read;
static struct custody *custody;
static int numbers;

/* Remains of a code, and what happened to them; `number` is the last event. */
static struct receipt thing;
static const char *number;

static struct receipt make(const char *kind, const char *fields) {
    return small_add(&small, kind, NULL, fields);
}

static void lift(const char *code) {
    thing = make("remains", arena_format(small.arena, "{'code': '%s'}", code));
    number = NULL;
}

/* An event `hour` hours into the first day; `rest` are further fields. */
static struct receipt happen_to(const char *items, const char *event, int hour, const char *rest) {
    number = arena_format(small.arena, "C-%d", ++numbers);
    return make("custody",
                arena_format(small.arena, "{'number': '%s', 'event': '%s', 'items': [%s], 'at': "
                             "%lld%s%s}", number, event, items,
                             1568000000000000LL + (long long)hour * HOUR * 1000000,
                             *rest ? ", " : "", rest));
}

static struct receipt happen(const char *event, int hour, const char *rest) {
    return happen_to(arena_format(small.arena, "'%s'", thing.rec.text), event, hour, rest);
}

static const char *from_to(const char *gives, const char *receives) {
    return arena_format(small.arena, "'gives_name': '%s', 'receives_name': '%s'", gives, receives);
}

static void collected(int hour) { happen("collect", hour, "'receives_name': 'Ann, field'"); }

/* ------------------------------------------------------------------ the record */

static void chain_that_holds(void) {
    lift("ABC-0001-B");
    struct receipt first =
        happen("collect", 1, "'receives_name': 'Ann, field', 'seal_after': 'S-1', 'place': 'Pit'");
    happen("transfer", 2,
           arena_format(small.arena, "%s, 'seal_before': 'S-1', 'seal_intact': true, 'previous': "
                        "'%s', 'place': 'Mortuary'", from_to("Ann, field", "Ben, keeper"),
                        first.rec.text));
    happen("open", 3, "");
    happen("examine", 4, "'gives_name': 'Ben, keeper', 'receives_name': 'Cleo, pathologist'");
}

static void chains_with_gaps(void) {
    lift("ABC-0002-B"); /* nothing is recorded */
    lift("ABC-0003-B"); /* no collection */
    happen("transfer", 1, from_to("Ann", "Ben"));
    lift("ABC-0004-B"); /* another gives it */
    collected(1);
    happen("transfer", 2, from_to("Dan", "Ben"));
    lift("ABC-0005-B"); /* nobody receives it, and nobody is known to have it */
    collected(1);
    happen("transfer", 2, "'gives_name': 'Ann, field'");
    lift("ABC-0006-B"); /* follows the first event, and the second is in between */
    struct receipt first = happen("collect", 1, "'receives_name': 'Ann'");
    happen("transfer", 2, from_to("Ann", "Ben"));
    happen("transfer", 3, arena_format(small.arena, "%s, 'previous': '%s'", from_to("Ben", "Ann"),
                                       first.rec.text));
    lift("ABC-0007-B"); /* a torn seal, and one of another number */
    first = happen("collect", 1, "'receives_name': 'Ann', 'seal_after': 'S-7'");
    struct receipt second = happen(
        "transfer", 2, arena_format(small.arena, "%s, 'seal_before': 'S-7', 'seal_intact': false, "
                                    "'seal_after': 'S-8', 'previous': '%s'", from_to("Ann", "Ben"),
                                    first.rec.text));
    happen("transfer", 3, arena_format(small.arena, "%s, 'seal_before': 'S-7', 'previous': '%s'",
                                       from_to("Ben", "Ann"), second.rec.text));
    lift("ABC-0008-B"); /* earlier than what it follows */
    first = happen("collect", 5, "'receives_name': 'Ann'");
    happen("transfer", 4, arena_format(small.arena, "%s, 'previous': '%s'", from_to("Ann", "Ben"),
                                       first.rec.text));
    lift("ABC-0009-B"); /* in two places */
    happen("collect", 1, "'receives_name': 'Ann', 'place': 'Pit'");
    happen("transfer", 1, arena_format(small.arena, "%s, 'place': 'Town'", from_to("Ann", "Ben")));
    lift("ABC-0010-B"); /* goes on after it was returned */
    collected(1);
    happen("return", 2, from_to("Ann, field", "the family"));
    happen("store", 3, "'receives_name': 'Ben'");
    lift("ABC-0011-B"); /* two breaks, one of which says nothing */
    collected(1);
    happen("break", 2, "'explanation': 'left in a corridor', 'receives_name': 'Ben'");
    happen("break", 3, "");
}

/* Somebody of the record signs, and is written with his function another time. */
static void one_person_in_two_ways(void) {
    lift("ABC-0013-B");
    happen("collect", 1, arena_format(small.arena, "'receives': '%s'",
                                      small.trial.worker.signer.user.text));
    happen("transfer", 2, from_to("Will Worker, field team", "Ben"));
    lift("ABC-0014-B");
    happen("collect", 1, arena_format(small.arena, "'receives': '%s'",
                                      small.trial.worker.signer.user.text));
    happen("transfer", 2, from_to("Will Workerson", "Ben"));
}

static void samples(void) {
    lift("ABC-0012-B");
    collected(1);
    struct receipt good = make("sample", arena_format(small.arena, "{'sample': 'LB1', 'subject': "
                                                      "'%s', 'kind': 'bone'}", thing.rec.text));
    struct receipt bad = make("sample", arena_format(small.arena, "{'sample': 'LB2', 'subject': "
                                                     "'%s', 'kind': 'bone'}", thing.rec.text));
    make("sample", arena_format(small.arena, "{'sample': 'LB3', 'subject': '%s', 'kind': 'bone'}",
                                thing.rec.text));
    make("sample", "{'sample': 'LADDER', 'kind': 'ladder'}");
    happen_to(arena_format(small.arena, "'%s', '%s'", thing.rec.text, good.rec.text), "sample", 2,
              from_to("Ann, field", "Cleo"));
    happen_to(arena_format(small.arena, "'%s'", bad.rec.text), "store", 3,
              "'receives_name': 'Cleo'");
}

static int begin(void **state) {
    struct error error = {0};
    (void)state;
    small_make(&small);
    chain_that_holds();
    chains_with_gaps();
    one_person_in_two_ways();
    samples();
    small_tables_open(&small, &read);
    if (!custody_read(small.arena, &read.tables, EVERYBODY, &custody, &error))
        fail_msg("%s", error.text);
    return 0;
}

static int end(void **state) {
    (void)state;
    small_tables_close(&small, &read);
    small_remove(&small);
    return 0;
}

/* ------------------------------------------------------------------ what is found */

static const struct custody_thing *find(const char *code) {
    const struct custody_thing *found = custody_find(custody, code);
    if (!found) fail_msg("there is no %s", code);
    return found;
}

/* "hands seals": the faults of a thing. */
static const char *faults(const char *code) {
    const struct custody_thing *found = find(code);
    const char *text = "";
    for (int i = 0; i < found->fault_count; i++)
        text = arena_format(small.arena, "%s%s%s", text, i ? " " : "",
                            custody_fault_name(found->fault[i].kind));
    return text;
}

static void a_whole_chain_has_no_gap(void **state) {
    (void)state;
    const struct custody_thing *body = find("abc-0001-b");
    assert_string_equal(faults("ABC-0001-B"), "");
    assert_int_equal(body->event_count, 4);
    assert_int_equal(body->state, CUSTODY_HELD);
    assert_string_equal(body->holder.name, "Cleo, pathologist");
    assert_string_equal(body->place, "Mortuary");
    assert_null(body->seal); /* it was opened */
    assert_string_equal(custody_where_text(small.arena, body),
                        "held by Cleo, pathologist since 2019-09-09T07:33:20Z, Mortuary");
}

static void every_sort_of_gap_is_found(void **state) {
    (void)state;
    static const struct {
        const char *code, *faults;
    } wanted[] = {{"ABC-0002-B", "never"},
                  {"ABC-0003-B", "begins"},
                  {"ABC-0004-B", "hands"},
                  {"ABC-0005-B", "nobody"},
                  {"ABC-0006-B", "skips"},
                  {"ABC-0007-B", "seals seals"},
                  {"ABC-0008-B", "begins times hands"},
                  {"ABC-0009-B", "places"},
                  {"ABC-0010-B", "ended"},
                  {"ABC-0011-B", "explained unexplained"},
                  {"ABC-0012-B", ""},
                  {"ABC-0013-B", ""},
                  {"ABC-0014-B", "hands"}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (strcmp(faults(wanted[i].code), wanted[i].faults) != 0)
            fail_msg("%s: %s, not %s", wanted[i].code, faults(wanted[i].code), wanted[i].faults);
    assert_int_equal(find("ABC-0011-B")->gap_count, 1);
    assert_int_equal(find("ABC-0005-B")->state, CUSTODY_UNKNOWN);
    assert_null(find("ABC-0005-B")->holder.name);
}

static void gaps_say_where_they_are(void **state) {
    (void)state;
    const struct custody_fault *fault = &find("ABC-0004-B")->fault[0];
    const struct custody_event *event = &custody->event[fault->event];
    assert_string_equal(fault->text,
                        arena_format(small.arena, "%s: given by Dan, and C-%d left it with Ann, "
                                     "field", event->number, atoi(event->number + 2) - 1));
    fault = &find("ABC-0011-B")->fault[0];
    assert_non_null(strstr(fault->text, "left in a corridor"));
}

static void samples_come_from_somewhere(void **state) {
    (void)state;
    assert_string_equal(faults("LB1"), "");
    assert_string_equal(faults("LB2"), "not_taken");
    assert_string_equal(faults("LB3"), "never");
    assert_string_equal(faults("LADDER"), ""); /* of nobody */
}

/* Whoever may not read the codes of samples sees that there are some. */
static void restricted_codes_are_not_shown(void **state) {
    (void)state;
    struct custody *seen;
    struct error error = {0};
    if (!custody_read(small.arena, &read.tables, 1U << USER_PRESS, &seen, &error))
        fail_msg("%s", error.text);
    assert_int_equal(seen->thing_count, custody->thing_count);
    assert_null(custody_find(seen, "LB1"));
    assert_non_null(custody_find(seen, "ABC-0001-B"));
    const struct custody_thing *sample = custody_find(seen, find("LB1")->rec);
    assert_string_equal(sample->label, sample->rec);
}

/* ------------------------------------------------------------------ what would be */

static const char *foreseen(const char *format, const char *code) {
    struct custody_fault *fault;
    struct error error = {0};
    int count;
    const char *text = "";
    char *fields = arena_format(small.arena, format, find(code)->rec);
    for (char *at = fields; *at; at++)
        if (*at == '\'') *at = '"';
    json_t *json = json_loads(fields, 0, NULL);
    assert_non_null(json);
    if (!custody_foresee(small.arena, &read.tables, custody, json, &fault, &count, &error))
        fail_msg("%s", error.text);
    for (int i = 0; i < count; i++)
        text = arena_format(small.arena, "%s%s%s", text, i ? " " : "",
                            custody_fault_name(fault[i].kind));
    json_decref(json);
    return text;
}

static void gaps_are_foreseen(void **state) {
    (void)state;
    assert_string_equal(foreseen("{'event': 'transfer', 'items': ['%s'], 'gives_name': 'Cleo, "
                                 "pathologist', 'receives_name': 'Ben'}", "ABC-0001-B"), "");
    assert_string_equal(foreseen("{'event': 'transfer', 'items': ['%s'], 'gives_name': 'Ann', "
                                 "'receives_name': 'Ben'}", "ABC-0001-B"), "hands");
    assert_string_equal(foreseen("{'event': 'transfer', 'items': ['%s'], 'at': 1, 'gives_name': "
                                 "'Cleo, pathologist', 'receives_name': 'Ben', 'seal_intact': "
                                 "false}", "ABC-0001-B"), "times seals");
    assert_string_equal(foreseen("{'event': 'transfer', 'items': ['%s'], 'gives_name': 'Ann', "
                                 "'receives_name': 'Ben'}", "ABC-0002-B"), "begins");
    assert_string_equal(foreseen("{'event': 'collect', 'items': ['%s'], 'receives_name': 'Ben'}",
                                 "ABC-0002-B"), "");
    assert_string_equal(foreseen("{'event': 'break', 'items': ['%s'], 'explanation': 'lost'}",
                                 "ABC-0001-B"), "");
    assert_string_equal(foreseen("{'event': 'break', 'items': ['%s']}", "ABC-0001-B"),
                        "unexplained");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_chain_has_no_gap),
        cmocka_unit_test(every_sort_of_gap_is_found),
        cmocka_unit_test(gaps_say_where_they_are),
        cmocka_unit_test(samples_come_from_somewhere),
        cmocka_unit_test(restricted_codes_are_not_shown),
        cmocka_unit_test(gaps_are_foreseen),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
