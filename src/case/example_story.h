/* What the example tells beyond the genetics: who the people were, how they lay, what lay with them
 * and in whose hands it was. Each subject draws from a stream of its own, so that a draw more in
 * one of them moves no other, and none moves those of example_plan.h. */
#ifndef CAIRN_CASE_EXAMPLE_STORY_H
#define CAIRN_CASE_EXAMPLE_STORY_H

#include <stdint.h>

#include "case/example_plan.h"

enum example_subject {
    SUBJECT_LIVES = 1,
    SUBJECT_PERSONS,
    SUBJECT_CONSENTS,
    SUBJECT_GROUND,
    SUBJECT_LYING,
    SUBJECT_ELEMENTS,
    SUBJECT_BELONGINGS,
    SUBJECT_DOCUMENTS,
    SUBJECT_EXAMINATIONS,
    SUBJECT_SAMPLES,
    SUBJECT_CUSTODY
};

/* Days as calendar.h counts them. */
enum {
    EXAMPLE_BEGIN = 17600,  /* 10 March 2018: the Northern Army takes the district */
    EXAMPLE_END = 17800,    /* 26 September 2018: it leaves */
    EXAMPLE_LIFTING = 18022 /* 6 May 2019: the first day of lifting */
};

struct simulate_random example_stream(uint64_t seed, enum example_subject subject);
int example_draw(struct simulate_random *random, int count); /* 0 to count - 1 */

/* A cell of a table, with the tab before it; a NULL is an empty cell. A line's first cell must not
 * be empty. */
void example_cell(struct buffer *out, const char *text);
void example_cell_number(struct buffer *out, int number);
void example_line_end(struct buffer *out);

const char *example_date(struct arena *arena, int32_t day);
const char *example_instant(struct arena *arena, int32_t day, int minute);

/* Names as the family writes them, in Cyrillic letters. All are invented. */
struct example_name {
    const char *given, *patronymic, *family;
    const char *maiden; /* NULL: none */
};

enum romanisation { ROMAN_KMU, ROMAN_PASSPORT, ROMAN_BY_EAR };

/* A Cyrillic name in Latin letters: by the Ukrainian resolution 55 of 2010, as in a passport (ICAO
 * 9303-3, section 6), or as somebody writes it who hears it. */
const char *example_latin(struct arena *arena, const char *cyrillic, enum romanisation how);
const char *example_roman_name(enum romanisation how); /* "KMU 2010" */

enum { EXAMPLE_SURNAMES = 144 };

const char *example_given(struct simulate_random *random, enum sex sex);
const char *example_patronymic(struct arena *arena, const char *father, enum sex sex);
const char *example_surname(struct arena *arena, int number, enum sex sex);

/* A mark or an old injury by which somebody can be known. */
struct example_mark {
    const char *kind, *site, *description;
};

/* What somebody was like; for the living only the name counts. */
struct example_life {
    struct example_name name;
    int surname, birth_surname; /* numbers of surnames */
    enum sex sex;
    int32_t born, seen; /* seen: last seen alive */
    int height;         /* mm */
    bool soldier, held;
    const struct example_mark *mark, *fracture; /* NULL: none */
    const char *ring, *imei;                    /* inscription; NULL: none */
    const char *coat;                           /* worn when last seen */
};

/* Gives everybody in the families and everybody at the site a life. */
void example_lives_make(struct arena *arena, uint64_t seed, struct example_families *families,
                        struct example_site *site);

/* A grave in the local grid: mm east and north of the datum. */
struct example_grave {
    const char *code;
    int east, north, length, width, depth, azimuth;
    int first, count; /* its remains, in the order of their codes */
    int cross;        /* 0: none, or it cannot be read */
    int32_t day;      /* it was opened and emptied */
};

struct example_restraint {
    const char *site, *material, *knot, *description;
    bool blindfold;
};

struct example_injury {
    const char *mechanism, *zone, *description, *cause;
    int length; /* mm; 0: not measured */
    const char *projectile;
};

