#include "case/leads.h"

#include <stdlib.h>
#include <string.h>

#include "case/leads_parts.h"
#include "schema/name_key.h"

/* What speaks for a person and against, in points of 100. Set by hand, and held against documents
 * of which the owner is known (tests/case/test_leads.c); they order leads and mean nothing else. */
enum {
    POINTS_FAMILY = 40,
    POINTS_GIVEN = 22,
    POINTS_PATRONYMIC = 8,
    POINTS_ANY_NAME = 30,
    POINTS_NUMBER = 30,
    POINTS_PLACE = 3,
    AGAINST_NAME = 20,
    AGAINST_SEX = 30,
    NAMES_LEAST = 10,    /* points of names that are worth a look at the rest */
    NUMBER_LEAST = 5     /* characters of a number that is told from others */
};

static const double SIMILAR = 0.5; /* the least likeness that speaks for a name */

static void add(struct lead *lead, enum lead_side side, const char *what, double points,
                const char *why) {
    if (lead->reason_count == LEAD_REASONS_MOST) return;
    lead->reason[lead->reason_count++] = (struct lead_reason){side, what, why, points};
    lead->score += points;
}

/* ------------------------------------------------------------------ names */

static double name_points(enum name_role role) {
    static const double points[] = {POINTS_ANY_NAME, POINTS_GIVEN, POINTS_PATRONYMIC,
                                    POINTS_FAMILY};
    return points[role];
}

static double points_of(const struct name_pair *pair) {
    double score = pair->like.score;
    if (pair->like.kind == NAME_DIFFERENT)
        return pair->role == NAME_PATRONYMIC ? -AGAINST_NAME / 2.0 : -AGAINST_NAME;
    return score <= SIMILAR ? 0 : name_points(pair->role) * (score - SIMILAR) / (1 - SIMILAR);
}

static double sum_of(const struct name_match *match) {
    double sum = 0;
    for (int i = 0; i < match->count; i++) sum += points_of(&match->pair[i]);
    return sum;
}

/* The names that are most alike. */
struct best_names {
    struct name_match match;
    const struct leads_name *written, *known; /* of the document and of the person; NULL: none */
    const struct leads_name *single; /* a name by itself that is more like the family name */
    double points;
};

/* A maiden name or an alias may be more like a family name than the one beside it. */
static void use_singles(struct arena *arena, const struct leads_person *person,
                        const struct name_memo *memo, struct best_names *best) {
    for (int i = 0; i < best->match.count; i++) {
        struct name_pair *pair = &best->match.pair[i];
        if (pair->role != NAME_FAMILY || pair->like.kind < NAME_NEAR) continue;
        for (int j = 0; j < person->name_count; j++) {
            const struct leads_name *name = &person->name[j];
            if (name->name.count != 1) continue;
            struct name_likeness like = name_word_like(
                arena, &best->written->name.word[pair->one], &name->name.word[0], memo);
            if (like.score <= pair->like.score) continue;
            pair->like = like;
            best->single = name;
        }
    }
}

static struct best_names best_names(struct arena *arena, const struct leads_document *document,
                                    const struct leads_person *person,
                                    const struct name_memo *memo) {
    struct best_names best = {0};
    for (int i = 0; i < document->name_count; i++)
        for (int j = 0; j < person->name_count; j++) {
            const struct leads_name *written = &document->name[i], *known = &person->name[j];
            if (known->name.count < 2 && person->name_count > 1) continue;
            struct best_names found = {.written = written, .known = known};
            found.match = name_match(arena, &written->name, &known->name, memo);
            use_singles(arena, person, memo, &found);
            found.points = sum_of(&found.match);
            if (!best.written || found.points > best.points) best = found;
        }
    return best;
}

static void add_pair(struct arena *arena, const struct best_names *best,
                     const struct name_pair *pair, struct lead *lead) {
    const struct name_word *one = &best->written->name.word[pair->one];
    const struct leads_name *single = pair->role == NAME_FAMILY ? best->single : NULL;
    const struct name_word *other =
        single ? &single->name.word[0] : &best->known->name.word[pair->other];
    const char *why = name_likeness_words(arena, one, other, &pair->like);
    if (single) why = arena_format(arena, "%s (%s name)", why,
                                   *single->source ? single->source : "another");
    double points = points_of(pair);
    add(lead, points > 0 ? LEAD_FOR : LEAD_AGAINST, name_role_words(pair->role), points, why);
}

