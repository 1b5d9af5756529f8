/* A news article, and who says what in it, for programs. */
#ifndef CAIRN_CLI_ARTICLE_JSON_H
#define CAIRN_CLI_ARTICLE_JSON_H

#include "base/buffer.h"
#include "input/article.h"
#include "say/say.h"

/* {"title", "standfirst", "authors", "published", "captions", "text", "statements": [{"speaker",
 * "role", "party", "via", "act", "direct", "text", "quote", "about", "said", "said_words", "span",
 * "cue"}], "figures": [{"value", "low", "high", "approximate", "kind", "place", "speaker", "as_of",
 * "text", "span"}]}. Spans are [from, to], in bytes of `text`. What is absent is null. */
void article_json(struct arena *arena, const struct article *article, const struct say_article *said,
                  struct buffer *out);

#endif
