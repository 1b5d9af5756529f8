/* Reads the declaration of a kind of record: schema/KIND.schema, or the text under which an older
 * entry was written.
 *
 * A line that begins with a blank continues the line before it, # begins a comment line. First come
 * the facts of the kind, a word and what it says:
 *
 *     kind remains
 *     about What was lifted under one number.
 *     code @@@-####+-[BP] or given, like ABC-0001-B      (a pattern as in code.h; or: code given,
 *                                                         like LB000123)
 *     signed by field or examiner         (one of them; "and": each of them; or: by both hands
 *                                          of field or custodian, each with one of them)
 *     tier team                           (of fields that say nothing else: public, team,
 *                                          restricted to laboratory board administrator)
 *     table remains.tsv                   (", each line one of FIELD": lines with the same key are
 *                                          one record, and give a row of that field each;
 *                                          ", export only")
 *     key subject run                     (which record a line is about; else the code)
 *
 * Then the fields, a line each, in the order in which people are asked for them:
 *
 *     name | type, tier, required, column NAME | A sentence for the person who fills it in.
 *
 * where all but the type may be missing and the type is one of
 *
 *     code                        name                      text [MOST BYTES]
 *     text in script              integer UNIT [0..100]     decimal [0..1]
 *     yes or no                   date                      instant
 *     choice WORD WORD … [or other]                         reference to KIND KIND … (or: any)
 *     geometry [to MICRODEGREES]  media                     hex BYTES      base64 BYTES
 *     rows                        list of TYPE [, columns NAME NAME …: one for each element]
 *
 * and the parts of a rows field follow it, named FIELD.PART; they are of its tier. */
#ifndef CAIRN_SCHEMA_SCHEMA_PARSE_H
#define CAIRN_SCHEMA_SCHEMA_PARSE_H

#include "base/arena.h"
#include "schema/schema.h"

/* Reads one declaration; `file` is only for the error, which says "FILE:LINE: what". All of it
 * lives in the arena, the text too. */
MUST_CHECK bool schema_parse(struct arena *arena, const char *file, const void *bytes, size_t size,
                             const struct schema **out_schema, struct error *error);

/* Do declarations fit each other? Every kind and table once, every reference to a kind that there
 * is. */
MUST_CHECK bool schema_check_all(const struct schema *list, int count, struct error *error);

#endif
