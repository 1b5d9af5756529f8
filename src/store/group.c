#include "store/group.h"

#include <pthread.h>
#include <sched.h>

/* One who waits; on the stack of group_submit. */
struct submission {
    bool (*work)(struct store *store, void *data, struct error *error);
    void *data;
    struct error failure; /* ERROR_NONE: so far, it is done */
    bool over;
    pthread_cond_t turn; /* it is over, or this one shall lead */
    struct submission *next;
};

struct group {
    struct store *store;
    pthread_mutex_t lock;
    struct submission *first, **end; /* who waits, in the order in which they came */
    int waiting;
    int usual; /* how many were in the last transaction */
    bool led;  /* somebody is at it */
};

enum { YIELDS = 50 };

bool group_open(struct arena *arena, struct store *store, struct group **out_group,
                struct error *error) {
    struct group *group = arena_new(arena, struct group, 1);
    *group = (struct group){.store = store, .end = &group->first};
    if (pthread_mutex_init(&group->lock, NULL) != 0)
        return error_set(error, ERROR_INTERNAL, "the system has no more locks");
    *out_group = group;
    return true;
}

void group_close(struct group *group) { pthread_mutex_destroy(&group->lock); }

/* False when the transaction cannot go on. */
static bool run_one(struct store *store, struct submission *one, struct error *error) {
    int savepoint;
    if (!store_savepoint(store, &savepoint, error)) return false;
    if (one->work(store, one->data, &one->failure) &&
        store_release(store, savepoint, &one->failure))
        return true;
    error_set(&one->failure, ERROR_INTERNAL, "the work failed without saying why");
    return store_undo(store, savepoint, error);
}

static bool run_all(struct store *store, struct submission *first, struct error *error) {
    if (!store_begin(store, STORE_APPEND, error)) return false;
    for (struct submission *one = first; one; one = one->next)
        if (!run_one(store, one, error)) {
            store_rollback(store);
            return false;
        }
    return store_commit(store, error);
}

/* Those who were just served come back at once when there is much to do: they are let in before the
 * next transaction begins, or every second one would be for a single thread. */
static void let_in(struct group *group) {
    for (int i = 0; i < YIELDS && group->waiting < group->usual; i++) {
        pthread_mutex_unlock(&group->lock);
        sched_yield();
        pthread_mutex_lock(&group->lock);
    }
}

/* Does the work of all who wait, the caller among them; called and returns with the lock. */
static void lead(struct group *group) {
    group->led = true;
    let_in(group);
    struct submission *first = group->first;
    group->first = NULL;
    group->end = &group->first;
    group->usual = group->waiting;
    group->waiting = 0;
    pthread_mutex_unlock(&group->lock);
    struct error failure = {0};
    bool done = run_all(group->store, first, &failure);
    pthread_mutex_lock(&group->lock);
    group->led = false;
    for (struct submission *one = first, *next; one; one = next) {
        next = one->next;
        if (!done) error_set(&one->failure, failure.code, "%s", failure.text);
        one->over = true;
        pthread_cond_signal(&one->turn);
    }
    if (group->first) pthread_cond_signal(&group->first->turn);
}

bool group_submit(struct group *group,
                  bool (*work)(struct store *store, void *data, struct error *error), void *data,
                  struct error *error) {
    struct submission own = {.work = work, .data = data};
    if (pthread_cond_init(&own.turn, NULL) != 0)
        return error_set(error, ERROR_INTERNAL, "the system has no more locks");
    pthread_mutex_lock(&group->lock);
    *group->end = &own;
    group->end = &own.next;
    group->waiting++;
    while (!own.over) {
        if (group->led) pthread_cond_wait(&own.turn, &group->lock);
        else lead(group);
    }
    pthread_mutex_unlock(&group->lock);
    pthread_cond_destroy(&own.turn);
    if (own.failure.code == ERROR_NONE) return true;
    return error_set(error, own.failure.code, "%s", own.failure.text);
}
