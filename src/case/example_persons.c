/* The persons of the example: the missing as their families describe them, and the families. */
#include "case/example_story.h"
#include "case/relation.h"

static const char *sex_text(enum sex sex) {
    return sex == SEX_MALE ? "M" : sex == SEX_FEMALE ? "F" : "?";
}

static const char *role_text(enum role role) {
    return role == ROLE_MISSING ? "missing" : role == ROLE_REFERENCE ? "reference" : "other";
}

/* In Cyrillic as the family writes it; in Latin letters as one of several writes it. */
static const char *names_of(struct arena *arena, const struct example_name *name,
                            enum romanisation how) {
    const char *maiden = name->maiden
                             ? arena_format(arena, ";%s|maiden||family", name->maiden)
                             : "";
    return arena_format(
        arena, "%s %s %s|full||family%s;%s %s|full|%s|%s", name->given, name->patronymic,
        name->family, maiden, example_latin(arena, name->given, how),
        example_latin(arena, name->family, how), example_roman_name(how),
        how == ROMAN_PASSPORT ? "copy of a passport" : "intake form");
}

static const char *const DISTRICTS[] = {"Elderwood town", "Upper Quay", "Salt Meadows",
                                        "Old Ferry", "Mill Hamlet"};
static const char *const TRADES[] = {"fisher",  "teacher", "driver",    "welder", "nurse",
                                     "farmer",  "cook",    "shop keeper", "clerk", "mason"};

static const char *trade_of(const struct example_life *life, int age, uint32_t chance) {
    if (life->soldier) return "soldier, Coast Guard Battalion 3 (invented)";
    if (age < 7) return NULL;
    if (age < 18) return "pupil";
    return age >= 63 ? "pensioner" : TRADES[chance % 10];
}

static const char *circumstances_of(const struct example_life *life, uint32_t chance) {
    static const char *const heard[] = {
        "Did not come back from the cellar after the shelling, say the neighbours.",
        "Went for water and was not seen again.",
        "A neighbour says that the body was buried in the forest by those who stayed.",
        "Nobody has heard anything since the bridge was closed.",
    };
    if (life->held)
        return "Taken from home by armed men; others heard the name called at the brick works.";
    return life->soldier ? "The unit lost contact; comrades saw a truck with the wounded."
                         : heard[chance % 4];
}

/* What stands only with the missing; the columns from height on. */
static void write_description(struct arena *arena, const struct example_life *life, int age,
                              uint32_t chance, struct buffer *out) {
    static const char *const hair[] = {"dark", "fair", "brown", "grey, short", "black, long"};
    static const char *const eyes[] = {"blue", "brown", "grey", "green"};
    bool known = chance % 5 > 0;
    /* Families say too much rather than too little, and in whole centimetres. */
    int told = (life->height + 5 + (int)(chance / 7 % 40)) / 10;
    example_cell(out, known ? arena_format(arena, "%d cm", told) : "unknown");
    example_cell(out, known ? "family" : NULL);
    example_cell(out, hair[age > 60 ? 3 : chance / 3 % 5]);
    example_cell(out, eyes[chance / 11 % 4]);
    example_cell(out, life->mark ? arena_format(arena, "%s|%s|%s", life->mark->kind,
                                                life->mark->site, life->mark->description)
                                 : "unknown");
    example_cell(out, life->fracture ? arena_format(arena, "fracture|%s|%d~|unknown|",
                                                    life->fracture->site,
                                                    EXAMPLE_YEAR - 4 - (int)(chance / 5 % 12))
                                     : NULL);
    example_cell(out, chance / 13 % 4 ? life->coat : "unknown");
    const char *ring = life->ring ? arena_format(arena, "ring, engraved %s", life->ring) : NULL;
    const char *phone = life->imei ? arena_format(arena, "telephone, IMEI %s", life->imei) : NULL;
    example_cell(out, ring && phone ? arena_format(arena, "%s, %s", ring, phone)
                      : ring        ? ring
                                    : phone);
    example_cell(out, age < EXAMPLE_CHILD_AGE ? "none"
                      : chance / 17 % 3       ? "passport or identity card"
                                              : "unknown");
    example_cell(out, arena_format(arena, "%s%s", example_date(arena, life->seen),
                                   chance / 19 % 4 ? "" : "~"));
    example_cell(out, DISTRICTS[chance / 23 % 5]);
    example_cell(out, life->held ? "armed men, unit unknown" : NULL);
    example_cell(out, circumstances_of(life, chance / 29));
}

