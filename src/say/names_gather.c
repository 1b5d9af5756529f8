/* Goes through a paragraph for the names in it, and for what it says of those who have them. */
#include <string.h>

#include "say/mention.h"
#include "say/names.h"

enum { PHRASE_MOST = 9, NAME_BYTES_MOST = 200, ROLE_LEAST = 4 };

static bool ends_phrase(const struct paragraph *p, int i) {
    static const enum word_class classes[] = {WORD_PREPOSITION, WORD_AUXILIARY, WORD_CUE,
                                              WORD_THAT,        WORD_RELATIVE,  WORD_WHEN,
                                              WORD_AND,         WORD_SOURCE,    WORD_CITING};
    if (p->tokens[i].kind != TOKEN_WORD) return true;
    if (token_is(p, i, WORD_TITLE)) return false;
    for (size_t j = 0; j < sizeof classes / sizeof *classes; j++)
        if (token_is(p, i, classes[j])) return true;
    return false;
}

/* Where the phrase begins that ends with the name at `name`: its office, and whose it is. */
static int phrase_from(const struct paragraph *p, int name) {
    int from = name;
    while (from > 0 && name - from < PHRASE_MOST &&
           p->tokens[from - 1].quotation == p->tokens[name].quotation) {
        if (token_before(p, from, WORD_SOURCE) >= 0) break;
        int title = token_before(p, from, WORD_TITLE); /* «уповноважений з прав людини» is one */
        if (title >= 0) from = title;
        else if (!ends_phrase(p, from - 1)) from--;
        else break;
    }
    return from;
}

static const char *text_of(struct names *names, const struct paragraph *p, int from, int to) {
    struct say_span span = paragraph_span(p, from, to);
    char *text = arena_copy_part(names->arena, p->text + span.from, span.to - span.from);
    for (char *at = text; *at; at++)
        if ((unsigned char)*at < ' ') *at = ' ';
    return text;
}

/* A word for what somebody is that the lexicon does not know: "the beekeeper Hal Moss". */
static void add_unknown_role(struct names *names, struct entity *entity, const struct paragraph *p,
                             int i) {
    const struct token *token = &p->tokens[i];
    bool begins = i == 0 || p->tokens[i - 1].kind == TOKEN_STOP;
    bool fits = token->kind == TOKEN_WORD && (!token->capital || begins) && !token->form &&
                token->size >= ROLE_LEAST;
    for (int j = 0; fits && j < entity->role_count; j++)
        fits = strcmp(entity->roles[j], token_word(p, i)) != 0;
    if (!fits || entity->role_count == ENTITY_ROLES) return;
    entity->roles[entity->role_count++] = arena_copy(names->arena, token_word(p, i));
    entity->person = true;
}

static void add_role(struct names *names, struct entity *entity, const struct paragraph *p,
                     const struct mention *mention) {
    if (mention->title < 0) return;
    const struct lexeme *title = token_lexeme(p, mention->title, WORD_TITLE);
    for (int i = 0; i < entity->role_count; i++)
        if (strcmp(entity->roles[i], title->lemma) == 0) return;
    if (entity->role_count == ENTITY_ROLES) return;
    entity->roles[entity->role_count++] = title->lemma;
    if (title->sub) entity->gender = (enum gender)title->sub;
    bool owned = mention->owner_to > mention->owner_from &&
                 !token_is(p, mention->owner_from, WORD_POSSESSIVE);
    if (owned && !entity->party)
        entity->party = names_party(names, p, mention->owner_from, mention->owner_to);
    if (entity->role) return;
    /* Small letters before it belong to the office: "district prosecutor". */
    int from = mention->title;
    while (from > mention->from && p->tokens[from - 1].kind == TOKEN_WORD &&
           !p->tokens[from - 1].capital && !p->tokens[from - 1].possessive)
        from--;
    const char *before = from < mention->title ? text_of(names, p, from, mention->title) : "";
    entity->role = arena_format(names->arena, "%s%s%s", before, *before ? " " : "", title->lemma);
}

