#include "say/names.h"

#include <string.h>

enum { BUCKETS = 1024, STEM_BYTES = 6, ENTITIES_LOOKED = 256 };

void names_open(struct arena *arena, struct names *out_names) {
    *out_names = (struct names){.arena = arena};
    out_names->buckets = arena_new(arena, int, BUCKETS);
    for (int i = 0; i < BUCKETS; i++) out_names->buckets[i] = -1;
}

/* Case endings of nouns and adjectives. */
static bool is_ending(const char *tail) {
    static const char *const endings[] = {
        "",   "а",  "я",  "у",  "ю",  "і",   "и",   "ы",   "ї",   "е",  "є",  "о",   "ь",
        "й",  "ом", "ем", "єм", "им", "ім",  "ым",  "ого", "ому", "ой", "ою", "ею",  "єю",
        "ий", "ій", "ый", "ая", "ої", "ую",  "ові", "еві", "єві", "ов", "ам", "ах",  "ами",
        "ей", "ию", "ія", "ии", "ії", "ію",  "ією", "ием", "ія",  "их", "ых", "ими", "ыми",
        "ое", "ые", "ів", "ям", "ях", "ями", "его", "ему", "ьої", "яя", "ью"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strcmp(endings[i], tail) == 0) return true;
    return false;
}

bool name_form_like(const char *a, const char *b) {
    size_t same = 0;
    while (a[same] && a[same] == b[same]) same++;
    if (!a[same] && !b[same]) return true;
    if (!((unsigned char)*a & 0x80)) return false;
    while (same && ((unsigned char)a[same] & 0xc0) == 0x80) same--;
    return same >= STEM_BYTES && is_ending(a + same) && is_ending(b + same);
}

/* ------------------------------------------------------------------ a name's end */

static bool is_capital_word(const struct paragraph *paragraph, int i) {
    const struct token *token = &paragraph->tokens[i];
    return token->kind == TOKEN_WORD && token->capital;
}

/* "of the", "of", "for the", "on the" between two capitals: tokens, or 0. */
static int joint(const struct paragraph *paragraph, int i, int to) {
    static const char *const links[] = {"of", "for", "on", "and", NULL};
    for (int j = 0; links[j]; j++) {
        if (strcmp(token_word(paragraph, i), links[j]) != 0) continue;
        bool the = i + 1 < to && strcmp(token_word(paragraph, i + 1), "the") == 0;
        if (!the && j) return 0;
        int after = i + 1 + the;
        return after < to && is_capital_word(paragraph, after) ? 1 + the : 0;
    }
    return 0;
}

int name_end(const struct paragraph *paragraph, int from, int to) {
    int end = from;
    /* "Historian Peter Vane of Ansley": behind a person's name no body's goes on. */
    bool person = false;
    bool titled = from > 0 && (token_is(paragraph, from - 1, WORD_TITLE) ||
                               token_is(paragraph, from - 1, WORD_HONORIFIC));
    while (end < to && is_capital_word(paragraph, end) &&
           paragraph->tokens[end].quotation == paragraph->tokens[from].quotation) {
        bool title =
            token_is(paragraph, end, WORD_TITLE) || token_is(paragraph, end, WORD_HONORIFIC);
        person |= token_is(paragraph, end, WORD_GIVEN) || (titled && !title);
        titled |= title;
        end++;
        if (end >= to) break;
        /* "District Prosecutor’s Office" */
        if (paragraph->tokens[end].possessive && end + 1 < to &&
            is_capital_word(paragraph, end + 1) &&
            strcmp(token_word(paragraph, end + 1), "office") == 0)
            end++;
        int link = person ? 0 : joint(paragraph, end, to);
        if (link) end += link;
    }
    return end;
}

/* ------------------------------------------------------------------ finding */

int *names_bucket(struct names *names, const char *last_word) {
    return &names->buckets[lexicon_hash(last_word, strnlen(last_word, STEM_BYTES)) % BUCKETS];
}

static bool has_words(const struct entity *entity, const struct paragraph *paragraph, int from,
                      int to) {
    if (to - from > entity->word_count) return false;
    int shift = entity->word_count - (to - from);
    for (int i = from; i < to; i++)
        if (!name_form_like(entity->words[shift + i - from], token_word(paragraph, i)))
            return false;
    return true;
}

struct entity *names_named(struct names *names, const struct paragraph *paragraph, int from,
                           int to) {
    if (from >= to || to - from > ENTITY_WORDS) return NULL;
    struct entity *best = NULL;
    for (int i = *names_bucket(names, token_word(paragraph, to - 1)); i >= 0;
         i = names->list[i].next) {
        struct entity *entity = &names->list[i];
        if (!has_words(entity, paragraph, from, to)) continue;
        /* The last word of a Slavic body's name says whose it is. */
        if (entity->body && entity->word_count != to - from && !paragraph_english(paragraph))
            continue;
        bool whole = entity->word_count == to - from;
        if (!best || (entity->titled && !best->titled) || (entity->person && !best->person) ||
            (entity->person == best->person && whole && best->word_count != to - from))
            best = entity;
    }
    return best;
}

