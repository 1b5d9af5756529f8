/* Comma-separated values (RFC 4180): lines end with CR LF, and what holds a comma, a quote or a
 * line end stands in quotes. */
#ifndef CAIRN_BASE_CSV_H
#define CAIRN_BASE_CSV_H

#include <stdbool.h>

#include "base/buffer.h"

/* Adds one cell, after a comma unless it is the first of its line. Spreadsheets run what begins
 * with = + - or @ (and a tab or CR before it) as a formula: such a text gets a ' in front, which
 * they take as the sign of a text. Plain numbers stay as they are. */
void csv_cell(struct buffer *out, bool first, const char *text);

/* Ends the line. */
void csv_end(struct buffer *out);

#endif
