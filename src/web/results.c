#include "web/results.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/memory.h"

struct results {
    pthread_mutex_t mutex;
    struct held_result *kept[RESULTS_KEPT]; /* used last first */
};

struct results *results_make(struct arena *arena) {
    struct results *results = arena_new(arena, struct results, 1);
    pthread_mutex_init(&results->mutex, NULL);
    return results;
}

static void let_go(struct held_result *held) {
    if (!held || --held->held) return;
    comparison_result_close(&held->result);
    arena_close(&held->arena);
    free(held);
}

/* Puts it first, in place of what was used longest ago. */
static void keep(struct results *results, struct held_result *held, int from) {
    if (from == RESULTS_KEPT) {
        let_go(results->kept[--from]);
        held->held++;
    }
    for (; from > 0; from--) results->kept[from] = results->kept[from - 1];
    results->kept[0] = held;
}

static struct held_result *find(struct results *results, uint64_t index) {
    for (int i = 0; i < RESULTS_KEPT; i++) {
        struct held_result *held = results->kept[i];
        if (!held || held->comparison.line.index != index) continue;
        keep(results, held, i);
        held->held++;
        return held;
    }
    return NULL;
}

static bool load(struct investigation *investigation, const char *name,
                 struct held_result **out_held, struct error *error) {
    struct held_result *held = memory_take(1, sizeof *held);
    arena_open(&held->arena, 0);
    held->held = 1;
    if (comparison_read(&held->arena, investigation, name, &held->comparison, error) &&
        comparison_result_read(&held->arena, &investigation->digester, &held->comparison,
                               &held->result, error)) {
        *out_held = held;
        return true;
    }
    let_go(held);
    return false;
}

/* One reads at a time: the next who asks may want the same. */
bool results_hold(struct results *results, struct investigation *investigation, const char *name,
                  struct held_result **out_held, struct error *error) {
    struct arena arena;
    struct log_line line;
    arena_open(&arena, 0);
    bool done = log_read_named(&arena, investigation->store, name, &line, error);
    pthread_mutex_lock(&results->mutex);
    struct held_result *held = done ? find(results, line.index) : NULL;
    if (done && !held && (done = load(investigation, name, &held, error)))
        keep(results, held, RESULTS_KEPT);
    pthread_mutex_unlock(&results->mutex);
    arena_close(&arena);
    if (done) *out_held = held;
    return done;
}

void results_release(struct results *results, struct held_result *held) {
    pthread_mutex_lock(&results->mutex);
    let_go(held);
    pthread_mutex_unlock(&results->mutex);
}

void results_close(struct results *results) {
    for (int i = 0; results && i < RESULTS_KEPT; i++) {
        let_go(results->kept[i]);
        results->kept[i] = NULL;
    }
}
