/* Whom a document may be of: candidates among the missing, across scripts and spellings, ranked,
 * and each with its reasons. A document is a lead, never an identification: it says who owned it,
 * not who lies where it lay. Scores put leads in an order; they are no probabilities. */
#ifndef CAIRN_CASE_LEADS_H
#define CAIRN_CASE_LEADS_H

#include <jansson.h>

#include "input/mrz.h"
#include "schema/edtf.h"
#include "schema/name.h"

enum {
    LEADS_MOST = 5,      /* candidates that are kept */
    LEADS_LEAST = 50,    /* the score of a candidate; 100 is the most */
    LEADS_NAMES_MOST = 16,
    LEADS_DATES_MOST = 5
};

struct leads_name {
    const char *text, *source; /* source: of a person the kind of name, of a document where it is */
    struct name name;
};

struct leads_date {
    const char *text, *source;
    struct edtf edtf;
};

/* Somebody missing. */
struct leads_person {
    const char *id, *rec; /* rec: identifier, NULL when it has none */
    int name_count;
    struct leads_name *name;
    const struct leads_date *born; /* NULL: not known */
    char sex;                      /* M, F, or 0 */
    const char *birth_place; /* "" when nothing is known, as of the next */
    const char *papers; /* letters and digits alone, in small letters */
};

struct leads_document {
    const char *code, *rec;
    const char *class, *found_where, *remains, *person; /* as the record has them; "" */
    int name_count;
    struct leads_name name[LEADS_NAMES_MOST];
    int date_count; /* of dates of birth that it may say */
    struct leads_date born[LEADS_DATES_MOST];
    char sex;
    const char *number, *birth_place;
    const char *number_bare; /* as leads_person.papers */
    int note_count;
    const char *note[4]; /* what is to be known of the document itself */
};

/* From the fields of a record, as VALUE_OF_TABLE or VALUE_OF_ENTRY; false when it is nobody
 * missing. In the arena, with the texts copied. */
bool leads_person_read(struct arena *arena, const struct given_names *given, const char *rec,
                       const json_t *fields, struct leads_person *out_person);
void leads_document_read(struct arena *arena, const struct given_names *given, const char *rec,
                         const json_t *fields, struct leads_document *out_document);

/* A name and nothing else, to be held against the names of those missing. */
void leads_name_read(struct arena *arena, const struct given_names *given, const char *text,
                     struct leads_document *out_document);

enum lead_side { LEAD_FOR, LEAD_AGAINST, LEAD_OPEN };

enum { LEAD_REASONS_MOST = 10 };

struct lead_reason {
    enum lead_side side;
    const char *what, *why; /* "family name", "YURVIN is Юрвін in the spelling …" */
    double points;
};

struct lead {
    int person; /* in the list */
    double score;
    int reason_count;
    struct lead_reason reason[LEAD_REASONS_MOST];
};

struct leads {
    int count;
    struct lead lead[LEADS_MOST]; /* the best first, those of one score in the order of the list */
    int more;                     /* candidates beyond these */
    bool has_nearest;             /* there is no candidate, but somebody whom it is nearest to */
    struct lead nearest;
};

/* Those whom documents are held against. */
struct leads_list {
    int count, words; /* words: different ones in their names */
    struct leads_person *person;
    const struct name_word *const *word; /* one of each number */
};

/* Numbers the words of their names. The persons stay the caller's. */
struct leads_list leads_list_make(struct arena *arena, struct leads_person *person, int count);

/* Holds a document against everybody in the list. What is found is in the arena. */
void leads_find(struct arena *arena, const struct leads_list *list,
                struct leads_document *document, struct leads *out_leads);

/* The same by the names alone, for a name and no document: who is called like that. */
void leads_find_names(struct arena *arena, const struct leads_list *list,
                      struct leads_document *document, struct leads *out_leads);

#endif
