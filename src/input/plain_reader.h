/* Between plain.c, which walks through a table, and plain_rows.c, which makes rows of its cells. */
#ifndef CAIRN_INPUT_PLAIN_READER_H
#define CAIRN_INPUT_PLAIN_READER_H

#include "input/rows.h"
#include "input/table.h"

enum { PLAIN_COLUMNS = 11 };

struct plain_reader {
    struct arena *arena;
    struct table table;
    struct reading *reading;
    struct rows *rows;
    int column[PLAIN_COLUMNS]; /* where the columns of the kind stand; -1: not there */
    int others, *other;        /* where the named columns stand that are none of them */
};

/* Each reads the row that the table stands on, and adds it; the columns are in the order of the
 * kind's list in plain.c. What is wrong is reported. */
void plain_read_remains(struct plain_reader *reader);
void plain_read_sample(struct plain_reader *reader);
void plain_read_person(struct plain_reader *reader);
void plain_read_profile(struct plain_reader *reader);
void plain_read_frequency(struct plain_reader *reader);
void plain_read_parameter(struct plain_reader *reader);
void plain_read_mutation(struct plain_reader *reader);

/* Whether `text` can be a name (of a person, a marker, an allele): not empty, at most NAME_MOST
 * bytes, no control characters. Reports what it cannot be; `what` is the column's name. */
MUST_CHECK bool name_check(const char *text, const char *what, struct place place,
                           struct reading *reading);

#endif
