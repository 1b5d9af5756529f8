#include "web/people.h"

#include <stdlib.h>

#include "base/memory.h"
#include "record/authority_load.h"

static void drop(struct people *people) {
    if (!people || --people->held > 0) return;
    user_list_close(&people->users);
    arena_close(&people->arena);
    free(people);
}

bool people_read(struct people_now *now, struct digester *digester, struct store *store,
                 struct error *error) {
    struct people *people = memory_take(1, sizeof *people);
    *people = (struct people){.held = 1};
    arena_open(&people->arena, 0);
    if (!authority_load(&people->arena, digester, store, &people->authority, error) ||
        !user_list_open(&people->arena, digester, store, &people->authority, &people->users,
                        error)) {
        drop(people);
        return false;
    }
    pthread_mutex_lock(&now->mutex);
    struct people *before = now->people;
    now->people = people;
    drop(before);
    pthread_mutex_unlock(&now->mutex);
    return true;
}

struct people *people_hold(struct people_now *now) {
    pthread_mutex_lock(&now->mutex);
    struct people *people = now->people;
    people->held++;
    pthread_mutex_unlock(&now->mutex);
    return people;
}

void people_release(struct people_now *now, struct people *people) {
    pthread_mutex_lock(&now->mutex);
    drop(people);
    pthread_mutex_unlock(&now->mutex);
}

void people_close(struct people_now *now) {
    drop(now->people);
    now->people = NULL;
}

const struct user_line *people_find(const struct people *people, const struct identifier *user) {
    for (size_t i = 0; i < people->users.count; i++)
        if (identifier_equal(&people->users.line[i].user->id, user)) return &people->users.line[i];
    return NULL;
}
