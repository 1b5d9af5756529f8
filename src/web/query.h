/* What the query of an address asks for. What a page does not know there is refused and named: a
 * list that left a filter out would show everything as if it were what was asked for. */
#ifndef CAIRN_WEB_QUERY_H
#define CAIRN_WEB_QUERY_H

#include "web/visit.h"

/* May the query stand behind the address of a page that takes these names (with blanks between)?
 * `as` must be csv or json, and `page` a number, wherever they are taken. ERROR_BAD_INPUT says which
 * name or value cannot be, and what can. */
MUST_CHECK bool query_check(const struct visit *visit, const char *names, struct error *error);

/* Where among the words that can be the value of this name stands; leaves `out_index` as it is when
 * the query has none, or an empty one. ERROR_BAD_INPUT: it is none of them. */
MUST_CHECK bool query_word(const struct visit *visit, const char *name, const char *const *words,
                           int count, int *out_index, struct error *error);

/* ERROR_BAD_INPUT: the value of this name in the query is nothing that there is. Returns false. */
bool query_refuse(const struct visit *visit, const char *name, struct error *error);

#endif