bool name_noun_like(const char *noun, const char *lemma) {
    size_t length = strlen(noun), ending = strlen(lemma);
    if (length <= ending || strcmp(noun + length - ending, lemma) != 0)
        return strcmp(noun, lemma) == 0;
    /* «судмедэксперт» is an эксперт, but a chairman no man */
    return noun[length - ending - 1] == ' ' ||
           ((unsigned char)*lemma & 0x80 && ending > STEM_BYTES);
}

/* Is a Slavic office that of a woman by another form of the same word? */
static bool is_womans(const char *role, const char *lemma) {
    static const char *const endings[] = {"ка", "ша", "иця", "ица", "иня", NULL};
    size_t length = strlen(lemma);
    if (!((unsigned char)*lemma & 0x80) || strncmp(role, lemma, length) != 0) return false;
    for (int i = 0; endings[i]; i++)
        if (strcmp(role + length, endings[i]) == 0) return true;
    return false;
}

struct entity *names_with_role(struct names *names, const char *lemma) {
    for (size_t i = 0; i < names->count; i++)
        for (int j = 0; j < names->list[i].role_count; j++)
            if (name_noun_like(names->list[i].roles[j], lemma)) return &names->list[i];
    for (size_t i = 0; i < names->count; i++) /* «ексначальник» is the former начальник */
        for (int j = 0; j < names->list[i].role_count; j++)
            if (name_noun_like(lemma, names->list[i].roles[j])) return &names->list[i];
    for (size_t i = 0; i < names->count; i++) /* «комісар», «комісарка» */
        for (int j = 0; j < names->list[i].role_count; j++)
            if (is_womans(names->list[i].roles[j], lemma)) return &names->list[i];
    return NULL;
}

struct entity *names_with_word(struct names *names, const char *folded) {
    for (size_t i = 0; i < names->count && i < ENTITIES_LOOKED; i++)
        for (int j = 0; j < names->list[i].role_count; j++)
            if (name_form_like(names->list[i].roles[j], folded)) return &names->list[i];
    return NULL;
}

struct entity *names_with_body(struct names *names, const char *lemma) {
    struct entity *best = NULL;
    for (size_t i = 0; i < names->count; i++) {
        struct entity *entity = &names->list[i];
        if (!entity->body || !name_noun_like(entity->body, lemma)) continue;
        if (!best || entity->seen > best->seen) best = entity;
    }
    return best;
}

/* The bytes of the first letter. */
static size_t letter_size(const char *word) {
    return ((unsigned char)*word & 0xe0) == 0xc0 ? 2 : ((unsigned char)*word & 0x80) ? 3 : 1;
}

struct entity *names_abbreviated(struct names *names, const char *folded) {
    for (size_t i = 0; i < names->count; i++) {
        const struct entity *entity = &names->list[i];
        const char *rest = folded;
        int j = 0;
        while (j < entity->word_count && *rest) {
            size_t size = letter_size(entity->words[j]);
            if (strncmp(rest, entity->words[j], size) != 0) break;
            rest += size;
            j++;
        }
        if (j >= 2 && !*rest) return &names->list[i];
    }
    return NULL;
}

/* ------------------------------------------------------------------ cases */

const char *name_capital(struct arena *arena, const char *word) {
    char *made = arena_copy(arena, word);
    unsigned char *at = (unsigned char *)made;
    if (at[0] >= 'a' && at[0] <= 'z') at[0] = (unsigned char)(at[0] - 32);
    else if (at[0] == 0xd0 && at[1] >= 0xb0) at[1] = (unsigned char)(at[1] - 32);
    else if (at[0] == 0xd1 && at[1] < 0x90) at[0] = 0xd0, at[1] = (unsigned char)(at[1] + 32);
    else if (at[0] == 0xd1 && at[1] < 0xa0) at[0] = 0xd0, at[1] = (unsigned char)(at[1] - 16);
    return made;
}

struct rule {
    const char *from, *to;
};

static const char *by_rules(struct arena *arena, const char *word, const struct rule *rules) {
    size_t length = strlen(word);
    for (; rules->from; rules++) {
        size_t ending = strlen(rules->from);
        if (length > ending + 2 && strcmp(word + length - ending, rules->from) == 0)
            return arena_format(arena, "%.*s%s", (int)(length - ending), word, rules->to);
    }
    return word;
}

