/* A bare folder of tables, or single files, read into rows. */
#ifndef CAIRN_CASE_FOLDER_H
#define CAIRN_CASE_FOLDER_H

#include "input/messages.h"
#include "input/rows.h"

/* What kind of table a file is. Plain tables go by their names (remains.tsv, samples.tsv, …, also
 * with .csv and .txt), GeneMapper tables by their first line. When `named` (the file itself was
 * asked for, not a folder it lies in) plain tables of any name are known by their first line, too.
 * truth.tsv is never a table to read. */
enum table_kind folder_recognise(struct arena *arena, const char *path, bool named,
                                 const void *bytes, size_t size);

/* The last part of a path. */
const char *folder_file_name(const char *path);

/* Whether a file of this path below a folder that was asked for is none of its tables, whatever
 * stands in it: one below a folder expected/, truth.tsv, and what has no ending of a table. */
bool folder_passes_over(const char *relative);

/* Reads all tables at or below the `count` paths. What is wrong in them goes to reading->errors
 * (such a file is not taken, the others are), and every file that is passed over to
 * reading->notes: those below a folder expected/, truth.tsv, and what is no table; the declared
 * tables of other records (graves.tsv, custody.tsv, …) in one note a folder. Of a table's name, but
 * no regular file (a folder, a pipe, a link that leads nowhere) is an error. Fails, without
 * changing `rows`, when a path cannot be read, or a file named by itself is no table that it knows
 * (ERROR_BAD_INPUT). */
MUST_CHECK bool folder_read(struct arena *arena, int count, const char *const *path,
                            struct rows *rows, struct reading *reading, struct error *error);

#endif
