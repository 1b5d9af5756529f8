#include "cli/copies.h"

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

#include "base/files.h"
#include "base/folder.h"
#include "cli/program.h"

static void put(struct copies *copies, const char *name, const char *text) {
    struct error error = {0};
    const char *path = files_join(&copies->arena, copies->folder, name);
    if (!files_write(path, text, strlen(text), &error)) fail_msg("%s", error.text);
}

const char *copies_expect(struct copies *copies, int code, const char *words,
                          const char *arguments) {
    char here[4096];
    assert_non_null(realpath(".", here));
    struct answer answer;
    if (chdir(copies->folder) != 0) fail_msg("no folder");
    answer = cairn_run(arena_format(&copies->arena, "%s < /dev/null", arguments));
    if (chdir(here) != 0) fail_msg("no folder to come back to");
    const char *said = arena_format(&copies->arena, "%s%s", buffer_text(&answer.out),
                                    buffer_text(&answer.err));
    if (answer.code != code || !strstr(said, words))
        fail_msg("cairn %s: code %d, \"%s\", not \"%s\"", arguments, answer.code, said, words);
    answer_close(&answer);
    return said;
}

const char *copies_import(struct copies *copies, const char *name, const char *table,
                          const char *text, int code, const char *words, const char *options) {
    char *copy = arena_copy(&copies->arena, text);
    for (char *at = copy; *at; at++) *at = *at == ' ' ? '\t' : *at == '|' ? '\n' : *at;
    put(copies, table, copy);
    return copies_expect(copies, code, words,
                         arena_format(&copies->arena,
                                      "import %s.cairn %s --as Will --passphrase-file pw %s", name,
                                      table, options));
}

void copies_open(struct copies *copies) {
    arena_open(&copies->arena, 0);
    copies->folder = folder_make(&copies->arena);
    put(copies, "pw", "a horse of battery\nanother staple\n");
    copies_expect(copies, 0, "root key",
                  "init main.cairn --administrator Ada --worker Will --passphrase-file pw "
                  "--key-cost 8");
    copies_import(copies, "main", "sites.tsv", "code name kind|ABC Wood primary_grave|", 0, "1 new",
                  "");
    copies_import(copies, "main", "remains.tsv", "code sex|ABC-0001-B M|", 0, "1 new", "");
}

void copies_close(struct copies *copies) {
    folder_remove(copies->folder);
    arena_close(&copies->arena);
}

void copies_copy(struct copies *copies, const char *from, const char *to) {
    const char *command = arena_format(&copies->arena, "cp -a %s/%s.cairn %s/%s.cairn",
                                       copies->folder, from, copies->folder, to);
    assert_int_equal(system(command), 0);
}

void copies_add_device(struct copies *copies, const char *name) {
    copies_expect(copies, 0, "gives the numbers",
                  arena_format(&copies->arena, "device main.cairn add %s --passphrase-file pw",
                               name));
    copies_copy(copies, "main", name);
    copies_expect(copies, 0, "from now on",
                  arena_format(&copies->arena, "device %s.cairn use %s", name, name));
}

static sqlite3 *open_database(struct copies *copies, const char *name) {
    sqlite3 *database;
    const char *path = arena_format(&copies->arena, "%s/%s.cairn/record.db", copies->folder, name);
    assert_int_equal(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    return database;
}

void copies_sql(struct copies *copies, const char *name, const char *sql) {
    sqlite3 *database = open_database(copies, name);
    char *wrong = NULL;
    if (sqlite3_exec(database, sql, NULL, NULL, &wrong) != SQLITE_OK) fail_msg("%s: %s", sql, wrong);
    sqlite3_close(database);
}

const char *copies_leaves(struct copies *copies, const char *name) {
    sqlite3 *database = open_database(copies, name);
    sqlite3_stmt *rows;
    const char *leaves = "";
    assert_int_equal(sqlite3_prepare_v2(database, "select hex(leaf_hash) from log order by 1", -1,
                                        &rows, NULL), SQLITE_OK);
    while (sqlite3_step(rows) == SQLITE_ROW)
        leaves = arena_format(&copies->arena, "%s%s\n", leaves, sqlite3_column_text(rows, 0));
    sqlite3_finalize(rows);
    sqlite3_close(database);
    return leaves;
}
