/* The list of users that all threads see: whoever holds one keeps it, also when a newer one is
 * read meanwhile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "web/people.h"
#include "web/served.h"

enum { THREADS = 4, ROUNDS = 300 };

static struct served served;
static struct investigation reading;
static struct people_now now;

static void must(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

static void read_people(void) {
    struct error error = {0};
    must(store_begin(reading.store, STORE_READ, &error) &&
             people_read(&now, &reading.digester, reading.store, &error),
         &error);
    store_rollback(reading.store);
}

static int begin(void **state) {
    struct error error = {0};
    (void)state;
    served_make(&served);
    must(investigation_open(served.small.arena, served.small.path, INVESTIGATION_READ, &reading,
                            &error), &error);
    pthread_mutex_init(&now.mutex, NULL);
    read_people();
    return 0;
}

static int end(void **state) {
    (void)state;
    people_close(&now);
    investigation_close(&reading);
    served_remove(&served);
    return 0;
}

static const struct user_line *find(const struct people *people, const char *name) {
    for (size_t i = 0; i < people->users.count; i++)
        if (!strcmp(people->users.line[i].name, name)) return &people->users.line[i];
    return NULL;
}

static void test_everybody_is_in_it(void **state) {
    (void)state;
    struct people *people = people_hold(&now);
    assert_int_equal(people->users.count, SERVED_USERS);
    for (int i = 0; i < SERVED_USERS; i++) {
        const struct user_line *line = find(people, served_name(i));
        assert_non_null(line);
        assert_int_equal(line->user->roles, served_roles(i));
        assert_int_equal(line->key_count, 1);
        assert_ptr_equal(people_find(people, &line->user->id), line);
    }
    struct identifier nobody = identifier_make(&served.small.trial.random, IDENTIFIER_USER);
    assert_null(people_find(people, &nobody));
    people_release(&now, people);
}

static void test_who_holds_an_older_list_keeps_it(void **state) {
    (void)state;
    struct trial *trial = &served.small.trial;
    struct trial_signer signer;
    struct people *before = people_hold(&now);
    const struct user_line *press = find(before, "Only press");
    signer.signer.user = press->user->id;
    signer.key = press->key[0];
    struct draft draft =
        trial_changed_user(trial, &signer, "'press'", "suspended", &trial->administrator);
    struct draft_signer both[2] = {trial->administrator.signer};
    struct trial_signer second;
    struct identifier other = find(before, "Only administrator")->user->id;
    trial_unseal(trial, &other, &second);
    both[1] = second.signer;
    draft.signers = both;
    draft.signer_count = 2;
    trial_accepted(trial, &draft);
    read_people();
    struct people *after = people_hold(&now);
    assert_ptr_not_equal(before, after);
    assert_int_equal(people_find(before, &press->user->id)->user->state, USER_ACTIVE);
    assert_int_equal(people_find(after, &press->user->id)->user->state, USER_SUSPENDED);
    people_release(&now, before);
    people_release(&now, after);
}

static atomic_int missing;

static void *look(void *data) {
    (void)data;
    for (int i = 0; i < ROUNDS; i++) {
        struct people *people = people_hold(&now);
        if (!find(people, "Only board")) atomic_fetch_add(&missing, 1);
        people_release(&now, people);
    }
    return NULL;
}

static void test_it_is_read_while_others_look(void **state) {
    (void)state;
    pthread_t thread[THREADS];
    for (int i = 0; i < THREADS; i++) pthread_create(&thread[i], NULL, look, NULL);
    for (int i = 0; i < 10; i++) read_people();
    for (int i = 0; i < THREADS; i++) pthread_join(thread[i], NULL);
    assert_int_equal(atomic_load(&missing), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_everybody_is_in_it),
        cmocka_unit_test(test_who_holds_an_older_list_keeps_it),
        cmocka_unit_test(test_it_is_read_while_others_look),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
