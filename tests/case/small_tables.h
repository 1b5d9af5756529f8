/* The tables of a small record, to be asked while nobody appends to it. */
#ifndef CAIRN_TESTS_CASE_SMALL_TABLES_H
#define CAIRN_TESTS_CASE_SMALL_TABLES_H

#include "record/small_record.h"
#include "record/tables.h"

struct small_tables {
    struct investigation investigation; /* both stores are in a STORE_READ transaction */
    struct tables tables;
};

/* Lets go of the record and reads it; and the way back, to go on appending. */
void small_tables_open(struct small_record *small, struct small_tables *out_tables);
void small_tables_close(struct small_record *small, struct small_tables *tables);

#endif
