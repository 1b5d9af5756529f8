#include <string.h>

#include "say/reading.h"

const char *reading_text(const struct reading *reading, const struct paragraph *p, int from,
                         int to) {
    struct say_span span = paragraph_span(p, from, to);
    char *text = arena_copy_part(reading->arena, p->text + span.from, span.to - span.from);
    for (char *at = text; *at; at++)
        if ((unsigned char)*at < ' ') *at = ' ';
    return text;
}

static struct speaker of_entity(struct entity *entity) {
    return (struct speaker){.name = entity->name,
                            .role = entity->role ? entity->role : entity->body,
                            .party = entity->party,
                            .entity = entity,
                            .gender = entity->gender,
                            .person = entity->person};
}

static bool may_be(const struct speaker *speaker, enum gender gender) {
    if (gender == GENDER_HE || gender == GENDER_SHE)
        return !speaker->gender || speaker->gender == gender || speaker->gender == GENDER_THEY;
    return true;
}

static struct speaker of_pronoun(const struct reading *reading, enum gender gender) {
    if (gender == GENDER_IT) return reading->body_count ? reading->bodies[0] : reading->last;
    if (gender == GENDER_THEY) return reading->last;
    for (int i = 0; i < reading->recent_count; i++)
        if (may_be(&reading->recent[i], gender)) return reading->recent[i];
    /* A surname alone is not known to be a person's. */
    if (reading->last.name && !reading->last.person && !reading->last.role &&
        !strchr(reading->last.name, ' '))
        return reading->last;
    return reading->recent_count ? reading->recent[0] : (struct speaker){0};
}

/* Puts the speaker first, whether or not it is in the list already. */
static void put_first(struct speaker *list, int *count, const struct speaker *speaker) {
    int place = 0;
    while (place < *count && strcmp(list[place].name, speaker->name) != 0) place++;
    if (place == RECENT_MOST) place--;
    else if (place == *count) ++*count;
    memmove(&list[1], &list[0], (size_t)place * sizeof *list);
    list[0] = *speaker;
}

void speaker_remember(struct reading *reading, const struct speaker *speaker) {
    if (!speaker->name) return;
    reading->last = *speaker;
    if (speaker->person) put_first(reading->recent, &reading->recent_count, speaker);
    else put_first(reading->bodies, &reading->body_count, speaker);
}

static struct speaker literal(struct reading *reading, const struct paragraph *p,
                              const struct mention *m) {
    struct speaker speaker = {.name = speaker_words(reading, p, m), .gender = m->gender};
    speaker.person = m->kind == MENTION_ROLE;
    if (m->owner_to > m->owner_from && !token_is(p, m->owner_from, WORD_POSSESSIVE))
        speaker.party = names_party(&reading->names, p, m->owner_from, m->owner_to);
    if (m->title >= 0) speaker.role = token_lexeme(p, m->title, WORD_TITLE)->lemma;
    else if (m->body >= 0) speaker.role = token_lexeme(p, m->body, WORD_BODY)->lemma;
    return speaker;
}

