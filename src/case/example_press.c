/* What was said about the example's site: two invented parties, an allegation and a denial, numbers
 * that do not agree. Nothing here speaks of a real state, party or outlet. */
#include "case/example_story.h"

enum { GOVERNOR_SHORT = 14 }; /* numbers that the governor's count does not have, at 450 remains */

struct source {
    const char *number, *kind, *title, *outlet, *published, *url, *captured;
    const char *earlier, *changed; /* NULL: the first capture of this page */
};

static const struct source SOURCES[] = {
    {"SRC-1", "press_release", "Prosecutor opens a case on the graves in Elderwood",
     "Coast Republic, office of the prosecutor (invented)", "2018-09-30",
     "https://prosecutor.example/2018/elderwood", "2018-09-30T16:05:00+03:00", NULL, NULL},
    {"SRC-2", "interview", "They called the names at night", "Harbour Courier (invented)",
     "2018-10-04", "https://courier.example/brick-works", "2018-10-04T09:12:00+03:00", NULL, NULL},
    {"SRC-3", "broadcast", "Evening briefing", "Northern Army, information service (invented)",
     "2018-10-05", "https://north.example/briefing/1005", "2018-10-05T21:40:00+03:00", NULL, NULL},
    {"SRC-4", "newspaper", "Work in the forest has ended", "Harbour Courier (invented)",
     "2019-05-24", "https://courier.example/forest", "2019-05-24T07:30:00+03:00", NULL, NULL},
    {"SRC-5", "official_document", "Answer to a question in parliament",
     "Coast Republic, ministry of the interior (invented)", "2019-06-11",
     "https://interior.example/answers/211", "2019-06-12T10:00:00+03:00", NULL, NULL},
    {"SRC-6", "report", "Elderwood: what is known", "Commission of the Seven Harbours (invented)",
     "2019-07-02", "https://commission.example/elderwood.html", "2019-07-02T12:00:00+03:00", NULL,
     NULL},
    {"SRC-7", "newspaper", "Work in the forest has ended (corrected)",
     "Harbour Courier (invented)", "2019-06-15", "https://courier.example/forest",
     "2019-06-16T08:00:00+03:00", "SRC-4", "A correction was added below the text."},
};

static void write_sources(struct buffer *out) {
    buffer_add_text(out, "number\tkind\ttitle\toutlet\tpublished\tlanguage\turl\tcaptured\t"
                         "earlier\tchanged\tnotes\n");
    for (size_t i = 0; i < sizeof SOURCES / sizeof SOURCES[0]; i++) {
        const struct source *source = &SOURCES[i];
        example_cell(out, source->number);
        example_cell(out, source->kind);
        example_cell(out, source->title);
        example_cell(out, source->outlet);
        example_cell(out, source->published);
        example_cell(out, "en");
        example_cell(out, source->url);
        example_cell(out, source->captured);
        example_cell(out, source->earlier);
        example_cell(out, source->changed);
        example_cell(out, "Invented for the example.");
        example_line_end(out);
    }
}

struct statement {
    const char *number, *source, *speaker, *role, *party, *country, *act, *about, *directness;
    const char *text, *said, *stance, *verification;
};

static void write_statements(struct arena *arena, int remains, int governor, struct buffer *out) {
    const char *counted = arena_format(
        arena, "%d bodies were lifted in the forest, and the work there has ended.", governor);
    const char *answered = arena_format(
        arena, "%d numbers were given to what was lifted at Elderwood.", remains);
    const char *corrected = arena_format(
        arena, "An earlier version gave %d bodies as the number of the dead. It is a number of "
               "bodies and parts of bodies, and another office gives %d.", governor, remains);
    const struct statement list[] = {
        {"ST-01", "SRC-1", "V. Kryvelmuk", "prosecutor", "state", "Coast Republic", "allegation",
         "killing of civilians", "direct",
         "People were killed here while the Northern Army held the town. Some had tied hands.",
         "2018-09-30", "accuses", "unverified"},
        {"ST-02", "SRC-2", "a woman of the town, name withheld by the paper", "resident", "witness",
         NULL, "allegation", "detention at the brick works", "direct",
         "They held the men at the brick works, tied, and beat them. My brother was one of them.",
         "2018-10", "accuses", "unverified"},
        {"ST-03", "SRC-3", "Col. R. Lohvyn", "spokesman", "armed_group", "Northern Army", "denial",
         "killing of civilians", "direct", "Our soldiers did not harm a single civilian in that "
         "town.", "2018-10-05", "denies", "disputed"},
        {"ST-04", "SRC-3", "Col. R. Lohvyn", "spokesman", "armed_group", "Northern Army",
         "counter_allegation", "shelling of the town", "direct",
         "Those in the forest died under the shells of the Coast Republic.", "2018-10-05",
         "accuses", "unverified"},
        {"ST-05", "SRC-4", "H. Pyriahnenko", "governor of the district", "local_authority",
         "Coast Republic", "report", "number lifted", "direct", counted, "2019-05-23", "neutral",
         "disputed"},
        {"ST-06", "SRC-5", "Ministry of the interior", "ministry", "state", "Coast Republic",
         "report", "number lifted", "document", answered, "2019-06-11", "neutral", "supported"},
        {"ST-07", "SRC-6", "an officer of the Northern Army, unnamed", "officer", "armed_group",
         "Northern Army", "partial_admission", "burials", "indirect",
         "We buried those who lay in the streets, and set up the crosses.", "2019-06~", "admits",
         "unverified"},
        {"ST-08", "SRC-6", "Commission of the Seven Harbours", "commission", "intergovernmental",
         NULL, "call_for_inquiry", "all of the above", "document",
         "Both sides must open their lists of the detained and their orders of fire.",
         "2019-07-02", "demands", "unverified"},
        {"ST-09", "SRC-7", "Harbour Courier", "editors", "media", NULL, "correction",
         "number lifted", "document", corrected, "2019-06-15", "neutral", "supported"},
    };
    buffer_add_text(out, "number\tsource\tspeaker\tspeaker_role\tparty\tcountry\tact\tsites\t"
                         "about\tdirectness\ttext\tlanguage\tsaid\tstance\tverification\tnotes\n");
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        const struct statement *one = &list[i];
        const char *const cells[] = {one->number, one->source,     one->speaker, one->role,
                                     one->party,  one->country,    one->act,     "ELD",
                                     one->about,  one->directness, one->text,    "en",
                                     one->said,   one->stance,     one->verification,
                                     "Invented for the example."};
        for (size_t j = 0; j < sizeof cells / sizeof cells[0]; j++) example_cell(out, cells[j]);
        example_line_end(out);
    }
}

