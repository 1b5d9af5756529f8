/* From the tables to what is counted: every table once, every row once. */
#include <stdlib.h>
#include <string.h>

#include "case/counts_reading.h"
#include "case/decisions.h"
#include "schema/none.h"
#include "store/statements.h"

static bool each(struct counting *counting, const struct statement *statement,
                 bool (*take)(struct counting *counting, struct query *query, bool forked)) {
    struct query *query;
    bool row = false, good;
    if (!query_open(counting->tables->store, statement, &query, counting->error)) return false;
    while ((good = query_step(query, &row, counting->error)) && row)
        if (!take(counting, query, query_int(query, 1) > 1)) {
            good = false;
            break;
        }
    query_close(query);
    return good;
}

const char *counting_text(struct query *query, int column) {
    return query_is_null(query, column) ? NULL : query_text(query, column);
}

const char *counting_kept(struct counting *counting, struct query *query, int column) {
    const char *text = counting_text(query, column);
    return text ? arena_copy(counting->arena, text) : "";
}

void counting_each_text(struct query *query, int column, void *data,
                      void (*take)(void *data, const char *text)) {
    const char *text = counting_text(query, column);
    json_t *list = text ? json_loads(text, 0, NULL) : NULL;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *one = json_string_value(json_array_get(list, i));
        if (one) take(data, one);
    }
    json_decref(list);
}

/* ------------------------------------------------------------------ words */

static void find_fields(struct counts *counts) {
    static const char *const names[COUNTED_FIELDS] = {"sex", "kind", "status", "complete", "arms",
                                                      "position", "preservation", "articulation"};
    for (int i = 0; i < COUNTED_FIELDS; i++)
        counts->field[i] = schema_field_find(schema_find("remains"), names[i]);
}

int counting_word(const struct schema_field *field, const char *word) {
    for (int i = 0; word && i < field->words.count; i++)
        if (!strcmp(field->words.word[i], word)) return i;
    return SAID_NOTHING;
}

int counting_none(const char *reason) {
    static const int said[NONE_REASONS] = {
        [NONE_NOT_RECORDED] = SAID_NOT_RECORDED, [NONE_NOT_EXAMINED] = SAID_NOT_EXAMINED,
        [NONE_EXAMINED_ABSENT] = SAID_ABSENT,    [NONE_UNKNOWN] = SAID_UNKNOWN,
        [NONE_WITHHELD] = SAID_WITHHELD};
    for (int i = 0; reason && i < NONE_REASONS; i++)
        if (!strcmp(reason, none_name(i))) return said[i];
    return SAID_NOTHING;
}

/* What a column says, and the one of its reason behind it. */
static int said_at(struct query *query, int column, const struct schema_field *field) {
    const char *reason = counting_text(query, column + 1);
    if (reason) return counting_none(reason);
    if (query_is_null(query, column)) return SAID_NOTHING;
    if (field->type == FIELD_YES_NO) return query_int(query, column) != 0;
    return counting_word(field, query_text(query, column));
}

unsigned counting_site_bit(const char *word) {
    static const char *const sites[] = {"wrists", "ankles", "neck", "eyes", "mouth"};
    for (unsigned i = 0; word && i < sizeof sites / sizeof *sites; i++)
        if (!strcmp(sites[i], word)) return 1U << i;
    return AT_OTHER;
}

/* ------------------------------------------------------------------ places */

static int add_place(struct counting *counting, struct query *query, bool forked,
                     struct rec_map *places, struct counted_place **list, int *count, size_t *room) {
    const char *rec = query_text(query, 0);
    int known = forked ? rec_map_find(places, rec) : -1;
    if (known >= 0) return known;
    *list = arena_grow(counting->arena, *list, (size_t)*count, room, sizeof **list);
    const char *code = counting_text(query, 2);
    (*list)[*count] = (struct counted_place){
        .rec = arena_copy(counting->arena, rec),
        .code = arena_copy(counting->arena, code ? code : rec),
        .site = PLACE_NONE};
    rec_map_put(counting->arena, places, (*list)[*count].rec, *count);
    return (*count)++;
}

static bool take_site(struct counting *counting, struct query *query, bool forked) {
    struct counts *counts = counting->counts;
    add_place(counting, query, forked, &counting->site_of, &counts->site, &counts->site_count,
              &counting->site_room);
    return true;
}

