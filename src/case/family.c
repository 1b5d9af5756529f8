#include "case/family.h"

#include <stdlib.h>
#include <string.h>

#include "store/statements.h"

/* The text of a field, also of one in a script; "" when it has none. In the arena. */
static const char *text_of(struct arena *arena, const json_t *fields, const char *name) {
    const json_t *value = json_object_get(fields, name);
    if (json_is_object(value)) value = json_object_get(value, "text");
    const char *text = json_string_value(value);
    return text ? arena_copy(arena, text) : "";
}

/* ------------------------------------------------------------------ rows of kinds */

/* What is made of the rows that a statement finds. */
struct gathering {
    struct arena *arena;
    const struct tables *tables;
    const struct family_record *family;
    void *list;
    int count;
    size_t capacity, size; /* of one */
};

/* Makes one of the list of a record. `found` stands at the row of the statement. */
typedef void make_one(const struct gathering *gathering, struct query *found, struct query *row,
                      const json_t *fields, void *out);

static bool add_one(struct gathering *gathering, const struct table *table, struct query *found,
                    make_one *make, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(gathering->tables->store, &table->row, &query, error)) return false;
    query_bind_int(query, 1, query_int(found, 0));
    json_t *fields = json_object();
    bool done = query_step(query, &row, error) &&
                (!row || tables_fields(table, query, fields, error));
    if (done && row) {
        gathering->list = arena_grow(gathering->arena, gathering->list, (size_t)gathering->count,
                                     &gathering->capacity, gathering->size);
        make(gathering, found, query, fields,
             (char *)gathering->list + (size_t)gathering->count++ * gathering->size);
    }
    json_decref(fields);
    query_close(query);
    return done;
}

/* `day` is bound where the statement has two parameters. */
static bool gather(struct gathering *gathering, const char *kind, const struct statement *statement,
                   int64_t day, make_one *make, struct error *error) {
    const struct table *table = tables_find(gathering->tables, kind);
    struct query *query;
    bool row, done;
    if (!query_open(gathering->tables->store, statement, &query, error)) return false;
    query_bind_text(query, 1, gathering->family->name);
    if (statement->parameters > 1) query_bind_int(query, 2, day);
    while ((done = query_step(query, &row, error)) && row)
        if (!(done = add_one(gathering, table, query, make, error))) break;
    query_close(query);
    return done;
}

static int member_of(const struct gathering *gathering, const json_t *fields, const char *name) {
    const char *rec = json_string_value(json_object_get(fields, name));
    return rec ? family_find(gathering->family, rec) : -1;
}

/* ------------------------------------------------------------------ persons */

static const char *name_of(struct arena *arena, const json_t *fields) {
    const json_t *row = json_array_get(json_object_get(fields, "names"), 0);
    return text_of(arena, row, "name");
}

static void make_member(const struct gathering *gathering, struct query *found, struct query *row,
                        const json_t *fields, void *out) {
    struct arena *arena = gathering->arena;
    const char *sex = text_of(arena, fields, "sex");
    (void)found;
    struct family_member member = {
        .rec = arena_copy(arena, query_text(row, TABLE_REC)),
        .id = text_of(arena, fields, "id"),
        .name = name_of(arena, fields),
        .born = text_of(arena, fields, "born"),
        .role = text_of(arena, fields, "role"),
        .status = text_of(arena, fields, "status"),
        .relation = text_of(arena, fields, "relation"),
        .notify = text_of(arena, fields, "notify"),
        .notify_how = text_of(arena, fields, "notify_how"),
        .sex = *sex == 'M' ? SEX_MALE : *sex == 'F' ? SEX_FEMALE : SEX_UNKNOWN,
        .father_rec = text_of(arena, fields, "father"),
        .mother_rec = text_of(arena, fields, "mother"),
        .father = -1,
        .mother = -1,
        .forked = query_int(row, TABLE_HEADS) > 1};
    member.missing = !strcmp(member.role, "missing");
    member.dead = !strncmp(member.status, "dead", 4);
    *(struct family_member *)out = member;
}

/* Of a forked record the first revision counts, as the rule for persons has it. */
static int keep_first(struct family_member *member, int count) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
        bool again = false;
        for (int j = 0; j < kept && member[i].forked; j++)
            again = again || !strcmp(member[j].rec, member[i].rec);
        if (!again) member[kept++] = member[i];
    }
    return kept;
}

bool family_read(struct arena *arena, const struct tables *tables, const char *name,
                 struct family_record *out_family, struct error *error) {
    struct family_record family = {.name = name};
    struct gathering gathering = {.arena = arena, .tables = tables, .family = &family,
                                  .size = sizeof(struct family_member)};
    if (!gather(&gathering, "person", &FAMILY_HEADS, 0, make_member, error)) return false;
    family.member = gathering.list;
    family.count = keep_first(family.member, gathering.count);
    for (int i = 0; i < family.count; i++) {
        family.member[i].father = family_find(&family, family.member[i].father_rec);
        family.member[i].mother = family_find(&family, family.member[i].mother_rec);
    }
    *out_family = family;
    return true;
}

