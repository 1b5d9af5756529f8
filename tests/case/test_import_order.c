/* The order in which files are appended, held against every path through their references: files
 * are together just when each leads to the other, and nothing refers to what comes after it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/seeded.h"
#include "case/import_world.h"

enum { FILES = 7, ROUNDS = 60 };

static bool edge[FILES][FILES], path[FILES][FILES];

static void draw_edges(uint64_t seed) {
    struct seeded seeded = seeded_from(seed);
    uint8_t drawn[FILES][FILES];
    random_fill(&seeded.random, drawn, sizeof drawn);
    for (int i = 0; i < FILES; i++)
        for (int j = 0; j < FILES; j++) edge[i][j] = i != j && drawn[i][j] < 50;
    memcpy(path, edge, sizeof path);
    for (int k = 0; k < FILES; k++)
        for (int i = 0; i < FILES; i++)
            for (int j = 0; j < FILES; j++)
                path[i][j] = path[i][j] || (path[i][k] && path[k][j]);
}

/* One body in each file, that lies over those of other files. */
static void put_files(void) {
    for (int i = 0; i < FILES; i++) {
        struct buffer table = {0};
        buffer_format(&table, "code\tlies_over\nABC-000%d-B\t", i);
        const char *between = "";
        for (int j = 0; j < FILES; j++) {
            if (!edge[i][j]) continue;
            buffer_format(&table, "%sABC-000%d-B", between, j);
            between = "; ";
        }
        buffer_add_text(&table, "\n");
        put_file(arena_format(&world_arena, "%d/remains.tsv", i), buffer_text(&table));
        buffer_close(&table);
    }
}

static void every_way_to_refer(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        int batch[FILES];
        draw_edges(seed);
        put_files();
        plan_folder();
        assert_int_equal(world_plan.file_count, FILES);
        int placed = 0;
        for (int i = 0; i < world_plan.batch_count; i++)
            for (int j = 0; j < world_plan.batch[i].count; j++, placed++)
                batch[world_plan.batch[i].file[j]] = i;
        assert_int_equal(placed, FILES);
        for (int i = 0; i < FILES; i++)
            for (int j = 0; j < FILES; j++) {
                bool together = i == j || (path[i][j] && path[j][i]);
                if ((batch[i] == batch[j]) != together || (edge[i][j] && batch[j] > batch[i]))
                    fail_msg("seed %llu: files %d and %d", (unsigned long long)seed, i, j);
            }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_way_to_refer, begin_world, end_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
