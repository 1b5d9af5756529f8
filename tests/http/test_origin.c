/* Where a request comes from, and for whom it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "http/origin.h"

static void test_whose_request_it_is(void **state) {
    (void)state;
    static const char *const PROXIES[] = {"10.0.0.1", "::1", NULL};
    static const struct { const char *peer, *forwarded, *client;
    } CASES[] = {
        {"192.0.2.1", NULL, "192.0.2.1"},
        {"192.0.2.1", "198.51.100.7", "192.0.2.1"}, /* nobody believes it */
        {"10.0.0.1", NULL, "10.0.0.1"},
        {"10.0.0.1", "198.51.100.7", "198.51.100.7"},
        {"10.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"},
        {"10.0.0.1", "203.0.113.9,198.51.100.7 , 10.0.0.1", "198.51.100.7"},
        {"::1", "2001:DB8::0:1", "2001:db8::1"},
        {"10.0.0.1", "nonsense", "10.0.0.1"},
        {"10.0.0.1", "", "10.0.0.1"},
        {"10.0.0.1", "198.51.100.7, nonsense", "10.0.0.1"},
        {"10.0.0.1", "198.51.100.7,", "10.0.0.1"},
        {"10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"},
        {"10.0.0.1", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
         "10.0.0.1"},
    };
    char client[ADDRESS_TEXT];
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        origin_client(PROXIES, CASES[i].peer, CASES[i].forwarded, client);
        assert_string_equal(client, CASES[i].client);
    }
    origin_client(NULL, "10.0.0.1", "198.51.100.7", client);
    assert_string_equal(client, "10.0.0.1");
}

static void test_which_hosts_are_ours(void **state) {
    (void)state;
    static const char *const HOSTS[] = {"cairn.example", NULL};
    static const struct { const char *host; bool ours; } CASES[] = {
        {"cairn.example", true},      {"CAIRN.example:443", true},  {"localhost", true},
        {"localhost:8080", true},     {"127.0.0.1:8080", true},     {"evil.example", false},
        {"cairn.example.evil", false}, {"evil.cairn.example", false}, {"", false},
        {":80", false},               {"cairn.example:", false},    {"cairn.example:80a", false},
        {"cairn.example:123456", false}, {"cairn.example:80:80", false}, {"[::1]", false},
        {"127.0.0.1.evil.example", false}, {"[localhost]", true},   {"[", false},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_int_equal(origin_host_allowed(HOSTS, "127.0.0.1", CASES[i].host), CASES[i].ours);
    assert_true(origin_host_allowed(NULL, "::1", "[::1]:8080"));
}

static void test_whose_form_it_is(void **state) {
    (void)state;
    assert_true(origin_is_ours(NULL, NULL, false, "a.example"));
    assert_true(origin_is_ours("same-origin", "http://a.example", false, "a.example"));
    assert_true(origin_is_ours(NULL, "https://a.example:8443", true, "a.example:8443"));
    assert_false(origin_is_ours("cross-site", NULL, false, "a.example"));
    assert_false(origin_is_ours("same-site", "http://a.example", false, "a.example"));
    assert_false(origin_is_ours("none", NULL, false, "a.example"));
    assert_false(origin_is_ours(NULL, "null", false, "a.example"));
    assert_false(origin_is_ours(NULL, "http://b.example", false, "a.example"));
    assert_false(origin_is_ours(NULL, "http://a.example", true, "a.example"));
    assert_false(origin_is_ours(NULL, "http://a.example:81", false, "a.example"));
    assert_false(origin_is_ours(NULL, "", false, "a.example"));
}

static void test_who_is_counted_as_one(void **state) {
    (void)state;
    char network[ADDRESS_TEXT];
    address_network("192.0.2.1", network);
    assert_string_equal(network, "192.0.2.1");
    address_network("2001:db8:1:2:3:4:5:6", network);
    assert_string_equal(network, "2001:db8:1:2::");
}

static void test_what_only_this_machine_has(void **state) {
    (void)state;
    assert_true(address_is_loopback("127.0.0.1"));
    assert_true(address_is_loopback("127.9.9.9"));
    assert_true(address_is_loopback("::1"));
    assert_false(address_is_loopback("0.0.0.0"));
    assert_false(address_is_loopback("::"));
    assert_false(address_is_loopback("192.0.2.1"));
    assert_false(address_is_loopback("127.0.0.1.example"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whose_request_it_is),
        cmocka_unit_test(test_which_hosts_are_ours),
        cmocka_unit_test(test_whose_form_it_is),
        cmocka_unit_test(test_who_is_counted_as_one),
        cmocka_unit_test(test_what_only_this_machine_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
