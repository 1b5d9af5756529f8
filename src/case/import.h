/* Import: from plain tables to what is to be appended to the record. A plan is made of all files
 * before anything is written:
 *
 *     files ─lines─▶ records as the tables have them ─references─▶ records as entries have them
 *           ─compare─▶ new, unchanged, revised, completed ─checks, order─▶ batches
 *
 * A file is taken whole or not at all: every line of it that is wrong is reported with line and
 * column, and nothing of it is appended. What it refers to may stand anywhere in the record, in the
 * same file or in another file of the same import; what stands nowhere yet waits in the entry
 * (VALUE_WAITING) and is listed, and the import that brings it completes those who wait.
 *
 * A column that a table does not have leaves its field as it is in the record; of a picture that is
 * new to the record it is filled with what the picture says of itself (media_record.h). A cell that
 * is empty in a column that it has says that there is no value. */
#ifndef CAIRN_CASE_IMPORT_H
#define CAIRN_CASE_IMPORT_H

#include <jansson.h>

#include "base/cancel.h"
#include "base/child.h"
#include "case/import_known.h"
#include "input/messages.h"
#include "schema/import.h"

enum {
    IMPORT_FILES_MOST = 10000,
    IMPORT_LINES_MOST = 4000000,  /* of one table … */
    IMPORT_RECORDS_MOST = 1000000 /* … in which each is a record */
};

/* What an import does to a record. */
enum import_fate {
    IMPORT_NEW,
    IMPORT_UNCHANGED,
    IMPORT_REVISED,  /* it says something else than the record's newest revision */
    IMPORT_COMPLETED /* the same, but something that it waited for is there now */
};

enum { IMPORT_FATES = IMPORT_COMPLETED + 1 };

/* One table. */
struct import_file {
    const char *path, *folder; /* as given; media lie below the folder */
    const struct schema *schema;
    bool genemapper;
    struct reading *reading;
    int columns;
    const struct import_column **column; /* of each column of the table; NULL: not taken */
    int first, count;  /* its records, in the plan's list */
    int read;          /* lines below the first one */
    int passed_over;   /* of these, ladders and controls of GeneMapper tables */
    bool refused;      /* nothing of it is taken, and its reading says why … */
    bool denied;       /* … which is that this user may not sign such records */
};

/* What the lines with one key come to. */
struct import_record {
    const struct schema *schema;
    int file;          /* -1: in none, a record that waited and is completed */
    int line, lines;   /* its first line, and how many there are */
    const int *at;     /* where the cells of its first line begin, for each column */
    json_t *cells;     /* what the table says, as VALUE_OF_TABLE */
    json_t *fields;    /* the whole record as VALUE_OF_ENTRY, once references are found */
    struct identifier rec;
    int known;         /* its place among the records that are known; -1: it is new */
    int twin;          /* the same record in a file before, which says just the same; -1: none */
    enum import_fate fate;
    const char *changed; /* of one that is revised: the names of the fields, with blanks between */
    int media_count;
    struct known_media *media; /* "1", "2", … */
    json_t *described;  /* of a record of the kind media: what its file says; NULL: not asked */
    const char *remark; /* what of that is not as it should be; NULL: nothing */
    bool from_file;     /* some of its fields are from there */
};

/* A reference or media file that is not there yet. */
struct import_wait {
    int record; /* in the plan's list */
    const struct schema_field *field;
    const char *code; /* or path */
};

/* Files that are appended in one transaction: one file, or several that refer to each other in a
 * circle. */
struct import_batch {
    int count;
    const int *file;
};

struct import_plan {
    struct arena *arena;
    const struct import_known *known;
    struct children *children;
    int file_count;
    struct import_file *file;
    int skipped_count;
    const char **skipped; /* files below a folder that are no tables, and that no record attaches */
    int record_count;
    size_t record_capacity;
    struct import_record *record; /* by file; then, without a file, those that waited */
    int wait_count;
    size_t wait_capacity;
    struct import_wait *wait;
    int still_waiting; /* records that wait for what this import does not bring, in none of its
                          files */
    int batch_count;
    struct import_batch *batch; /* in an order in which everything rests on what was before */
    int revised; /* records that cannot be revised without a reason */
};

struct import_request {
    int path_count;
    const char *const *path; /* files and folders */
    unsigned roles;          /* of the user who imports */
    unsigned other;          /* of another who signs with them; 0: nobody does */
    const char *reason;      /* why records change; NULL: not said */
    struct random *random;   /* of the identifiers */
    struct children *children; /* in which pictures are read (input/picture_apart.h); NULL: what they
                                  say of themselves is not asked for */
    const struct cancel *cancel;
    /* What the record says of a new one before it is taken. ERROR_BAD_INPUT and ERROR_CONFLICT refuse
     * its file, anything else ends the import. NULL: nothing is asked. */
    bool (*rule)(void *data, const struct import_record *record, struct error *error);
    void *rule_data;
    int64_t now; /* seconds since 1970 in UTC: what is said to happen later is refused; 0: it is not
                    asked what time it is */
};

/* Makes the plan. What is wrong in a file is in its reading; the plan of the others holds. Fails
 * when a path cannot be read, a file that is named by itself is no table (ERROR_BAD_INPUT), or the
 * record fails. The plan is to be closed, also when it fails. */
MUST_CHECK bool import_plan_make(struct arena *arena, const struct import_request *request,
                                 const struct import_known *known, struct import_plan *out_plan,
                                 struct error *error);

/* Gives back the values of the records. Takes a plan of zeroes. */
void import_plan_close(struct import_plan *plan);

/* What becomes of the lines of a file: read = accepted + unchanged + rejected + passed over. */
struct import_count {
    int accepted, unchanged, rejected, passed_over; /* lines */
    int records[IMPORT_FATES];
    int from_files; /* records of which something is what their files say of themselves */
};

struct import_count import_count(const struct import_plan *plan, const struct import_file *file);

/* The place of a field of a record in its table. */
struct place import_place(const struct import_plan *plan, const struct import_record *record,
                          const struct schema_field *field);

#endif
