#include "cli/held.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/folder.h"
#include "base/seeded.h"
#include "cli/runtime.h"

void held_open(struct held *held) {
    struct error error = {0};
    struct seeded seeded = seeded_from(11);
    arena_open(&held->arena, 0);
    held->runtime = runtime_make(&held->arena);
    held->worker = hand_user(&seeded.random);
    held->other = hand_user(&seeded.random);
    held->investigation = files_join(&held->arena, held->runtime, "site.cairn");
    char *database = files_join(&held->arena, held->investigation, "record.db");
    assert_true(files_make_folder(held->investigation, &error));
    assert_true(files_write(database, "x", 1, &error));
}

void held_close(struct held *held) {
    folder_remove(held->runtime);
    hand_user_close(&held->worker);
    hand_user_close(&held->other);
    arena_close(&held->arena);
}

struct agent_plan held_plan(struct held *held, struct hand_user *user, double seconds) {
    return (struct agent_plan){.folder = held->investigation,
                               .origin = HAND_ORIGIN,
                               .user = user->id,
                               .private_key = &user->private_key,
                               .seconds = seconds};
}

pid_t held_start(struct held *held, struct hand_user *user, double seconds) {
    struct error error = {0};
    struct agent_plan plan = held_plan(held, user, seconds);
    pid_t process;
    if (!agent_start(&held->arena, &plan, &process, &error)) fail_msg("%s", error.text);
    return process;
}

struct agent_found held_find(struct held *held, const struct hand_user *user) {
    struct error error = {0};
    struct agent_found found;
    if (!agent_find(&held->arena, HAND_ORIGIN, &user->id, &found, &error))
        fail_msg("%s", error.text);
    return found;
}

void held_expect_none(struct held *held, const struct hand_user *user) {
    struct error error = {0};
    struct agent_found found;
    assert_false(agent_find(&held->arena, HAND_ORIGIN, &user->id, &found, &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
}

void held_expect_end(struct held *held, const struct hand_user *user, int count) {
    struct error error = {0};
    struct files_lock lock;
    int got;
    if (!agent_lock(&held->arena, &lock, &error) ||
        !agent_end(&held->arena, HAND_ORIGIN, user ? &user->id : NULL, &got, &error))
        fail_msg("%s", error.text);
    files_unlock(&lock);
    assert_int_equal(got, count);
}

bool held_sign(struct held *held, const struct agent_found *found, const char *message, size_t size,
               struct error *error) {
    struct signature signature, right;
    struct signing_key key = agent_signing_key(found);
    if (!signing_key_sign(&key, message, size, &signature, error)) return false;
    right = sign_bytes(&held->worker.private_key, message, size);
    assert_memory_equal(&signature, &right, sizeof right);
    return true;
}
