#include "input/table.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

#include "input/text.h"

static struct place here(const struct table *table) {
    return (struct place){.file = table->file, .line = table->line, .column = table->column};
}

static bool at_line_end(const struct table *table) {
    return table->at == table->end || *table->at == '\n' || *table->at == '\r';
}

static bool is_blank(const struct table *table, char byte) {
    return byte == ' ' || (byte == '\t' && table->delimiter != '\t');
}

/* One byte on; columns count characters, so the later bytes of one do not. */
static void step(struct table *table) {
    if (((unsigned char)*table->at & 0xc0) != 0x80) table->column++;
    table->at++;
}

static void step_line(struct table *table) {
    if (table->at == table->end) return;
    if (table->at[0] == '\r' && table->at + 1 < table->end && table->at[1] == '\n') table->at++;
    table->at++;
    table->line++;
    table->column = 1;
}

static void skip_line(struct table *table) {
    while (!at_line_end(table)) table->at++;
    step_line(table);
}

static void skip_blanks(struct table *table) {
    while (table->at < table->end && is_blank(table, *table->at)) step(table);
}

static bool ends_line(const char *at, const char *end) {
    return at == end || *at == '\n' || *at == '\r';
}

/* Has the line from `at` on, after `before` cells, as many cells as a row? An empty line says
 * nothing. `*out_next` is where the next line begins. */
static bool could_be_row(const struct table *table, const char *at, int before,
                         const char **out_next) {
    int count = before + 1, filled = before;
    for (; !ends_line(at, table->end); at++) {
        if (*at == '\t') count++;
        else filled = count;
    }
    *out_next = at + (at < table->end);
    return filled > 0 && filled <= table->columns && count >= table->columns;
}

/* Where the quoted text that begins here ends, when a tab or line ends after it; else NULL. */
static const char *closing_quote(const struct table *table) {
    for (const char *at = table->at + 1; at < table->end; at++) {
        if (*at != '"') continue;
        bool twice = at + 1 < table->end && at[1] == '"';
        if (!twice) return ends_line(at + 1, table->end) || at[1] == '\t' ? at : NULL;
        at++;
    }
    return NULL;
}

/* Whether the quoted text that begins here is the whole cell of a tab file; otherwise its quotes
 * are part of the text ("Old" mill). */
static bool wholly_quoted(const struct table *table) {
    const char *close = closing_quote(table), *at = table->at;
    bool lines = false;
    if (!close) return false;
    while (at < close && *at != '\t' && !ends_line(at, table->end)) at++;
    if (at == close) return true;
    bool row = could_be_row(table, table->at, table->cell, &at);
    for (; at <= close; lines = true) {
        bool again = could_be_row(table, at, 0, &at);
        if (again && (row || at <= close)) return false;
    }
    return table->columns > 0 && (lines || !row);
}

/* Takes the quotes off in place. `*out_end` is where the text then ends. */
static bool read_quoted(struct table *table, char **out_end) {
    struct place opened = here(table);
    step(table);
    char *end = table->at;
    for (;;) {
        if (table->at == table->end) {
            reading_error(table->reading, opened,
                          "a quote that is never closed: add the closing \"");
            return false;
        }
        if (*table->at == '"') {
            step(table);
            if (table->at == table->end || *table->at != '"') break;
            *end++ = '"';
            step(table);
        } else if (at_line_end(table)) {
            step_line(table); /* before it is written over: it may be two bytes */
            *end++ = '\n';
        } else {
            *end++ = *table->at;
            step(table);
        }
    }
    *out_end = end;
    skip_blanks(table);
    if (at_line_end(table) || *table->at == table->delimiter) return true;
    reading_error(table->reading, here(table),
                  "text after a closing quote: write a quote within a cell twice (\"\")");
    return false;
}