static bool take_grave(struct counting *counting, struct query *query, bool forked) {
    struct counts *counts = counting->counts;
    int before = counts->grave_count;
    int site = rec_map_find(&counting->site_of, counting_text(query, 3));
    int grave = add_place(counting, query, forked, &counting->grave_of, &counts->grave,
                          &counts->grave_count, &counting->grave_room);
    int *known = &counts->grave[grave].site;
    if (counts->grave_count > before) *known = site < 0 ? PLACE_NONE : site;
    else if (*known != site) *known = PLACE_DIFFERS;
    return true;
}

static int by_code(const void *left, const void *right) {
    const struct counted_place *one = left, *other = right;
    return strcmp(one->code, other->code);
}

/* In the order of their codes, before anything names their places. */
static void sort_places(struct arena *arena, struct counted_place *list, int count,
                        struct rec_map *places) {
    if (count) qsort(list, (size_t)count, sizeof *list, by_code);
    for (int i = 0; i < count; i++) rec_map_put(arena, places, list[i].rec, i);
}

/* ------------------------------------------------------------------ remains */

static unsigned restraints_of(const char *text) {
    unsigned sites = 0;
    json_t *rows = json_loads(text, 0, NULL);
    for (size_t i = 0; i < json_array_size(rows); i++)
        sites |= counting_site_bit(json_string_value(
            json_object_get(json_array_get(rows, i), "site")));
    json_decref(rows);
    return sites;
}

void counting_keep_pair(struct counting *counting, struct counting_pair **list, size_t *count,
                        size_t *room, const char *rec, const char *other, int heads) {
    *list = arena_grow(counting->arena, *list, *count, room, sizeof **list);
    (*list)[(*count)++] = (struct counting_pair){arena_copy(counting->arena, rec),
                                                 arena_copy(counting->arena, other), heads};
}

/* Links that are certain; the others join nobody. */
static void take_links(struct counting *counting, const char *rec, int heads, const char *text) {
    json_t *rows = text ? json_loads(text, 0, NULL) : NULL;
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        const char *strength = json_string_value(json_object_get(row, "strength"));
        const char *other = json_string_value(json_object_get(row, "remains"));
        if (other && strength && !strcmp(strength, "certain"))
            counting_keep_pair(counting, &counting->link, &counting->link_count,
                               &counting->link_room, rec, other, heads);
    }
    json_decref(rows);
}

enum { REMAINS_SITE = 3, REMAINS_GRAVE = 4, REMAINS_WORDS = 5,
       REMAINS_RESTRAINT = REMAINS_WORDS + 2 * COUNTED_FIELDS,
       REMAINS_LINKS = REMAINS_RESTRAINT + 2 };

static struct counted_remains read_remains(struct counting *counting, struct query *query) {
    struct counted_remains remains = {.rec = arena_copy(counting->arena, query_text(query, 0)),
                                      .code = counting_kept(counting, query, 2),
                                      .sex = SEX_IS_NOT_ESTIMATED,
                                      .sex_said = SAID_NOTHING,
                                      .age_said = SAID_NOTHING,
                                      .age = AGE_IS_NOT_ESTIMATED,
                                      .papers = PAPERS_NONE_RECORDED};
    remains.grave = rec_map_find(&counting->grave_of, counting_text(query, REMAINS_GRAVE));
    remains.site = rec_map_find(&counting->site_of, counting_text(query, REMAINS_SITE));
    if (remains.site < 0 && remains.grave >= 0)
        remains.site = counting->counts->grave[remains.grave].site;
    for (int i = 0; i < COUNTED_FIELDS; i++)
        remains.said[i] = said_at(query, REMAINS_WORDS + 2 * i, counting->counts->field[i]);
    const char *rows = counting_text(query, REMAINS_RESTRAINT);
    if (rows) remains.restraint = restraints_of(rows);
    else remains.restraint_said = counting_none(counting_text(query, REMAINS_RESTRAINT + 1));
    return remains;
}

/* Another newest revision of remains that are there already: what the two do not both say is in
 * dispute. */
static void settle(struct counted_remains *known, const struct counted_remains *other) {
    if (known->grave != other->grave) known->grave = PLACE_DIFFERS;
    if (known->site != other->site) known->site = PLACE_DIFFERS;
    for (int i = 0; i < COUNTED_FIELDS; i++)
        if (known->said[i] != other->said[i]) known->said[i] = SAID_DIFFERENT_THINGS;
    if (known->restraint != other->restraint || known->restraint_said != other->restraint_said)
        known->restraint_said = SAID_DIFFERENT_THINGS;
}