/* 2: surely nominative, 1: not known, 0: surely another case. */
static int nominative_of(const struct paragraph *p, const struct mention *mention, int from,
                         int to) {
    if (mention->title >= 0) {
        const struct lexeme *title = token_lexeme(p, mention->title, WORD_TITLE);
        size_t length = strlen(token_word(p, mention->title));
        return strncmp(title->lemma, token_word(p, mention->title), length) == 0 ? 2 : 0;
    }
    if (mention->body >= 0) {
        const struct lexeme *body = token_lexeme(p, mention->body, WORD_BODY);
        size_t length = strlen(token_word(p, mention->body));
        return strncmp(body->lemma, token_word(p, mention->body), length) == 0 ? 2 : 0;
    }
    if (from > 0 && token_is(p, from - 1, WORD_PREPOSITION)) return 0;
    if (to < p->count && (token_is(p, to, WORD_CUE) || p->tokens[to].kind == TOKEN_COLON)) return 2;
    if (from > 0 && token_is(p, from - 1, WORD_CUE)) return 2;
    if (from > 0 && token_before(p, from, WORD_SOURCE) >= 0) return 0;
    return 1;
}

static void set_words(struct names *names, struct entity *entity, const struct paragraph *p,
                      int from, int to, bool nominative) {
    bool slavic = !paragraph_english(p);
    if (nominative || !slavic || to - from > ENTITY_WORDS) {
        entity->name = text_of(names, p, from, to);
    } else {
        char made[NAME_BYTES_MOST] = "";
        size_t size = 0;
        const struct lexeme *given = token_lexeme(p, from, WORD_GIVEN);
        enum gender gender = given ? (enum gender)given->sub : entity->gender;
        for (int i = from; i < to; i++) {
            const char *word = text_of(names, p, i, i + 1);
            const struct lexeme *first = i == from ? given : NULL;
            bool place = to - from == 1 && from > 0 && token_is(p, from - 1, WORD_PREPOSITION);
            const char *base = first ? name_capital(names->arena, first->lemma)
                                     : name_nominative(names->arena, p->lexicon, word, i == from,
                                                       place ? GENDER_IT : gender);
            size_t length = strlen(base);
            if (size + length + 2 > sizeof made) break;
            if (size) made[size++] = ' ';
            memcpy(made + size, base, length + 1);
            size += length;
        }
        entity->name = arena_copy(names->arena, made);
    }
    entity->word_count = 0;
    for (int i = from; i < to && entity->word_count < ENTITY_WORDS; i++)
        entity->words[entity->word_count++] = arena_copy(names->arena, token_word(p, i));
}

static struct entity *add_entity(struct names *names, const struct paragraph *p,
                                 const struct mention *mention, int from, int to) {
    if (to - from > ENTITY_WORDS) from = to - ENTITY_WORDS;
    struct entity *entity = names_named(names, p, from, to);
    int nominative = nominative_of(p, mention, mention->from, to);
    if (!entity) {
        if (names->count == ENTITIES_MOST) return NULL;
        names->list = arena_grow(names->arena, names->list, names->count, &names->capacity,
                                 sizeof *names->list);
        entity = &names->list[names->count];
        *entity = (struct entity){.next = -1};
        set_words(names, entity, p, from, to, nominative > 0);
        entity->nominative = nominative;
        int *bucket = names_bucket(names, token_word(p, to - 1));
        entity->next = *bucket;
        *bucket = (int)names->count++;
    } else if (entity->nominative < nominative && entity->word_count == to - from) {
        set_words(names, entity, p, from, to, true);
        entity->nominative = nominative;
    }
    entity->seen++;
    return entity;
}

/* "Tam Orrin, 67," and "Тарас Косогоров (58 лет)" */
static void read_age(struct entity *entity, const struct paragraph *p, int to) {
    bool open = token_has(p, to, TOKEN_OPEN);
    if (!open && !token_has(p, to, TOKEN_COMMA)) return;
    if (!token_has(p, to + 1, TOKEN_NUMBER) || p->tokens[to + 1].size > 2) return;
    int behind = to + 2;
    if (!paragraph_english(p) && !token_is(p, behind, WORD_UNIT)) return;
    if (behind >= p->count || token_has(p, behind, TOKEN_COMMA) ||
        token_has(p, behind, TOKEN_CLOSE) || token_has(p, behind, TOKEN_STOP) ||
        token_is(p, behind, WORD_UNIT))
        entity->person = entity->aged = true;
}

/* "The ferryman, Abel Storr,": the noun before the comma, with its article at most a word before it. */
static void add_unknown_before(struct names *names, struct entity *entity,
                               const struct paragraph *p, int from, int to) {
    if (from < 3 || to - from < 2 || entity->role_count || !token_has(p, from - 1, TOKEN_COMMA))
        return;
    int article = token_is(p, from - 3, WORD_DETERMINER) ? from - 3 : from - 4;
    if (article < 0 || !token_is(p, article, WORD_DETERMINER)) return;
    if (article > 0 && p->tokens[article - 1].kind == TOKEN_WORD) return; /* "of the district, …" */
    if (token_has(p, to, TOKEN_COMMA) || token_has(p, to, TOKEN_STOP))
        add_unknown_role(names, entity, p, from - 2);
}

