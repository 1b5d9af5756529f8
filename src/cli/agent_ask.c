#include "cli/agent_ask.h"

#include <string.h>

#include "base/clock.h"
#include "base/local.h"
#include "cli/agent.h"
#include "cli/agent_frame.h"

/* Seconds: others may be before us, each for AGENT_PATIENCE. */
enum { PATIENCE = 4 * AGENT_PATIENCE };

/* The whole answer, or "-". */
static bool exchange(int peer, enum agent_kind kind, const void *bytes, size_t size,
                     uint8_t answer[AGENT_ANSWER_MOST], struct error *error) {
    double until = clock_seconds() + PATIENCE;
    uint8_t head[AGENT_HEAD];
    agent_head_write(kind, size, head);
    if (!local_send(peer, head, sizeof head, until, error) ||
        !local_send(peer, bytes, size, until, error) ||
        !local_receive(peer, answer, 1, until, error))
        return false;
    if (answer[0] == AGENT_GRANTED)
        return local_receive(peer, answer + 1, agent_answer_size(kind) - 1, until, error);
    return error_set(error, ERROR_DENIED, "it signs nothing but entries of its investigation");
}

static bool ask(const char *path, enum agent_kind kind, const void *bytes, size_t size,
                uint8_t answer[AGENT_ANSWER_MOST], struct error *error) {
    int peer;
    if (!local_connect(path, &peer, error)) return false;
    bool done = exchange(peer, kind, bytes, size, answer, error);
    local_leave(peer);
    return done || error_within(error, "the agent at %s", path);
}

bool agent_find(struct arena *arena, const char *origin, const struct identifier *user,
                struct agent_found *out_found, struct error *error) {
    char *path;
    uint8_t answer[AGENT_ANSWER_MOST];
    if (!agent_path(arena, origin, user, &path, error) ||
        !ask(path, AGENT_KEY, NULL, 0, answer, error))
        return false;
    out_found->path = path;
    agent_answer_key(answer, &out_found->public_key, &out_found->seconds_left);
    return true;
}

static bool sign(const struct signing_key *key, const void *bytes, size_t size,
                 struct signature *out_signature, struct error *error) {
    const struct agent_found *found = key->holder;
    struct error failure = {0};
    uint8_t answer[AGENT_ANSWER_MOST];
    if (!ask(found->path, AGENT_SIGN, bytes, size, answer, &failure))
        return error_set(error, ERROR_DENIED, "what cairn unlock started has ended or does not "
                         "sign (%s); unlock again, or give --passphrase-file", failure.text);
    memcpy(out_signature->byte, answer + 1, SIGN_SIGNATURE_SIZE);
    return true;
}

struct signing_key agent_signing_key(const struct agent_found *found) {
    return (struct signing_key){found->public_key, sign, found};
}

/* ------------------------------------------------------------------ ending */

bool agent_lock(struct arena *arena, struct files_lock *out_lock, struct error *error) {
    char *folder;
    return files_memory_folder(arena, &folder, error) && files_lock(folder, out_lock, error);
}

/* Who does not answer may still hold a key, and keeps its socket. */
static bool end_one(const char *path, int *count, struct error *error) {
    uint8_t answer[AGENT_ANSWER_MOST];
    struct error failure = {0};
    if (ask(path, AGENT_END, NULL, 0, answer, &failure)) ++*count;
    else if (failure.code == ERROR_NOT_FOUND) files_undo(path);
    else return error_set(error, ERROR_BUSY, "%s; a key may still be held there: end the process "
                          "with kill", failure.text);
    return true;
}

struct ending {
    struct arena *arena;
    const char *prefix;
    const char **name;
    size_t count, capacity;
};

static bool gather(void *data, const char *name, struct error *error) {
    struct ending *ending = data;
    (void)error;
    if (strncmp(name, ending->prefix, strlen(ending->prefix)) != 0) return true;
    ending->name = arena_grow(ending->arena, ending->name, ending->count, &ending->capacity,
                              sizeof *ending->name);
    ending->name[ending->count++] = arena_copy(ending->arena, name);
    return true;
}

bool agent_end(struct arena *arena, const char *origin, const struct identifier *user,
               int *out_count, struct error *error) {
    struct ending ending = {.arena = arena};
    char *folder, *prefix, *path;
    int count = 0;
    bool done = true;
    if (user) {
        done = agent_path(arena, origin, user, &path, error) && end_one(path, &count, error);
    } else {
        if (!agent_prefix(arena, origin, &folder, &prefix, error)) return false;
        ending.prefix = prefix;
        if (!files_each(folder, gather, &ending, error)) return false;
        for (size_t i = 0; i < ending.count; i++)
            done = end_one(files_join(arena, folder, ending.name[i]), &count, error) && done;
    }
    if (done) *out_count = count;
    return done;
}
