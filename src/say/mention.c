#include "say/mention.h"

#include <string.h>

static bool is_capital(const struct paragraph *p, int i) {
    return i >= 0 && i < p->count && p->tokens[i].kind == TOKEN_WORD && p->tokens[i].capital;
}

static bool starts_sentence(const struct paragraph *p, int i) {
    if (i == 0) return true;
    enum token_kind before = p->tokens[i - 1].kind;
    return before == TOKEN_STOP || before == TOKEN_MARK || before == TOKEN_DASH ||
           (before == TOKEN_NUMBER && i == 1);
}

bool mention_plain(const struct paragraph *p, int i) {
    static const enum word_class classes[] = {
        WORD_DETERMINER,  WORD_POSSESSIVE, WORD_PRONOUN, WORD_AND,       WORD_WHEN,
        WORD_PREPOSITION, WORD_ADVERB,     WORD_THAT,    WORD_RELATIVE,  WORD_DAY,
        WORD_WEEKDAY,     WORD_MONTH,      WORD_PERIOD,  WORD_DAY_PART,  WORD_NUMBER,
        WORD_BOUND,       WORD_NEGATION,   WORD_SOURCE,  WORD_AUXILIARY, WORD_THIS,
        WORD_ROUND};
    for (size_t i_class = 0; i_class < sizeof classes / sizeof *classes; i_class++)
        if (token_is(p, i, classes[i_class])) /* "Seven Harbours Mission" */
            return !(classes[i_class] == WORD_NUMBER && is_capital(p, i + 1));
    return false;
}

/* Does a name begin with this token? At the beginning of a sentence every word has a capital. */
static bool begins_name(struct names *names, const struct paragraph *p, int i, int to) {
    if (!is_capital(p, i) || mention_plain(p, i)) return false;
    if (!starts_sentence(p, i)) return true;
    if (i + 1 < to && (is_capital(p, i + 1) || p->tokens[i + 1].possessive)) return true;
    if (names && names_named(names, p, i, i + 1)) return true;
    return !p->tokens[i].form && (i + 1 == to || name_end(p, i, to) > i + 1);
}

static bool is_genitive_adjective(const char *word) {
    static const char *const endings[] = {"ої", "ого", "ой", "ской", "ского", "их", "ых", NULL};
    size_t length = strlen(word);
    for (int i = 0; endings[i]; i++) {
        size_t ending = strlen(endings[i]);
        if (length > ending + 2 && strcmp(word + length - ending, endings[i]) == 0) return true;
    }
    return false;
}

static bool is_patronymic(const char *word) {
    static const char *const middles[] = {"ович", "евич", "йович", "івн",
                                          "ївн",  "овн",  "евн",   NULL};
    for (int i = 0; middles[i]; i++) {
        const char *found = strstr(word, middles[i]);
        if (found && found > word + 2 && strlen(found + strlen(middles[i])) <= 4) return true;
    }
    return false;
}

/* Where in the run of capitals [from, to) behind a Slavic title the person's name begins: before it
 * may stand what the office is of. `to` when there is no person. */
static int person_from(const struct paragraph *p, int from, int to) {
    int words = to - from;
    if (words >= 3 && is_patronymic(token_word(p, to - 1))) return to - 2;
    if (words >= 3 && is_patronymic(token_word(p, to - 2))) return to - 3;
    if (words >= 2) {
        /* «Північної Федерації» is whose; so is a lone name before two more. */
        bool owner =
            is_genitive_adjective(token_word(p, to - 2)) && !token_is(p, to - 2, WORD_GIVEN);
        return owner ? to : to - 2;
    }
    return from;
}

/* Honorifics, ranks and titles at the beginning of a run of capitals; returns where the name begins.
 * What stands before the last of them is whose office it is ("Dravenian President Oskar Vellin"). */
static int after_titles(const struct paragraph *p, struct mention *mention, int from, int to) {
    int name = from;
    for (int i = from; i < to;) {
        int span = token_span(p, i);
        const struct lexeme *honorific = token_lexeme(p, i, WORD_HONORIFIC);
        const struct lexeme *title = token_lexeme(p, i, WORD_TITLE);
        if (i + span <= to && (honorific || (title && i + span < to))) {
            if (title && !honorific) {
                mention->title = i;
                if (i > from) mention->owner_from = from, mention->owner_to = i;
            }
            mention->gender = (enum gender)(honorific ? honorific->sub : title->sub);
            name = i + span;
            /* "Minister of Defence Anna Moor": what it is of has capitals too */
            if (name < to && !p->tokens[name].capital) name = to - name > 3 ? to - 2 : to;
        }
        i += span;
    }
    return name;
}

