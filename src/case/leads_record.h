/* What leads are found with, from the tables of an investigation: everybody missing, and documents. */
#ifndef CAIRN_CASE_LEADS_RECORD_H
#define CAIRN_CASE_LEADS_RECORD_H

#include "case/leads.h"
#include "record/tables.h"

/* Those missing, in the order of the log. In a STORE_READ transaction of the tables, as the next; in
 * the arena. */
MUST_CHECK bool leads_read_missing(struct arena *arena, const struct tables *tables,
                                   const struct given_names *given, struct leads_list *out_list,
                                   struct error *error);

/* All documents, or (code not NULL) those of that code. */
MUST_CHECK bool leads_read_documents(struct arena *arena, const struct tables *tables,
                                     const struct given_names *given, const char *code,
                                     struct leads_document **out_document, size_t *out_count,
                                     struct error *error);

/* Which persons the list of those missing was made of: another number when one of them, or anything
 * that was taken out of the record, has changed. */
MUST_CHECK bool leads_missing_version(const struct tables *tables, int64_t *out_version,
                                      struct error *error);

#endif
