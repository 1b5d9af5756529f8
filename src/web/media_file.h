/* Files of the kind media on pages: who may see what is on them, and grids of small copies. */
#ifndef CAIRN_WEB_MEDIA_FILE_H
#define CAIRN_WEB_MEDIA_FILE_H

#include "case/attachment.h"
#include "web/pages.h"

struct page_pictures;

/* Is a file of this type drawn? */
bool media_is_drawn(const char *media_type);

/* May the visitor see what is on the file of this revision? Not where it shows something, or
 * somebody, that is for other roles; and not where the family has refused that it is shown, unless
 * it is the visitor's work. (Pictures of persons are for those who read of persons, whatever was
 * consented to.) */
MUST_CHECK bool media_may_see(const struct visit *visit, int64_t index, bool *out_sees,
                              struct error *error);

/* The same of a record; ERROR_NOT_FOUND: it is none of a file. */
MUST_CHECK bool media_may_see_record(const struct visit *visit, const char *rec, bool *out_sees,
                                     struct error *error);

/* The roles that may have originals: a device writes into them where it was. */
unsigned media_original_roles(void);

/* The file of the newest revision of a record, of a fork the first. ERROR_NOT_FOUND: it is no media,
 * or has no file; ERROR_DENIED: it is for others. */
MUST_CHECK bool media_file_find(const struct visit *visit, const char *rec,
                                struct attachment *out_attachment, struct error *error);

/* The files that a statement of sql/media.sql gives, as a grid. `about`: its first parameter, or
 * NULL when it has none. */
MUST_CHECK bool media_grid(const struct visit *visit, const struct statement *statement,
                           const char *about, int64_t most, int64_t first,
                           struct page_pictures *out_grid, struct error *error);

/* How many there are, by a statement that counts them. */
MUST_CHECK bool media_count(const struct visit *visit, const struct statement *statement,
                            const char *about, int64_t *out_count, struct error *error);

#endif