static bool read_plain(struct table *table, char **out_end) {
    char *end = table->at;
    while (!at_line_end(table) && *table->at != table->delimiter) {
        if (*table->at == '"' && table->delimiter != '\t') {
            reading_error(table->reading, here(table),
                          "a quote inside a cell: put the whole cell in quotes and write it twice");
            return false;
        }
        bool blank = is_blank(table, *table->at);
        step(table);
        if (!blank) end = table->at;
    }
    *out_end = end;
    return true;
}

/* Spreadsheets and web pages leave blanks that do not break (U+00A0) around what was copied. */
static void trim(const char **text, char **end) {
    static const char unbroken[] = "\xc2\xa0";
    for (;;) {
        size_t left = (size_t)(*end - *text);
        bool two = left >= 2;
        if (left && **text == ' ') (*text)++;
        else if (two && memcmp(*text, unbroken, 2) == 0) *text += 2;
        else if (left && (*end)[-1] == ' ') (*end)--;
        else if (two && memcmp(*end - 2, unbroken, 2) == 0) *end -= 2;
        else return;
    }
}

/* Reads a cell and stands on what follows it, which is `*out_next` (0: the end of the text): the
 * zero that ends the cell may be written over it. */
static bool read_cell(struct table *table, struct cell *out_cell, char *out_next) {
    skip_blanks(table);
    struct cell cell = {.text = table->at, .line = table->line, .column = table->column};
    bool quoted = table->at < table->end && *table->at == '"' &&
                  (table->delimiter != '\t' || wholly_quoted(table));
    char *end;
    if (!(quoted ? read_quoted(table, &end) : read_plain(table, &end))) return false;
    if (quoted) cell.text++;
    trim(&cell.text, &end);
    /* Exports put a ' before what a spreadsheet would run as a formula. */
    bool guarded = table->delimiter != '\t' && end - cell.text >= 2 && *cell.text == '\'' &&
                   strchr("=+-@", cell.text[1]);
    cell.text += guarded;
    if (end - cell.text > TABLE_CELL_MOST) {
        struct place place = {.file = table->file, .line = cell.line, .column = cell.column};
        reading_error(table->reading, place, "a cell of more than %d bytes", TABLE_CELL_MOST);
        return false;
    }
    *out_next = table->at < table->end ? *table->at : 0;
    if (*out_next == '\r' && table->at + 1 < table->end && table->at[1] == '\n') {
        *out_next = '\n';
        table->at++;
    }
    *end = 0;
    *out_cell = cell;
    return true;
}

/* Reads the cells of one line, the first `most` into `cells`. `*out_filled` counts up to the last
 * cell that is not empty, `*out_count` all. False when the line was wrong and passed over. */
static bool read_line(struct table *table, int most, struct cell *cells, int *out_count,
                      int *out_filled) {
    int count = 0, filled = 0;
    for (;;) {
        struct cell cell;
        char next;
        table->cell = count;
        if (!read_cell(table, &cell, &next)) {
            skip_line(table);
            return false;
        }
        if (count < most) cells[count] = cell;
        if (count < INT_MAX) count++;
        if (*cell.text) filled = count;
        if (next == 0) break;
        table->at++;
        if (next == table->delimiter) {
            table->column++;
            continue;
        }
        table->line++;
        table->column = 1;
        break;
    }
    *out_count = count;
    *out_filled = filled;
    return true;
}

static char find_delimiter(const char *at, const char *end) {
    int commas = 0, semicolons = 0;
    bool quoted = false;
    for (; at < end && *at != '\n' && *at != '\r'; at++) {
        if (*at == '"') quoted = !quoted;
        if (quoted) continue;
        if (*at == '\t') return '\t';
        if (*at == ',') commas++;
        if (*at == ';') semicolons++;
    }
    if (commas == 0 && semicolons == 0) return '\t';
    return commas > semicolons ? ',' : ';';
}

static bool is_filler(char byte) { return byte == ' ' || byte == '_' || byte == '-'; }

static bool same_name(const char *first, const char *second) {
    for (;; first++, second++) {
        while (is_filler(*first)) first++;
        while (is_filler(*second)) second++;
        if (tolower((unsigned char)*first) != tolower((unsigned char)*second)) return false;
        if (!*first) return true;
    }
}

