/* What a page says of its article to programs: JSON-LD (schema.org), meta tags, <title>. All of it
 * is a hint: what the page prints to its reader comes first (article.c). */
#ifndef CAIRN_INPUT_ARTICLE_META_H
#define CAIRN_INPUT_ARTICLE_META_H

#include "input/article_page.h"
#include "input/article_byline.h"

enum { META_TITLES = 8, META_DATES = 12, META_SCRIPT_MOST = 1 << 18 /* bytes of JSON-LD */ };

struct article_meta {
    const char *title[META_TITLES]; /* of JSON-LD, og:title and the like; not <title> */
    const char *date[META_DATES];   /* when it was published, as written; JSON-LD's first */
    struct byline_names people;     /* of JSON-LD; else of meta tags */
    int title_count, date_count;
    bool live; /* a LiveBlogPosting */
};

/* Reads what the page has. Of JSON-LD the first article counts, in a list or a graph too. JSON that
 * is broken is searched for its headline and date. */
void article_meta_read(struct page *page, struct article_meta *out_meta);

#endif
