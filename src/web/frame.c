/* What is around every page: where one is, what else there is, who one is. */
#include <string.h>

#include "base/buffer.h"
#include "http/page_frame.h"
#include "web/pages.h"

/* Places of the navigation, and who has a use for them. */
struct place {
    const char *address;
    const char *(*text)(enum language language);
    unsigned roles;
    const char *kind; /* that they also have to be allowed to read; NULL: none */
};

static const char *say_home(enum language language) { return say(language, "Overview"); }
static const char *say_records(enum language language) { return say(language, "Records"); }
static const char *say_documents(enum language language) { return say(language, "Documents"); }
static const char *say_media(enum language language) { return say(language, "Photographs"); }
static const char *say_families(enum language language) { return say(language, "Families"); }
static const char *say_identify(enum language language) { return say(language, "Identify"); }
static const char *say_figures(enum language language) { return say(language, "Count"); }
static const char *say_custody(enum language language) { return say(language, "Custody"); }
static const char *say_find(enum language language) { return say(language, "Find"); }

static const struct place PLACES[] = {
    {"/", say_home, ALL_ROLES, NULL},
    {"/records", say_records, ALL_ROLES, NULL},
    {"/documents", say_documents, ALL_ROLES, NULL},
    {"/media", say_media, ALL_ROLES, "media"},
    {"/families", say_families, ALL_ROLES, "person"},
    {"/identify", say_identify,
     1U << USER_LABORATORY | 1U << USER_EXAMINER | 1U << USER_BOARD | 1U << USER_ADMINISTRATOR,
     NULL},
    {"/custody", say_custody, ALL_ROLES, NULL},
    {"/figures", say_figures, ALL_ROLES, NULL},
    {"/find", say_find, ALL_ROLES, NULL},
};

enum { PLACE_COUNT = sizeof PLACES / sizeof *PLACES };

static bool has_use(const struct place *place, unsigned roles) {
    return (place->roles & roles) &&
           (!place->kind || schema_may_look(schema_find(place->kind), roles));
}

const struct page_frame *visit_frame(const struct visit *visit, const char *title,
                                     const char *here) {
    struct page_frame *frame = arena_new(visit->arena, struct page_frame, 1);
    *frame = (struct page_frame){.title = title, .investigation = visit->web->name};
    frame->languages = arena_new(visit->arena, struct page_frame_languages, LANGUAGES);
    for (int i = 0; i < LANGUAGES; i++)
        if ((enum language)i != visit->language)
            ((struct page_frame_languages *)frame->languages)[frame->languages_count++] =
                (struct page_frame_languages){.tag = language_tag((enum language)i),
                                              .name = language_name((enum language)i)};
    frame->path = visit->request->path;
    if (!visit->roles) return frame;
    frame->name = visit->person->name;
    frame->device = visit->web->investigation.device;
    struct page_frame_places *places =
        arena_new(visit->arena, struct page_frame_places, PLACE_COUNT);
    for (int i = 0; i < PLACE_COUNT; i++)
        if (has_use(&PLACES[i], visit->roles))
            places[frame->places_count++] =
                (struct page_frame_places){.address = PLACES[i].address,
                                           .text = PLACES[i].text(visit->language),
                                           .here = here && !strcmp(PLACES[i].address, here)};
    frame->places = places;
    const char *query = request_query(visit->request, "q");
    frame->query = query ? query : "";
    return frame;
}

struct html *visit_page(const struct visit *visit) { return respond_page(visit->request, 200); }

const char *record_address(struct arena *arena, const char *rec) {
    /* u-X and r-X are the same. */
    return arena_format(arena, "/record/r%s", *rec ? rec + 1 : "");
}

const char *address_part(struct arena *arena, const char *text) {
    struct buffer out = {0};
    struct html html = {.out = &out};
    html_url_part(&html, text);
    const char *part = arena_copy(arena, buffer_text(&out));
    buffer_close(&out);
    return part;
}

void respond_file(struct visit *visit, const struct buffer *bytes, const char *name, bool is_json) {
    respond_bytes(visit->request, is_json ? "application/json" : "text/csv; charset=utf-8",
                  buffer_text(bytes), bytes->size,
                  arena_format(visit->arena, "%s.%s", name, is_json ? "json" : "csv"));
}
