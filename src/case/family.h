/* A family as the record has it: its persons with their parents, what they allow, what they wish to be
 * told, and which samples are there of them. All is read in STORE_READ transactions of the tables,
 * and in the arena. */
#ifndef CAIRN_CASE_FAMILY_H
#define CAIRN_CASE_FAMILY_H

#include <jansson.h>

#include "identify/pedigree.h"
#include "record/tables.h"

struct family_member {
    const char *rec, *id, *name; /* name: the first that is written down; "" */
    const char *born;            /* as EDTF; "" */
    const char *role, *status;   /* words of the declaration; "" */
    const char *relation;        /* to the missing person, in the family's words; "" */
    const char *notify, *notify_how; /* what they wish to be told of parts; "" */
    enum sex sex;
    const char *father_rec, *mother_rec; /* or what waits; "" */
    int father, mother;                  /* places in the list; -1: none, or of another family */
    bool missing, dead;
    bool forked; /* has several newest revisions, of which this is the first */
};

struct family_record {
    const char *name;
    int count;
    struct family_member *member; /* by their numbers */
};

/* No members: there is no such family. */
MUST_CHECK bool family_read(struct arena *arena, const struct tables *tables, const char *name,
                            struct family_record *out_family, struct error *error);

/* The place of a person; -1: not of this family. */
int family_find(const struct family_record *family, const char *rec);

/* The number that the next person of the family gets ("F012-08"), or the one so many after that; ""
 * where numbers of the family are not made so. */
const char *family_next_id(struct arena *arena, const struct family_record *family, int after);

/* Of whom a profile is there, one for each member. */
MUST_CHECK bool family_typed(struct arena *arena, const struct tables *tables,
                             const struct family_record *family, bool **out_typed, struct error *error);

struct family_consent {
    const char *rec, *leaf; /* leaf: of the newest revision */
    int member;
    const char *scope, *recipient, *decision, *decided_on, *expires, *wishes; /* "" */
    bool in_force;
};

/* On a day (since 1970-01-01), by whom and what. */
MUST_CHECK bool family_consents(struct arena *arena, const struct tables *tables,
                                const struct family_record *family, int64_t day,
                                struct family_consent **out_consent, int *out_count,
                                struct error *error);

struct family_sample {
    const char *rec, *barcode, *kind, *taken; /* "" */
    int member;
    bool profile; /* one was read from it */
};

MUST_CHECK bool family_samples(struct arena *arena, const struct tables *tables,
                               const struct family_record *family, struct family_sample **out_sample,
                               int *out_count, struct error *error);

/* What a family said when somebody of it was given back to it. */
struct family_handover {
    const char *rec, *number, *fragments_wish; /* a word; "" */
    int member;                                /* who was given back */
};

MUST_CHECK bool family_handovers(struct arena *arena, const struct tables *tables,
                                 const struct family_record *family,
                                 struct family_handover **out_handover, int *out_count,
                                 struct error *error);

#endif
