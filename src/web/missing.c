#include "web/missing.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

static void drop(struct missing_list *missing) {
    if (!missing || --missing->held > 0) return;
    arena_close(&missing->arena);
    json_decref(missing->found);
    free(missing);
}

static bool make(const struct tables *tables, int64_t version, struct missing_list **out_missing,
                 struct error *error) {
    struct missing_list *missing = memory_take(1, sizeof *missing);
    *missing = (struct missing_list){.version = version, .held = 1, .found = json_object()};
    arena_open(&missing->arena, 0);
    missing->given = given_names_make(&missing->arena);
    if (leads_read_missing(&missing->arena, tables, &missing->given, &missing->list, error)) {
        *out_missing = missing;
        return true;
    }
    drop(missing);
    return false;
}

/* Whoever comes first makes it, and those who come meanwhile wait for it. */
static bool renew(struct missing_now *now, const struct tables *tables, struct error *error) {
    struct missing_list *missing;
    int64_t version;
    if (!leads_missing_version(tables, &version, error)) return false;
    if (now->missing && now->missing->version >= version) return true;
    if (!make(tables, version, &missing, error)) return false;
    drop(now->missing);
    now->missing = missing;
    return true;
}

bool missing_hold(struct missing_now *now, const struct tables *tables,
                  struct missing_list **out_missing, struct error *error) {
    pthread_mutex_lock(&now->mutex);
    bool done = renew(now, tables, error);
    if (done) {
        now->missing->held++;
        *out_missing = now->missing;
    }
    pthread_mutex_unlock(&now->mutex);
    return done;
}

void missing_release(struct missing_now *now, struct missing_list *missing) {
    pthread_mutex_lock(&now->mutex);
    drop(missing);
    pthread_mutex_unlock(&now->mutex);
}

enum { KEY = 24 };

static const char *key_of(int64_t index, char key[KEY]) {
    snprintf(key, KEY, "%lld", (long long)index);
    return key;
}

bool missing_recall(struct missing_now *now, const struct missing_list *missing, int64_t index,
                    struct missing_lead *out_lead) {
    char key[KEY];
    pthread_mutex_lock(&now->mutex);
    const json_t *lead = json_object_get(missing->found, key_of(index, key));
    if (lead)
        *out_lead = (struct missing_lead){(int)json_integer_value(json_array_get(lead, 0)),
                                          (int)json_integer_value(json_array_get(lead, 1)),
                                          json_real_value(json_array_get(lead, 2))};
    pthread_mutex_unlock(&now->mutex);
    return lead != NULL;
}

void missing_keep(struct missing_now *now, struct missing_list *missing, int64_t index,
                  const struct missing_lead *lead) {
    char key[KEY];
    json_t *kept = json_array();
    json_array_append_new(kept, json_integer(lead->person));
    json_array_append_new(kept, json_integer(lead->more));
    json_array_append_new(kept, json_real(lead->score));
    pthread_mutex_lock(&now->mutex);
    json_object_set_new(missing->found, key_of(index, key), kept);
    pthread_mutex_unlock(&now->mutex);
}

void missing_close(struct missing_now *now) {
    drop(now->missing);
    now->missing = NULL;
}
