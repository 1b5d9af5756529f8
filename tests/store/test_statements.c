/* Every statement of sql/ is understood, and answered by an index. Kinds' tables are made as replay
 * makes them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "record/tables.h"
#include "store/statements.h"

static bool ends(const char *name, const char *end) {
    size_t length = strlen(name), size = strlen(end);
    return length > size && strcmp(name + length - size, end) == 0;
}

static struct arena arena;
static struct tables kinds;

/* Kinds' tables come first: there are indices of them. */
static int open_tables(void **state) {
    sqlite3 *database;
    struct error error = {0};
    arena_open(&arena, 0);
    if (sqlite3_open(":memory:", &database) != SQLITE_OK || !tables_plan(&arena, &kinds, &error) ||
        sqlite3_exec(database, kinds.make.text, NULL, NULL, NULL) != SQLITE_OK)
        return 1;
    for (int i = 0; i < STATEMENTS; i++)
        if (STATEMENT[i]->script && !ends(STATEMENT[i]->name, "_drop") &&
            sqlite3_exec(database, STATEMENT[i]->text, NULL, NULL, NULL) != SQLITE_OK) {
            fprintf(stderr, "%s: %s\n", STATEMENT[i]->name, sqlite3_errmsg(database));
            return 1;
        }
    *state = database;
    return 0;
}

static int close_tables(void **state) {
    arena_close(&arena);
    return sqlite3_close(*state);
}

static sqlite3_stmt *prepare(sqlite3 *database, const struct statement *statement,
                             const char *before) {
    char text[4096];
    sqlite3_stmt *compiled;
    const char *rest;
    snprintf(text, sizeof text, "%s%s", before, statement->text);
    if (sqlite3_prepare_v2(database, text, -1, &compiled, &rest) != SQLITE_OK)
        fail_msg("%s: %s", statement->name, sqlite3_errmsg(database));
    assert_string_equal(rest, "");
    return compiled;
}

static void test_every_statement_is_understood(void **state) {
    for (int i = 0; i < STATEMENTS; i++) {
        if (STATEMENT[i]->script) continue;
        sqlite3_stmt *compiled = prepare(*state, STATEMENT[i], "");
        assert_int_equal(sqlite3_bind_parameter_count(compiled), STATEMENT[i]->parameters);
        for (int n = 1; n <= STATEMENT[i]->parameters; n++) {
            char name[16];
            snprintf(name, sizeof name, "$%d", n);
            assert_true(sqlite3_bind_parameter_index(compiled, name) > 0);
        }
        sqlite3_finalize(compiled);
    }
}

/* Those about families read and sort the persons of one, or count families; they ask tables in memory
 * that grow with the missing, not with the log. */
static bool is_of_families(const char *name) {
    return !strncmp(name, "family_", 7) || !strncmp(name, "families_", 9) ||
           !strncmp(name, "relative", 8);
}

/* Nothing is sorted aside and no table is read whole, so memory stays flat however long the log
 * is, and a look-up does not slow down; but for those that say in their name that they are for all
 * of it, or for what should not be there at all. */
static void test_no_statement_reads_a_whole_table(void **state) {
    for (int i = 0; i < STATEMENTS; i++) {
        const char *name = STATEMENT[i]->name;
        if (STATEMENT[i]->script || ends(name, "_all") || ends(name, "_strays") ||
            is_of_families(name))
            continue;
        sqlite3_stmt *plan = prepare(*state, STATEMENT[i], "explain query plan ");
        while (sqlite3_step(plan) == SQLITE_ROW) {
            const char *step = (const char *)sqlite3_column_text(plan, 3);
            if (strstr(step, "TEMP B-TREE") || strstr(step, "SCAN"))
                fail_msg("%s: %s", name, step);
        }
        sqlite3_finalize(plan);
    }
}

static bool is_of_a_kind(const char *name) {
    for (int i = 0; i < kinds.count; i++)
        if (!strcmp(kinds.table[i].name, name)) return true;
    return false;
}

static void test_every_table_is_strict(void **state) {
    sqlite3_stmt *lists;
    int tables = 0;
    assert_int_equal(sqlite3_prepare_v2(*state, "pragma table_list", -1, &lists, NULL), SQLITE_OK);
    while (sqlite3_step(lists) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(lists, 1);
        const char *type = (const char *)sqlite3_column_text(lists, 2);
        /* Those of FTS5 are its own. */
        if (!strncmp(name, "sqlite_", 7) || strcmp(type, "table") != 0 || is_of_a_kind(name)) continue;
        tables++;
        if (!sqlite3_column_int(lists, 5)) fail_msg("%s is not strict", name);
    }
    assert_true(tables > 0);
    sqlite3_finalize(lists);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_statement_is_understood),
        cmocka_unit_test(test_no_statement_reads_a_whole_table),
        cmocka_unit_test(test_every_table_is_strict),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
