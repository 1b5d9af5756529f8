/* What an import has to know of the record as it is: which records there are, by what people call
 * them, and what the newest revision of each says. Made by case/import_record.c; tests make one of
 * their own. */
#ifndef CAIRN_CASE_IMPORT_KNOWN_H
#define CAIRN_CASE_IMPORT_KNOWN_H

#include <jansson.h>

#include "base/arena.h"
#include "base/digest.h"
#include "record/identifier.h"
#include "schema/schema.h"

struct known_record {
    struct identifier rec;
    const char *key; /* the values of the kind's key with tabs between; references in it are
                        identifiers, or wait */
    const char *belongs; /* of a person the family, of a sample or element the identifier of what it
                            was taken from; else NULL */
    bool waits;          /* something in it waits */
};

/* The field of a kind that known_record.belongs is the text of; "" when it has none. */
const char *known_belongs(const struct schema *schema);

/* All records of a kind. */
struct known_list {
    int count;
    const struct known_record *record;
};

/* A file that a record keeps. */
struct known_media {
    const char *path, *name, *media_type;
    struct digest sha256;
    uint64_t length;
};

/* The newest revision of a record; of a fork the first of them. */
struct known_head {
    json_t *fields; /* as VALUE_OF_ENTRY; the caller's to give back */
    bool forked;    /* there are several: whatever follows them settles it */
    const char **apart; /* of a fork: the fields in which they differ, ended by NULL */
    int media_count;
    const struct known_media *media; /* "1", "2", … */
};

struct import_known {
    void *data;
    /* The records of a kind, the same list each time; of the kind `user` the keys are names. */
    bool (*list)(void *data, const struct schema *schema, struct known_list *out_list,
                 struct error *error);
    /* What the record at this place of the list says; texts are in the arena. A record with
     * several newest revisions (a fork) is ERROR_CONFLICT. */
    bool (*head)(void *data, struct arena *arena, const struct schema *schema, int index,
                 struct known_head *out_head, struct error *error);
    /* The same of a fork, for who settles it; NULL: nobody may. One whose versions keep files is
     * ERROR_CONFLICT: which of them stay is for people to say. */
    bool (*fork)(void *data, struct arena *arena, const struct schema *schema, int index,
                 struct known_head *out_head, struct error *error);
    /* ERROR_BAD_INPUT when this copy of the investigation may not give the code to something new
     * (record/device.h); NULL: it may give any. */
    bool (*may_give)(void *data, const struct schema *schema, const char *code,
                     struct error *error);
};

#endif