/* The office in the words before or behind the commas around a name: "The governor of the district,
 * Darya Melk,", "Tomas Grell, who heads the team", "Tam Orrin, 67,". */
static void read_apposition(struct names *names, struct entity *entity, const struct paragraph *p,
                            int from, int to) {
    if (token_has(p, from - 1, TOKEN_COMMA) && !entity->role_count) {
        int i = from - 2;
        for (int steps = 0; i >= 0 && steps < PHRASE_MOST && !token_is(p, i, WORD_TITLE);
             steps++, i--)
            if (p->tokens[i].kind != TOKEN_WORD || token_is(p, i, WORD_CUE) ||
                token_is(p, i, WORD_RELATIVE))
                return read_age(entity, p, to);
        while (i > 0 && !ends_phrase(p, i - 1)) i--;
        if (i < 0) i = 0;
        struct mention before = mention_read(NULL, p, i, from - 1);
        bool closed = to == p->count || p->tokens[to].kind != TOKEN_WORD ||
                      token_is(p, to, WORD_CUE) || token_is(p, to, WORD_PREPOSITION);
        if (before.kind == MENTION_ROLE && closed) {
            entity->person = true;
            add_role(names, entity, p, &before);
        }
    }
    read_age(entity, p, to);
    if (!token_has(p, to, TOKEN_COMMA) || entity->aged) return;
    int end = to + 1;
    while (end < p->count && end - to < 2 * PHRASE_MOST && p->tokens[end].kind == TOKEN_WORD) end++;
    struct mention behind = mention_read(NULL, p, to + 1, end);
    bool closed =
        end == p->count || p->tokens[end].kind == TOKEN_COMMA || p->tokens[end].kind == TOKEN_STOP;
    for (int i = to + 1; i < end && !token_is(p, to + 1, WORD_RELATIVE); i++)
        closed &= !token_is(p, i, WORD_CUE) && !token_is(p, i, WORD_AUXILIARY);
    /* An apposition is in the case of the name: «…, полонених утримували» is none. */
    const struct lexeme *title =
        behind.title >= 0 ? token_lexeme(p, behind.title, WORD_TITLE) : NULL;
    if (title && !paragraph_english(p)) {
        const char *word = token_word(p, behind.title);
        closed &= strncmp(title->lemma, word, strlen(word)) == 0;
    }
    /* "Hal Moss, a beekeeper from the valley," */
    if (closed && behind.kind == MENTION_OTHER && token_is(p, to + 1, WORD_DETERMINER)) {
        int head = to + 1;
        while (head + 1 < end && !token_is(p, head + 1, WORD_PREPOSITION) &&
               !token_is(p, head + 1, WORD_RELATIVE))
            head++;
        add_unknown_role(names, entity, p, head);
    }
    if (closed && behind.kind == MENTION_ROLE && !token_is(p, to + 1, WORD_RELATIVE) &&
        behind.title - to <= 5) {
        entity->person = true;
        add_role(names, entity, p, &behind);
    }
}

/* What stands before the phrase says whether it may be a place or a thing. */
static void note_surroundings(struct entity *entity, const struct paragraph *p, int from) {
    static const char *const of_people[] = {"of",      "by",   "for",  "with",
                                            "against", "than", "from", NULL};
    if (from > 0 && token_is(p, from, WORD_DETERMINER)) entity->thing = true;
    if (from == 0) return;
    if (token_is(p, from - 1, WORD_DETERMINER)) {
        entity->thing = true;
        from--;
    }
    if (from == 0 || !token_is(p, from - 1, WORD_PREPOSITION)) return;
    if (!paragraph_english(p)) {
        const struct lexeme *at = token_lexeme(p, from - 1, WORD_PREPOSITION);
        entity->place |= at->sub != 0;
        return;
    }
    for (int i = 0; of_people[i]; i++)
        if (strcmp(token_word(p, from - 1), of_people[i]) == 0) return;
    entity->place = true;
}

