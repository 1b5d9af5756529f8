/* Noun phrases that may be speakers: a name with its office, an office alone, a body, a pronoun. */
#ifndef CAIRN_SAY_MENTION_H
#define CAIRN_SAY_MENTION_H

#include "say/names.h"

enum mention_kind {
    MENTION_NONE,
    MENTION_PRONOUN, /* he, she, it, they */
    MENTION_NAME,    /* Ilan Kryvelmuk, Harsk, Commission of the Seven Harbours */
    MENTION_ROLE,    /* the governor */
    MENTION_BODY,    /* the ministry */
    MENTION_OTHER    /* residents, two officers */
};

struct mention {
    enum mention_kind kind;
    int from, to;           /* the words that stand for it, without an article before them */
    int name_from, name_to; /* of them, the name */
    int title;              /* the token of its title, or -1 */
    int body;               /* the token of its noun for a body, or -1 */
    int owner_from, owner_to; /* whose it is: "Tessara’s", "Dravenian", «Північної Федерації» */
    enum gender gender;
    bool definite; /* "the governor": somebody that was named */
};

/* Is the word never part of a name, though a sentence may begin with it? */
bool mention_plain(const struct paragraph *paragraph, int i);

/* Reads what stands in tokens [from, to), which is cut at the first comma or word that cannot be
 * part of the phrase. `names` may know single names already; it may be NULL. */
struct mention mention_read(struct names *names, const struct paragraph *paragraph, int from,
                            int to);

#endif