int family_find(const struct family_record *family, const char *rec) {
    for (int i = 0; i < family->count; i++)
        if (!strcmp(family->member[i].rec, rec)) return i;
    return -1;
}

const char *family_next_id(struct arena *arena, const struct family_record *family, int after) {
    size_t length = strlen(family->name);
    long last = 0;
    for (int i = 0; i < family->count; i++) {
        const char *id = family->member[i].id;
        char *end;
        if (strncmp(id, family->name, length) != 0 || id[length] != '-') return "";
        long number = strtol(id + length + 1, &end, 10);
        if (*end || number < 0) return "";
        if (number > last) last = number;
    }
    return arena_format(arena, "%s-%02ld", family->name, last + 1 + after);
}

bool family_typed(struct arena *arena, const struct tables *tables, const struct family_record *family,
                  bool **out_typed, struct error *error) {
    struct query *query;
    bool row, done, *typed = arena_new(arena, bool, family->count);
    memset(typed, 0, (size_t)family->count * sizeof *typed);
    if (!query_open(tables->store, &FAMILY_TYPED, &query, error)) return false;
    query_bind_text(query, 1, family->name);
    while ((done = query_step(query, &row, error)) && row) {
        int place = family_find(family, query_text(query, 0));
        if (place >= 0) typed[place] = true;
    }
    query_close(query);
    *out_typed = typed;
    return done;
}

/* ------------------------------------------------------------------ consents, samples, handovers */

static void make_consent(const struct gathering *gathering, struct query *found, struct query *row,
                         const json_t *fields, void *out) {
    struct arena *arena = gathering->arena;
    *(struct family_consent *)out = (struct family_consent){
        .rec = arena_copy(arena, query_text(row, TABLE_REC)),
        .leaf = arena_copy(arena, query_text(row, TABLE_LEAF_HASH)),
        .member = member_of(gathering, fields, "person"),
        .scope = text_of(arena, fields, "scope"),
        .recipient = text_of(arena, fields, "recipient"),
        .decision = text_of(arena, fields, "decision"),
        .decided_on = text_of(arena, fields, "decided_on"),
        .expires = text_of(arena, fields, "expires"),
        .wishes = text_of(arena, fields, "wishes"),
        .in_force = query_int(found, 2) != 0};
}

bool family_consents(struct arena *arena, const struct tables *tables, const struct family_record *family,
                     int64_t day, struct family_consent **out_consent, int *out_count,
                     struct error *error) {
    struct gathering gathering = {.arena = arena, .tables = tables, .family = family,
                                  .size = sizeof(struct family_consent)};
    if (!gather(&gathering, "consent", &FAMILY_CONSENTS, day, make_consent, error)) return false;
    *out_consent = gathering.list;
    *out_count = gathering.count;
    return true;
}

static void make_sample(const struct gathering *gathering, struct query *found, struct query *row,
                        const json_t *fields, void *out) {
    struct arena *arena = gathering->arena;
    *(struct family_sample *)out =
        (struct family_sample){.rec = arena_copy(arena, query_text(row, TABLE_REC)),
                               .barcode = text_of(arena, fields, "sample"),
                               .kind = text_of(arena, fields, "kind"),
                               .taken = text_of(arena, fields, "taken"),
                               .member = member_of(gathering, fields, "subject"),
                               .profile = query_int(found, 2) != 0};
}

bool family_samples(struct arena *arena, const struct tables *tables, const struct family_record *family,
                    struct family_sample **out_sample, int *out_count, struct error *error) {
    struct gathering gathering = {.arena = arena, .tables = tables, .family = family,
                                  .size = sizeof(struct family_sample)};
    if (!gather(&gathering, "sample", &FAMILY_SAMPLES, 0, make_sample, error)) return false;
    *out_sample = gathering.list;
    *out_count = gathering.count;
    return true;
}

static void make_handover(const struct gathering *gathering, struct query *found,
                          struct query *row, const json_t *fields, void *out) {
    struct arena *arena = gathering->arena;
    (void)found;
    *(struct family_handover *)out =
        (struct family_handover){.rec = arena_copy(arena, query_text(row, TABLE_REC)),
                                 .number = text_of(arena, fields, "number"),
                                 .fragments_wish = text_of(arena, fields, "fragments_wish"),
                                 .member = member_of(gathering, fields, "person")};
}

bool family_handovers(struct arena *arena, const struct tables *tables, const struct family_record *family,
                      struct family_handover **out_handover, int *out_count, struct error *error) {
    struct gathering gathering = {.arena = arena, .tables = tables, .family = family,
                                  .size = sizeof(struct family_handover)};
    if (!gather(&gathering, "handover", &FAMILY_HANDOVERS, 0, make_handover, error)) return false;
    *out_handover = gathering.list;
    *out_count = gathering.count;
    return true;
}