/* ------------------------------------------------------------------ English */

/* "Harbourmaster Greta Lund": a word for a trade, by its ending, that no lexicon has. */
static bool is_trade(const struct paragraph *p, int i) {
    static const char *const endings[] = {"er",  "or",    "man",    "woman",  "ist",    "ian",
                                          "ess", "smith", "wright", "keeper", "worker", NULL};
    if (p->tokens[i].form) return false;
    const char *word = token_word(p, i);
    size_t length = strlen(word);
    for (int j = 0; endings[j]; j++) {
        size_t ending = strlen(endings[j]);
        if (length > ending + 3 && strcmp(word + length - ending, endings[j]) == 0) return true;
    }
    return false;
}

static void read_english(struct names *names, const struct paragraph *p, int from, int to,
                         struct mention *m) {
    int core = from; /* where prepositions begin */
    for (int i = from; i < to; i++) {
        if (begins_name(names, p, i, to)) {
            int end = name_end(p, i, to);
            bool possessive = end < to && p->tokens[end].possessive;
            if (possessive) {
                m->owner_from = i, m->owner_to = end;
                i = end;
                core = end + 1;
                m->name_from = m->name_to = 0;
                continue;
            }
            if (end == i + token_span(p, i) &&
                token_is(p, i, WORD_TITLE)) { /* "Envoy calls for …" */
                m->title = i;
            } else {
                bool trade = end - i == 3 && starts_sentence(p, i) && is_trade(p, i);
                m->name_from = trade ? i + 1 : i, m->name_to = end;
                const struct lexeme *last = token_lexeme(p, end - 1, WORD_BODY);
                if (last && end - i == 1) m->body = i, m->name_from = m->name_to = 0;
            }
            i = end - 1;
            core = end;
            continue;
        }
        if (token_is(p, i, WORD_TITLE)) {
            m->title = i;
            m->name_from = m->name_to = 0;
            i += token_span(p, i) - 1;
        } else if (token_is(p, i, WORD_BODY)) {
            m->body = i;
            i += token_span(p, i) - 1;
        } else if (token_is(p, i, WORD_PREPOSITION) || p->tokens[i].kind == TOKEN_OPEN) {
            break;
        }
        core = i + 1;
    }
    if (m->name_from < m->name_to) {
        int title = m->title;
        int name = after_titles(p, m, m->name_from, m->name_to);
        if (m->body >= m->name_to) { /* "the Dravenian side" */
            m->kind = MENTION_BODY;
            m->from = m->name_from, m->to = core;
            return;
        }
        if (name < m->name_to) {
            /* "Russian officials": the name only says whose they are */
            int behind = m->name_to;
            while (behind < core && token_is(p, behind, WORD_ADVERB))
                behind += token_span(p, behind);
            if (behind < core && name == m->name_from && p->tokens[behind].kind == TOKEN_WORD &&
                !p->tokens[behind].form && m->title < 0) {
                m->kind = MENTION_OTHER;
                m->owner_from = m->name_from, m->owner_to = m->name_to;
                m->name_from = m->name_to = 0;
                m->to = core;
                return;
            }
            m->name_from = name;
            m->kind = MENTION_NAME;
            if (m->title < 0) m->title = title;
            return;
        }
        /* "Interior Ministry", "President": a body or an office in capitals */
        m->name_from = m->name_to = 0;
    }
    if (m->title >= 0 && (m->body < 0 || m->body < m->title)) {
        m->kind = MENTION_ROLE;
        m->gender = (enum gender)token_lexeme(p, m->title, WORD_TITLE)->sub;
    } else if (m->body >= 0) {
        m->kind = MENTION_BODY;
        if (m->owner_to > m->owner_from && !is_capital(p, m->body) && m->owner_to < core &&
            !token_is(p, m->owner_from, WORD_HONORIFIC) &&
            !token_is(p, m->owner_from, WORD_POSSESSIVE))
            m->from = m->owner_to + 1;
        m->to = core;
    } else {
        m->kind = MENTION_OTHER;
    }
}

/* ------------------------------------------------------------------ Ukrainian, Russian */

