/* The documents of the example. A document is a lead, never an identification: some lay with
 * somebody else, and a pile of passports lay with nobody in particular. */
#include <ctype.h>

#include "case/example_story.h"

/* At EXAMPLE_REMAINS; of each at least as many as the second column says. */
enum { OWN, STRANGER, PILE, SORTS };
static const int COUNT[SORTS][2] = {[OWN] = {16, 2}, [STRANGER] = {8, 1}, [PILE] = {14, 3}};

enum {
    MISREAD_EVERY = 9, /* documents; the first is MISREAD, counted from 0 */
    MISREAD = 4,
    GROWN = 17 * 365 /* days */
};

/* Somebody whose document it is, and with which remains it was found. */
struct found {
    const struct example_life *life;
    const char *person; /* NULL: nobody has listed the holder */
    int with, sort;
};

static int wanted(int sort, int remains) {
    int count = example_scaled(COUNT[sort][0], remains);
    return count < COUNT[sort][1] ? COUNT[sort][1] : count;
}

/* Children have no papers of their own. */
static bool may_hold(const struct example_life *life) {
    return life->born < EXAMPLE_BEGIN - GROWN;
}

/* The missing who may hold papers, in a random order: wherever they lie, theirs may be in a pile or
 * with somebody else. */
static int list_missing(struct arena *arena, struct simulate_random *random,
                        const struct example_families *families, struct found **out) {
    int count = 0, all = 0;
    for (int i = 0; i < families->count; i++) all += families->family[i].pedigree.count;
    struct found *list = arena_new(arena, struct found, all);
    int *order = arena_new(arena, int, all);
    for (int i = 0; i < families->count; i++) {
        const struct example_family *family = &families->family[i];
        for (int j = 0; j < family->pedigree.count; j++) {
            if (family->person[j].role != ROLE_MISSING || !may_hold(family->person[j].life))
                continue;
            order[count] = count;
            list[count++] = (struct found){.life = family->person[j].life,
                                           .person = family->pedigree.person[j].id};
        }
    }
    simulate_shuffle(random, order, count);
    *out = arena_new(arena, struct found, count);
    for (int i = 0; i < count; i++) (*out)[i] = list[order[i]];
    return count;
}

static bool is_taken(const struct found *list, int count, const struct example_life *life) {
    for (int i = 0; i < count; i++)
        if (list[i].life == life) return true;
    return false;
}

/* Chooses the documents; every holder has one. */
static int choose(struct arena *arena, struct simulate_random *random,
                  const struct example_families *families, const struct example_site *site,
                  struct found *out) {
    struct found *missing;
    int listed = list_missing(arena, random, families, &missing), next = 0, count = 0, bodies = 0;
    int *body = arena_new(arena, int, site->count);
    for (int i = 0; i < site->count; i++)
        if (site->remains[i].complete && may_hold(site->remains[i].individual->life))
            body[bodies++] = i;
    simulate_shuffle(random, body, bodies);
    int own = wanted(OWN, site->count), stranger = wanted(STRANGER, site->count);
    for (int i = 0; i < bodies && i < own; i++) {
        const struct example_individual *one = site->remains[body[i]].individual;
        out[count++] = (struct found){one->life, one->person, body[i], OWN};
    }
    int pile = bodies > own + stranger ? body[own + stranger] : 0;
    int all = own + stranger + wanted(PILE, site->count);
    for (int i = own; i < all && next < listed; next++) {
        struct found one = missing[next];
        one.sort = i < own + stranger ? STRANGER : PILE;
        one.with = one.sort == PILE ? pile : bodies ? body[i % bodies] : 0;
        bool owner = site->remains[one.with].individual->life == one.life;
        if (owner || is_taken(out, count, one.life)) continue;
        out[count++] = one;
        i++;
    }
    return count;
}

static const char *upper_latin(struct arena *arena, const char *cyrillic) {
    char *text = arena_copy(arena, example_latin(arena, cyrillic, ROMAN_PASSPORT));
    for (char *at = text; *at; at++) *at = (char)toupper((unsigned char)*at);
    return text;
}

static const char *where_of(struct simulate_random *random, int sort) {
    static const char *const own[] = {"in_pocket", "in_pocket", "in_clothing", "beside"};
    static const char *const stranger[] = {"beside", "fill", "in_pocket"};
    int draw = example_draw(random, 12);
    return sort == PILE ? "pile" : sort == OWN ? own[draw % 4] : stranger[draw % 3];
}