/* "the minister": by the office; "the grandfather": the last person. */
static struct speaker of_role(struct reading *reading, const struct paragraph *p,
                              const struct mention *m, bool indefinite) {
    const char *lemma = token_lexeme(p, m->title, WORD_TITLE)->lemma;
    if (strcmp(reading->lexicon->language, "en") != 0 &&
        (speaker_plural(token_word(p, m->title)) ||
         speaker_plural_genitive(token_word(p, m->title))) &&
        token_lexeme(p, m->title, WORD_TITLE)->sub == GENDER_HE)
        return literal(reading, p, m);
    bool owned = m->owner_to > m->owner_from && !token_is(p, m->owner_from, WORD_POSSESSIVE);
    for (int i = 0; i < reading->recent_count; i++) {
        const struct entity *entity = reading->recent[i].entity;
        for (int j = 0; entity && j < entity->role_count; j++)
            if (name_noun_like(entity->roles[j], lemma) && !indefinite) return reading->recent[i];
        if (!entity && !indefinite && reading->recent[i].role &&
            name_noun_like(reading->recent[i].role, lemma) && !owned)
            return reading->recent[i];
    }
    struct entity *entity = names_with_role(&reading->names, lemma);
    if (entity && !indefinite) return of_entity(entity);
    bool epithet = token_is(p, m->title, WORD_EPITHET);
    bool known = (m->definite && m->owner_to == m->owner_from) || epithet;
    if (known && !owned && reading->recent_count && m->to - m->from <= 2) {
        struct speaker last = of_pronoun(reading, m->gender);
        /* A named one, who has no other office. */
        bool named = last.entity && (epithet || !last.entity->role_count);
        if (named && may_be(&last, m->gender)) return last;
    }
    if (!owned || indefinite) { /* "A retired bus driver": who is named right behind */
        for (size_t i = 0; i < reading->names.count; i++) {
            struct entity *named = &reading->names.list[i];
            if (named->aged && !named->role_count && p->from < 1200) return of_entity(named);
        }
    }
    return literal(reading, p, m);
}

static struct speaker of_body(struct reading *reading, const struct paragraph *p,
                              const struct mention *m, bool indefinite) {
    const char *lemma = token_lexeme(p, m->body, WORD_BODY)->lemma;
    bool is_english = strcmp(reading->lexicon->language, "en") == 0;
    bool alone = m->to - m->from == token_span(p, m->body);
    if (alone && !indefinite && reading->body_count && !p->tokens[m->body].capitals &&
        token_lexeme(p, m->body, WORD_BODY)->sub == BODY_GENERIC)
        return reading->bodies[0]; /* «відомство», "its press service" */
    struct entity *whole = names_named(&reading->names, p, m->from, m->to);
    if (whole && whole->word_count >= m->to - m->from && whole->body) return of_entity(whole);
    if (p->tokens[m->body].capitals && alone) {
        struct entity *long_name = names_abbreviated(&reading->names, token_word(p, m->body));
        if (long_name) return of_entity(long_name);
    }
    if (is_english && m->owner_to > m->owner_from &&
        (m->gender == GENDER_HE || m->gender == GENDER_SHE)) {
        struct speaker owner = of_pronoun(reading, m->gender); /* "her office" */
        if (owner.name)
            return (struct speaker){.name = arena_format(reading->arena, "%s’s %s", owner.name,
                                                         speaker_words(reading, p, m)),
                                    .role = lemma,
                                    .party = owner.party};
    }
    if (alone && !indefinite) {
        for (int i = 0; i < reading->body_count; i++)
            if (reading->bodies[i].role && name_noun_like(reading->bodies[i].role, lemma))
                return reading->bodies[i];
        struct entity *entity = names_with_body(&reading->names, lemma);
        if (entity) return of_entity(entity);
        /* "the group": a body whose name does not say what it is */
        const struct entity *last = reading->last.entity;
        bool nameless = last && !last->titled && !last->aged && !last->body && !last->role_count;
        if (m->definite && m->owner_to == m->owner_from && token_span(p, m->body) == 1 &&
            nameless && token_lexeme(p, m->body, WORD_BODY)->sub == BODY_OTHER &&
            !p->tokens[m->body].capital)
            return reading->last;
    }
    return literal(reading, p, m);
}

