/* The vault: what entries only commit to. The disclosures of one entry are one blob, canonical JSON
 *
 *     {"att":{"1":"<disclosure of a file>"},"sd":{"found":"<disclosure of a field>"}}
 *
 * in which those that were erased are missing. (Padding and encryption of blobs and files come
 * between here and the database; today there are none.) */
#ifndef CAIRN_RECORD_VAULT_H
#define CAIRN_RECORD_VAULT_H

#include <jansson.h>

#include "record/disclosure.h"
#include "record/log.h"

/* The disclosures of an entry: `field[i]` of the field sd[i], `file[i]` of att[i]; NULL: none. */
struct vault_blob {
    const char **field, **file;
};

/* The blob as bytes, in the arena. */
MUST_CHECK bool vault_write(struct arena *arena, const struct entry *entry,
                            const struct vault_blob *blob, char **out_bytes, size_t *out_size,
                            struct error *error);

/* The disclosures in a blob; their texts are in the arena. Refuses any for which the entry has no
 * digest; whether they fit theirs is for vault_open. */
MUST_CHECK bool vault_read(struct arena *arena, const struct entry *entry, const void *bytes,
                           size_t size, struct vault_blob *out_blob, struct error *error);

/* Stores the blob of the entry at an index, and under which names the files of its attachments lie, in
 * a STORE_APPEND transaction. */
MUST_CHECK bool vault_add(struct store *store, uint64_t index, const void *blob, size_t size,
                          const char *const *file, size_t file_count, struct error *error);

/* A new random name for a file of the vault; in the arena. */
char *vault_file_name(struct arena *arena, struct random *random);

/* What an entry says, as far as it can be opened: as canonical JSON. */
struct vault_field {
    const char *name;
    const char *value; /* in the arena, or in the entry's `pub` */
    size_t size;
};

struct vault_unsealed {
    struct vault_field *field; /* public fields, and opened ones that are not absent */
    size_t field_count;
    struct disclosure_file *file; /* [att_count], in the arena; name NULL: not opened */
    size_t unopened; /* sealed fields and files without a disclosure */
};

/* Opens an entry with the bytes of its blob (NULL: none is left). Every disclosure must fit its
 * digest, name its field, and no name stand in public too. Whether the values fit the schema is not
 * checked. */
MUST_CHECK bool vault_unseal(struct arena *arena, struct digester *digester,
                             const struct entry *entry, const void *bytes, size_t size,
                             struct vault_unsealed *out_unsealed, struct error *error);

/* The field of that name, or NULL. */
const struct vault_field *vault_field(const struct vault_unsealed *unsealed, const char *name);

/* The same with fields that can be changed. */
struct vault_contents {
    json_t *fields; /* the caller's to give back */
    struct disclosure_file *file;
    size_t unopened;
};

/* vault_unseal, and JSON of it. */
MUST_CHECK bool vault_open(struct arena *arena, struct digester *digester,
                           const struct entry *entry, const void *bytes, size_t size,
                           struct vault_contents *out_contents, struct error *error);

/* The same of an entry of the log, with what the vault has of it: in a transaction of the store. */
MUST_CHECK bool vault_load(struct arena *arena, struct digester *digester, struct store *store,
                           const struct log_line *line, struct vault_contents *out_contents,
                           struct error *error);

#endif