/* A surname that stood alone in the nominative is better than one made by rules. */
static void take_surname(struct names *names, struct entity *entity) {
    const char *last = entity->words[entity->word_count - 1];
    for (int i = *names_bucket(names, last); i >= 0; i = names->list[i].next) {
        const struct entity *alone = &names->list[i];
        if (alone->word_count != 1 || alone->nominative < 2 ||
            !name_form_like(alone->words[0], last))
            continue;
        const char *end = strrchr(entity->name, ' ');
        if (!end) return;
        entity->name = arena_format(names->arena, "%.*s %s", (int)(end - entity->name),
                                    entity->name, alone->name);
        return;
    }
}

void names_settle(struct names *names) {
    for (size_t i = 0; i < names->count; i++) {
        struct entity *entity = &names->list[i];
        if (!entity->place && !entity->thing && !entity->body && entity->word_count >= 2 &&
            entity->word_count <= 3)
            entity->person = true;
        if (entity->nominative == 0 && entity->word_count > 1 && !entity->body)
            take_surname(names, entity);
    }
}

void names_gather(struct names *names, const struct paragraph *p) {
    for (int i = 0; i < p->count; i++) {
        const struct token *token = &p->tokens[i];
        if (token->kind != TOKEN_WORD || !token->capital || mention_plain(p, i)) continue;
        int end = i + 1;
        while (end < p->count && end - i < ENTITY_WORDS + 4 && p->tokens[end].kind == TOKEN_WORD &&
               p->tokens[end].capital && p->tokens[end].quotation == token->quotation)
            end++;
        int joined = name_end(p, i, p->count);
        if (joined > end) end = joined;
        /* A lone capital that begins a sentence is no name yet. */
        bool alone = end == i + 1 && (i == 0 || p->tokens[i - 1].kind == TOKEN_STOP) &&
                     end < p->count && p->tokens[end].kind == TOKEN_WORD &&
                     !p->tokens[end].possessive && !token_is(p, end, WORD_CUE) &&
                     !token_is(p, end, WORD_AUXILIARY) && !token_is(p, i, WORD_GIVEN) &&
                     !token_is(p, i, WORD_BODY);
        if (alone && paragraph_english(p)) continue;
        int from = phrase_from(p, i);
        struct mention mention = mention_read(names, p, from, end);
        if (mention.kind == MENTION_NAME && mention.name_to == end) {
            struct entity *entity =
                add_entity(names, p, &mention, mention.name_from, mention.name_to);
            if (entity) {
                bool titled = mention.title >= 0 || mention.name_from > i;
                entity->titled |= titled;
                entity->person |= titled || token_is(p, mention.name_from, WORD_GIVEN);
                if (mention.gender) entity->gender = mention.gender;
                const struct lexeme *given = token_lexeme(p, mention.name_from, WORD_GIVEN);
                if (given && given->sub) entity->gender = (enum gender)given->sub;
                add_role(names, entity, p, &mention);
                bool two = mention.name_to - mention.name_from >= 2 && mention.title < 0;
                if (two && mention.name_from > i)
                    add_unknown_role(names, entity, p, mention.name_from - 1);
                else if (two && i > 0) add_unknown_role(names, entity, p, i - 1);
                for (int j = mention.name_from; j < mention.name_to; j++) {
                    const struct lexeme *body = token_lexeme(p, j, WORD_BODY);
                    if (body && !entity->person) entity->body = body->lemma;
                }
                read_apposition(names, entity, p, from, end);
                add_unknown_before(names, entity, p, from, end);
                note_surroundings(entity, p, from);
            }
        } else if (mention.kind == MENTION_BODY &&
                   mention.to - mention.from > token_span(p, mention.body)) {
            const struct lexeme *body = token_lexeme(p, mention.body, WORD_BODY);
            if (!paragraph_english(p)) {
                /* Only what has a capital is surely of the name before its noun. */
                mention.from = mention.body;
                while (mention.from > from && p->tokens[mention.from - 1].capital &&
                       !mention_plain(p, mention.from - 1))
                    mention.from--;
                if (mention.to - mention.from <= token_span(p, mention.body)) continue;
            }
            struct entity *entity = add_entity(names, p, &mention, mention.from, mention.to);
            if (!entity) continue;
            entity->body = body->lemma;
            if (mention.from == mention.body && entity->nominative == 0) {
                int rest = mention.body + token_span(p, mention.body);
                entity->name =
                    arena_format(names->arena, "%s %s", name_capital(names->arena, body->lemma),
                                 text_of(names, p, rest, mention.to));
            }
        }
        i = end - 1;
    }
}