static struct speaker speaker_by_kind(struct reading *reading, const struct paragraph *p,
                                      const struct mention *m, bool indefinite) {
    struct speaker none = {0};
    switch (m->kind) {
    case MENTION_NONE: return none;
    case MENTION_PRONOUN: return of_pronoun(reading, m->gender);
    case MENTION_NAME: {
        struct entity *entity = names_named(&reading->names, p, m->name_from, m->name_to);
        if (entity) {
            if (m->title >= 0 || m->gender) entity->person = true;
            return of_entity(entity);
        }
        struct speaker speaker = {.name = reading_text(reading, p, m->name_from, m->name_to)};
        speaker.person = m->title >= 0 || m->gender;
        speaker.gender = m->gender;
        return speaker;
    }
    case MENTION_ROLE: return of_role(reading, p, m, indefinite);
    case MENTION_BODY: return of_body(reading, p, m, indefinite);
    default: {
        /* "the beekeeper": a word that the article has used of somebody */
        int head = m->from;
        while (paragraph_english(p) && head + 1 < m->to && !token_is(p, head + 1, WORD_PREPOSITION))
            head++;
        bool plain = !p->tokens[head].form && p->tokens[head].kind == TOKEN_WORD && !indefinite;
        struct entity *known = plain ? names_with_word(&reading->names, token_word(p, head)) : NULL;
        if (known) return of_entity(known);
        struct speaker speaker = literal(reading, p, m);
        return speaker;
    }
    }
}

struct speaker speaker_of(struct reading *reading, const struct paragraph *p,
                          const struct mention *m, bool indefinite) {
    struct speaker speaker = speaker_by_kind(reading, p, m, indefinite);
    /* "Moscow", "Russian officials": a side by another name */
    for (int i = m->from; speaker.name && !speaker.party && i < m->to; i++)
        if (token_is(p, i, WORD_PARTY)) speaker.party = token_lexeme(p, i, WORD_PARTY)->lemma;
    return speaker;
}

struct speaker speaker_first(struct reading *reading, const struct paragraph *p, int from, int to) {
    int begin = from;
    for (int i = from; i <= to; i++) {
        int name = i < to && p->tokens[i].capital ? name_end(p, i, to) : i;
        struct entity *known = name > i ? names_named(&reading->names, p, i, name) : NULL;
        if (known && known->person) i = name; /* who is named first */
        bool ends = i == to || (known && known->person) || p->tokens[i].kind == TOKEN_COMMA ||
                    token_is(p, i, WORD_CUE) || token_is(p, i, WORD_AUXILIARY) ||
                    token_quoted(p, i) || p->tokens[i].kind == TOKEN_COLON ||
                    p->tokens[i].kind == TOKEN_STOP;
        if (!ends) continue;
        if (i > begin && !token_is(p, begin, WORD_PREPOSITION)) {
            struct mention mention = mention_read(&reading->names, p, begin, i);
            for (int j = begin; j < mention.title && mention.kind == MENTION_ROLE; j++)
                if (token_is(p, j, WORD_PREPOSITION)) mention.kind = MENTION_OTHER;
            if (mention.kind == MENTION_NAME || mention.kind == MENTION_ROLE ||
                mention.kind == MENTION_BODY || mention.kind == MENTION_PRONOUN) {
                struct speaker speaker = speaker_of(reading, p, &mention, false);
                bool media = false; /* "The Examiner approached the ministry" */
                for (int j = mention.name_from; j < mention.name_to; j++)
                    media |= token_is(p, j, WORD_MEDIA);
                if (speaker.name && !media) {
                    if (mention.kind != MENTION_PRONOUN) speaker_remember(reading, &speaker);
                    return speaker;
                }
            }
        }
        begin = i + 1;
        if (token_quoted(p, i)) i = begin = token_next(p, i), i--;
    }
    /* «На подвір’ї Горпини Сороковець стоїть чобіт»: whoever is named at all */
    for (int i = from; i < to; i = token_next(p, i)) {
        if (token_quoted(p, i) || !p->tokens[i].capital) continue;
        struct entity *known = names_named(&reading->names, p, i, name_end(p, i, to));
        if (!known || !known->person) continue;
        struct speaker speaker = of_entity(known);
        speaker_remember(reading, &speaker);
        return speaker;
    }
    return (struct speaker){0};
}