static void weigh_names(struct arena *arena, const struct best_names *best, struct lead *lead) {
    static const enum name_role order[] = {NAME_FAMILY, NAME_GIVEN, NAME_PATRONYMIC, NAME_ANY};
    for (size_t o = 0; o < sizeof order / sizeof *order; o++)
        for (int i = 0; i < best->match.count; i++)
            if (best->match.pair[i].role == order[o])
                add_pair(arena, best, &best->match.pair[i], lead);
    if (best->match.exchanged)
        add(lead, LEAD_OPEN, "names", 0, "family and given name stand for each other");
}

/* ------------------------------------------------------------------ the rest */

static void weigh_dates(struct arena *arena, const struct leads_document *document,
                        const struct leads_person *person, struct lead *lead) {
    struct leads_dates best = {0};
    const struct leads_date *said = NULL;
    if (!person->born || !document->date_count) {
        add(lead, LEAD_OPEN, "born", 0,
            person->born ? "the document says no date of birth that can be read"
                         : "the person's date of birth is not known");
        return;
    }
    for (int i = 0; i < document->date_count; i++) {
        struct leads_dates like = leads_dates_compare(&document->born[i].edtf, &person->born->edtf);
        if (said && like.points <= best.points) continue;
        best = like;
        said = &document->born[i];
    }
    add(lead, best.points > 0 ? LEAD_FOR : best.points < 0 ? LEAD_AGAINST : LEAD_OPEN, "born",
        best.points,
        strcmp(said->text, person->born->text)
            ? arena_format(arena, "%s: %s on the document (%s), %s of the person", best.why,
                           said->text, said->source, person->born->text)
            : arena_format(arena, "%s, %s", best.why, said->text));
}

static bool is_among_papers(const struct leads_document *document,
                            const struct leads_person *person) {
    return strlen(document->number_bare) >= NUMBER_LEAST &&
           strstr(person->papers, document->number_bare);
}

static void weigh_sex(struct arena *arena, const struct leads_document *document,
                      const struct leads_person *person, struct lead *lead) {
    if (!document->sex || !person->sex) return;
    bool same = document->sex == person->sex;
    add(lead, same ? LEAD_FOR : LEAD_AGAINST, "sex", same ? 0 : -AGAINST_SEX,
        same ? arena_format(arena, "%c on both", document->sex)
             : arena_format(arena, "%c on the document, %c of the person", document->sex,
                            person->sex));
}

static void weigh_place(struct arena *arena, const struct leads_document *document,
                        const struct leads_person *person, struct lead *lead) {
    const char *one = name_key(arena, document->birth_place);
    const char *other = name_key(arena, person->birth_place);
    if (strlen(one) < 3 || strlen(other) < 3 || (!strstr(one, other) && !strstr(other, one)))
        return;
    add(lead, LEAD_FOR, "birth place", POINTS_PLACE,
        arena_format(arena, "%s, %s", document->birth_place, person->birth_place));
}

/* False when neither names nor the number lead to the person. */
static bool weigh(struct arena *arena, const struct leads_document *document,
                  const struct leads_person *person, const struct name_memo *memo,
                  struct lead *out_lead) {
    struct lead lead = {0};
    struct best_names best = best_names(arena, document, person, memo);
    bool numbered = is_among_papers(document, person);
    if (best.points < NAMES_LEAST && !numbered) return false;
    weigh_names(arena, &best, &lead);
    weigh_dates(arena, document, person, &lead);
    weigh_sex(arena, document, person, &lead);
    weigh_place(arena, document, person, &lead);
    if (numbered)
        add(&lead, LEAD_FOR, "number", POINTS_NUMBER,
            arena_format(arena, "%s stands among the papers that the family knows of",
                         document->number));
    lead.score = lead.score < 0 ? 0 : lead.score > 100 ? 100 : lead.score;
    *out_lead = lead;
    return true;
}

static void keep(struct leads *leads, const struct lead *lead) {
    int place = leads->count;
    while (place > 0 && leads->lead[place - 1].score < lead->score) place--;
    if (leads->count == LEADS_MOST) leads->more++;
    if (place == LEADS_MOST) return;
    int last = leads->count < LEADS_MOST ? leads->count++ : LEADS_MOST - 1;
    memmove(&leads->lead[place + 1], &leads->lead[place], (size_t)(last - place) * sizeof *lead);
    leads->lead[place] = *lead;
}

