/* An investigation and its copies in a temporary folder, as people make them. */
#ifndef CAIRN_TESTS_CLI_COPIES_H
#define CAIRN_TESTS_CLI_COPIES_H

#include "base/arena.h"

struct copies {
    struct arena arena;
    char *folder; /* main.cairn lies in it, and tables, and copies */
};

/* Makes it: a site ABC and remains ABC-0001-B; Ada is the administrator, Will the worker. */
void copies_open(struct copies *copies);
void copies_close(struct copies *copies);

/* Enters the device NAME and makes NAME.cairn that device. */
void copies_add_device(struct copies *copies, const char *name);

/* Copies the folder FROM.cairn as it is. */
void copies_copy(struct copies *copies, const char *from, const char *to);

/* Runs `cairn ARGUMENTS` in the folder, with everybody's passphrases in the file `pw`. It must end
 * with the code and say these words ("": whatever). What it said, on stdout and then on stderr, is in
 * the arena. */
const char *copies_expect(struct copies *copies, int code, const char *words,
                          const char *arguments);

/* Imports a table of this name into NAME.cairn; `text` has blanks for tabs and | for line feeds. */
const char *copies_import(struct copies *copies, const char *name, const char *table,
                          const char *text, int code, const char *words, const char *options);

/* Runs SQL on the database of NAME.cairn, around the program. */
void copies_sql(struct copies *copies, const char *name, const char *sql);

/* Sorted leaf hashes of the log of NAME.cairn, one a line, in the arena. */
const char *copies_leaves(struct copies *copies, const char *name);

#endif
