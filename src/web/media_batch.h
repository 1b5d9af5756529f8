/* What is asked once for all files that are added together: of whom or what they are, who took them,
 * how the camera's clock goes. */
#ifndef CAIRN_WEB_MEDIA_BATCH_H
#define CAIRN_WEB_MEDIA_BATCH_H

#include "web/form.h"

struct page_media_new;

struct media_batch {
    struct form form;       /* the fields that are asked for, in their order */
    const char *zone_text;  /* "180", minutes east of UTC; "": not known */
    const char *zone_fault; /* NULL: nothing */
    int64_t zone;           /* EXIF_NONE: not known */
    bool by_name;           /* they are called as their files; else numbers are drawn */
    json_t *fields;         /* what was said, as VALUE_OF_ENTRY; the caller's to give back */
    int faults;
};

/* Before anything was typed; `about` is the code of what they will be of, or NULL. */
MUST_CHECK bool media_batch_begin(const struct visit *visit, const char *about,
                                  struct media_batch *out_batch, struct error *error);

/* What was sent. What is wrong with it is counted in `faults`, and said in its fields. */
MUST_CHECK bool media_batch_read(const struct visit *visit, struct media_batch *out_batch,
                                 struct error *error);

/* Shows the fields with what is in them. */
void media_batch_show(const struct visit *visit, const struct media_batch *batch,
                      struct page_media_new *page);

#endif