struct figure {
    const char *number, *kind;
    int value, low, high;
    bool approximate;
    const char *scope, *as_of, *speaker, *source, *statement, *verification;
};

static void write_figures(struct arena *arena, int remains, int governor, struct buffer *out) {
    int graves = example_scaled(400, remains), missing = example_scaled(480, remains);
    const struct figure list[] = {
        {"FG-01", "exhumed", governor, 0, 0, false, "the forest", "2019-05-23", "H. Pyriahnenko",
         "SRC-4", "ST-05", "disputed"},
        {"FG-02", "cases", remains, 0, 0, false, "the forest, bodies and parts", "2019-06-11",
         "Ministry of the interior", "SRC-5", "ST-06", "supported"},
        {"FG-03", "graves", graves, graves * 9 / 10, graves * 11 / 10, true, "the forest",
         "2018-09-30", "V. Kryvelmuk", "SRC-1", NULL, "unverified"},
        {"FG-04", "reported_missing", missing, 0, 0, true, "the town and the villages around it",
         "2019-03-01", "Commission of the Seven Harbours", "SRC-6", NULL, "unverified"},
    };
    buffer_add_text(out, "number\tkind\tvalue\tlow\thigh\tapproximate\tscope\tsite\tas_of\t"
                         "speaker\tsource\tstatement\tverification\tnotes\n");
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        const struct figure *one = &list[i];
        example_cell(out, one->number);
        example_cell(out, one->kind);
        example_cell_number(out, one->value);
        example_cell(out, one->low ? arena_format(arena, "%d", one->low) : NULL);
        example_cell(out, one->high ? arena_format(arena, "%d", one->high) : NULL);
        example_cell(out, one->approximate ? "yes" : "no");
        example_cell(out, one->scope);
        example_cell(out, "ELD");
        example_cell(out, one->as_of);
        example_cell(out, one->speaker);
        example_cell(out, one->source);
        example_cell(out, one->statement);
        example_cell(out, one->verification);
        example_cell(out, "Invented for the example.");
        example_line_end(out);
    }
}

static void write_relations(struct buffer *out) {
    static const char *const list[][5] = {
        {"RL-01", "denies", "ST-03", "ST-01", "It answers the accusation in the same words."},
        {"RL-02", "responds_to", "ST-04", "ST-01", "It gives another cause for the same graves."},
        {"RL-03", "contradicts", "FG-02", "FG-01",
         "The governor speaks of bodies, the ministry counts numbers given to bodies and parts."},
        {"RL-04", "corrects", "ST-09", "ST-05", "The paper says what its number had counted."},
        {"RL-05", "explains", "ST-07", "ELD", "Who set up the crosses."},
        {"RL-06", "responds_to", "ST-08", "ST-03", "It asks both sides for their papers."},
    };
    buffer_add_text(out, "number\tkind\tsubject\tobject\texplanation\n");
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        for (int j = 0; j < 5; j++) example_cell(out, list[i][j]);
        example_line_end(out);
    }
}

void example_write_press(struct arena *arena, int remains, struct buffer *sources,
                         struct buffer *statements, struct buffer *figures,
                         struct buffer *relations) {
    int governor = remains - example_scaled(GOVERNOR_SHORT, remains);
    if (governor == remains) governor--;
    write_sources(sources);
    write_statements(arena, remains, governor, statements);
    write_figures(arena, remains, governor, figures);
    write_relations(relations);
}