/* How remains lay, and when they were handled. Instants are a day and a minute of it. */
struct example_lying {
    int east, north, up, head;
    const char *position, *arms, *legs, *preservation;
    int stature, completeness;
    const struct example_restraint *restraint; /* NULL: none */
    const struct example_injury *injury;       /* NULL: none */
    bool beaten;                               /* fractures a little older than death */
    const char *recovered; /* code of the fragment; set by example_write_belongings */
    int lifted, bag;                           /* lifted: the minute; bag: also its seal */
    int32_t examined;
    int examined_from;
    const char *examiner, *reviewer;
};

struct example_ground {
    int count;
    struct example_grave *grave;
    struct example_lying *lying; /* of each remains of the site */
};

void example_ground_make(struct arena *arena, uint64_t seed, const struct example_site *site,
                         struct example_ground *out);
void example_lying_make(struct arena *arena, uint64_t seed, const struct example_site *site,
                        struct example_ground *ground);

/* A belonging or document, and the remains (by place) in whose bag it travels. */
struct example_object {
    const char *code;
    int with;
};

struct example_objects {
    int count;
    struct example_object *object;
    size_t capacity;
};

/* The code of a new object, ELD-0001-P02 for the letter P; its number is `number`. */
const char *example_objects_add(struct arena *arena, struct example_objects *objects,
                                const struct example_site *site, int with, char letter,
                                int number);

/* A machine-readable zone of the invented state UTO. */
struct example_zone {
    bool card; /* TD1, else TD3 */
    const char *number, *family, *given; /* names in Latin capitals */
    int32_t born, expires;
    enum sex sex;
};

enum { ZONE_LINE_MOST = 44, ZONE_PARTS = 4 };

/* The lines as a clean reader reads them, with a blank between them: a table has a line a record,
 * and no blank is ever printed in a zone. */
char *example_zone_write(struct arena *arena, const struct example_zone *zone);

/* A digit of the number is read as the letter that looks like it. */
void example_zone_misread(const struct example_zone *zone, char *lines);

/* What each check digit says: "number|holds;birth|holds;expiry|holds;whole|fails". */
const char *example_zone_checks(struct arena *arena, const struct example_zone *zone,
                                const char *lines);

/* The tables, each into an empty buffer. */
void example_write_consents(struct arena *arena, uint64_t seed,
                            const struct example_families *families, struct buffer *out);
void example_write_persons(struct arena *arena, uint64_t seed,
                           const struct example_families *families, struct buffer *out);
void example_write_sites(int remains, struct buffer *out);
void example_write_graves(struct arena *arena, const struct example_site *site,
                          const struct example_ground *ground, struct buffer *out);
void example_write_remains(struct arena *arena, const struct example_site *site,
                           const struct example_ground *ground, struct buffer *out);
void example_write_elements(struct arena *arena, uint64_t seed, const struct example_site *site,
                            struct buffer *out);
void example_write_belongings(struct arena *arena, uint64_t seed, const struct example_site *site,
                              struct example_ground *ground, struct example_objects *objects,
                              struct buffer *out);
void example_write_documents(struct arena *arena, uint64_t seed,
                             const struct example_families *families,
                             const struct example_site *site, const struct example_ground *ground,
                             struct example_objects *objects, struct buffer *out);
void example_write_examinations(struct arena *arena, uint64_t seed,
                                const struct example_site *site,
                                const struct example_ground *ground, struct buffer *out);
void example_write_findings(struct arena *arena, const struct example_site *site,
                            const struct example_ground *ground, struct buffer *out);
/* When the laboratory receives a tube: the `tube`th of `count` that one giver sends. */
int32_t example_shipping_day(int tube, int count);

/* The laboratory's barcodes and what it reads; the order of the tubes is drawn from `random`. */
void example_write_samples(struct arena *arena, uint64_t seed, struct simulate_random *random,
                           const struct simulate_panel *panel, struct example_families *families,
                           struct example_site *site, const struct example_ground *ground,
                           struct buffer *samples, struct buffer *profiles);
void example_write_custody(struct arena *arena, uint64_t seed,
                           const struct example_families *families,
                           const struct example_site *site, const struct example_ground *ground,
                           const struct example_objects *objects, struct buffer *out);
void example_write_press(struct arena *arena, int remains, struct buffer *sources,
                         struct buffer *statements, struct buffer *figures,
                         struct buffer *relations);

#endif
