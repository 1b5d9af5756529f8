/* What somebody wants to have recorded, before it is sealed, signed and appended. */
#ifndef CAIRN_RECORD_DRAFT_H
#define CAIRN_RECORD_DRAFT_H

#include <jansson.h>

#include "base/spool.h"
#include "record/entry.h"
#include "schema/schema.h"

struct half_signed;

struct draft_signer {
    struct identifier user;
    struct signing_key key;
};

/* A file to be stored: it becomes the attachment of its place, "1", "2", …, by which the media
 * fields name it. */
struct draft_file {
    const char *path; /* where it lies now; NULL: in the spool */
    const char *name; /* what it is called in the record */
    const char *media_type;
    struct spool *spool;
};

struct draft {
    const struct schema *schema;
    struct identifier rec; /* of the record; who makes a new one makes its identifier, so that
                              others in the same batch can refer to it */
    bool revises; /* follows all heads of a record that is there, and so settles a fork; else begins
                     a record */
    const json_t *fields; /* every field that has a value, as VALUE_OF_ENTRY (schema/value.h); the
                             others are absent, also in a revision */
    const struct draft_file *files;
    size_t file_count;
    const struct draft_signer *signers; /* the first is `by` */
    size_t signer_count;
    const struct half_signed *half; /* NULL: sealed anew; else it goes in as it was sealed and
                                       signed by its first signer (record/half_signed.h) */
};

/* Says in the field `recorded` when it is written down, by the clock of this device, where the kind
 * has that field and nothing is said yet. */
void draft_put_recorded(const struct schema *schema, json_t *fields);

#endif
