/* The ground of the example: its graves in rows in a local grid, and the tables of site and graves.
 * The grid lies in the open sea off 0 N 0 E, where no forest is. */
#include <stdlib.h>

#include "case/example_story.h"

/* In mm. A row has so many graves that even the largest example stays within a kilometre. */
enum { ROW = 120, ROW_SMALL = 24, EAST = 3200, NORTH = 4600, MICRODEGREE = 111 };

static void place_grave(struct simulate_random *random, int number, int row, bool many,
                        struct example_grave *grave) {
    grave->east = EAST * (number % row) + example_draw(random, 601) - 300;
    grave->north = NORTH * (number / row) + example_draw(random, 601) - 300;
    grave->azimuth = 85 + example_draw(random, 11);
    grave->length = 1900 + 10 * example_draw(random, 41);
    grave->width = (many ? 2600 : 700) + 10 * example_draw(random, 31);
    grave->depth = 700 + 10 * example_draw(random, 81);
}

void example_ground_make(struct arena *arena, uint64_t seed, const struct example_site *site,
                         struct example_ground *out) {
    struct simulate_random random = example_stream(seed, SUBJECT_GROUND);
    int digits = site->grave_count < 1000 ? 3 : 5;
    int row = site->grave_count < 1000 ? ROW_SMALL : ROW;
    *out = (struct example_ground){.count = site->grave_count};
    out->grave = arena_new(arena, struct example_grave, out->count);
    for (int i = 0; i < site->count; i++) {
        struct example_grave *grave = &out->grave[site->remains[i].grave - 1];
        if (grave->count++ == 0) grave->first = i;
    }
    for (int i = 0; i < out->count; i++) {
        struct example_grave *grave = &out->grave[i];
        const struct example_remains *first = &site->remains[grave->first];
        grave->code = arena_format(arena, "ELD-G%0*d", digits, i + 1);
        grave->cross = first->cross;
        grave->day = EXAMPLE_LIFTING + first->day;
        place_grave(&random, i, row, i + 1 == site->soldiers_grave, grave);
    }
}

/* Millimetres as degrees on the equator, where east and north are alike: "-0.000012". */
static const char *degrees(struct arena *arena, int millimetres) {
    int micro = millimetres / MICRODEGREE;
    return arena_format(arena, "%s%d.%06d", micro < 0 ? "-" : "", abs(micro) / 1000000,
                        abs(micro) % 1000000);
}

/* The long side runs east, within a few degrees: on a map at this scale it does. */
static const char *outline(struct arena *arena, const struct example_grave *grave) {
    const char *corner[4];
    for (int i = 0; i < 4; i++) {
        int east = grave->east + (i == 0 || i == 3 ? -1 : 1) * grave->length / 2;
        int north = grave->north + (i < 2 ? -1 : 1) * grave->width / 2;
        corner[i] = arena_format(arena, "%s %s", degrees(arena, east), degrees(arena, north));
    }
    return arena_format(arena, "POLYGON ((%s, %s, %s, %s, %s))", corner[0], corner[1], corner[2],
                        corner[3], corner[0]);
}

/* Cases are numbers given. What could only be counted by matching bones is not counted here. */
static const char *counts(struct arena *arena, const struct example_site *site,
                          const struct example_grave *grave) {
    int complete = 0;
    for (int i = grave->first; i < grave->first + grave->count; i++)
        complete += site->remains[i].complete;
    const char *day = example_date(arena, grave->day);
    const char *cases = arena_format(arena, "cases|%d||%s|whole grave", grave->count, day);
    if (!complete) return cases;
    return arena_format(arena, "%s;bodies_complete|%d||%s|whole grave", cases, complete, day);
}

