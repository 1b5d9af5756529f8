/* Group commit: many threads hand in work, one transaction does all that has come together, and
 * one fsync stands for all of it. There is no thread for it: the first who waits does the work of
 * those who wait behind. */
#ifndef CAIRN_STORE_GROUP_H
#define CAIRN_STORE_GROUP_H

#include "store/store.h"

struct group;

/* From now on the store belongs to the group: whoever wants to append hands in work. The group is
 * in the arena. It must not be closed while somebody is in group_submit. */
MUST_CHECK bool group_open(struct arena *arena, struct store *store, struct group **out_group,
                           struct error *error);
void group_close(struct group *group);

/* Calls work(store, data, error) within a STORE_APPEND transaction, perhaps in another thread, and
 * returns true when what it did is committed. Work of several is done one after the other, in the
 * order in which it came. When it returns false, what it did is undone and what others did is not;
 * it must leave the transaction open. When begin or commit fails, or the database gives up the
 * transaction, all who are in it fail for that reason. Any thread. */
MUST_CHECK bool group_submit(struct group *group,
                             bool (*work)(struct store *store, void *data, struct error *error),
                             void *data, struct error *error);

#endif
