#include "web/kept.h"

#include <stdlib.h>

#include "base/memory.h"
#include "web/visit.h"

static void drop(struct kept *kept) {
    if (!kept || --kept->held > 0) return;
    arena_close(&kept->arena);
    free(kept);
}

/* The place of the key; of a new one that of the oldest. */
static struct kept **place_of(struct kept_now *now, unsigned key) {
    for (int i = 0; i < KEPT_MOST; i++)
        if (now->kept[i] && now->kept[i]->key == key) return &now->kept[i];
    return &now->kept[now->next++ % KEPT_MOST];
}

static bool renew(struct kept_now *now, const struct visit *visit, unsigned key, kept_make *make,
                  struct kept **out_kept, struct error *error) {
    int64_t size;
    if (!tables_size(visit->tables, &size, error)) return false;
    for (int i = 0; i < KEPT_MOST; i++) {
        struct kept *kept = now->kept[i];
        if (!kept || kept->key != key || kept->log_size < size) continue;
        *out_kept = kept;
        return true;
    }
    struct kept *kept = memory_take(1, sizeof *kept);
    *kept = (struct kept){.key = key, .log_size = size, .held = 1};
    arena_open(&kept->arena, 0);
    if (!make(&kept->arena, visit, &kept->thing, error)) {
        drop(kept);
        return false;
    }
    struct kept **place = place_of(now, key);
    drop(*place);
    *place = *out_kept = kept;
    return true;
}

bool kept_hold(struct kept_now *now, const struct visit *visit, unsigned key, kept_make *make,
               struct kept **out_kept, struct error *error) {
    struct kept *kept = NULL;
    pthread_mutex_lock(&now->mutex);
    bool done = renew(now, visit, key, make, &kept, error);
    if (done) {
        kept->held++;
        *out_kept = kept;
    }
    pthread_mutex_unlock(&now->mutex);
    return done;
}

void kept_release(struct kept_now *now, struct kept *kept) {
    if (!kept) return;
    pthread_mutex_lock(&now->mutex);
    drop(kept);
    pthread_mutex_unlock(&now->mutex);
}

void kept_close(struct kept_now *now) {
    for (int i = 0; i < KEPT_MOST; i++) {
        drop(now->kept[i]);
        now->kept[i] = NULL;
    }
}
