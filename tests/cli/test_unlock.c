/* cairn unlock and cairn lock, and commands that sign in between. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.h"
#include "base/folder.h"
#include "cli/dialogue.h"
#include "cli/program.h"
#include "cli/runtime.h"
#include "record/trial.h"

enum { SOON = 20, TOGETHER = 8 };

static struct arena arena;
static char *runtime, *investigation;

static void put(const char *name, const char *text) {
    struct error error = {0};
    if (!files_write(files_join(&arena, runtime, name), text, strlen(text), &error))
        fail_msg("%s", error.text);
}

/* Runs `cairn VERB DIR REST` with nobody at a terminal; the files that REST names as @NAME lie
 * beside DIR. It must end with the code and say these words. */
static void expect(int code, const char *words, const char *verb, const char *rest) {
    struct buffer line = {0};
    buffer_format(&line, "%s %s ", verb, investigation);
    for (const char *at = rest; *at; at++) {
        if (*at == '@') buffer_format(&line, "%s/", runtime);
        else buffer_add(&line, at, 1);
    }
    buffer_add_text(&line, " < /dev/null");
    struct answer answer = cairn_run(buffer_text(&line));
    const char *said = buffer_text(code ? &answer.err : &answer.out);
    if (answer.code != code || !strstr(said, words))
        fail_msg("cairn %s: code %d, \"%s\"", buffer_text(&line), answer.code, said);
    buffer_close(&line);
    answer_close(&answer);
}

#define FIRST "--passphrase-file @first"

static int enter(void **state) {
    (void)state;
    arena_open(&arena, 0);
    runtime = runtime_make(&arena);
    investigation = files_join(&arena, runtime, "site.cairn");
    put("first", "a horse of battery\nanother staple\n");
    put("new", "quite a new one\n");
    expect(0, "root key", "init", FIRST " --key-cost 8");
    return 0;
}

static int leave(void **state) {
    (void)state;
    trial_check(&arena, investigation);
    folder_remove(runtime);
    arena_close(&arena);
    return 0;
}

#define NEEDED "is needed, and there is no terminal"

static void test_commands_sign_without_asking_until_it_is_locked(void **state) {
    (void)state;
    expect(2, NEEDED, "user", "suspend worker");
    expect(0, "nobody was unlocked", "lock", "");
    expect(0, "Administrator is unlocked for 240 minutes", "unlock", "--as administrator " FIRST);
    expect(0, "is changed", "user", "suspend worker");
    expect(0, "is changed", "user", "resume worker");
    pid_t agent = runtime_only_agent(&arena, runtime);
    expect(0, "1 user is locked", "lock", "");
    runtime_wait_end(agent, SOON);
    assert_int_equal(runtime_sockets(&arena, runtime), 0);
    expect(2, NEEDED, "user", "suspend worker");
    expect(0, "root key not checked", "verify", "--level tables");
}

static void test_a_table_is_imported_by_the_workers_agent(void **state) {
    (void)state;
    put("remains.tsv", "code\tsex\nELD-0001-B\tM\n");
    put("sites.tsv", "code\tname\tkind\tstage\tstatus\nELD\tWood\tgrave\treported\topen\n");
    expect(0, "Worker is unlocked for 5 minutes", "unlock", "--as worker --for 5 " FIRST);
    expect(0, "remains.tsv: read 1 = accepted 1", "import", "@remains.tsv");
    expect(0, "locked", "lock", "--as worker");
}

static void test_several_users_and_one_of_them_again(void **state) {
    (void)state;
    expect(2, "--as", "unlock", FIRST);
    expect(0, "is unlocked for", "unlock", "--as administrator " FIRST);
    pid_t before = runtime_only_agent(&arena, runtime);
    expect(0, "is unlocked again for 1 minutes", "unlock", "--as administrator --for 1 " FIRST);
    runtime_wait_end(before, SOON);
    expect(0, "is unlocked for", "unlock", "--as worker " FIRST);
    assert_int_equal(runtime_sockets(&arena, runtime), 2);
    expect(3, "nobody here is called", "lock", "--as nobody");
    expect(0, "1 user is locked", "lock", "--as worker");
    expect(0, "nobody was unlocked", "lock", "--as worker");
    expect(0, "is changed", "user", "suspend worker");
    expect(0, "1 user is locked", "lock", "");
}

static void test_what_opens_no_key_starts_nothing(void **state) {
    (void)state;
    expect(4, "no line of the passphrase file", "unlock", "--as worker --passphrase-file @new");
    expect(2, NEEDED, "unlock", "--as worker");
    expect(2, "--for", "unlock", "--as worker --for 0 " FIRST);
    expect(2, "--for", "unlock", "--as worker --for 1441 " FIRST);
    assert_int_equal(runtime_sockets(&arena, runtime), 0);
}

