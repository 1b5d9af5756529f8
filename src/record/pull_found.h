/* What people have to see to after a pull: no copy could know what the other was doing. */
#ifndef CAIRN_RECORD_PULL_FOUND_H
#define CAIRN_RECORD_PULL_FOUND_H

#include "record/pull.h"
#include "record/tables.h"

/* Two changed the same revision of a record. */
struct pull_fork {
    struct identifier rec;
    const char *kind, *label; /* what people call it */
    size_t heads;
};

/* Two records have one code: it was given twice. */
struct pull_double {
    const char *kind, *code;
    struct identifier taken, other;
};

struct pull_found {
    struct pull_fork *fork;
    struct pull_double *twice;
    size_t fork_count, twice_count;
};

/* Looks at the records of which entries were taken. In a STORE_READ transaction of the tables, which
 * are up to date; all is in the arena. */
MUST_CHECK bool pull_find(struct arena *arena, const struct tables *tables,
                          const struct pull_result *result, struct pull_found *out_found,
                          struct error *error);

#endif
