/* What tests of readers read into: made anew for every test by begin_reading. */
#ifndef CAIRN_TESTS_INPUT_READING_H
#define CAIRN_TESTS_INPUT_READING_H

#include "input/rows.h"

extern struct arena arena;
extern struct reading reading;
extern struct rows rows;

/* Set-up and tear-down of a test. */
int begin_reading(void **state);
int end_reading(void **state);

#endif
