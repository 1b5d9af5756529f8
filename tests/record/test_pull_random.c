/* Random work on three copies, and pulls in between in any direction: in the end each copy has all of it,
 * in one order, and every entry that was acknowledged anywhere is there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/seeded.h"
#include "record/log.h"
#include "record/other_copy.h"

enum { COPIES = 3, SEEDS = 6, STEPS = 24, WRITTEN_MOST = 64 };

/* What was written, known without any copy. */
struct written {
    struct digest leaf;
    struct identifier rec;
    int copy; /* where */
};

struct world {
    struct trial trial;
    struct other_copy copy[COPIES]; /* the first is the main one */
    struct seeded seeded;
    struct written written[WRITTEN_MOST];
    int count;
};

static unsigned below(struct world *world, unsigned limit) {
    uint32_t number;
    random_fill(&world->seeded.random, &number, sizeof number);
    return number % limit;
}

static bool has(const struct world *world, int copy, const struct digest *leaf) {
    struct copy_log log = copy_log(&world->copy[copy]);
    return copy_has(&log, leaf);
}

/* ------------------------------------------------------------------ work */

/* A record that the copy has, begun anywhere. */
static const struct written *some_record(struct world *world, int copy) {
    for (int tries = 0; tries < 8 && world->count; tries++) {
        const struct written *one = &world->written[below(world, (unsigned)world->count)];
        if (has(world, copy, &one->leaf)) return one;
    }
    return NULL;
}

static void write_one(struct world *world) {
    int copy = (int)below(world, COPIES);
    const struct written *before = below(world, 2) ? some_record(world, copy) : NULL;
    struct arena *arena = &world->trial.arena;
    const char *fields = arena_format(arena, "{'number':'IMG_%d','file':'1','notes':'%u'}",
                                      world->count, below(world, 1000));
    const char *bytes = arena_format(arena, "picture %d", world->count);
    struct receipt receipt =
        copy_add(&world->copy[copy], "media", fields, before ? &before->rec : NULL, bytes);
    assert_true(world->count < WRITTEN_MOST);
    world->written[world->count++] = (struct written){receipt.leaf, receipt.rec, copy};
}

/* The main copy from a device, or a device from the main copy. */
static void pull_one(struct world *world) {
    int device = 1 + (int)below(world, COPIES - 1);
    bool to_main = below(world, 2);
    const struct other_copy *into = &world->copy[to_main ? 0 : device];
    struct copy_log log = copy_log(into);
    struct pull_result result = copy_pull(into, &world->copy[to_main ? device : 0]);
    assert_int_equal(result.refused + result.waiting, 0);
    assert_false(result.two_histories);
    /* What the main copy had stands where it stood. */
    struct copy_log after = copy_log(into);
    if (to_main) assert_memory_equal(log.leaf, after.leaf, log.count * sizeof *log.leaf);
    for (size_t i = 0; i < log.count; i++) assert_true(copy_has(&after, &log.leaf[i]));
}

static void settle(struct world *world) {
    for (int i = 1; i < COPIES; i++) copy_pull(&world->copy[0], &world->copy[i]);
    for (int i = 1; i < COPIES; i++) copy_pull(&world->copy[i], &world->copy[0]);
}

/* ------------------------------------------------------------------ what must be so */

static void expect_all(const struct world *world, size_t begun) {
    struct copy_log main = copy_log(&world->copy[0]);
    assert_int_equal(main.count, begun + (size_t)world->count);
    for (int i = 0; i < world->count; i++)
        assert_true(copy_has(&main, &world->written[i].leaf));
    for (int i = 1; i < COPIES; i++) {
        struct copy_log log = copy_log(&world->copy[i]);
        assert_int_equal(log.count, main.count);
        assert_memory_equal(log.leaf, main.leaf, main.count * sizeof *main.leaf);
    }
}

static size_t place_of(const struct copy_log *log, const struct digest *leaf) {
    size_t at = 0;
    while (at < log->count && !digest_equal(&log->leaf[at], leaf)) at++;
    return at;
}

/* What one copy wrote stands in the order in which it was written. */
static void expect_order(const struct world *world) {
    struct copy_log log = copy_log(&world->copy[0]);
    for (int i = 0; i < world->count; i++)
        for (int j = i + 1; j < world->count; j++)
            if (world->written[i].copy == world->written[j].copy)
                assert_true(place_of(&log, &world->written[i].leaf) <
                            place_of(&log, &world->written[j].leaf));
}

static int by_bytes(const void *left, const void *right) {
    return memcmp(left, right, DIGEST_SIZE);
}

static struct copy_log sorted(const struct other_copy *copy) {
    struct copy_log log = copy_log(copy);
    qsort(log.leaf, log.count, sizeof *log.leaf, by_bytes);
    return log;
}

/* The same folders, pulled from in the other order. */
static void expect_any_order(const struct world *world) {
    struct other_copy one = copy_make(&world->copy[0], "one"),
                      other = copy_make(&world->copy[0], "other");
    for (int i = 1; i < COPIES; i++) copy_pull(&one, &world->copy[i]);
    for (int i = COPIES - 1; i >= 1; i--) copy_pull(&other, &world->copy[i]);
    struct copy_log first = sorted(&one), second = sorted(&other);
    assert_int_equal(first.count, second.count);
    assert_memory_equal(first.leaf, second.leaf, first.count * sizeof *first.leaf);
    copy_is_whole(&one);
    copy_is_whole(&other);
    copy_remove(&one);
    copy_remove(&other);
}

static void run(uint64_t seed) {
    static struct world world;
    world = (struct world){.seeded = seeded_from(seed)};
    trial_open(&world.trial);
    world.copy[0] = copy_main(&world.trial);
    world.copy[1] = copy_make_device(&world.copy[0], "laptop", 1001, 2000);
    size_t begun = copy_log(&world.copy[0]).count;
    copy_add_device(&world.copy[0], "tablet", 2001, 3000);
    begun++;
    world.copy[2] = copy_as_device(&world.copy[0], "tablet");
    for (int step = 0; step < STEPS; step++)
        if (below(&world, 3)) write_one(&world);
        else pull_one(&world);
    expect_any_order(&world);
    settle(&world);
    expect_all(&world, begun);
    expect_order(&world);
    for (int i = 0; i < COPIES; i++) copy_is_whole(&world.copy[i]);
    struct copy_log before = copy_log(&world.copy[0]);
    settle(&world);
    assert_int_equal(copy_log(&world.copy[0]).count, before.count);
    trial_check(&world.trial.arena, world.copy[0].path);
    trial_close(&world.trial);
}

static void test_every_copy_has_all_of_it_in_the_end(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        fprintf(stderr, "seed %d\n", (int)seed);
        run(seed);
    }
}

int main(void) {
    if (access("/dev/shm", W_OK) == 0) setenv("TMPDIR", "/dev/shm", 1);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_copy_has_all_of_it_in_the_end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
