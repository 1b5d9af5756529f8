#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "case/example_world.h"

enum { COLUMNS_MOST = 40 };

static struct table table_read(struct arena *arena, const struct example *example,
                               const char *name) {
    const struct buffer *content = example_find(example, name);
    assert_non_null(content);
    assert_true(content->size > 0 && content->bytes[content->size - 1] == '\n');
    struct table table = {0};
    for (size_t i = 0; i < content->size; i++) table.rows += content->bytes[i] == '\n';
    const char **cells = arena_new(arena, const char *, table.rows * COLUMNS_MOST);
    char *text = arena_copy(arena, content->bytes);
    for (int row = 0; row < table.rows; row++) {
        char *end = strchr(text, '\n');
        *end = 0;
        int columns = 0;
        for (char *tab; (tab = strchr(text, '\t')); text = tab + 1) {
            *tab = 0;
            cells[row * table.columns + columns++] = text;
            assert_true(columns < COLUMNS_MOST);
        }
        cells[row * table.columns + columns++] = text;
        if (row == 0) table.columns = columns;
        assert_int_equal(columns, table.columns);
        text = end + 1;
    }
    table.names = cells;
    table.cells = cells + table.columns;
    table.rows--;
    return table;
}

const char *world_cell(const struct table *table, int row, const char *column) {
    for (int i = 0; i < table->columns; i++)
        if (!strcmp(table->names[i], column)) return table->cells[row * table->columns + i];
    fail_msg("no column %s", column);
    return "";
}

static int compare_places(const void *one, const void *other) {
    return strcmp(((const struct place *)one)->key, ((const struct place *)other)->key);
}

/* Rows by what stands in a column; the keys must be unique. */
static struct lookup lookup_make(struct arena *arena, const struct table *table,
                                 const char *column) {
    struct lookup lookup = {table->rows, arena_new(arena, struct place, table->rows)};
    for (int i = 0; i < table->rows; i++)
        lookup.place[i] = (struct place){world_cell(table, i, column), i};
    qsort(lookup.place, (size_t)lookup.count, sizeof *lookup.place, compare_places);
    for (int i = 1; i < lookup.count; i++)
        assert_string_not_equal(lookup.place[i - 1].key, lookup.place[i].key);
    return lookup;
}

int world_find(const struct lookup *lookup, const char *key) {
    struct place wanted = {key, 0};
    const struct place *found = bsearch(&wanted, lookup->place, (size_t)lookup->count,
                                        sizeof wanted, compare_places);
    return found ? found->row : -1;
}

static int marker_find(const struct world *world, const char *name) {
    for (int i = 0; i < world->marker_count; i++)
        if (!strcmp(world->markers[i], name)) return i;
    return -1;
}

void world_open(struct world *world, uint64_t seed, int remains) {
    struct error error = {0};
    *world = (struct world){0};
    arena_open(&world->arena, 0);
    struct arena *arena = &world->arena;
    assert_true(example_make(seed, remains, NULL, &world->example, &error));
    world->remains = table_read(arena, &world->example, "remains.tsv");
    world->persons = table_read(arena, &world->example, "persons.tsv");
    world->samples = table_read(arena, &world->example, "samples.tsv");
    world->profiles = table_read(arena, &world->example, "profiles.tsv");
    world->truth = table_read(arena, &world->example, "truth.tsv");
    world->frequencies = table_read(arena, &world->example, "frequencies.tsv");
    world->mutation = table_read(arena, &world->example, "mutation.tsv");
    world->parameters = table_read(arena, &world->example, "parameters.tsv");
    world->code = lookup_make(arena, &world->remains, "code");
    world->person = lookup_make(arena, &world->persons, "id");
    world->sample = lookup_make(arena, &world->samples, "sample");
    for (int i = 0; i < world->mutation.rows; i++)
        world->markers[world->marker_count++] = world_cell(&world->mutation, i, "marker");

    size_t rows = (size_t)world->samples.rows;
    world->profile = arena_take(arena, rows, sizeof *world->profile);
    world->amelogenin = arena_new(arena, char, rows);
    world->sample_of_remains = arena_new(arena, int, world->remains.rows);
    world->sample_of_person = arena_new(arena, int, world->persons.rows);
    world->true_person = arena_new(arena, int, world->remains.rows);
    for (int i = 0; i < world->remains.rows; i++) world->sample_of_remains[i] = -1;
    for (int i = 0; i < world->persons.rows; i++) world->sample_of_person[i] = -1;
    for (int i = 0; i < world->samples.rows; i++) {
        const char *subject = world_cell(&world->samples, i, "subject");
        int code = world_find(&world->code, subject), person = world_find(&world->person, subject);
        if (code >= 0) world->sample_of_remains[code] = i;
        if (person >= 0) world->sample_of_person[person] = i;
    }
    for (int i = 0; i < world->truth.rows; i++)
        world->true_person[i] = world_find(&world->person, world_cell(&world->truth, i, "person"));
    for (int i = 0; i < world->profiles.rows; i++) {
        int sample = world_find(&world->sample, world_cell(&world->profiles, i, "subject"));
        int marker = marker_find(world, world_cell(&world->profiles, i, "marker"));
        assert_true(sample >= 0);
        if (marker < 0) {
            assert_string_equal(world_cell(&world->profiles, i, "marker"), "AMEL");
            assert_string_equal(world_cell(&world->profiles, i, "allele1"), "X");
            world->amelogenin[sample] = world_cell(&world->profiles, i, "allele2")[0];
            continue;
        }
        assert_null(world->profile[sample][marker][0]);
        world->profile[sample][marker][0] = world_cell(&world->profiles, i, "allele1");
        world->profile[sample][marker][1] = world_cell(&world->profiles, i, "allele2");
    }
}

void world_close(struct world *world) {
    example_close(&world->example);
    arena_close(&world->arena);
}

int world_loci(const struct world *world, int sample) {
    int count = 0;
    for (int i = 0; i < world->marker_count; i++)
        count += world->profile[sample][i][0] != NULL;
    return count;
}

bool world_is_missing(const struct world *world, int person) {
    return !strcmp(world_cell(&world->persons, person, "role"), "missing");
}

int world_age(const struct world *world, int person) {
    return 2018 - atoi(world_cell(&world->persons, person, "born"));
}