static void write_zone(struct arena *arena, const struct example_zone *zone, bool misread,
                       struct buffer *out) {
    char *lines = example_zone_write(arena, zone);
    if (misread) example_zone_misread(zone, lines);
    example_cell(out, lines);
    example_cell(out, example_zone_checks(arena, zone, lines));
}

static void write_document(struct arena *arena, struct simulate_random *random,
                           const struct found *one, const char *code, int number,
                           const struct example_site *site, const struct example_ground *ground,
                           struct buffer *out) {
    const struct example_life *life = one->life;
    const struct example_remains *remains = &site->remains[one->with];
    const struct example_grave *grave = &ground->grave[remains->grave - 1];
    bool ticket = life->soldier && one->sort == OWN;
    bool card = example_draw(random, 3) == 0;
    bool misread = number % MISREAD_EVERY == MISREAD && !ticket;
    int32_t issued = EXAMPLE_BEGIN - 200 - example_draw(random, 2500);
    /* The first digit is one of those that look like a letter. */
    struct example_zone zone = {
        .card = card,
        .number = arena_format(arena, "UX%c%06d", "0258"[example_draw(random, 4)],
                               example_draw(random, 1000000)),
        .family = upper_latin(arena, life->name.family),
        .given = upper_latin(arena, life->name.given),
        .born = life->born,
        .expires = issued + 3652,
        .sex = life->sex,
    };
    example_cell(out, code);
    example_cell(out, ticket ? "military_ticket" : card ? "identity_card" : "passport");
    example_cell(out, where_of(random, one->sort));
    example_cell(out, one->sort == PILE ? "in a plastic bag at the foot end, together" : NULL);
    example_cell(out, one->sort == PILE ? NULL : remains->code);
    example_cell(out, grave->code);
    example_cell(out, example_date(arena, grave->day));
    example_cell(out, "UTO");
    example_cell(out, zone.number);
    if (ticket) buffer_add_text(out, "\t\t");
    else write_zone(arena, &zone, misread, out);
    example_cell(out, arena_format(arena, "Cyrl:%s %s %s", life->name.family, life->name.given,
                                   life->name.patronymic));
    example_cell(out, ticket ? NULL : arena_format(arena, "Latn:%s %s", zone.family, zone.given));
    example_cell(out, example_date(arena, life->born));
    example_cell(out, life->sex == SEX_FEMALE ? "F" : "M");
    example_cell(out, "Utopia (specimen)");
    example_cell(out, example_date(arena, issued));
    example_cell(out, ticket ? NULL : example_date(arena, zone.expires));
    example_cell(out, one->sort == PILE ? "dry, pages stuck together" : "wet, cover stained");
    example_cell(out, misread ? NULL : "N. Yarvid, object room");
    /* The team looks the printed name up in the list of the missing. */
    example_cell(out, one->person);
    example_cell(out, one->person ? "name and date of birth as printed; only a lead" : NULL);
    example_cell(out, arena_format(arena, "B-%05d-D", one->with + 1));
    example_cell(out, misread ? "One character of the zone was read wrongly; the lines stand as "
                                "they were read."
                              : NULL);
    example_line_end(out);
}

void example_write_documents(struct arena *arena, uint64_t seed,
                             const struct example_families *families,
                             const struct example_site *site, const struct example_ground *ground,
                             struct example_objects *objects, struct buffer *out) {
    struct simulate_random random = example_stream(seed, SUBJECT_DOCUMENTS);
    int most = 0;
    for (int sort = 0; sort < SORTS; sort++) most += wanted(sort, site->count);
    struct found *list = arena_new(arena, struct found, most);
    int count = choose(arena, &random, families, site, list);
    int *number = arena_new(arena, int, site->count); /* of the documents with each remains */
    buffer_add_text(out, "code\tclass\tfound_where\tfound_detail\tremains\tgrave\tfound\tstate\t"
                         "document_number\tmrz\tmrz_checks\tname_native\tname_latin\tborn\tsex\t"
                         "nationality\tissued\texpires\tcondition\tconfirmed_by\tperson\t"
                         "person_basis\tbag\tnotes\n");
    for (int i = 0; i < count; i++) {
        const char *code = example_objects_add(arena, objects, site, list[i].with, 'D',
                                               ++number[list[i].with]);
        write_document(arena, &random, &list[i], code, i, site, ground, out);
    }
}
