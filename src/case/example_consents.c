/* The consents of the example: each thing is asked for by itself, and each can be refused. */
#include "case/example_story.h"

enum { ASKED_FROM = 17931, ASKED_DAYS = 100 }; /* from 4 February 2019 */

static const char *const SCOPES[] = {"identify", "retention", "share", "court", "publish_name",
                                     "publish_photograph"};

enum { SCOPE_COUNT = sizeof SCOPES / sizeof SCOPES[0], IDENTIFY = 0, SHARE = 2 };

/* In hundredths: consent to identify is not consent to anything else. */
static const int GIVEN[SCOPE_COUNT] = {100, 92, 80, 63, 34, 18};

static const char *const WISHES[] = {
    "not before all of the family has been told",
    "only after the funeral",
    "the name, but not the place of birth",
};

static void write_consent(struct arena *arena, struct simulate_random *random, const char *id,
                          int scope, const char *decision, int32_t day, struct buffer *out) {
    static const char *const staff[] = {"O. Plaven, family liaison", "Yu. Orvin, family liaison"};
    bool publish = scope > 3 && decision[0] == 'g';
    example_cell(out, id);
    example_cell(out, SCOPES[scope]);
    example_cell(out, scope == SHARE ? "District Laboratory" : NULL);
    example_cell(out, decision);
    example_cell(out, example_date(arena, day));
    example_cell(out, "uk");
    example_cell(out, staff[example_draw(random, 2)]);
    int wish = example_draw(random, 8);
    example_cell(out, publish && wish < 3 ? WISHES[wish] : NULL);
    example_line_end(out);
}

/* Of one who gave a sample. One in sixty takes back what was given, never the identification. */
static void write_consents_of(struct arena *arena, struct simulate_random *random, const char *id,
                              struct buffer *out) {
    int32_t day = ASKED_FROM + example_draw(random, ASKED_DAYS);
    for (int scope = 0; scope < SCOPE_COUNT; scope++) {
        bool given = example_draw(random, 100) < GIVEN[scope];
        bool withdrawn = example_draw(random, 60) == 0 && given && scope != IDENTIFY;
        write_consent(arena, random, id, scope,
                      withdrawn ? "withdrawn" : given ? "given" : "refused",
                      withdrawn ? day + 30 : day, out);
    }
}

void example_write_consents(struct arena *arena, uint64_t seed,
                            const struct example_families *families, struct buffer *out) {
    struct simulate_random random = example_stream(seed, SUBJECT_CONSENTS);
    buffer_add_text(out, "person\tscope\trecipient\tdecision\tdecided_on\texplained_in\t"
                         "explained_by\twishes\n");
    for (int i = 0; i < families->count; i++) {
        const struct example_family *family = &families->family[i];
        for (int j = 0; j < family->pedigree.count; j++) {
            const char *id = family->pedigree.person[j].id;
            if (family->person[j].role != ROLE_REFERENCE) continue;
            if (family->person[j].typed) write_consents_of(arena, &random, id, out);
            /* Of those who gave no sample a few have said no; the others were not reached yet. */
            else if (example_draw(&random, 4) == 0)
                write_consent(arena, &random, id, IDENTIFY, "refused",
                              ASKED_FROM + example_draw(&random, ASKED_DAYS), out);
        }
    }
}
