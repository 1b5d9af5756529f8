/* From records to what leads are found by. */
#include <string.h>

#include "base/fold.h"
#include "case/leads.h"

/* The text of a field, also of one in a script; "" when it has none. In the arena. */
static const char *text_of(struct arena *arena, const json_t *fields, const char *name) {
    const json_t *value = json_object_get(fields, name);
    if (json_is_object(value)) value = json_object_get(value, "text");
    const char *text = json_string_value(value);
    return text ? arena_copy(arena, text) : "";
}

static void add_name(struct arena *arena, const struct given_names *given, const char *text,
                     enum name_role role, const char *source, struct leads_name *list,
                     int *count) {
    if (*count == LEADS_NAMES_MOST || !*text) return;
    struct leads_name name = {.text = text, .source = source};
    name_add(arena, given, text, role, &name.name);
    if (name.name.count) list[(*count)++] = name;
}

static const char *bare(struct arena *arena, const char *text) {
    char *small = fold_small(arena, text), *end = small;
    for (const char *at = small; *at; at++)
        if (!strchr(" \t-.,;:/()\"'#", *at)) *end++ = *at;
    *end = 0;
    return small;
}

static bool read_date(const char *text, const char *source, struct leads_date *out_date) {
    struct error ignored = {0};
    struct leads_date date = {.text = text, .source = source};
    if (!*text || !edtf_read(text, &date.edtf, &ignored)) return false;
    *out_date = date;
    return true;
}

static char sex_of(const char *text) { return *text == 'M' || *text == 'F' ? *text : 0; }

static enum name_role role_of(const char *kind) {
    static const struct {
        const char *kind;
        enum name_role role;
    } roles[] = {{"given", NAME_GIVEN}, {"family", NAME_FAMILY}, {"patronymic", NAME_PATRONYMIC},
                 {"maiden", NAME_FAMILY}};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (!strcmp(kind, roles[i].kind)) return roles[i].role;
    return NAME_ANY;
}

bool leads_person_read(struct arena *arena, const struct given_names *given, const char *rec,
                       const json_t *fields, struct leads_person *out_person) {
    size_t i;
    json_t *row;
    if (strcmp(text_of(arena, fields, "role"), "missing") != 0) return false;
    struct leads_person person = {
        .id = text_of(arena, fields, "id"),
        .rec = rec ? arena_copy(arena, rec) : NULL,
        .sex = sex_of(text_of(arena, fields, "sex")),
        .birth_place = text_of(arena, fields, "birth_place"),
        .papers = bare(arena, text_of(arena, fields, "papers")),
    };
    const json_t *names = json_object_get(fields, "names");
    size_t most = json_array_size(names) < LEADS_NAMES_MOST ? json_array_size(names)
                                                            : LEADS_NAMES_MOST;
    person.name = arena_new(arena, struct leads_name, most);
    json_array_foreach((json_t *)names, i, row) {
        if (person.name_count == (int)most) break;
        const char *kind = text_of(arena, row, "kind");
        add_name(arena, given, text_of(arena, row, "name"), role_of(kind), kind, person.name,
                 &person.name_count);
    }
    struct leads_date born;
    if (read_date(text_of(arena, fields, "born"), "", &born)) {
        struct leads_date *kept = arena_new(arena, struct leads_date, 1);
        *kept = born;
        person.born = kept;
    }
    *out_person = person;
    return true;
}

/* ------------------------------------------------------------------ documents */

static void add_date(struct leads_document *document, const char *text, const char *source) {
    for (int i = 0; i < document->date_count; i++)
        if (!strcmp(document->born[i].text, text)) return;
    if (document->date_count < LEADS_DATES_MOST &&
        read_date(text, source, &document->born[document->date_count]))
        document->date_count++;
}

static void add_note(struct leads_document *document, const char *note) {
    if (document->note_count < (int)(sizeof document->note / sizeof *document->note))
        document->note[document->note_count++] = note;
}

/* Names with their roles, which only a zone tells apart. */
static void add_zone_names(struct arena *arena, const struct given_names *given,
                           const struct mrz_zone *zone, struct leads_document *document) {
    struct leads_name name = {.source = "zone"};
    if (zone->native) {
        add_name(arena, given, zone->native, NAME_ANY, "zone", document->name,
                 &document->name_count);
        return;
    }
    name.text = arena_format(arena, "%s %s", zone->family, zone->given);
    name_add(arena, given, zone->family, NAME_FAMILY, &name.name);
    name_add(arena, given, zone->given, NAME_GIVEN, &name.name);
    if (zone->cut && name.name.count) name.name.word[name.name.count - 1].cut = true;
    if (name.name.count && document->name_count < LEADS_NAMES_MOST)
        document->name[document->name_count++] = name;
}

static void add_zone(struct arena *arena, const struct given_names *given,
                     const struct mrz_zone *zone, struct leads_document *document) {
    const char *failing = mrz_failing(arena, zone);
    add_zone_names(arena, given, zone, document);
    for (int i = 0; i < zone->birth.count; i++)
        if (zone->birth.century[i].possible)
            add_date(document, mrz_date_text(arena, &zone->birth, i), "zone");
    if (!document->sex && (zone->sex == 'M' || zone->sex == 'F')) document->sex = zone->sex;
    if (!*document->number) document->number = zone->number;
    if (*failing)
        add_note(document, arena_format(arena, "check digits of its zone do not agree (%s): a "
                                               "character may have been misread",
                                        failing));
    if (strcmp(document->number, zone->number) != 0)
        add_note(document, arena_format(arena, "its number is %s, but its zone has %s",
                                        document->number, zone->number));
}

void leads_document_read(struct arena *arena, const struct given_names *given, const char *rec,
                         const json_t *fields, struct leads_document *out_document) {
    struct leads_document document = {
        .code = text_of(arena, fields, "code"),
        .rec = rec ? arena_copy(arena, rec) : NULL,
        .class = text_of(arena, fields, "class"),
        .found_where = text_of(arena, fields, "found_where"),
        .remains = text_of(arena, fields, "remains"),
        .person = text_of(arena, fields, "person"),
        .sex = sex_of(text_of(arena, fields, "sex")),
        .number = text_of(arena, fields, "document_number"),
        .birth_place = text_of(arena, fields, "birth_place"),
    };
    add_name(arena, given, text_of(arena, fields, "name_native"), NAME_ANY, "native",
             document.name, &document.name_count);
    add_date(&document, text_of(arena, fields, "born"), "page");
    const char *lines = text_of(arena, fields, "mrz");
    struct error error = {0};
    struct mrz mrz = {0};
    if (!mrz_read(arena, lines, strlen(lines), &mrz, &error))
        add_note(&document, arena_format(arena, "its zone cannot be read: %s", error.text));
    else if (*lines && !mrz.zone_count) add_note(&document, "its lines are no whole zone");
    if (mrz.zone_count) add_zone(arena, given, &mrz.zone[0], &document);
    add_name(arena, given, text_of(arena, fields, "name_latin"), NAME_ANY, "Latin", document.name,
             &document.name_count);
    document.number_bare = bare(arena, document.number);
    if (!document.name_count) add_note(&document, "it says no name that can be read");
    *out_document = document;
}

void leads_name_read(struct arena *arena, const struct given_names *given, const char *text,
                     struct leads_document *out_document) {
    struct leads_document document = {.code = "", .class = "", .found_where = "", .remains = "",
                                      .person = "", .number = "", .birth_place = "",
                                      .number_bare = ""};
    add_name(arena, given, text, NAME_ANY, "typed", document.name, &document.name_count);
    *out_document = document;
}
