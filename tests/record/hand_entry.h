/* Entries made by hand, with users and keys that are the same in every run. */
#ifndef CAIRN_TESTS_RECORD_HAND_ENTRY_H
#define CAIRN_TESTS_RECORD_HAND_ENTRY_H

#include "record/entry.h"

#define HAND_ORIGIN "example.org/investigation"

struct hand_user {
    struct identifier id;
    struct secret private_key;
    struct public_key key;
};

struct hand_user hand_user(struct random *random);
void hand_user_close(struct hand_user *user);

/* An entry that nobody has signed: the second revision of a record, with two sealed fields and a
 * file. Its digests are of one byte each: schema 0x11, prev 0x22, sd 0x33 and 0x44, att 0x55. */
struct entry hand_entry(struct arena *arena, const struct hand_user *by);

/* A digest of one byte, again and again. */
struct digest hand_digest(int byte);

#endif
