#include "store/group.h"

#include <pthread.h>
#include <semaphore.h>

/* One who waits; on the stack of group_submit. */
struct submission {
    bool (*prepare)(void *data, struct error *error);
    bool (*work)(struct store *store, void *data, struct error *error);
    void *data;
    struct error failure; /* ERROR_NONE: so far, it is done */
    bool over;
    bool asleep; /* until `turn`: it is over, or */
    bool called; /* to lend a hand */
    sem_t turn;
    struct submission *next;
};

struct line {
    struct submission *first, **end; /* in the order in which they came */
    int length;
};

struct group {
    struct store *store;
    pthread_mutex_t lock;
    struct line fresh; /* to be prepared */
    struct line ready; /* to be committed */
    int places;        /* so many may prepare at the same time, */
    int preparing;     /* so many do, */
    bool led;          /* and somebody commits */
    int hands;         /* threads in group_submit that are not asleep */
};

static void line_open(struct line *line) { *line = (struct line){.end = &line->first}; }

static void line_add(struct line *line, struct submission *one) {
    one->next = NULL;
    *line->end = one;
    line->end = &one->next;
    line->length++;
}

static struct submission *line_take(struct line *line) {
    struct submission *first = line->first;
    line->first = first->next;
    if (!line->first) line->end = &line->first;
    line->length--;
    return first;
}

bool group_open(struct arena *arena, struct store *store, int places, struct group **out_group,
                struct error *error) {
    struct group *group = arena_new(arena, struct group, 1);
    *group = (struct group){.store = store, .places = places};
    line_open(&group->fresh);
    line_open(&group->ready);
    if (pthread_mutex_init(&group->lock, NULL) != 0)
        return error_set(error, ERROR_INTERNAL, "the system has no more locks");
    *out_group = group;
    return true;
}

void group_close(struct group *group) { pthread_mutex_destroy(&group->lock); }

/* ------------------------------------------------------------------ what is to be done */

/* All of these are called, and return, with the lock. */

static bool can_prepare(const struct group *group) {
    return group->fresh.first && group->preparing < group->places;
}

/* A transaction begins once as many are ready as are still to be prepared: so it has enough to do,
 * and the others have meanwhile. */
static bool can_commit(const struct group *group) {
    return !group->led && group->ready.first &&
           group->ready.length >= group->fresh.length + group->preparing;
}

static struct submission *find_sleeper(const struct line *line) {
    struct submission *one = line->first;
    while (one && !one->asleep) one = one->next;
    return one;
}

/* Wakes one who waits, if there is more to do than there are hands. */
static void call_hand(struct group *group) {
    if (group->hands >= group->places + 1 || !(can_prepare(group) || can_commit(group))) return;
    struct submission *one = find_sleeper(&group->ready);
    if (!one) one = find_sleeper(&group->fresh);
    if (!one) return;
    one->asleep = false;
    one->called = true;
    group->hands++;
    sem_post(&one->turn);
}

/* The submissions from `first` on are over. Those who are awake see so; the others are woken without
 * the lock, since they come back with more. */
static void end_all(struct group *group, struct submission *first) {
    struct submission *sleepers = NULL;
    for (struct submission *one = first, *next; one; one = next) {
        next = one->next;
        one->over = true;
        if (!one->asleep) continue;
        one->asleep = false;
        one->next = sleepers;
        sleepers = one;
    }
    pthread_mutex_unlock(&group->lock);
    while (sleepers) {
        struct submission *one = sleepers;
        sleepers = one->next;
        sem_post(&one->turn);
    }
    pthread_mutex_lock(&group->lock);
}

static void prepare_first(struct group *group) {
    struct submission *one = line_take(&group->fresh);
    group->preparing++;
    call_hand(group);
    pthread_mutex_unlock(&group->lock);
    bool done = one->prepare(one->data, &one->failure);
    if (!done) error_set(&one->failure, ERROR_INTERNAL, "the work failed without saying why");
    pthread_mutex_lock(&group->lock);
    group->preparing--;
    one->next = NULL;
    if (done) line_add(&group->ready, one);
    else end_all(group, one);
}

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
    for (struct submission *one = first; one; one = one->next)
        if (!run_one(store, one, error)) {
            store_rollback(store);
            return false;
        }
    return store_commit(store, error);
}

/* All who are ready once it has begun, which may take a while. */
static void commit_all(struct group *group) {
    struct error failure = {0};
    group->led = true;
    call_hand(group);
    pthread_mutex_unlock(&group->lock);
    bool done = store_begin(group->store, STORE_APPEND, &failure);
    pthread_mutex_lock(&group->lock);
    struct submission *first = group->ready.first;
    line_open(&group->ready);
    pthread_mutex_unlock(&group->lock);
    done = done && run_all(group->store, first, &failure);
    pthread_mutex_lock(&group->lock);
    group->led = false;
    for (struct submission *one = first; one && !done; one = one->next)
        error_set(&one->failure, failure.code, "%s", failure.text);
    end_all(group, first);
}

/* Does whatever is to be done until `own` is over, or sleeps until it is. */
static void lend_hand(struct group *group, struct submission *own) {
    pthread_mutex_lock(&group->lock);
    line_add(own->prepare ? &group->fresh : &group->ready, own);
    group->hands++;
    while (!own->over) {
        if (can_commit(group)) {
            commit_all(group);
        } else if (can_prepare(group)) {
            prepare_first(group);
        } else {
            own->asleep = true;
            own->called = false;
            group->hands--;
            pthread_mutex_unlock(&group->lock);
            while (sem_wait(&own->turn) != 0) continue; /* a signal came in between */
            if (!own->called) return;
            pthread_mutex_lock(&group->lock);
        }
    }
    group->hands--;
    call_hand(group);
    pthread_mutex_unlock(&group->lock);
}

bool group_submit(struct group *group, bool (*prepare)(void *data, struct error *error),
                  bool (*work)(struct store *store, void *data, struct error *error), void *data,
                  struct error *error) {
    struct submission own = {.prepare = prepare, .work = work, .data = data};
    sem_init(&own.turn, 0, 0);
    lend_hand(group, &own);
    sem_destroy(&own.turn);
    if (own.failure.code == ERROR_NONE) return true;
    return error_set(error, own.failure.code, "%s", own.failure.text);
}