static void read_slavic(struct names *names, const struct paragraph *p, int from, int to,
                        struct mention *m) {
    for (int i = from; i < to; i++) {
        const struct lexeme *title = token_lexeme(p, i, WORD_TITLE);
        if (m->title < 0 && m->body < 0 && title) {
            m->title = i;
            m->gender = (enum gender)title->sub;
            i += token_span(p, i) - 1;
        } else if (m->title < 0 && m->body < 0 && token_is(p, i, WORD_BODY)) {
            m->body = i;
            i += token_span(p, i) - 1;
        } else if (token_is(p, i, WORD_HONORIFIC)) {
            continue;
        } else if (is_capital(p, i) && !mention_plain(p, i)) {
            int end = name_end(p, i, to);
            int name = m->title >= 0 ? person_from(p, i, end) : i;
            /* «Листоноша Стефа Луговик»: a sentence begins with what she is */
            bool trade = m->title < 0 && m->body < 0 && end - i == 3 && starts_sentence(p, i) &&
                         !token_is(p, i, WORD_GIVEN) && !is_patronymic(token_word(p, end - 1)) &&
                         !is_patronymic(token_word(p, end - 2));
            if (trade) name = i + 1;
            if (m->body >= 0 && m->title < 0) { /* МИД Тессары, прокуратура Велморы */
                m->owner_from = i, m->owner_to = end;
            } else if (end < to && token_is(p, end, WORD_BODY) && m->title < 0) {
                continue; /* «Північна армія» */
            } else if (m->title < 0 && end - i == 1 && end + 1 < to && !starts_sentence(p, i) &&
                       p->tokens[end].kind == TOKEN_WORD) {
                m->owner_from = i, m->owner_to = end;
            } else {
                if (name > i) m->owner_from = i, m->owner_to = name;
                bool person = name < end && !(end - name == 1 && m->title >= 0 && name > from &&
                                              end < to && is_capital(p, end + 1));
                if (person) m->name_from = name, m->name_to = end;
            }
            i = end - 1;
        }
    }
    if (m->title >= 0 && m->name_to - m->name_from == 1 && m->name_to < to) {
        /* «очільник Зарічної області»: the lone capital is whose. */
        m->owner_from = m->name_from, m->owner_to = m->name_to;
        m->name_from = m->name_to = 0;
    }
    if (m->title >= 0 && m->name_to - m->name_from == 1 && m->title == m->name_from - 1 && names) {
        /* «президент Марланду» against «президент Тернопан» */
        struct entity *entity = names_named(names, p, m->name_from, m->name_to);
        if (!entity || !entity->person) {
            m->owner_from = m->name_from, m->owner_to = m->name_to;
            m->name_from = m->name_to = 0;
        }
    }
    if (m->name_from < m->name_to) m->kind = MENTION_NAME;
    else if (m->title >= 0) m->kind = MENTION_ROLE;
    else if (m->body >= 0) m->kind = MENTION_BODY;
    else m->kind = MENTION_OTHER;
    int behind = m->body >= 0 ? m->body + token_span(p, m->body) : to;
    if (m->kind == MENTION_BODY && behind < to && token_verb_like(p, behind)) m->to = behind;
}

struct mention mention_read(struct names *names, const struct paragraph *p, int from, int to) {
    struct mention m = {.title = -1, .body = -1};
    while (from < to && ((token_is(p, from, WORD_DETERMINER) && from + token_span(p, from) < to &&
                          strcmp(token_word(p, from + 1), "of") != 0) ||
                         token_is(p, from, WORD_AND) || token_is(p, from, WORD_ADVERB) ||
                         token_is(p, from, WORD_WHEN) || p->tokens[from].kind == TOKEN_COMMA ||
                         p->tokens[from].kind == TOKEN_DASH)) {
        const char *word = token_word(p, from);
        m.definite = strcmp(word, "the") == 0 || strcmp(word, "this") == 0;
        from += token_span(p, from);
    }
    if (from >= to) return m;
    const struct lexeme *pronoun = token_lexeme(p, from, WORD_PRONOUN);
    if (pronoun && from + token_span(p, from) >= to) {
        m.kind = MENTION_PRONOUN;
        m.gender = (enum gender)pronoun->sub;
        m.from = from, m.to = to;
        return m;
    }
    const struct lexeme *possessive = token_lexeme(p, from, WORD_POSSESSIVE);
    if (possessive) {
        m.gender = (enum gender)possessive->sub;
        m.owner_from = from, m.owner_to = from + 1;
        m.definite = true;
        from++;
        while (from < to && token_is(p, from, WORD_DETERMINER)) from += token_span(p, from);
    }
    int end = from;
    while (end < to && p->tokens[end].kind != TOKEN_COMMA && p->tokens[end].kind != TOKEN_COLON &&
           p->tokens[end].kind != TOKEN_SEMICOLON && p->tokens[end].kind != TOKEN_STOP &&
           p->tokens[end].kind != TOKEN_DASH)
        end++;
    if (from >= end) return m;
    m.from = from, m.to = end;
    if (paragraph_english(p)) read_english(names, p, from, end, &m);
    else read_slavic(names, p, from, end, &m);
    return m;
}
