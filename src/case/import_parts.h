/* Between the files of the import: the steps of a plan, in their order. */
#ifndef CAIRN_CASE_IMPORT_PARTS_H
#define CAIRN_CASE_IMPORT_PARTS_H

#include "case/import.h"

/* import_files.c: finds the tables at and below the paths, reads them and hands them to
 * import_lines. */
MUST_CHECK bool import_find_files(struct import_plan *plan, const struct import_request *request,
                                  struct error *error);

/* Takes the files that records attach off the list of those that were skipped. */
void import_pass_attached(struct import_plan *plan);

/* import_lines.c, import_genemapper.c: the lines of a table become records, added to the plan. What
 * is wrong is reported, and the file refused. */
void import_lines(struct import_plan *plan, int file, const void *bytes, size_t size);
void import_genemapper(struct import_plan *plan, int file, const void *bytes, size_t size);

/* Groups lines into the records of a file. */
struct import_group {
    struct import_plan *plan;
    struct import_file *file;
    json_t *by_key;             /* key → index in the plan's list */
    struct import_record *last; /* of the line before … */
    const char **last_key;      /* … with these cells in the columns of the key */
    const struct import_column **column; /* what each cell is; NULL: passed over */
    const char **cell;
    int *at; /* where each cell begins */
    int cells;
};

void import_group_open(struct import_plan *plan, int file, int cells, struct import_group *group);

/* Takes one line, whose cells and their places stand in the group. False when it is wrong, and
 * `*out_cell` is the cell, or -1. */
MUST_CHECK bool import_group_line(struct import_group *group, int line, int *out_cell,
                                  struct error *error);

/* Checks every record as a whole, unless something was wrong already. */
void import_group_close(struct import_group *group);

/* import_names.c: the records of plan and record by what people call them. */
struct import_names;
struct import_names *import_names_open(struct import_plan *plan);
void import_names_close(struct import_names *names); /* takes NULL */

/* The records of a kind that are known. */
MUST_CHECK bool import_names_list(struct import_names *names, const struct schema *schema,
                                  struct known_list *out_list, struct error *error);

/* Adds a record of the plan under its key; forgets all that were added. */
void import_names_add(struct import_names *names, const char *key, int record);
void import_names_clear(struct import_names *names);

/* The record of the plan that was added with this key, or -1. */
int import_names_planned(struct import_names *names, const struct schema *schema, const char *key);

/* The place in the known list of the record with this key, or -1. */
MUST_CHECK bool import_names_known(struct import_names *names, const struct schema *schema,
                                   const char *key, int *out_known, struct error *error);

/* Who a code stands for. */
struct import_found {
    int kinds;                    /* how many kinds have a record of that code: 0, 1, or more */
    const struct schema *schema;  /* the first of them … */
    const struct schema *another; /* … and the last */
    struct identifier rec;        /* of the first */
    int record;                   /* in the plan; -1: it is in the record only */
};

/* Looks for a code, or an identifier, among the kinds that the field may refer to. */
MUST_CHECK bool import_names_find(struct import_names *names, const struct schema_field *field,
                                  const char *code, struct import_found *out_found,
                                  struct error *error);

/* Adds the text of a record's key, from fields as an entry has them. */
void import_entry_key(const struct schema *schema, const json_t *fields, struct buffer *out);

/* import_resolve.c: gives the records of all files that are not refused their identifiers, finds
 * their references and files, and compares them with what is known. Refuses files in which
 * something is wrong; what others find there is then no more, so it has to be done again. */
MUST_CHECK bool import_resolve(struct import_plan *plan, struct import_names *names,
                               const struct import_request *request, bool *out_refused,
                               struct error *error);

/* Puts identifiers in place of the codes in a value of the record, in which what is not there yet
 * waits, and is added to the plan's list. What cannot be is reported, and the file refused. */
MUST_CHECK bool import_resolve_value(struct import_plan *plan, struct import_names *names,
                                     struct import_record *record, const struct schema_field *field,
                                     json_t *value, struct error *error);

/* Lists what a field of a record waits for. The code lives as long as the plan. */
void import_add_wait(struct import_plan *plan, const struct import_record *record,
                     const struct schema_field *field, const char *code);

/* Reports what is wrong with a field of a record, and refuses its file. */
void import_refuse(struct import_plan *plan, const struct import_record *record,
                   const struct schema_field *field, const char *format, ...) PRINTF_LIKE(4, 5);

/* import_complete.c: adds records, in no file of this import, that waited for something that is
 * there now. */
MUST_CHECK bool import_complete(struct import_plan *plan, struct import_names *names,
                                const struct import_request *request, struct error *error);

/* Puts the identifiers of what is there now in place of what waits in a value. */
MUST_CHECK bool import_complete_value(struct import_names *names, struct arena *arena,
                                      const struct schema_field *field, json_t *value,
                                      bool *out_completed, struct error *error);

/* import_media.c: puts the numbers of attachments in place of the paths in a value, and their
 * files into the record's list. `head` (NULL: none) says which files the record keeps already. */
MUST_CHECK bool import_media_value(struct import_plan *plan, struct import_record *record,
                                   const struct schema_field *field, json_t *value,
                                   const struct known_head *head, struct error *error);

/* Takes the files of a value of the newest revision over. */
MUST_CHECK bool import_media_keep(struct import_plan *plan, struct import_record *record,
                                  const struct schema_field *field, json_t *value,
                                  const struct known_head *head, struct error *error);

/* Puts the digests and names of files in place of their numbers: two values are the same when their
 * files are. */
MUST_CHECK bool import_media_comparable(struct arena *arena, const struct schema_field *field,
                                        json_t *value, int count, const struct known_media *media,
                                        struct error *error);

/* The same for files of a value that waited, and that the record has now. */
MUST_CHECK bool import_media_complete(struct arena *arena, const struct schema_field *field,
                                      json_t *value, const struct import_record *record,
                                      bool *out_completed, struct error *error);

/* import_describe.c: puts what the file of a record of the kind media says of itself into its
 * fields. `head` is zeroes for a new record. What is not as it should be is in record->remark. */
MUST_CHECK bool import_describe(struct import_plan *plan, struct import_record *record,
                                const struct known_head *head, struct error *error);

/* import_compare.c: makes record->fields, which hold what the table says, the whole record, and
 * says what becomes of it. */
MUST_CHECK bool import_compare(struct import_plan *plan, struct import_names *names,
                               struct import_record *record, struct error *error);

/* import_pedigree.c: refuses files with impossible pedigrees. */
MUST_CHECK bool import_check_pedigrees(struct import_plan *plan, struct import_names *names,
                                       bool *out_refused, struct error *error);

/* import.c: how many files are refused so far. */
int import_refused(const struct import_plan *plan);

/* import_order.c: batches. */
void import_order(struct import_plan *plan);

/* Does a value of the field refer to records or files? */
bool import_refers(const struct schema_field *field);

/* Is this field about the entry (why and when it was written), not about its subject? */
bool import_is_about_entry(const struct schema_field *field);

#endif