static bool take_remains(struct counting *counting, struct query *query, bool forked) {
    struct counts *counts = counting->counts;
    struct counted_remains remains = read_remains(counting, query);
    int known = forked ? rec_map_find(&counting->remains_of, remains.rec) : -1;
    take_links(counting, remains.rec, (int)query_int(query, 1),
               counting_text(query, REMAINS_LINKS));
    if (known >= 0) {
        settle(&counts->remains[known], &remains);
        return true;
    }
    counts->forked += forked;
    counts->remains =
        arena_grow(counting->arena, counts->remains, (size_t)counts->remains_count,
                   &counting->remains_room, sizeof *counts->remains);
    rec_map_put(counting->arena, &counting->remains_of, remains.rec, counts->remains_count);
    remains.place = counts->remains_count;
    counts->remains[counts->remains_count++] = remains;
    return true;
}

struct counted_remains *counting_remains(struct counting *counting, const char *rec) {
    int place = rec_map_find(&counting->remains_of, rec);
    return place < 0 ? NULL : &counting->counts->remains[place];
}

/* ------------------------------------------------------------------ all of it */

/* Sex, where it is certain, stands before any estimate. */
static void settle_sex(struct counts *counts) {
    int male = counting_word(counts->field[FIELD_OF_SEX], "M");
    for (int i = 0; i < counts->remains_count; i++) {
        int said = counts->remains[i].said[FIELD_OF_SEX];
        if (said >= 0) counts->remains[i].sex = said == male ? SEX_IS_MALE : SEX_IS_FEMALE;
        else if (said == SAID_DIFFERENT_THINGS) counts->remains[i].sex = SEX_DIFFERS;
    }
}

static bool read_places(struct counting *counting) {
    struct counts *counts = counting->counts;
    if (!each(counting, &COUNT_SITES_ALL, take_site)) return false;
    sort_places(counting->arena, counts->site, counts->site_count, &counting->site_of);
    if (!each(counting, &COUNT_GRAVES_ALL, take_grave)) return false;
    sort_places(counting->arena, counts->grave, counts->grave_count, &counting->grave_of);
    return true;
}

/* Which remains have a profile is asked for individuals alone. */
static bool read_profiles(struct counting *counting) {
    const struct count_individuals *individuals = counting->counts->individuals;
    if (!individuals || !individuals->kept) return true;
    if (!each(counting, &COUNT_SAMPLES_ALL, counting_take_sample)) return false;
    counting_follow_samples(counting);
    return each(counting, &COUNT_PROFILES_ALL, counting_take_profile);
}

static bool read_all(struct counting *counting, const struct investigation *investigation) {
    struct decisions decisions;
    if (!read_places(counting) || !each(counting, &COUNT_REMAINS_ALL, take_remains) ||
        !each(counting, &COUNT_ELEMENTS_ALL, counting_take_element) ||
        !each(counting, &COUNT_EXAMINATIONS_ALL, counting_take_examination) ||
        !each(counting, &COUNT_FINDINGS_ALL, counting_take_finding) ||
        !each(counting, &COUNT_DOCUMENTS_ALL, counting_take_document) ||
        !read_profiles(counting) || !each(counting, &COUNT_PERSONS_ALL, counting_take_person) ||
        !decisions_read(counting->arena, investigation, counting->tables, &decisions,
                        counting->error))
        return false;
    counting_take_decisions(counting, &decisions);
    settle_sex(counting->counts);
    counting_join(counting);
    if (!each(counting, &COUNT_HANDOVERS_ALL, counting_take_handover)) return false;
    counting_tell_others(counting);
    return true;
}

bool counts_read(struct arena *arena, const struct investigation *investigation,
                 const struct tables *tables, const struct count_individuals *individuals,
                 struct counts **out_counts, struct error *error) {
    struct counts *counts = arena_new(arena, struct counts, 1);
    struct counting counting = {.arena = arena,
                                .tables = tables,
                                .counts = counts,
                                .error = error};
    counts->individuals = individuals;
    find_fields(counts);
    if (!read_all(&counting, investigation)) return false;
    *out_counts = counts;
    return true;
}
