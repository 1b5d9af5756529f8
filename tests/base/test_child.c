/* Work in a process of its own: whatever it does, who asked gets an answer or an error. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/child.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/secret_apart.h"

/* The first letter of the question says what is done. */
static bool misbehave(const void *question, size_t size, struct buffer *answer,
                      struct error *error) {
    const char *text = question;
    char byte;
    switch (size ? *text : ' ') {
    case 'e': buffer_add(answer, text + 1, size - 1); return true;
    case 'n': return error_set(error, ERROR_NOT_FOUND, "there is no %s", "such thing");
    case 'c': raise(SIGSEGV); break;
    case 'a': abort();
    case 'l': for (volatile unsigned i = 0;; i++) continue;
    case 'm':
        for (;;) {
            char *more = malloc(1 << 20);
            if (!more) _exit(3);
            memset(more, 1, 1 << 20);
        }
    case 'b':
        for (int i = 0; i < 100; i++) buffer_format(answer, "%10000d", i);
        return true;
    case 'o': open("/etc/passwd", O_RDONLY | O_CLOEXEC); break;
    case 's': (void)!socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); break;
    case 'f': (void)!fork(); break;
    case 'k': kill(getppid(), SIGKILL); break;
    case 'q': _exit(0);
    case 'd': /* Which descriptors are there to read from? Only those that are not say so. */
        for (int i = 1; i < 200; i++)
            if (read(i, &byte, 0) != -1 || errno != EBADF) buffer_format(answer, "%d ", i);
        return true;
    case 'p': usleep(1); break;
    }
    buffer_add_text(answer, "still there");
    return true;
}

/* Adds up what it reads, piece by piece; an x answers, a d dies, an o opens a file. */
static bool add_up(struct child_reader *reader, struct buffer *answer, struct error *error) {
    char piece[100];
    long sum = 0;
    size_t size;
    while ((size = child_read(reader, piece, sizeof piece)) > 0)
        for (size_t i = 0; i < size; i++) {
            sum += piece[i];
            if (piece[i] == 'd') raise(SIGSEGV);
            if (piece[i] == 'o') open("/etc/passwd", O_RDONLY | O_CLOEXEC);
            if (piece[i] == 'n') return error_set(error, ERROR_NOT_FOUND, "there is an n");
            if (piece[i] != 'x') continue;
            for (int j = 0; j < 500000; j++) buffer_add(answer, "x", 1);
            return true;
        }
    buffer_format(answer, "%ld", sum);
    return true;
}

static bool wait_a_little(const void *question, size_t size, struct buffer *answer,
                          struct error *error) {
    (void)question, (void)size, (void)error;
    double until = clock_seconds() + 0.2;
    while (clock_seconds() < until) continue;
    buffer_add_text(answer, "x");
    return true;
}

static const struct child_work work = {.name = "the work", .run = misbehave,
                                       .question_most = 1 << 20, .answer_most = 100000,
                                       .memory_most = 64 << 20, .seconds = 20, .at_once = 4};
static const struct child_work hasty = {.name = "the work", .run = misbehave, .question_most = 10,
                                        .answer_most = 10, .memory_most = 32 << 20, .seconds = 1,
                                        .at_once = 1};
static const struct child_work patient = {.name = "the wait", .run = wait_a_little,
                                          .question_most = 10, .answer_most = 10,
                                          .memory_most = 32 << 20, .seconds = 30, .at_once = 2};
static const struct child_work reading = {.name = "the sum", .run_reading = add_up,
                                          .question_most = 4 << 20, .answer_most = 1 << 20,
                                          .memory_most = 2 << 20, .seconds = 20, .at_once = 2};
static const struct child_work *const WORKS[] = {&work, &hasty, &patient, &secret_work, &reading};
static struct children *children;

static enum error_code ask(const char *question, struct buffer *answer) {
    struct error error = {0};
    answer->size = 0;
    bool good = child_run(children, &work, question, strlen(question), answer, &error);
    assert_int_equal(good, error.code == ERROR_NONE);
    return error.code;
}

static void test_an_answer(void **state) {
    (void)state;
    struct buffer answer = {0};
    for (int i = 0; i < 20; i++) {
        assert_int_equal(ask("eh\xc3\xa9", &answer), ERROR_NONE);
        assert_string_equal(buffer_text(&answer), "h\xc3\xa9");
    }
    assert_int_equal(ask("e", &answer), ERROR_NONE);
    assert_int_equal(answer.size, 0);
    buffer_close(&answer);
}

