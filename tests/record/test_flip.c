/* Every byte of a small record is altered in turn, in the database and in the files beside it: either
 * verify says so, or the record is what it was, and why that byte says nothing is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "record/smallest_record.h"
#include "record/verify.h"

enum { PAGE = 512 }; /* the smallest page that SQLite has: less of the file is empty */

static void take(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

/* ------------------------------------------------------------------ what a database says */

static sqlite3 *open_database(const char *path) {
    sqlite3 *database;
    assert_int_equal(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    return database;
}

static void run(sqlite3 *database, const char *sql) {
    char *wrong = NULL;
    if (sqlite3_exec(database, sql, NULL, NULL, &wrong) != SQLITE_OK) fail_msg("%s: %s", sql, wrong);
}

/* Every value of a table, with its type and length. False when it cannot be read. */
static bool add_table(sqlite3 *database, const char *table, struct buffer *out) {
    char sql[100];
    sqlite3_stmt *rows;
    int code;
    snprintf(sql, sizeof sql, "select * from \"%s\" order by 1, 2", table);
    if (sqlite3_prepare_v2(database, sql, -1, &rows, NULL) != SQLITE_OK) return false;
    while ((code = sqlite3_step(rows)) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(rows); i++) {
            int type = sqlite3_column_type(rows, i), size = sqlite3_column_bytes(rows, i);
            buffer_format(out, "%s.%s %d %d ", table, sqlite3_column_name(rows, i), type, size);
            if (type == SQLITE_INTEGER)
                buffer_format(out, "%lld", (long long)sqlite3_column_int64(rows, i));
            else if (size) buffer_add(out, sqlite3_column_blob(rows, i), (size_t)size);
        }
    sqlite3_finalize(rows);
    return code == SQLITE_DONE;
}

static bool read_content(const char *path, struct buffer *out) {
    static const char *const TABLES[] = {"meta",    "log",          "tree",     "vault",
                                         "vault_file", "waiting",   "waiting_file", "user_key",
                                         "checkpoint_key", "checkpoint", "tile"};
    sqlite3 *database = open_database(path);
    bool done = true;
    for (size_t i = 0; done && i < sizeof TABLES / sizeof *TABLES; i++)
        done = add_table(database, TABLES[i], out);
    sqlite3_close(database);
    return done;
}

/* ------------------------------------------------------------------ which bytes say nothing */

/* The file format: https://sqlite.org/fileformat2.html */

enum reason { SAYS_SOMETHING, HEADER, UNUSED, ALIAS, SCHEMA_ROW, REASONS };

static const char *const REASON[REASONS] = {
    [HEADER] = "the header of the file: counters, versions and settings (section 1.3)",
    [UNUSED] = "space of a page in which nothing is stored (1.6)",
    [ALIAS] = "the type of an integer primary key, which stands before the row (2.3)",
    [SCHEMA_ROW] = "the number of a row of the schema, by which nothing finds it (2.6)",
};

static unsigned two(const uint8_t *at) { return (unsigned)at[0] << 8 | at[1]; }

static unsigned four(const uint8_t *at) { return two(at) << 16 | two(at + 2); }

static uint64_t varint(const uint8_t **at) {
    uint64_t value = 0;
    for (int i = 0; i < 8; i++) {
        value = value << 7 | (**at & 0x7f);
        if (!(*(*at)++ & 0x80)) return value;
    }
    return value << 8 | *(*at)++;
}

/* How much of a payload lies in its cell (1.6: U = PAGE, X the most). */
static unsigned kept_in_cell(uint64_t payload, unsigned most) {
    unsigned least = (PAGE - 12) * 32 / 255 - 23;
    if (payload <= most) return (unsigned)payload;
    unsigned kept = least + (unsigned)((payload - least) % (PAGE - 4));
    return kept <= most ? kept : least;
}

/* The rest of a payload, in its chain of pages: behind the end of the last one is nothing. */
static void mark_overflow(const uint8_t *file, uint8_t *reason, unsigned page, uint64_t rest) {
    while (page) {
        const uint8_t *at = file + (size_t)(page - 1) * PAGE;
        uint64_t here = rest < PAGE - 4 ? rest : PAGE - 4;
        memset(reason + (at - file) + 4 + here, UNUSED, PAGE - 4 - (size_t)here);
        rest -= here;
        page = four(at);
    }
}

/* A cell of a page of that type; the four kinds of page are in 1.6. `row` is for the row's number. */
static void mark_cell(const uint8_t *file, uint8_t *reason, const uint8_t *cell, uint8_t type,
                      enum reason row) {
    uint8_t *start = reason + (cell - file);
    if (type == 2 || type == 5) cell += 4;
    uint64_t payload = varint(&cell);
    const uint8_t *number = cell;
    if (type == 13) varint(&cell);
    size_t number_size = (size_t)(cell - number);
    if (type == 5) payload = 0;
    unsigned most = type == 13 ? PAGE - 35 : (PAGE - 12) * 64 / 255 - 23;
    unsigned kept = kept_in_cell(payload, most);
    if (kept < payload) mark_overflow(file, reason, four(cell + kept), payload - kept);
    size_t size = (size_t)(cell - file) + kept + (kept < payload ? 4 : 0) - (size_t)(start - reason);
    memset(start, SAYS_SOMETHING, size < 4 ? 4 : size);
    memset(reason + (number - file), row, number_size);
    if (type == 13 && !cell[1]) reason[cell + 1 - file] = ALIAS;
}

static void mark_tree(const uint8_t *file, uint8_t *reason, unsigned page, enum reason row) {
    size_t base = (size_t)(page - 1) * PAGE, start = base + (page == 1 ? 100 : 0);
    const uint8_t *head = file + start;
    bool inner = head[0] == 2 || head[0] == 5;
    unsigned cells = two(head + 3);
    size_t pointers = start + (inner ? 12 : 8), end = pointers + 2 * cells;
    memset(reason + end, UNUSED, base + PAGE - end);
    for (unsigned i = 0; i < cells; i++) {
        const uint8_t *cell = file + base + two(file + pointers + 2 * i);
        mark_cell(file, reason, cell, head[0], row);
        if (inner) mark_tree(file, reason, four(cell), row);
    }
    if (inner) mark_tree(file, reason, four(head + 8), row);
}

static void mark_file(const char *path, const uint8_t *file, uint8_t *reason) {
    sqlite3 *database = open_database(path);
    sqlite3_stmt *roots;
    mark_tree(file, reason, 1, SCHEMA_ROW);
    memset(reason, HEADER, 100);
    assert_int_equal(sqlite3_prepare_v2(database, "select rootpage from sqlite_schema", -1, &roots,
                                        NULL), SQLITE_OK);
    while (sqlite3_step(roots) == SQLITE_ROW)
        mark_tree(file, reason, (unsigned)sqlite3_column_int(roots, 0), SAYS_SOMETHING);
    sqlite3_finalize(roots);
    sqlite3_close(database);
}

/* ------------------------------------------------------------------ altering */

struct altering {
    struct trial trial;
    char *database, *bytes;
    size_t size;
    struct buffer content;
    size_t reported, same[REASONS];
};

/* True when verify says that the record is whole. */
static bool is_whole(const struct altering *altering) {
    struct arena arena;
    struct error error = {0};
    struct verify_result result = {0};
    arena_open(&arena, 0);
    bool done = verify_run(&arena, altering->trial.path,
                           &(struct verify_plan){.level = VERIFY_CONTENTS, .threads = 1}, &result,
                           &error);
    if (!done && (error.code == ERROR_NONE || !error.text[0] || strchr(error.text, '\n')))
        fail_msg("no clear error: %s", error.text);
    if (done && !result.ok) assert_true(result.problem_count > 0 && *result.problem[0].what);
    arena_close(&arena);
    return done && result.ok;
}

/* The file as it is wanted, without what a reader may have left beside it. */
static void put(const char *path, const char *bytes, size_t size) {
    struct error error = {0};
    take(store_remove(path, &error), &error);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

/* One bit of each byte, another one each time. */
static char altered(char byte, size_t at) { return (char)(byte ^ 1 << at % 8); }

static void alter_database(struct altering *altering, size_t at, enum reason reason) {
    char *byte = &altering->bytes[at], before = *byte;
    struct buffer content = {0};
    *byte = altered(before, at);
    put(altering->database, altering->bytes, altering->size);
    *byte = before;
    if (!is_whole(altering)) {
        altering->reported++;
        return;
    }
    bool same = read_content(altering->database, &content) &&
                content.size == altering->content.size &&
                !memcmp(content.bytes, altering->content.bytes, content.size);
    if (!same) fail_msg("byte %zu of the database was altered, and nobody noticed", at);
    if (reason == SAYS_SOMETHING) fail_msg("byte %zu of the database says nothing: why?", at);
    altering->same[reason]++;
    buffer_close(&content);
}

static void test_every_byte_of_the_database(struct altering *altering) {
    struct error error = {0};
    struct arena *arena = &altering->trial.arena;
    sqlite3 *database = open_database(altering->database);
    run(database, "pragma journal_mode = delete; pragma page_size = 512; vacuum; "
                  "pragma journal_mode = wal");
    sqlite3_close(database);
    take(files_read(arena, altering->database, 1 << 20, &altering->bytes, &altering->size, &error),
         &error);
    uint8_t *reason = arena_new(arena, uint8_t, altering->size);
    mark_file(altering->database, (const uint8_t *)altering->bytes, reason);
    assert_true(read_content(altering->database, &altering->content));
    assert_true(is_whole(altering));
    for (size_t at = 0; at < altering->size; at++) alter_database(altering, at, reason[at]);
    fprintf(stderr, "%zu bytes of a database: verify reports %zu when they are altered; of the "
            "others nothing depends on\n", altering->size, altering->reported);
    for (int i = 1; i < REASONS; i++)
        fprintf(stderr, "%6zu  %s\n", altering->same[i], REASON[i]);
    put(altering->database, altering->bytes, altering->size);
    buffer_close(&altering->content);
}

static void test_every_byte_of_its_files(struct altering *altering) {
    struct error error = {0};
    struct arena *arena = &altering->trial.arena;
    const char *folder = files_join(arena, altering->trial.path, "files"), *path;
    char **name, *bytes;
    size_t count, size;
    take(files_list(arena, folder, &name, &count, &error), &error);
    assert_int_equal(count, 1);
    path = files_join(arena, folder, name[0]);
    take(files_read(arena, path, 1 << 20, &bytes, &size, &error), &error);
    for (size_t at = 0; at < size; at++) {
        char before = bytes[at];
        bytes[at] = altered(before, at);
        put(path, bytes, size);
        assert_false(is_whole(altering));
        bytes[at] = before;
    }
    put(path, bytes, size - 1);
    assert_false(is_whole(altering));
    take(files_remove(path, &error), &error);
    assert_false(is_whole(altering));
    put(path, bytes, size);
    assert_true(is_whole(altering));
}

static void test_no_byte_is_altered_unnoticed(void **state) {
    static struct altering altering;
    (void)state;
    smallest_make(&altering.trial);
    altering.database = files_join(&altering.trial.arena, altering.trial.path, "record.db");
    test_every_byte_of_its_files(&altering);
    test_every_byte_of_the_database(&altering);
    trial_close(&altering.trial);
}

int main(void) {
    /* Thousands of records, of which none needs the disk. */
    if (access("/dev/shm", W_OK) == 0) setenv("TMPDIR", "/dev/shm", 1);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_no_byte_is_altered_unnoticed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
