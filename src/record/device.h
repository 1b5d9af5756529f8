/* Devices: other copies of an investigation, on which people go on working without the main one. One
 * copy alone, the main one, makes the order of the log; what a device appends is provisional, its
 * outbox, until the main copy has taken it (record/pull.h).
 *
 * The investigation's record lists the devices, each with a range of numbers that only it gives to
 * remains, so that two copies never give the same one. Which of them a copy is stands in its table
 * meta:
 *
 *     device      the name
 *     confirmed   "SIZE ROOT": so much of its log is the main copy's, and the root of that, base64 */
#ifndef CAIRN_RECORD_DEVICE_H
#define CAIRN_RECORD_DEVICE_H

#include "record/investigation.h"
#include "record/log.h"
#include "schema/schema.h"

enum { DEVICES_MOST = 1000, DEVICE_NUMBER_MOST = 99999999 };

struct device_range {
    const char *name;
    int64_t first, last; /* numbers of remains, both included */
};

struct device_list {
    size_t count;
    const struct device_range *range; /* in the arena */
    struct digest leaf;               /* of the entry that names them */
};

/* The devices that the newest entry about the investigation names. A list of an earlier moment stays
 * as it is while that entry is the newest; one of zeroes is of none. In a transaction of the store. */
MUST_CHECK bool device_list_read(struct arena *arena, struct digester *digester,
                                 struct store *store, struct device_list *list,
                                 struct error *error);

/* The device of that name, or NULL. */
const struct device_range *device_find(const struct device_list *list, const char *name);

/* May the copy that is called `device` (NULL: the main one) give this code to something new? On a
 * device the number in a code of remains, and of what is numbered like them or after them (graves,
 * elements, belongings, documents), is in its range; on the main copy in no device's. A code of
 * another form is anybody's. */
MUST_CHECK bool device_check_code(const struct device_list *list, const char *device,
                                  const struct schema *schema, const char *code,
                                  struct error *error);

/* ERROR_DENIED on a device, for what only the main copy does: `what` is "users are made". */
MUST_CHECK bool device_is_main(const struct investigation *investigation, const char *what,
                               struct error *error);

/* The same of an entry of this kind. */
MUST_CHECK bool device_may_append(const struct investigation *investigation, const char *kind,
                                  struct error *error);

/* What stands behind "entry 12" where people read it: "" or ", not yet in the record". */
const char *device_remark(const struct investigation *investigation, uint64_t index);

/* ------------------------------------------------------------------ this copy */

/* Makes this copy the device of that name, which its record must list: all that is in it now is
 * confirmed. Was opened for appending, and is not in a transaction. Done again, nothing changes. */
MUST_CHECK bool device_use(struct arena *arena, struct investigation *investigation,
                           const char *name, struct error *error);

/* Reads device and confirmed, in a transaction; refuses what cannot be. The root is not compared. */
MUST_CHECK bool device_read(struct arena *arena, struct investigation *investigation,
                            struct error *error);

/* Are the confirmed entries those that the main copy had? In a transaction of the store. */
MUST_CHECK bool device_is_confirmed(struct arena *arena, struct digester *digester,
                                    struct store *store, uint64_t size, bool *out_is,
                                    struct error *error);

/* Says how far the log is the main copy's, in a STORE_APPEND transaction. */
MUST_CHECK bool device_confirm(struct arena *arena, struct store *store, uint64_t size,
                               const struct digest *root, struct error *error);

#endif