static int by_word(const void *one, const void *other) {
    const struct name_word *a = *(const struct name_word *const *)one;
    const struct name_word *b = *(const struct name_word *const *)other;
    int order = strcmp(a->compare, b->compare);
    return order ? order : (int)a->role - (int)b->role;
}

struct leads_list leads_list_make(struct arena *arena, struct leads_person *person, int count) {
    struct leads_list list = {.count = count, .person = person};
    int most = 0, words = 0;
    for (int i = 0; i < count; i++)
        for (int j = 0; j < person[i].name_count; j++) most += person[i].name[j].name.count;
    struct name_word **word = arena_new(arena, struct name_word *, most);
    const struct name_word **different = arena_new(arena, const struct name_word *, most);
    for (int i = 0; i < count; i++)
        for (int j = 0; j < person[i].name_count; j++)
            for (int k = 0; k < person[i].name[j].name.count; k++)
                word[words++] = &person[i].name[j].name.word[k];
    if (words) qsort(word, (size_t)words, sizeof *word, by_word);
    for (int i = 0; i < words; i++) {
        if (i == 0 || by_word(&word[i - 1], &word[i]) != 0) {
            name_word_spell(arena, word[i]);
            different[list.words++] = word[i];
        }
        word[i]->number = list.words - 1;
    }
    list.word = different;
    return list;
}

/* What a document's names are held against the list's with. */
struct holding {
    struct name_memo memo;
    bool *alike; /* of each word of the list: is some word of the document like it? */
};

/* Numbers the words of the document, and compares each with every word of the list. */
static struct holding make_holding(struct arena *arena, const struct leads_list *list,
                                   struct leads_document *document) {
    struct holding holding = {.memo.others = list->words,
                              .alike = arena_new(arena, bool, list->words)};
    int words = 0;
    for (int i = 0; i < document->name_count; i++)
        for (int j = 0; j < document->name[i].name.count; j++) {
            document->name[i].name.word[j].number = words++;
            name_word_spell(arena, &document->name[i].name.word[j]);
        }
    holding.memo.like = arena_new(arena, struct name_likeness, (size_t)words * (size_t)list->words);
    for (int i = 0; i < document->name_count; i++)
        for (int j = 0; j < document->name[i].name.count; j++)
            for (int k = 0; k < list->words; k++) {
                struct name_likeness like = name_word_like(
                    arena, &document->name[i].name.word[j], list->word[k], &holding.memo);
                holding.alike[k] = holding.alike[k] || like.score > SIMILAR;
            }
    return holding;
}

/* Names speak for a person only by a word that is like one of theirs: who has none such needs no
 * closer look. */
static bool may_be_called(const struct holding *holding, const struct leads_person *person) {
    for (int i = 0; i < person->name_count; i++)
        for (int j = 0; j < person->name[i].name.count; j++)
            if (holding->alike[person->name[i].name.word[j].number]) return true;
    return false;
}

void leads_find(struct arena *arena, const struct leads_list *list,
                struct leads_document *document, struct leads *out_leads) {
    struct holding holding = make_holding(arena, list, document);
    *out_leads = (struct leads){0};
    for (int i = 0; i < list->count; i++) {
        struct arena_mark mark = arena_mark(arena);
        struct lead lead;
        if (!may_be_called(&holding, &list->person[i]) &&
            !is_among_papers(document, &list->person[i]))
            continue;
        if (!weigh(arena, document, &list->person[i], &holding.memo, &lead)) {
            arena_release(arena, mark);
            continue;
        }
        lead.person = i;
        if (lead.score >= LEADS_LEAST) {
            keep(out_leads, &lead);
        } else if (lead.score > out_leads->nearest.score) {
            out_leads->nearest = lead;
            out_leads->has_nearest = true;
        }
    }
    if (out_leads->count) out_leads->has_nearest = false;
}

void leads_find_names(struct arena *arena, const struct leads_list *list,
                      struct leads_document *document, struct leads *out_leads) {
    struct holding holding = make_holding(arena, list, document);
    *out_leads = (struct leads){0};
    for (int i = 0; i < list->count; i++) {
        if (!may_be_called(&holding, &list->person[i])) continue;
        struct arena_mark mark = arena_mark(arena);
        struct best_names best = best_names(arena, document, &list->person[i], &holding.memo);
        struct lead lead = {.person = i};
        if (best.points < NAMES_LEAST) {
            arena_release(arena, mark);
            continue;
        }
        weigh_names(arena, &best, &lead);
        keep(out_leads, &lead);
    }
}
