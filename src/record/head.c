#include "record/head.h"

#include <string.h>

#include "record/identifier.h"
#include "store/statements.h"

bool head_find(struct arena *arena, const struct tables *tables, const char *identifier,
               struct head *out_head, struct error *error) {
    char *rec = arena_copy(arena, identifier);
    struct head head = {.table = NULL};
    struct query *query;
    bool row;
    if (*rec == IDENTIFIER_USER) *rec = IDENTIFIER_RECORD;
    if (!query_open(tables->store, &HEADS_OF_RECORD, &query, error)) return false;
    query_bind_text(query, 1, rec);
    bool done = query_step(query, &row, error);
    if (done && row) {
        head.table = tables_find(tables, query_text(query, 1));
        head.index = query_int(query, 0);
        if (!query_is_null(query, 2)) head.code = arena_copy(arena, query_text(query, 2));
    }
    query_close(query);
    if (done) *out_head = head;
    return done;
}

bool head_called(struct arena *arena, const struct tables *tables, const struct table *table,
                 const char *called, const char *except, const char **out_rec,
                 struct error *error) {
    struct query *query;
    const char *rec = NULL;
    bool row, done = true;
    if (!query_open(tables->store, &table->named, &query, error)) return false;
    query_bind_text(query, 1, called);
    while (!rec && (done = query_step(query, &row, error)) && row)
        if (!except || strcmp(query_text(query, 0), except) != 0)
            rec = arena_copy(arena, query_text(query, 0));
    query_close(query);
    if (done) *out_rec = rec;
    return done;
}
