#include "case/pair_evidence.h"

#include <stdlib.h>
#include <string.h>

#include "record/head.h"
#include "record/label.h"
#include "schema/edtf.h"
#include "store/statements.h"

enum {
    AGE_SLACK = 1 /* years: nobody was last seen on the day of their death */,
    STATURE_SLACK = 50 /* mm */
};
#define DAYS_A_YEAR 365.2425

struct holding {
    struct arena *arena;
    const struct tables *tables;
    json_t *person;
    const char *person_rec;
    struct pair_evidence *evidence;
    size_t capacity;
    struct error *error;
};

/* ------------------------------------------------------------------ records */

/* What the revision says; the caller's to give back, NULL on failure. */
static json_t *read_fields(const struct tables *tables, const char *kind, int64_t index,
                           struct error *error) {
    const struct table *table = tables_find(tables, kind);
    json_t *fields = json_object();
    struct query *query;
    bool row, done = table && query_open(tables->store, &table->row, &query, error);
    if (done) {
        query_bind_int(query, 1, index);
        done =
            query_step(query, &row, error) && (!row || tables_fields(table, query, fields, error));
        query_close(query);
    }
    if (done) return fields;
    json_decref(fields);
    return NULL;
}

/* The newest revision of a record, the first of several. */
static json_t *read_record(const struct tables *tables, const char *rec, struct error *error) {
    struct arena arena;
    struct head head;
    arena_open(&arena, 0);
    bool done = head_find(&arena, tables, rec, &head, error);
    arena_close(&arena);
    if (!done) return NULL;
    return head.table ? read_fields(tables, head.table->schema->kind, head.index, error) : json_object();
}

static const char *text_of(const json_t *fields, const char *name) {
    return json_string_value(json_object_get(fields, name));
}

static int number_of(const json_t *fields, const char *name) {
    const json_t *value = json_object_get(fields, name);
    return json_is_integer(value) ? (int)json_integer_value(value) : -1;
}

/* ------------------------------------------------------------------ lines */

static struct pair_line *add_line(struct holding *holding, enum pair_line_kind kind,
                                  const char *rec) {
    struct pair_evidence *evidence = holding->evidence;
    evidence->line = arena_grow(holding->arena, evidence->line, (size_t)evidence->count,
                                &holding->capacity, sizeof *evidence->line);
    struct pair_line *line = &evidence->line[evidence->count++];
    *line = (struct pair_line){.kind = kind,
                               .says = SAYS_NEUTRAL,
                               .rec = arena_copy(holding->arena, rec),
                               .remains = "",
                               .person = "",
                               .remains_least = -1,
                               .remains_most = -1,
                               .person_least = -1,
                               .person_most = -1};
    return line;
}

static void add_sex(struct holding *holding, const char *rec, const char *sex) {
    const char *known = text_of(holding->person, "sex");
    struct pair_line *line = add_line(holding, LINE_SEX, rec);
    line->remains = sex;
    if (known) line->person = arena_copy(holding->arena, known);
    if (known) line->says = strcmp(sex, known) == 0 ? SAYS_SUPPORTS : SAYS_CONTRADICTS;
}

static void hold_ranges(struct pair_line *line, int slack) {
    if (line->person_least < 0 || line->remains_least < 0) return;
    int gap = line->person_least - line->remains_most;
    if (line->remains_least - line->person_most > gap)
        gap = line->remains_least - line->person_most;
    line->says = gap <= 0 ? SAYS_SUPPORTS : gap <= slack ? SAYS_NEUTRAL : SAYS_CONTRADICTS;
}

static bool read_date(const json_t *fields, const char *name, struct edtf *out) {
    const char *text = text_of(fields, name);
    struct error none = {0};
    return text && edtf_read(text, out, &none) && out->first_day > INT32_MIN &&
           out->last_day < INT32_MAX;
}

/* How old the person was when last seen. */
static void put_age(const struct holding *holding, struct pair_line *line) {
    struct edtf born, seen;
    if (!read_date(holding->person, "born", &born) ||
        !read_date(holding->person, "last_seen_on", &seen))
        return;
    double least = (seen.first_day - born.last_day) / DAYS_A_YEAR;
    double most = (seen.last_day - born.first_day) / DAYS_A_YEAR;
    if (least < 0) return;
    line->person_least = (int)least;
    line->person_most = (int)most;
}

