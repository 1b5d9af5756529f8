#include <stdlib.h>
#include <string.h>

#include "record/log.h"
#include "record/verify_parts.h"

/* ------------------------------------------------------------------ what follows what */

/* Notes that an entry is followed, one bit for each; returns whether it was already. Indices that no
 * log of this length has are not kept: they are wrong for another reason, and told so. */
static bool follow(struct verify *verify, uint64_t index) {
    size_t byte = (size_t)(index / 8);
    if (index >= (uint64_t)verify->rows + 65536) return false;
    if (byte >= verify->followed_size) {
        size_t size = 2 * byte + 4096;
        uint8_t *bits = arena_new(verify->arena, uint8_t, size);
        if (verify->followed) memcpy(bits, verify->followed, verify->followed_size);
        verify->followed = bits;
        verify->followed_size = size;
    }
    uint8_t bit = (uint8_t)(1 << index % 8), before = verify->followed[byte];
    verify->followed[byte] |= bit;
    return before & bit;
}

static bool is_followed(const struct verify *verify, uint64_t index) {
    size_t byte = (size_t)(index / 8);
    return byte < verify->followed_size && verify->followed[byte] >> index % 8 & 1;
}

static void note_fork(struct verify *verify, const struct entry *entry) {
    struct verify_result *result = &verify->result;
    for (size_t i = result->fork_count; i > 0 && i + 8 > result->fork_count; i--)
        if (identifier_equal(&result->fork[i - 1].rec, &entry->rec)) return;
    if (result->fork_count == VERIFY_FORKS_MOST) return;
    result->fork = arena_grow(verify->arena, result->fork, result->fork_count,
                              &verify->fork_capacity, sizeof *result->fork);
    result->fork[result->fork_count++] =
        (struct verify_fork){.rec = entry->rec, .kind = arena_copy(verify->arena, entry->kind)};
}

bool verify_follow(struct verify *verify, struct arena *arena, int64_t index,
                   const struct digest *leaf, const struct entry *entry, struct error *error) {
    struct error failure = {0};
    bool forks = false;
    if (!log_follows(arena, verify->store, (uint64_t)index, leaf, entry, &failure)) {
        if (store_broken(verify->store)) return error_set(error, failure.code, "%s", failure.text);
        verify_note(verify, index, "it does not follow what stands before it: %s", failure.text);
    }
    for (size_t i = 0; i < entry->prev_count; i++) {
        bool found;
        uint64_t at = 0;
        if (!log_find(verify->store, &entry->prev[i], (uint64_t)index, &found, &at, error))
            return false;
        if (found && follow(verify, at)) forks = true;
    }
    if (forks) note_fork(verify, entry);
    return true;
}

/* ------------------------------------------------------------------ forks */

static int by_record(const void *left, const void *right) {
    const struct verify_fork *one = left, *other = right;
    return strcmp(one->rec.text, other->rec.text);
}

static bool count_heads(const struct verify *verify, struct verify_fork *fork,
                        struct error *error) {
    struct arena arena;
    struct log_line *lines;
    size_t count = 0;
    arena_open(&arena, 0);
    bool done = log_revisions(&arena, verify->store, &fork->rec, INT64_MAX, &lines, &count, error);
    for (size_t i = 0; done && i < count; i++)
        if (!is_followed(verify, lines[i].index)) {
            fork->heads++;
            fork->last = (int64_t)lines[i].index;
        }
    arena_close(&arena);
    return done;
}

/* Of the records that were forked once, those that still are. */
bool verify_forks(struct verify *verify, struct error *error) {
    struct verify_result *result = &verify->result;
    size_t count = 0;
    if (result->fork_count)
        qsort(result->fork, result->fork_count, sizeof *result->fork, by_record);
    for (size_t i = 0; i < result->fork_count; i++) {
        struct verify_fork fork = result->fork[i];
        struct error failure = {0};
        if (count && identifier_equal(&result->fork[count - 1].rec, &fork.rec)) continue;
        if (!count_heads(verify, &fork, &failure)) {
            if (!store_broken(verify->store)) continue; /* one is unreadable, which is said */
            return error_set(error, failure.code, "%s", failure.text);
        }
        if (fork.heads > 1) result->fork[count++] = fork;
    }
    result->fork_count = count;
    return true;
}