/* The first living relative of a missing person, the first missing one of a relative; -1: none. */
static int find_role(const struct example_family *family, enum role role) {
    for (int i = 0; i < family->pedigree.count; i++)
        if (family->person[i].role == role) return i;
    return -1;
}

/* What stands only with the relatives who are asked. */
static void write_wishes(const char *name, uint32_t chance, struct buffer *out) {
    static const char *const notify[] = {"each_finding",        "when_complete", "when_complete",
                                         "identification_only", "each_finding",  "never"};
    static const char *const how[] = {
        "in person, at home, with the priest", "in person at the office, with a psychologist",
        "by telephone first to the eldest daughter", "in person, never in writing"};
    buffer_format(out, "\tthrough the family liaison, folder %s\tuk\t%s\t%s", name,
                  notify[chance % 6], how[chance / 31 % 4]);
}

/* `chance` is the one draw that everything here about this person is taken from. */
static void write_person(struct arena *arena, const struct example_family *family, int member,
                         uint32_t chance, struct buffer *out) {
    const struct person *persons = family->pedigree.person, *person = &persons[member];
    const struct example_person *more = &family->person[member];
    const struct example_life *life = more->life;
    bool missing = more->role == ROLE_MISSING, asked = more->role == ROLE_REFERENCE;
    int other = find_role(family, missing ? ROLE_REFERENCE : ROLE_MISSING);
    example_cell(out, family->name);
    example_cell(out, person->id);
    example_cell(out, person->father < 0 ? "0" : persons[person->father].id);
    example_cell(out, person->mother < 0 ? "0" : persons[person->mother].id);
    example_cell(out, sex_text(person->sex));
    example_cell(out, role_text(more->role));
    example_cell(out, names_of(arena, &life->name, (enum romanisation)(chance % 3)));
    example_cell(out, missing ? example_date(arena, life->born)
                              : arena_format(arena, "%d", EXAMPLE_YEAR - more->age));
    example_cell(out, missing ? DISTRICTS[chance / 37 % 5] : NULL);
    example_cell(out, missing ? trade_of(life, more->age, chance / 41) : NULL);
    if (missing) write_description(arena, life, more->age, chance, out);
    else buffer_add_text(out, "\t\t\t\t\t\t\t\t\t\t\t\t\t");
    const char *relation = other < 0 ? NULL
                           : missing ? relation_of(&family->pedigree, member, other)
                                     : relation_of(&family->pedigree, other, member);
    example_cell(out, missing && other >= 0
                          ? arena_format(arena, "%s (%s)", persons[other].id, relation)
                          : NULL);
    example_cell(out, asked && other >= 0 ? persons[other].id : NULL);
    example_cell(out, asked && other >= 0 ? relation : NULL);
    example_cell(out, asked ? chance % 60 ? "by_birth" : "unknown" : NULL);
    if (asked) write_wishes(family->name, chance, out);
    else buffer_add_text(out, "\t\t\t\t");
    example_cell(out, "An invented person.");
    example_cell(out, missing ? "missing" : NULL);
    example_line_end(out);
}

void example_write_persons(struct arena *arena, uint64_t seed,
                           const struct example_families *families, struct buffer *out) {
    struct simulate_random random = example_stream(seed, SUBJECT_PERSONS);
    buffer_add_text(out, "family\tid\tfather\tmother\tsex\trole\tnames\tborn\tbirth_place\t"
                         "occupation\theight\theight_source\thair\teyes\tmarks\tmedical\tclothing\t"
                         "belongings\tpapers\tlast_seen_on\tlast_seen_where\theld_by\t"
                         "circumstances\treporter\trelated_to\trelation\tbiological\tcontact\t"
                         "language\tnotify\tnotify_how\tnotes\tstatus\n");
    for (int i = 0; i < families->count; i++)
        for (int j = 0; j < families->family[i].pedigree.count; j++)
            write_person(arena, &families->family[i], j, (uint32_t)simulate_next(&random), out);
}