void example_write_graves(struct arena *arena, const struct example_site *site,
                          const struct example_ground *ground, struct buffer *out) {
    buffer_add_text(out, "code\tsite\tkind\tburial\trole\tcounts\toutline\tlength\twidth\tdepth\t"
                         "azimuth\tdatum\tcross\tsoil\tmunsell\texcavation\tsieve\topened\t"
                         "base_certified\tbase_certified_by\n");
    for (int i = 0; i < ground->count; i++) {
        const struct example_grave *grave = &ground->grave[i];
        const char *day = example_date(arena, grave->day);
        example_cell(out, grave->code);
        example_cell(out, "ELD");
        example_cell(out, grave->count == 1 ? "single_burial" : "cut");
        example_cell(out, grave->count == 1 ? "single" : "multiple");
        example_cell(out, "primary");
        example_cell(out, counts(arena, site, grave));
        example_cell(out, outline(arena, grave));
        example_cell_number(out, grave->length);
        example_cell_number(out, grave->width);
        example_cell_number(out, grave->depth);
        example_cell_number(out, grave->azimuth);
        example_cell(out, "ELD-D1, iron pin at the forest road");
        example_cell(out, grave->cross ? arena_format(arena, "%d", grave->cross) : NULL);
        example_cell(out, i % 3 ? "forest litter, grey sand, yellow sand from 60 cm"
                                : "forest litter, sand with roots, ash in the fill");
        example_cell(out, i % 3 ? "10YR 5/3" : "10YR 3/2");
        example_cell(out, "stratigraphic");
        example_cell_number(out, grave->count == 1 ? 8 : 4);
        example_cell(out, arena_format(arena, "%s|%s|%s|T. Hirvan, field team", day,
                                       example_instant(arena, grave->day, 7 * 60 + 30),
                                       example_instant(arena, grave->day, 18 * 60 + 30)));
        example_cell(out, day);
        example_cell(out, "T. Hirvan, field team");
        example_line_end(out);
    }
}

void example_write_sites(int remains, struct buffer *out) {
    static const char *const facts[][2] = {
        {"code", "ELD"},
        {"name", "Elderwood"},
        {"other_names", "Бузинний ліс;Elder Wood"},
        {"kind", "cemetery"},
        {"stage", "identification"},
        {"status", "exhausted"},
        {"place", "Elderwood district (invented)"},
        {"place_area", "POINT (0.0 0.0)"},
        {"location", "POINT (0.000000 0.000000)"},
        {"location_method", "gnss"},
        {"location_accuracy", "5 m"},
        {"datum", "ELD-D1, iron pin at the forest road"},
        {"admin_area", "Elderwood, Coast Republic (invented)"},
        {"reported_on", "2018-09-28"},
        {"reported_by", "a forester, known to the family liaison"},
        {"controlled", "Northern Army (invented)|2018-03-10/2018-09-26|sources.tsv;"
                       "Coast Republic (invented)|2018-09-26/..|sources.tsv"},
        {"authority", "District prosecutor of Elderwood (invented)"},
        {"order_number", "ELD 17/2019 (invented)"},
        {"hazards", "unexploded_ordnance"},
        {"protection", "fenced;guarded"},
        {"surveys", "drone|2018-10-02|field team|rows of mounds with crosses;"
                    "probe|2019-04|field team|no further soft ground within 30 m of the rows"},
        {"access_log", "people of the town|2018-09/2018-10|looked for relatives, set up crosses"},
        {"notes", "All of this is invented. The position lies in the open sea."},
    };
    enum { FACTS = sizeof facts / sizeof facts[0] };
    for (int i = 0; i < FACTS; i++) example_cell(out, facts[i][0]);
    buffer_add_text(out, "\talleged_least\talleged_most\talleged_source\n");
    for (int i = 0; i < FACTS; i++) example_cell(out, facts[i][1]);
    example_cell_number(out, example_scaled(200, remains));
    example_cell_number(out, example_scaled(600, remains));
    example_cell(out, "people who stayed in the town, and a list kept by the undertaker");
    example_line_end(out);
}
