/* Photographs and scans on pages of records: the file itself on the page of its record, and the grid
 * of what shows a record on that one's. */
#ifndef CAIRN_WEB_MEDIA_SECTION_H
#define CAIRN_WEB_MEDIA_SECTION_H

#include "web/record_sections.h"

record_section media_section;

/* May a file be of such a record? */
bool media_may_show(const struct schema *schema);

/* The grid of what shows the record, or is named by it. */
MUST_CHECK bool media_grid_section(const struct visit *visit, const struct schema *schema,
                                   const char *rec, const char *label, struct page_record *page,
                                   struct error *error);

#endif
