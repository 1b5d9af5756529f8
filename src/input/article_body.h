/* Which paragraphs of a page are the article: its title, what stands between title and text, the
 * text, captions. The part of a page that holds most of its running text is taken, by the density of
 * paragraphs and links (after Kohlschütter et al., Boilerplate Detection using Shallow Text Features,
 * WSDM 2010), from the title on; what names and words of words/article.words say is a leftover is
 * left out of it. */
#ifndef CAIRN_INPUT_ARTICLE_BODY_H
#define CAIRN_INPUT_ARTICLE_BODY_H

#include "input/article_meta.h"

/* What a block is (page_block.kept). */
enum body_kind {
    BODY_OUT, /* not the article */
    BODY_TITLE,
    BODY_STANDFIRST,
    BODY_ABOUT, /* who and when */
    BODY_TEXT,
    BODY_CAPTION
};

enum { BODY_NONE = -1 };

/* Sets `kept` of all blocks. There is at most one title and one standfirst. `*out_first` is where
 * the article begins, `*out_last` the last of its text or captions, both BODY_NONE when nothing of
 * the page is running text. */
void article_body_find(struct page *page, const struct article_meta *meta, long *out_first,
                       long *out_last);

#endif