static bool check_names(struct table *table) {
    bool good = true;
    for (int i = 0; i < table->columns; i++) {
        const struct cell *name = &table->name[i];
        int first = *name->text ? table_column(table, name->text) : i;
        if (first == i) continue;
        struct place place = {.file = table->file, .line = name->line, .column = name->column};
        reading_error(table->reading, place, "the column \"%.60s\" is given twice: keep one",
                      name->text);
        good = false;
    }
    return good;
}

bool table_open(struct arena *arena, const char *file, const void *bytes, size_t size,
                struct reading *reading, struct table *out_table) {
    struct place whole = {.file = file};
    if (size > TABLE_BYTES_MOST) {
        reading_error(reading, whole, "larger than %d MiB: split it", TABLE_BYTES_MOST >> 20);
        return false;
    }
    struct table table = {.file = file, .reading = reading, .line = 1, .column = 1};
    size_t length;
    if (!text_decode(arena, file, bytes, size, reading, &table.at, &length)) return false;
    table.end = table.at + length;
    struct cell *names = arena_new(arena, struct cell, TABLE_COLUMNS_MOST);
    int count, filled = 0;
    while (filled == 0) {
        if (table.at == table.end) {
            reading_error(reading, whole, "nothing in it: the first line must name the columns");
            return false;
        }
        table.delimiter = find_delimiter(table.at, table.end);
        if (!read_line(&table, TABLE_COLUMNS_MOST, names, &count, &filled)) return false;
    }
    if (filled > TABLE_COLUMNS_MOST) {
        reading_error(reading, whole, "more than %d columns", TABLE_COLUMNS_MOST);
        return false;
    }
    table.columns = filled;
    table.name = names;
    table.row = arena_new(arena, struct cell, filled);
    if (!check_names(&table)) return false;
    *out_table = table;
    return true;
}

bool table_next(struct table *table) {
    while (table->at < table->end) {
        int line = table->line, count, filled = -1;
        bool good = read_line(table, table->columns, table->row, &count, &filled);
        if (filled == 0) continue;
        table->rows++;
        if (!good) continue;
        if (filled <= table->columns && count >= table->columns) return true;
        struct place place = {.file = table->file, .line = line};
        bool many = filled > table->columns;
        reading_error(table->reading, place, "%d cells where the first line names %d columns: %s",
                      many ? filled : count, table->columns,
                      !many                     ? "add those that are missing, if empty ones"
                      : table->delimiter == ',' ? "a decimal comma must be in quotes"
                                                : "take out what is too much");
    }
    return false;
}

int table_column(const struct table *table, const char *name) {
    for (int i = 0; i < table->columns; i++)
        if (*table->name[i].text && same_name(table->name[i].text, name)) return i;
    return -1;
}

/* The names of the columns that there are, for a message. */
static const char *list_names(const struct table *table) {
    const char *list = "";
    for (int i = 0; i < table->columns && i < 20; i++)
        list = arena_format(table->reading->arena, "%s%s%.40s", list, i ? ", " : "",
                            table->name[i].text);
    return list;
}

bool table_require(struct table *table, const char *const *names) {
    bool good = true;
    for (; *names; names++) {
        if (table_column(table, *names) >= 0) continue;
        struct place place = {.file = table->file, .line = table->name[0].line};
        bool apart = table->columns > 1 || !strchr(table->name[0].text, ' ');
        reading_error(table->reading, place,
                      "no column \"%s\": name it in the first line; found: %s%s", *names,
                      list_names(table),
                      apart ? ""
                            : "; blanks do not separate columns: use tabs, commas or "
                              "semicolons");
        good = false;
    }
    return good;
}

struct place table_place(const struct table *table, int column) {
    const struct cell *cell = &table->row[column < 0 ? 0 : column];
    return (struct place){
        .file = table->file, .line = cell->line, .column = column < 0 ? 0 : cell->column};
}
