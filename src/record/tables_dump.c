#include "record/tables_dump.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "store/statements.h"

/* The tables that no declaration gives. */
enum { FIXED = 3, FIXED_COLUMNS = 4 };
static const struct {
    const char *name;
    const struct statement *statement;
    const char *column[FIXED_COLUMNS + 1];
} FIXED_TABLES[FIXED] = {
    {"head", &HEADS_ALL, {"leaf_index", "rec", "kind", "code", NULL}},
    {"left_out", &LEFT_OUT_ALL, {"leaf_index", "why", NULL}},
    {"mention", &MENTIONS_ALL, {"leaf_index", "target", "field", NULL}},
};

static int by_name(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

struct tables_dump tables_dump(struct arena *arena, const struct tables *tables) {
    struct tables_dump dump = {.tables = tables, .count = tables->count + FIXED, .at = -1};
    dump.name = arena_new(arena, const char *, dump.count);
    dump.order = arena_new(arena, const struct table *, dump.count);
    for (int i = 0; i < tables->count; i++) dump.name[i] = tables->table[i].name;
    for (int i = 0; i < FIXED; i++) dump.name[tables->count + i] = FIXED_TABLES[i].name;
    qsort(dump.name, (size_t)dump.count, sizeof *dump.name, by_name);
    for (int i = 0; i < dump.count; i++)
        for (int j = 0; j < tables->count; j++)
            if (tables->table[j].name == dump.name[i]) dump.order[i] = &tables->table[j];
    return dump;
}

static int fixed_of(const struct tables_dump *dump) {
    int i = 0;
    while (FIXED_TABLES[i].name != dump->name[dump->at]) i++;
    return i;
}

/* The name of a column of the table that is read; NULL behind the last. */
static const char *column_of(const struct tables_dump *dump, int column) {
    const struct table *table = dump->order[dump->at];
    if (!table) return FIXED_TABLES[fixed_of(dump)].column[column];
    return column < TABLE_COLUMNS + table->column_count ? table_column_name(table, column) : NULL;
}

static bool is_number(const struct tables_dump *dump, int column) {
    const struct table *table = dump->order[dump->at];
    if (!table || column < TABLE_COLUMNS)
        return column == TABLE_LEAF_INDEX ||
               (table && (column == TABLE_REV || column == TABLE_HEADS));
    return !strcmp(table->column[column - TABLE_COLUMNS].sql_type, "bigint");
}

static void add_text(struct buffer *out, const char *text) {
    for (size_t plain; *text; text += plain) {
        plain = strcspn(text, "\\\t\n\r");
        buffer_add(out, text, plain);
        if (!text[plain]) continue;
        buffer_add_text(out, text[plain] == '\\' ? "\\\\" : text[plain] == '\t' ? "\\t"
                             : text[plain] == '\n' ? "\\n" : "\\r");
        plain++;
    }
}

static void add_row(const struct tables_dump *dump, struct buffer *out) {
    for (int i = 0; column_of(dump, i); i++) {
        if (i) buffer_add_text(out, "\t");
        if (query_is_null(dump->query, i)) buffer_add_text(out, "\\N");
        else if (is_number(dump, i)) buffer_format(out, "%" PRId64, query_int(dump->query, i));
        else add_text(out, query_text(dump->query, i));
    }
    buffer_add_text(out, "\n");
}

static bool open_next(struct tables_dump *dump, struct buffer *out, struct error *error) {
    if (dump->query) query_close(dump->query);
    dump->query = NULL;
    if (++dump->at >= dump->count) return true;
    const struct table *table = dump->order[dump->at];
    const struct statement *statement =
        table ? &table->rows : FIXED_TABLES[fixed_of(dump)].statement;
    if (!query_open(dump->tables->store, statement, &dump->query, error)) return false;
    buffer_format(out, "table %s:", dump->name[dump->at]);
    for (int i = 0; column_of(dump, i); i++) buffer_format(out, " %s", column_of(dump, i));
    buffer_add_text(out, "\n");
    return true;
}

bool tables_dump_line(struct tables_dump *dump, struct buffer *out, struct error *error) {
    bool row = false;
    if (dump->at >= dump->count) return true;
    if (dump->query && !query_step(dump->query, &row, error)) return false;
    if (!row) return open_next(dump, out, error);
    add_row(dump, out);
    return true;
}

/* ------------------------------------------------------------------ comparing */

static bool compare(struct arena *arena, struct tables_dump *left, struct tables_dump *right,
                    bool *out_same, char **out_left, char **out_right, struct error *error) {
    struct buffer line[2] = {0};
    bool done, same;
    do {
        line[0].size = line[1].size = 0;
        done = tables_dump_line(left, &line[0], error) && tables_dump_line(right, &line[1], error);
        same = line[0].size == line[1].size && (line[0].size == 0 ||
               !memcmp(line[0].bytes, line[1].bytes, line[0].size));
    } while (done && same && line[0].size > 0);
    if (done) {
        *out_same = same;
        *out_left = line[0].size ? arena_copy_part(arena, line[0].bytes, line[0].size - 1) : NULL;
        *out_right = line[1].size ? arena_copy_part(arena, line[1].bytes, line[1].size - 1) : NULL;
    }
    buffer_close(&line[0]);
    buffer_close(&line[1]);
    return done;
}

bool tables_compare(struct arena *arena, const struct tables *left, const struct tables *right,
                    bool *out_same, char **out_left, char **out_right, struct error *error) {
    struct tables_dump one = tables_dump(arena, left), other = tables_dump(arena, right);
    return compare(arena, &one, &other, out_same, out_left, out_right, error);
}

/* ------------------------------------------------------------------ writing */

enum { PIECE = 1 << 16 };

static bool next_piece(void *data, struct buffer *piece, struct error *error) {
    size_t before;
    do {
        before = piece->size;
        if (!tables_dump_line(data, piece, error)) return false;
    } while (piece->size > before && piece->size < PIECE);
    return true;
}

bool tables_dump_write(const struct tables *tables, const char *path, struct error *error) {
    struct arena arena;
    arena_open(&arena, 0);
    struct tables_dump dump = tables_dump(&arena, tables);
    bool done = files_write_pieces(path, next_piece, &dump, error);
    arena_close(&arena);
    return done;
}
