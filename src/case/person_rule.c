#include "case/person_rule.h"

#include <string.h>

#include "store/statements.h"

struct ruling {
    struct arena *arena;
    const struct tables *tables;
    const struct person_change *change;
    int count;
    struct relatives relatives;
};

static const char *text_at(struct arena *arena, struct query *query, int column) {
    return query_is_null(query, column) ? NULL : arena_copy(arena, query_text(query, column));
}

static struct relative relative_at(struct arena *arena, struct query *query) {
    const char *family = text_at(arena, query, 1), *id = text_at(arena, query, 2);
    const char *sex = text_at(arena, query, 5), *rec = text_at(arena, query, 0);
    return (struct relative){.family = family ? family : "",
                             .id = id ? id : rec,
                             .rec = rec,
                             .father = text_at(arena, query, 3),
                             .mother = text_at(arena, query, 4),
                             .sex = !sex ? SEX_UNKNOWN : *sex == 'M' ? SEX_MALE : SEX_FEMALE,
                             .place = -1};
}

static bool has(const struct ruling *ruling, const char *rec) {
    for (int i = 0; i < ruling->relatives.count; i++)
        if (!strcmp(ruling->relatives.relative[i].rec, rec)) return true;
    return false;
}

/* Adds those whom the statement finds, and who are not there yet; `what` may be NULL. */
static bool add(struct ruling *ruling, const struct statement *statement, const char *what,
                struct error *error) {
    struct query *query;
    bool row, done;
    if (!query_open(ruling->tables->store, statement, &query, error)) return false;
    if (what) query_bind_text(query, 1, what);
    while ((done = query_step(query, &row, error)) && row)
        if (!has(ruling, query_text(query, 0)))
            relatives_add(&ruling->relatives, relative_at(ruling->arena, query));
    query_close(query);
    return done;
}

/* The family that a person is in now; NULL when there is no such person yet, or of no family. */
static bool family_of(const struct ruling *ruling, const char *rec, const char **out_family,
                      struct error *error) {
    struct query *query;
    bool row, done;
    if (!query_open(ruling->tables->store, &RELATIVE_OF_RECORD, &query, error)) return false;
    query_bind_text(query, 1, rec);
    done = query_step(query, &row, error);
    *out_family = done && row ? text_at(ruling->arena, query, 1) : NULL;
    query_close(query);
    return done;
}

/* Marks the families that change. */
static bool find_families(struct ruling *ruling, struct error *error) {
    for (int i = 0; i < ruling->count; i++) {
        const char *family;
        struct relative relative =
            relative_read(ruling->arena, ruling->change[i].fields, ruling->change[i].rec, i);
        relatives_add(&ruling->relatives, relative);
        relatives_change(&ruling->relatives, relative.family);
        if (!family_of(ruling, relative.rec, &family, error)) return false;
        if (family) relatives_change(&ruling->relatives, family);
    }
    return true;
}

/* And parents who are of another family, so that it can be said. */
static bool add_parents(struct ruling *ruling, struct error *error) {
    for (int i = 0; i < ruling->count; i++) {
        struct relative of = ruling->relatives.relative[i];
        if ((of.father && !has(ruling, of.father) &&
             !add(ruling, &RELATIVE_OF_RECORD, of.father, error)) ||
            (of.mother && !has(ruling, of.mother) &&
             !add(ruling, &RELATIVE_OF_RECORD, of.mother, error)))
            return false;
    }
    return true;
}

static void keep_first(void *data, int place, const char *field, const char *text) {
    struct person_fault *fault = data;
    if (fault->place < 0) *fault = (struct person_fault){place, field, text};
}

bool person_rule_families(struct arena *arena, const struct tables *tables,
                          const struct person_change *change, int count, const char ***out_family,
                          size_t *out_count, struct error *error) {
    struct ruling ruling = {.arena = arena, .tables = tables, .change = change, .count = count};
    relatives_open(&ruling.relatives, arena);
    bool done = find_families(&ruling, error);
    if (done) {
        const char *name;
        json_t *value;
        *out_count = 0;
        *out_family = arena_new(arena, const char *, json_object_size(ruling.relatives.families));
        json_object_foreach(ruling.relatives.families, name, value)
            (*out_family)[(*out_count)++] = arena_copy(arena, name);
    }
    relatives_close(&ruling.relatives);
    return done;
}

bool person_rule_check(struct arena *arena, const struct tables *tables,
                       const struct person_change *change, int count,
                       struct person_fault *out_fault, struct error *error) {
    struct ruling ruling = {.arena = arena, .tables = tables, .change = change, .count = count};
    struct person_fault fault = {.place = -1};
    const char *family;
    json_t *value;
    relatives_open(&ruling.relatives, arena);
    bool done = find_families(&ruling, error);
    json_object_foreach(ruling.relatives.families, family, value)
        done = done && (*family ? add(&ruling, &FAMILY_RELATIVES, family, error)
                                : add(&ruling, &RELATIVES_OF_NO_FAMILY, NULL, error));
    done = done && add_parents(&ruling, error);
    if (done) {
        relatives_check(&ruling.relatives, keep_first, &fault);
        *out_fault = fault;
    }
    relatives_close(&ruling.relatives);
    return done;
}