static void test_one_that_was_killed_is_replaced(void **state) {
    (void)state;
    expect(0, "is unlocked for", "unlock", "--as administrator " FIRST);
    pid_t agent = runtime_only_agent(&arena, runtime);
    kill(agent, SIGKILL);
    runtime_wait_end(agent, SOON);
    expect(2, NEEDED, "user", "suspend worker");
    expect(0, "is unlocked for", "unlock", "--as administrator " FIRST);
    expect(0, "is changed", "user", "suspend worker");
    agent = runtime_only_agent(&arena, runtime);
    kill(agent, SIGKILL);
    runtime_wait_end(agent, SOON);
    expect(0, "nobody was unlocked", "lock", "");
    assert_int_equal(runtime_sockets(&arena, runtime), 0);
}

/* A passphrase file that is named counts; so does the passphrase, where it is to be changed. */
static void test_an_agent_is_no_way_around(void **state) {
    (void)state;
    expect(0, "is unlocked for", "unlock", "--as administrator " FIRST);
    expect(4, "no line of the passphrase file", "user", "suspend worker --passphrase-file @new");
    expect(2, NEEDED, "user", "passphrase administrator --new-passphrase-file @new --key-cost 8");
    expect(0, "has a new passphrase", "user",
           "passphrase administrator --new-passphrase-file @new --key-cost 8 " FIRST);
    expect(0, "is changed", "user", "suspend worker"); /* the key is the same */
    expect(0, "locked", "lock", "");
}

static void test_a_key_that_was_replaced_signs_no_more(void **state) {
    (void)state;
    expect(0, "is unlocked for", "unlock", "--as administrator " FIRST);
    expect(0, "1 earlier taken no more", "user",
           "key administrator --new-passphrase-file @new --key-cost 8");
    expect(2, NEEDED, "user", "suspend worker");
    expect(0, "is unlocked again for", "unlock", "--as administrator --passphrase-file @new");
    expect(0, "is changed", "user", "suspend worker");
    expect(0, "locked", "lock", "");
}

static void test_two_administrators_are_unlocked(void **state) {
    (void)state;
    expect(0, "is unlocked for", "unlock", "--as administrator " FIRST);
    expect(0, "is u-", "user",
           "add Second --roles administrator --new-passphrase-file @new --key-cost 8");
    expect(0, "is unlocked for", "unlock", "--as second --passphrase-file @new");
    expect(0, "is u-", "user", "add Third --roles field --as second --with administrator "
           "--new-passphrase-file @new --key-cost 8");
    expect(0, "2 users are locked", "lock", "");
}

/* One appends, the others are told so; none waits for the agent. */
static void test_commands_at_once(void **state) {
    (void)state;
    int changed = 0;
    pid_t child[TOGETHER];
    expect(0, "is unlocked for", "unlock", "--as administrator " FIRST);
    for (int i = 0; i < TOGETHER; i++) {
        if ((child[i] = fork()) != 0) continue;
        struct answer answer = cairn_run(arena_format(
            &arena, "user %s roles worker --roles field < /dev/null", investigation));
        _exit(answer.code);
    }
    for (int i = 0; i < TOGETHER; i++) {
        int status;
        assert_int_equal(waitpid(child[i], &status, 0), child[i]);
        if (status != 0) assert_int_equal(WEXITSTATUS(status), 5);
        changed += status == 0;
    }
    assert_true(changed > 0);
    expect(0, "locked", "lock", "");
}

static void test_the_passphrase_is_asked_for(void **state) {
    (void)state;
    dialogue_or_skip();
    const char *arguments[] = {"cairn", "unlock", investigation, "--as", "worker", NULL};
    static const char *const RIGHT[] = {"another staple\n", NULL};
    static const char *const WRONG[] = {"another stable\n", NULL};
    static const char *const INTERRUPTED[] = {"\003", NULL};
    struct dialogue dialogue = dialogue_run(arguments, WRONG);
    assert_int_equal(dialogue.code, 4);
    dialogue_close(&dialogue);
    dialogue = dialogue_run(arguments, INTERRUPTED);
    assert_int_equal(dialogue.code, 130);
    dialogue_close(&dialogue);
    assert_int_equal(runtime_sockets(&arena, runtime), 0);
    dialogue = dialogue_run(arguments, RIGHT);
    if (dialogue.code != 0) fail_msg("%s", buffer_text(&dialogue.shown));
    assert_non_null(strstr(buffer_text(&dialogue.shown), "Worker is unlocked"));
    dialogue_close(&dialogue);
    /* Its terminal has gone, and it has not. */
    assert_true(runtime_is_running(runtime_only_agent(&arena, runtime)));
    expect(0, "1 user is locked", "lock", "");
}

#define IN_PLACE(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_PLACE(test_commands_sign_without_asking_until_it_is_locked),
        IN_PLACE(test_a_table_is_imported_by_the_workers_agent),
        IN_PLACE(test_several_users_and_one_of_them_again),
        IN_PLACE(test_what_opens_no_key_starts_nothing),
        IN_PLACE(test_one_that_was_killed_is_replaced),
        IN_PLACE(test_an_agent_is_no_way_around),
        IN_PLACE(test_a_key_that_was_replaced_signs_no_more),
        IN_PLACE(test_two_administrators_are_unlocked),
        IN_PLACE(test_commands_at_once),
        IN_PLACE(test_the_passphrase_is_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
