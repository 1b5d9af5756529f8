/* Group commit: many threads hand in work, one transaction does all that has come together, and
 * one fsync stands for all of it. There is no thread for it: those who wait do the work of the
 * others, one of them the transaction, and beside it a few what needs no order. The rest sleep, so
 * that the transaction is not left without a core while others get ready for the next. */
#ifndef CAIRN_STORE_GROUP_H
#define CAIRN_STORE_GROUP_H

#include "store/store.h"

struct group;

/* From now on the store belongs to the group: whoever wants to append hands in work. At most
 * `places` threads prepare at the same time. The group is in the arena. It must not be closed while
 * somebody is in group_submit. */
MUST_CHECK bool group_open(struct arena *arena, struct store *store, int places,
                           struct group **out_group, struct error *error);
void group_close(struct group *group);

/* Calls prepare(data, error), beside others and without the store (NULL: there is nothing to
 * prepare), then work(store, data, error) within a STORE_APPEND transaction, each perhaps in another
 * thread, and returns true when what it did is committed. Work of several is done one after the
 * other, in the order in which it was ready. When prepare returns false, that is all. When work
 * returns false, what it did is undone and what others did is not; it must leave the transaction
 * open. When begin or commit fails, or the database gives up the transaction, all who are in it
 * fail for that reason. Any thread; neither may leave it by a jump. */
MUST_CHECK bool group_submit(struct group *group, bool (*prepare)(void *data, struct error *error),
                             bool (*work)(struct store *store, void *data, struct error *error),
                             void *data, struct error *error);

#endif
