/* Pages of a copy that is a device: they say so, call nothing recorded that is not yet, and give numbers of
 * its range alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "record/device.h"
#include "record/hand_entry.h"
#include "web/served.h"
#include "web/visitor.h"

static struct served served;
static struct visitor worker;

static struct identifier record_of_investigation(struct small_record *small) {
    int64_t index = 0;
    small_close(small);
    struct entry entry = small_entry(small, index);
    while (strcmp(entry.kind, "investigation") != 0) entry = small_entry(small, ++index);
    small_open(small);
    return entry.rec;
}

static int begin(void **state) {
    (void)state;
    struct small_record *small = &served.small;
    struct error error = {0};
    served_make(&served);
    struct identifier rec = record_of_investigation(small);
    small_add(small, "investigation", &rec,
              "{'name': 'An invented site', 'agency': 'Nobody', 'origin': '" HAND_ORIGIN "', "
              "'devices': [{'name': 'laptop', 'first': 1001, 'last': 2000}]}");
    small_close(small);
    struct investigation investigation;
    if (!investigation_open(small->arena, small->path, INVESTIGATION_APPEND, &investigation,
                            &error) ||
        !device_use(small->arena, &investigation, "laptop", &error))
        fail_msg("%s", error.text);
    investigation_close(&investigation);
    served_start(&served);
    visitor_sign_in(&worker, served.port, "Will Worker");
    return 0;
}

static int end(void **state) {
    (void)state;
    visitor_close(&worker);
    served_stop(&served);
    served_check(&served);
    served_remove(&served);
    return 0;
}

static void test_every_page_says_that_it_is_a_device(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&worker, "/"), 200);
    visitor_sees(&worker, "This copy is the device laptop.");
}

static void test_another_range_is_refused(void **state) {
    (void)state;
    uint64_t size = served_size(&served);
    struct sheet *sheet =
        visitor_fill(&worker, "/records/remains/new", "code", "ABC-0001-B", NULL);
    assert_int_equal(visitor_send(&worker, sheet), 422);
    visitor_sees(&worker, "ABC-0001-B: on this copy, the device laptop, new numbers are from 1001 "
                          "to 2000");
    assert_int_equal(served_size(&served), size);
}

static void test_what_is_saved_is_not_yet_in_the_record(void **state) {
    (void)state;
    struct sheet *sheet =
        visitor_fill(&worker, "/records/remains/new", "code", "ABC-1001-B", NULL);
    assert_int_equal(visitor_send(&worker, sheet), 303);
    assert_int_equal(visitor_get(&worker, "%s", worker.location), 200);
    visitor_sees(&worker, "Saved and signed on this device: not yet in the record.");
    visitor_sees_not(&worker, "of the record.</p>");
    assert_int_equal(visitor_get(&worker, "/entry/%d", (int)served_size(&served) - 1), 200);
    visitor_sees(&worker, "It is not yet in the record");
    assert_int_equal(visitor_get(&worker, "/entry/0"), 200);
    visitor_sees_not(&worker, "It is not yet in the record");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_page_says_that_it_is_a_device),
        cmocka_unit_test(test_another_range_is_refused),
        cmocka_unit_test(test_what_is_saved_is_not_yet_in_the_record),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