const char *name_nominative(struct arena *arena, const struct lexicon *lexicon, const char *word,
                            bool given, enum gender gender) {
    static const struct rule she_uk[] = {{"ової", "ова"}, {"ської", "ська"}, {"цької", "цька"},
                                         {"ої", "а"},     {"ії", "ія"},      {"ої", "а"},
                                         {"і", "а"},      {"и", "а"},        {NULL, NULL}};
    static const struct rule she_ru[] = {
        {"овой", "ова"}, {"евой", "ева"}, {"иной", "ина"}, {"ской", "ская"}, {"цкой", "цкая"},
        {"ной", "ная"},  {"ии", "ия"},    {"ы", "а"},      {"и", "а"},       {NULL, NULL}};
    static const struct rule he_uk[] = {
        {"енка", "енко"}, {"йка", "йко"}, {"жка", "жко"}, {"шка", "шко"},      {"чка", "чко"},
        {"ька", "ько"},   {"ця", "ець"},  {"цем", "ець"}, {"ського", "ський"}, {"цького", "цький"},
        {"ого", "ий"},    {"ія", "ій"},   {"я", "й"},     {"а", ""},           {"у", ""},
        {"ом", ""},       {"ем", "ь"},    {"ою", "а"},    {NULL, NULL}};
    static const struct rule he_ru[] = {
        {"нца", "нец"},    {"вца", "вец"}, {"нцом", "нец"}, {"ского", "ский"},
        {"цкого", "цкий"}, {"ого", "ый"},  {"ия", "ий"},    {"ея", "ей"},
        {"я", "ь"},        {"а", ""},      {"у", ""},       {"ым", ""},
        {"ом", ""},        {"ем", "ь"},    {"ой", "а"},     {NULL, NULL}};
    static const struct rule he_given_uk[] = {{"ила", "ило"}, {"ка", "ко"}, {"ра", "ро"},
                                              {"вла", "вло"}, {"и", "а"},   {"ії", "ія"},
                                              {NULL, NULL}};
    static const struct rule he_given_ru[] = {
        {"авла", "авел"}, {"ила", "ил"}, {"ы", "а"}, {"ии", "ия"}, {NULL, NULL}};
    static const struct rule place_uk[] = {
        {"ії", "ія"},  {"ську", "ськ"}, {"цьку", "цьк"}, {"оні", "он"}, {"іні", "ін"},
        {"ані", "ан"}, {"жі", "ж"},     {"ові", "ів"},   {"єві", "їв"}, {"ині", "ин"},
        {"і", "а"},    {"у", ""},       {NULL, NULL}};
    static const struct rule place_ru[] = {
        {"ске", "ск"}, {"цке", "цк"}, {"оне", "он"}, {"ане", "ан"}, {"же", "ж"}, {"рге", "рг"},
        {"ове", "ов"}, {"еве", "ев"}, {"ине", "ин"}, {"ии", "ия"},  {"е", "а"},  {NULL, NULL}};
    bool uk = strcmp(lexicon->language, "uk") == 0;
    if (!((unsigned char)*word & 0x80)) return word;
    if (gender == GENDER_IT) return by_rules(arena, word, uk ? place_uk : place_ru);
    if (gender == GENDER_SHE) return by_rules(arena, word, uk ? she_uk : she_ru);
    if (given) {
        const char *made = by_rules(arena, word, uk ? he_given_uk : he_given_ru);
        if (made != word) return made;
    }
    return by_rules(arena, word, uk ? he_uk : he_ru);
}

/* "Kovian" of Kovia: an adjective has all of the name but its ending. */
static bool is_adjective_of(const char *adjective, const char *name) {
    size_t same = 0, length = strlen(name);
    while (adjective[same] && adjective[same] == name[same]) same++;
    return same >= 4 && same + 4 >= length && strlen(adjective) > same &&
           strlen(adjective) <= same + 12;
}

const char *names_party(struct names *names, const struct paragraph *p, int from, int to) {
    for (int i = from; i < to; i++) {
        const struct lexeme *party = token_lexeme(p, i, WORD_PARTY);
        if (party) return party->lemma;
    }
    const struct entity *entity = names_named(names, p, from, to);
    if (entity && entity->nominative) return entity->name;
    for (size_t i = 0; i < names->count && i < ENTITIES_LOOKED && to - from == 1; i++) {
        const struct entity *other = &names->list[i];
        if (other->word_count == 1 && !other->person && other != entity &&
            is_adjective_of(token_word(p, from), other->words[0]) &&
            strlen(other->words[0]) < strlen(token_word(p, from)))
            return other->name;
    }
    struct say_span span = paragraph_span(p, from, to);
    return entity ? entity->name
                  : arena_copy_part(names->arena, p->text + span.from, span.to - span.from);
}
