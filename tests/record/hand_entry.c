#include "record/hand_entry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

struct hand_user hand_user(struct random *random) {
    struct hand_user user = {.id = identifier_make(random, IDENTIFIER_USER)};
    struct error error = {0};
    if (!sign_make_keys(random, &user.private_key, &user.key, &error)) fail_msg("%s", error.text);
    return user;
}

void hand_user_close(struct hand_user *user) { secret_close(&user->private_key); }

struct digest hand_digest(int byte) {
    struct digest digest;
    memset(digest.byte, byte, DIGEST_SIZE);
    return digest;
}

struct entry hand_entry(struct arena *arena, const struct hand_user *by) {
    struct entry entry = {.rec = {"r-aaaaaaaaaaaaaaaaaaaaaaaaaa"},
                          .by = by->id,
                          .day = "2022-09-16",
                          .kind = "remains",
                          .rev = 2,
                          .schema = hand_digest(0x11),
                          .pub = "{\"status\":\"lifted\"}",
                          .prev_count = 1,
                          .sd_count = 2,
                          .att_count = 1};
    entry.pub_size = strlen(entry.pub);
    entry.prev = arena_new(arena, struct digest, 1);
    entry.prev[0] = hand_digest(0x22);
    entry.sd = arena_new(arena, struct entry_field, 2);
    entry.sd[0] = (struct entry_field){"position", hand_digest(0x33)};
    entry.sd[1] = (struct entry_field){"found", hand_digest(0x44)};
    entry.att = arena_new(arena, struct digest, 1);
    entry.att[0] = hand_digest(0x55);
    return entry;
}
