#include "case/leads.h"

#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "schema/calendar.h"
#include "schema/name_key.h"

/* What speaks for a person and against, in points of 100. Set by hand, and held against documents
 * of which the owner is known (tests/case/test_leads.c); they order leads and mean nothing else. */
enum {
    POINTS_FAMILY = 40,
    POINTS_GIVEN = 22,
    POINTS_PATRONYMIC = 8,
    POINTS_ANY_NAME = 30,
    POINTS_BORN = 30,
    POINTS_NUMBER = 30,
    POINTS_PLACE = 3,
    AGAINST_NAME = 20,
    AGAINST_BORN = 40,
    AGAINST_SEX = 30,
    APPROXIMATELY = 730, /* days */
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

/* A single name of its own, such as a maiden one, that is like the word. */
static const struct leads_name *single_like(struct arena *arena, const struct leads_person *person,
                                            const struct name_word *word,
                                            struct name_likeness *out_like) {
    const struct leads_name *found = NULL;
    for (int i = 0; i < person->name_count; i++) {
        const struct leads_name *name = &person->name[i];
        if (name->name.count != 1) continue;
        struct name_likeness like = name_word_like(arena, word, &name->name.word[0]);
        if (like.kind == NAME_DIFFERENT || (found && like.score <= out_like->score)) continue;
        *out_like = like;
        found = name;
    }
    return found;
}

static void add_pair(struct arena *arena, const struct leads_person *person,
                     const struct leads_name *written, struct name_pair pair, struct lead *lead) {
    struct name_likeness other;
    const struct leads_name *single = NULL;
    if (pair.role == NAME_FAMILY && pair.like.kind >= NAME_NEAR)
        single = single_like(arena, person, &written->name.word[pair.one], &other);
    if (single && other.score > pair.like.score) {
        pair.like = other;
        pair.like.why = arena_format(arena, "%s (%s name)", other.why,
                                     *single->source ? single->source : "another");
    }
    double points = points_of(&pair);
    add(lead, points > 0 ? LEAD_FOR : LEAD_AGAINST, name_role_words(pair.role), points,
        pair.like.why);
}

static void weigh_names(struct arena *arena, const struct leads_document *document,
                        const struct leads_person *person, struct lead *lead) {
    struct name_match best = {0};
    const struct leads_name *written = NULL;
    for (int i = 0; i < document->name_count; i++)
        for (int j = 0; j < person->name_count; j++) {
            if (person->name[j].name.count < 2 && person->name_count > 1) continue;
            struct name_match match =
                name_match(arena, &document->name[i].name, &person->name[j].name);
            if (written && sum_of(&match) <= sum_of(&best)) continue;
            best = match;
            written = &document->name[i];
        }
    if (!written) return;
    static const enum name_role order[] = {NAME_FAMILY, NAME_GIVEN, NAME_PATRONYMIC, NAME_ANY};
    for (size_t o = 0; o < sizeof order / sizeof *order; o++)
        for (int i = 0; i < best.count; i++)
            if (best.pair[i].role == order[o])
                add_pair(arena, person, written, best.pair[i], lead);
    if (best.exchanged)
        add(lead, LEAD_OPEN, "names", 0, "family and given name stand for each other");
}

/* ------------------------------------------------------------------ dates of birth */

struct date_likeness {
    double points;
    const char *why;
};

static bool is_day(const struct edtf *date) { return date->first_day == date->last_day; }

/* YYYYMMDD. */
static void digits_of(int32_t day, char out[8]) {
    int year, month, date;
    calendar_date(day, &year, &month, &date);
    int number = year * 10000 + month * 100 + date;
    for (int i = 7; i >= 0; i--, number /= 10) out[i] = (char)('0' + number % 10);
}

/* What somebody who writes a date may do to it. */
static struct date_likeness compare_days(int32_t one, int32_t other) {
    char a[8], b[8];
    int differing = 0, first = -1;
    if (one == other) return (struct date_likeness){POINTS_BORN, "the same day"};
    digits_of(one, a);
    digits_of(other, b);
    if (!memcmp(a, b, 4) && !memcmp(a + 4, b + 6, 2) && !memcmp(a + 6, b + 4, 2))
        return (struct date_likeness){POINTS_BORN * 0.7, "day and month are exchanged"};
    for (int i = 0; i < 8; i++) {
        if (a[i] == b[i]) continue;
        if (first < 0) first = i;
        differing++;
    }
    if (differing == 1) return (struct date_likeness){POINTS_BORN * 0.6, "one digit is another"};
    if (differing == 2 && a[first] == b[first + 1] && a[first + 1] == b[first])
        return (struct date_likeness){POINTS_BORN * 0.6, "two digits are exchanged"};
    if (labs((long)one - other) == 1)
        return (struct date_likeness){POINTS_BORN * 0.6, "one day apart"};
    if (!memcmp(a + 4, b + 4, 4) && labs((long)one - other) < APPROXIMATELY)
        return (struct date_likeness){POINTS_BORN * 0.4, "the same day of another year"};
    if (!memcmp(a, b, 6)) return (struct date_likeness){0, "the same month, another day"};
    if (!memcmp(a, b, 4)) return (struct date_likeness){-AGAINST_BORN / 4.0,
                                                        "the same year, another day"};
    return (struct date_likeness){-AGAINST_BORN, "another date"};
}

static struct date_likeness compare_dates(const struct edtf *one, const struct edtf *other) {
    if (is_day(one) && is_day(other) && !one->approximate && !other->approximate)
        return compare_days(one->first_day, other->first_day);
    int64_t wider = one->approximate || other->approximate ? APPROXIMATELY : 0;
    int64_t apart = one->first_day > other->last_day ? (int64_t)one->first_day - other->last_day
                    : other->first_day > one->last_day
                        ? (int64_t)other->first_day - one->last_day
                        : 0;
    int64_t span = (int64_t)one->last_day - one->first_day + other->last_day - other->first_day;
    if (apart == 0)
        return span <= 31 ? (struct date_likeness){POINTS_BORN * 0.7, "fits, to the month"}
               : span <= 366 ? (struct date_likeness){POINTS_BORN * 0.5, "fits, to the year"}
                             : (struct date_likeness){POINTS_BORN * 0.2, "may fit"};
    if (apart <= wider) return (struct date_likeness){POINTS_BORN * 0.3, "near, and not certain"};
    if (apart <= 366) return (struct date_likeness){-AGAINST_BORN / 4.0, "less than a year apart"};
    return (struct date_likeness){-AGAINST_BORN, "another date"};
}

static void weigh_dates(struct arena *arena, const struct leads_document *document,
                        const struct leads_person *person, struct lead *lead) {
    struct date_likeness best = {0};
    const struct leads_date *said = NULL;
    if (!person->born || !document->date_count) {
        add(lead, LEAD_OPEN, "born", 0,
            person->born ? "the document says no date of birth that can be read"
                         : "the person's date of birth is not known");
        return;
    }
    for (int i = 0; i < document->date_count; i++) {
        struct date_likeness like = compare_dates(&document->born[i].edtf, &person->born->edtf);
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

/* ------------------------------------------------------------------ the rest */

/* Letters and digits alone, in small letters. */
static const char *bare(struct arena *arena, const char *text) {
    char *small = fold_small(arena, text), *end = small;
    for (const char *at = small; *at; at++)
        if (!strchr(" \t-.,;:/()\"'#", *at)) *end++ = *at;
    *end = 0;
    return small;
}

static void weigh_number(struct arena *arena, const struct leads_document *document,
                         const struct leads_person *person, struct lead *lead) {
    const char *number = bare(arena, document->number);
    if (strlen(number) < NUMBER_LEAST || !strstr(bare(arena, person->papers), number)) return;
    add(lead, LEAD_FOR, "number", POINTS_NUMBER,
        arena_format(arena, "%s stands among the papers that the family knows of",
                     document->number));
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

struct lead lead_weigh(struct arena *arena, const struct leads_document *document,
                       const struct leads_person *person) {
    struct lead lead = {0};
    weigh_names(arena, document, person, &lead);
    if (!lead.reason_count) return lead;
    weigh_dates(arena, document, person, &lead);
    weigh_sex(arena, document, person, &lead);
    weigh_number(arena, document, person, &lead);
    weigh_place(arena, document, person, &lead);
    if (lead.score < 0) lead.score = 0;
    if (lead.score > 100) lead.score = 100;
    return lead;
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

void leads_find(struct arena *arena, const struct leads_document *document,
                const struct leads_person *person, int count, struct leads *out_leads) {
    *out_leads = (struct leads){0};
    for (int i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(arena);
        struct lead lead = lead_weigh(arena, document, &person[i]);
        lead.person = i;
        if (lead.score >= LEADS_LEAST) {
            keep(out_leads, &lead);
        } else if (lead.score > 0 && lead.score > out_leads->nearest.score) {
            out_leads->nearest = lead;
            out_leads->has_nearest = true;
        } else {
            arena_release(arena, mark);
        }
    }
    if (out_leads->count) out_leads->has_nearest = false;
}
