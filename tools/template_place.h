/* Inside of template_check(): the place on the page that has been reached. */
#ifndef CAIRN_TOOLS_TEMPLATE_PLACE_H
#define CAIRN_TOOLS_TEMPLATE_PLACE_H

#include "template.h"

enum { OPEN_MOST = 100, WORD_MOST = 32 };

enum state {
    STATE_TEXT,
    STATE_TAG,   /* in a tag, where an attribute may begin */
    STATE_TIGHT, /* in a tag, behind something that needs a space or the end behind it */
    STATE_VALUE, /* in the quotes of an attribute */
};

enum value {
    VALUE_PLAIN,
    VALUE_LINK,   /* an address that somebody may follow */
    VALUE_LOCAL,  /* an address of ours: what the page loads or where it sends */
    VALUE_ASSET,  /* nothing but {{@asset}} */
    VALUE_LITERAL /* no holes */
};

struct place {
    enum state state;
    enum value value;
    bool value_begun; /* something of the value stands already */
    bool posts, guarded; /* the form that is open; it has its {{@csrf}} */
    int depth, lowest;   /* elements open; the fewest since the block began */
    char open[OPEN_MOST][WORD_MOST];
    char attribute[WORD_MOST];
};

struct checker {
    struct arena *arena;
    const struct template *template;
    struct error *error;
    int line;
    bool anything; /* something but space was sent already */
};

#define REFUSE(checker, ...) \
    template_refuse((checker)->error, (checker)->template, (checker)->line, __VA_ARGS__)

/* Is it one of the words, which have spaces between them? */
bool place_is_one_of(const char *word, const char *words);

/* The name of the innermost element that is open; "". */
const char *place_innermost(const struct place *place);

/* Does that hold text only, whatever looks like a tag? */
bool place_is_raw(const struct place *place);

/* Follows what stands in the template as it is. */
bool place_follow(struct checker *checker, struct place *place, const struct piece *piece);

#endif