static void add_range(struct holding *holding, enum pair_line_kind kind, const char *rec,
                      const json_t *fields, const char *low, const char *high) {
    if (number_of(fields, low) < 0 || number_of(fields, high) < 0) return;
    struct pair_line *line = add_line(holding, kind, rec);
    line->remains_least = number_of(fields, low);
    line->remains_most = number_of(fields, high);
    if (kind == LINE_AGE) put_age(holding, line);
    else line->person_least = line->person_most = number_of(holding->person, "height");
    hold_ranges(line, kind == LINE_AGE ? AGE_SLACK : STATURE_SLACK);
}

static void add_examination(struct holding *holding, const char *rec, const json_t *fields) {
    const char *sex = text_of(fields, "sex_estimate");
    if (sex && strstr(sex, "female")) add_sex(holding, rec, "F");
    else if (sex && strstr(sex, "male")) add_sex(holding, rec, "M");
    add_range(holding, LINE_AGE, rec, fields, "age_low", "age_high");
    add_range(holding, LINE_STATURE, rec, fields, "stature_low", "stature_high");
}

static bool add_document(struct holding *holding, const char *rec, const json_t *fields) {
    const char *of = text_of(fields, "person");
    struct pair_line *line = add_line(holding, LINE_DOCUMENT, rec);
    if (of) line->says = strcmp(of, holding->person_rec) == 0 ? SAYS_SUPPORTS : SAYS_CONTRADICTS;
    return label_of(holding->arena, holding->tables, rec, &line->remains, holding->error) &&
           (!of || label_of(holding->arena, holding->tables, of, &line->person, holding->error));
}

/* ------------------------------------------------------------------ what there is of remains */

static bool add_mention(struct holding *holding, struct query *query) {
    const char *field = query_text(query, 1), *kind = query_text(query, 3);
    bool examination = strcmp(kind, "examination") == 0, done = true;
    if (strcmp(field, "remains") != 0 || (!examination && strcmp(kind, "document") != 0))
        return true;
    const char *rec = arena_copy(holding->arena, query_text(query, 2));
    json_t *fields = read_fields(holding->tables, kind, query_int(query, 0), holding->error);
    if (!fields) return false;
    if (examination) add_examination(holding, rec, fields);
    else done = add_document(holding, rec, fields);
    json_decref(fields);
    return done;
}

static bool add_remains(struct holding *holding, const char *rec) {
    struct query *query;
    bool row, done;
    json_t *fields = read_record(holding->tables, rec, holding->error);
    if (!fields) return false;
    const char *sex = text_of(fields, "sex");
    if (sex) add_sex(holding, rec, arena_copy(holding->arena, sex));
    json_decref(fields);
    if (!query_open(holding->tables->store, &MENTIONS_OF, &query, holding->error)) return false;
    query_bind_text(query, 1, rec);
    while ((done = query_step(query, &row, holding->error)) && row)
        if (!(done = add_mention(holding, query))) break;
    query_close(query);
    return done;
}

/* In place, and so that what was found first stays first. */
static void sort_by_kind(struct arena *arena, struct pair_evidence *evidence) {
    struct pair_line *sorted = arena_new(arena, struct pair_line, evidence->count);
    int at = 0;
    for (int kind = 0; kind < LINE_KINDS; kind++)
        for (int i = 0; i < evidence->count; i++)
            if (evidence->line[i].kind == (enum pair_line_kind)kind)
                sorted[at++] = evidence->line[i];
    evidence->line = sorted;
}

bool pair_evidence_read(struct arena *arena, const struct tables *tables,
                        const char *const *remains_rec, int count, const char *person_rec,
                        struct pair_evidence *out_evidence, struct error *error) {
    struct holding holding = {.arena = arena,
                              .tables = tables,
                              .person_rec = person_rec,
                              .evidence = out_evidence,
                              .error = error};
    *out_evidence = (struct pair_evidence){0};
    holding.person = read_record(tables, person_rec, error);
    bool done = holding.person;
    for (int i = 0; i < count && done; i++) done = add_remains(&holding, remains_rec[i]);
    json_decref(holding.person);
    if (done) sort_by_kind(arena, out_evidence);
    return done;
}
