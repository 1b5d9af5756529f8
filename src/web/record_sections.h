/* What pages of some kinds of record show beside their fields: one table of kind and function. */
#ifndef CAIRN_WEB_RECORD_SECTIONS_H
#define CAIRN_WEB_RECORD_SECTIONS_H

#include <jansson.h>

#include "web/visit.h"

struct page_record;

/* The record as the page shows it. */
struct record_seen {
    const struct table *table;
    const char *rec, *label;
    const json_t *fields; /* of its newest revision, of a fork the first, as VALUE_OF_ENTRY; all of
                             them: who shows one asks whether it may be read */
};

/* Fills the part of the page that is its own. */
typedef bool record_section(const struct visit *visit, const struct record_seen *record,
                            struct page_record *page, struct error *error);

/* Fills all parts that records of this kind have. */
MUST_CHECK bool record_sections_show(const struct visit *visit, const struct table *table,
                                     const char *rec, const char *label, int64_t index,
                                     struct page_record *page, struct error *error);

#endif
