#include "input/plain.h"

#include "base/nearest.h"
#include "input/plain_reader.h"

enum { SLIP = 2 }; /* wrong letters in the name of a column */

/* The columns of each kind, in the order in which plain_rows.c knows them; the first `required`
 * must be there. */
struct kind_rule {
    enum table_kind kind;
    const char *name;
    int required;
    const char *column[PLAIN_COLUMNS + 1];
    void (*read_row)(struct plain_reader *reader);
};

static const struct kind_rule kind_rules[] = {
    {TABLE_REMAINS, "remains", 2, {"code", "sex", "dropout", "complete"}, plain_read_remains},
    {TABLE_SAMPLES, "samples", 2, {"sample", "subject", "kind", "dropout"}, plain_read_sample},
    {TABLE_PERSONS,
     "persons",
     6,
     {"family", "id", "father", "mother", "sex", "role"},
     plain_read_person},
    {TABLE_PROFILES,
     "profiles",
     4,
     {"subject", "marker", "allele1", "allele2"},
     plain_read_profile},
    {TABLE_FREQUENCIES, "frequencies", 3, {"marker", "allele", "frequency"}, plain_read_frequency},
    {TABLE_PARAMETERS, "parameters", 2, {"name", "value"}, plain_read_parameter},
    {TABLE_MUTATION,
     "mutation",
     3,
     {"marker", "chrom", "model", "model_female", "rate_male", "rate_female", "rate2_male",
      "rate2_female", "range_male", "range_female"},
     plain_read_mutation},
};

enum { KIND_RULES = sizeof kind_rules / sizeof *kind_rules };

static const struct kind_rule *find_rule(enum table_kind kind) {
    for (int i = 0; i < KIND_RULES; i++)
        if (kind_rules[i].kind == kind) return &kind_rules[i];
    return NULL;
}

const char *table_kind_name(enum table_kind kind) {
    const struct kind_rule *rule = find_rule(kind);
    return rule ? rule->name : kind == TABLE_GENEMAPPER ? "GeneMapper" : NULL;
}

static bool has_columns(const struct table *table, const struct kind_rule *rule) {
    for (int i = 0; i < rule->required; i++)
        if (table_column(table, rule->column[i]) < 0) return false;
    return true;
}

enum table_kind table_detect(struct arena *arena, const void *bytes, size_t size) {
    struct arena_mark mark = arena_mark(arena);
    struct reading *unheard = arena_new(arena, struct reading, 1);
    unheard->arena = arena;
    struct table table;
    enum table_kind kind = TABLE_UNKNOWN;
    if (table_open(arena, NULL, bytes, size, unheard, &table)) {
        for (int i = 0; i < KIND_RULES && kind == TABLE_UNKNOWN; i++)
            if (has_columns(&table, &kind_rules[i])) kind = kind_rules[i].kind;
        bool sample =
            table_column(&table, "Sample Name") >= 0 || table_column(&table, "Sample File") >= 0;
        if (kind == TABLE_UNKNOWN && sample && table_column(&table, "Marker") >= 0 &&
            table_column(&table, "Allele 1") >= 0)
            kind = TABLE_GENEMAPPER;
    }
    arena_release(arena, mark);
    return kind;
}

/* "dropuot" where there is no column "dropout": most likely that one. */
static void note_slip(struct plain_reader *reader, const struct kind_rule *rule, int column) {
    const struct cell *name = &reader->table.name[column];
    struct nearest nearest = nearest_to(name->text);
    for (int i = rule->required; i < PLAIN_COLUMNS && rule->column[i]; i++)
        if (reader->column[i] < 0) nearest_consider(&nearest, rule->column[i]);
    if (!nearest.word || nearest.distance > SLIP) return;
    struct place place = {.file = reader->table.file, .line = name->line, .column = name->column};
    reading_note(reader->reading, place, "column \"%.60s\" is not used; did you mean %s?",
                 name->text, nearest.word);
}

static void find_columns(struct plain_reader *reader, const struct kind_rule *rule) {
    const struct table *table = &reader->table;
    bool *known = arena_new(reader->arena, bool, table->columns);
    for (int i = 0; i < PLAIN_COLUMNS && rule->column[i]; i++) {
        reader->column[i] = table_column(table, rule->column[i]);
        if (reader->column[i] >= 0) known[reader->column[i]] = true;
    }
    reader->other = arena_new(reader->arena, int, table->columns);
    for (int c = 0; c < table->columns; c++)
        if (!known[c] && *table->name[c].text) {
            reader->other[reader->others++] = c;
            note_slip(reader, rule, c);
        }
}

bool plain_read(struct arena *arena, enum table_kind kind, const char *file, const void *bytes,
                size_t size, struct rows *rows, struct reading *reading) {
    const struct kind_rule *rule = find_rule(kind);
    int errors = reading->errors.count;
    struct rows read = *rows;
    struct plain_reader reader = {.arena = arena, .reading = reading, .rows = &read};
    if (!table_open(arena, file, bytes, size, reading, &reader.table)) return false;
    const char *required[PLAIN_COLUMNS + 1] = {0};
    for (int i = 0; i < rule->required; i++) required[i] = rule->column[i];
    if (!table_require(&reader.table, required)) return false;
    find_columns(&reader, rule);
    for (int i = 0; table_next(&reader.table); i++) {
        if (i == ROWS_MOST) {
            reading_error(reading, table_place(&reader.table, -1), "more than %d rows: split it",
                          ROWS_MOST);
            break;
        }
        rule->read_row(&reader);
    }
    if (reading->errors.count > errors) return false;
    *rows = read;
    return true;
}
