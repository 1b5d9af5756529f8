/* One statement of sql/, as tools/statements.c makes it at build. */
#ifndef CAIRN_STORE_STATEMENT_H
#define CAIRN_STORE_STATEMENT_H

#include <stdbool.h>

enum { STATEMENT_PARAMETERS = 256 }; /* at most so many, and columns of a table */

struct statement {
    const char *name;
    const char *text;
    int parameters; /* $1 … $n */
    bool script;    /* several statements, for store_run_script; else one, for query_prepare */
};

#endif