static void test_a_large_question(void **state) {
    (void)state;
    struct buffer answer = {0};
    char *question = calloc(1, 90001);
    memset(question, 'e', 90000);
    assert_int_equal(ask(question, &answer), ERROR_NONE);
    assert_int_equal(answer.size, 89999);
    free(question);
    buffer_close(&answer);
}

static void test_its_own_error(void **state) {
    (void)state;
    struct buffer answer = {0};
    struct error error = {0};
    assert_false(child_run(children, &work, "n", 1, &answer, &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
    assert_string_equal(error.text, "there is no such thing");
    assert_int_equal(answer.size, 0);
}

static void test_what_dies_is_an_error(void **state) {
    (void)state;
    struct buffer answer = {0};
    assert_int_equal(ask("c", &answer), ERROR_BAD_INPUT);
    assert_int_equal(ask("a", &answer), ERROR_BAD_INPUT);
    assert_int_equal(ask("m", &answer), ERROR_BAD_INPUT);
    assert_int_equal(ask("q", &answer), ERROR_BAD_INPUT);
    assert_int_equal(ask("ethere", &answer), ERROR_NONE);
    buffer_close(&answer);
}

static void test_an_endless_loop_ends(void **state) {
    (void)state;
    struct buffer answer = {0};
    struct error error = {0};
    double start = clock_seconds();
    assert_false(child_run(children, &hasty, "l", 1, &answer, &error));
    assert_int_equal(error.code, ERROR_TOO_LARGE);
    assert_true(clock_seconds() - start < 20);
    buffer_close(&answer);
}

static void test_too_large_questions_and_answers(void **state) {
    (void)state;
    struct buffer answer = {0};
    struct error error = {0};
    assert_int_equal(ask("b", &answer), ERROR_TOO_LARGE);
    assert_int_equal(answer.size, 0);
    char *question = calloc(1, (1 << 20) + 1);
    assert_false(child_run(children, &work, question, (1 << 20) + 1, &answer, &error));
    assert_int_equal(error.code, ERROR_TOO_LARGE);
    free(question);
    buffer_close(&answer);
}

static void test_nothing_outside_can_be_reached(void **state) {
    (void)state;
    struct buffer answer = {0};
    static const char *const FORBIDDEN[] = {"o", "s", "f", "k", "p"};
    for (size_t i = 0; i < sizeof FORBIDDEN / sizeof *FORBIDDEN; i++)
        assert_int_equal(ask(FORBIDDEN[i], &answer), ERROR_BAD_INPUT);
    buffer_close(&answer);
}

static void test_no_descriptor_is_inherited(void **state) {
    (void)state;
    struct buffer answer = {0};
    assert_int_equal(ask("d", &answer), ERROR_NONE);
    assert_string_equal(buffer_text(&answer), "");
    buffer_close(&answer);
}

static void *wait_once(void *data) {
    struct buffer answer = {0};
    struct error error = {0};
    if (child_run(children, &patient, "", 0, &answer, &error))
        atomic_fetch_add((atomic_int *)data, 1);
    buffer_close(&answer);
    return NULL;
}

static void test_only_so_many_at_once(void **state) {
    (void)state;
    pthread_t threads[6];
    atomic_int done = 0;
    double start = clock_seconds();
    for (int i = 0; i < 6; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, wait_once, &done), 0);
    for (int i = 0; i < 6; i++) pthread_join(threads[i], NULL);
    assert_int_equal(done, 6);
    /* Two at a time, 0.2 seconds each. */
    assert_true(clock_seconds() - start >= 0.6);
}

/* Ones, with a letter in one place; `fails` (0: never) is where reading it fails. */
struct ones {
    size_t size, letter_at, fails, poured, lacks;
    char letter;
};

static bool pour(void *from, child_take *take, void *to, struct error *error) {
    struct ones *ones = from;
    char piece[1000];
    for (size_t at = 0; at + ones->lacks < ones->size; at += sizeof piece) {
        size_t size = ones->size - at < sizeof piece ? ones->size - at : sizeof piece;
        memset(piece, 1, sizeof piece);
        if (ones->fails && at >= ones->fails)
            return error_set(error, ERROR_STORAGE, "the disk is gone");
        if (ones->letter && ones->letter_at / sizeof piece == at / sizeof piece)
            piece[ones->letter_at % sizeof piece] = ones->letter;
        if (!take(to, piece, size, error)) return false;
        ones->poured += size;
    }
    return true;
}

static enum error_code ask_pouring(struct ones *ones, struct buffer *answer) {
    struct error error = {0};
    struct child_source source = {ones->size, pour, ones};
    answer->size = 0;
    bool good = child_run_pouring(children, &reading, "\2", 1, &source, answer, &error);
    assert_int_equal(good, error.code == ERROR_NONE);
    return error.code;
}

static void test_a_question_in_pieces(void **state) {
    (void)state;
    struct buffer answer = {0};
    /* More than the memory that it has. */
    struct ones ones = {.size = 3000001}, none = {.size = 0}, most = {.size = 4 << 20};
    assert_int_equal(ask_pouring(&ones, &answer), ERROR_NONE);
    assert_string_equal(buffer_text(&answer), "3000003");
    assert_int_equal(ask_pouring(&none, &answer), ERROR_NONE);
    assert_string_equal(buffer_text(&answer), "2");
    struct ones fewer = {.size = 3000001, .lacks = 1000000};
    assert_int_equal(ask_pouring(&fewer, &answer), ERROR_STORAGE);
    assert_int_equal(ask_pouring(&most, &answer), ERROR_TOO_LARGE);
    assert_int_equal(most.poured, 0);
    buffer_close(&answer);
}

/* It answers before it has all, with more than fits between the two. */
static void test_an_answer_before_the_end(void **state) {
    (void)state;
    struct buffer answer = {0};
    for (int i = 0; i < 20; i++) {
        struct ones ones = {.size = 4000000, .letter = 'x', .letter_at = (size_t)(i * 1000)};
        assert_int_equal(ask_pouring(&ones, &answer), ERROR_NONE);
        assert_int_equal(answer.size, 500000);
        assert_true(ones.poured < ones.size);
        ones = (struct ones){.size = 4000000, .letter = 'n', .letter_at = (size_t)(i * 1000)};
        assert_int_equal(ask_pouring(&ones, &answer), ERROR_NOT_FOUND);
    }
    buffer_close(&answer);
}

static void test_an_end_within_the_question(void **state) {
    (void)state;
    struct buffer answer = {0};
    for (size_t i = 0; i < 20; i++) {
        struct ones ones = {.size = 4000000, .letter = 'd', .letter_at = i * 200000};
        struct ones opened = {.size = 4000000, .letter = 'o', .letter_at = i * 200000};
        struct ones lost = {.size = 4000000, .fails = i * 200000 + 1};
        assert_int_equal(ask_pouring(&ones, &answer), ERROR_BAD_INPUT);
        assert_int_equal(ask_pouring(&opened, &answer), ERROR_BAD_INPUT);
        assert_int_equal(ask_pouring(&lost, &answer), ERROR_STORAGE);
    }
    buffer_close(&answer);
}

static void test_passphrases(void **state) {
    (void)state;
    struct arena arena;
    struct random random;
    struct error error = {0};
    struct secret secret, passphrase, got;
    char *text;
    arena_open(&arena, 0);
    assert_true(random_open(&random, &error));
    assert_true(secret_open(&secret, 4, &error) && secret_open(&passphrase, 5, &error));
    memcpy(secret.bytes, "a\0bc", 4);
    memcpy(passphrase.bytes, "horse", 5);
    assert_true(secret_seal(&arena, &random, &secret, &passphrase, (struct secret_cost){1024, 1},
                            &text, &error));
    assert_true(secret_unseal_apart(children, text, &passphrase, &got, &error));
    assert_int_equal(got.size, 4);
    assert_memory_equal(got.bytes, "a\0bc", 4);
    secret_close(&got);
    passphrase.bytes[0] = 'H';
    assert_false(secret_unseal_apart(children, text, &passphrase, &got, &error));
    assert_int_equal(error.code, ERROR_DENIED);
    error = (struct error){0};
    assert_false(secret_unseal_apart(children, "nonsense", &passphrase, &got, &error));
    assert_int_equal(error.code, ERROR_BAD_INPUT);
    secret_close(&secret);
    secret_close(&passphrase);
    arena_close(&arena);
}

static int start(void **state) {
    struct error error = {0};
    (void)state;
    return children_start(WORKS, 5, &children, &error) ? 0 : -1;
}

static int stop(void **state) {
    (void)state;
    children_stop(children);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_answer),
        cmocka_unit_test(test_a_large_question),
        cmocka_unit_test(test_its_own_error),
        cmocka_unit_test(test_what_dies_is_an_error),
        cmocka_unit_test(test_an_endless_loop_ends),
        cmocka_unit_test(test_too_large_questions_and_answers),
        cmocka_unit_test(test_nothing_outside_can_be_reached),
        cmocka_unit_test(test_no_descriptor_is_inherited),
        cmocka_unit_test(test_only_so_many_at_once),
        cmocka_unit_test(test_a_question_in_pieces),
        cmocka_unit_test(test_an_answer_before_the_end),
        cmocka_unit_test(test_an_end_within_the_question),
        cmocka_unit_test(test_passphrases),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
