/* words OUT.c HEADER FILE.words: makes constant tables of lists of words at build.
 *
 *     [class away]     begins a list; it becomes WORDS_CLASS_AWAY, a struct words of HEADER
 *     word             an entry; spaces around it do not count, and what follows a # at the
 *                      beginning of a line is for people
 *     word = 60        with a number
 *     word …           open at its end, or at both (… word …): the number says how, as in HEADER
 *
 * The entries of a list are sorted by their bytes. One that stands twice in a list, a list that
 * stands twice, an entry before any list: no table is made, and the reason has file and line. */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MOST = 1 << 20, ENTRIES_MOST = 20000, LISTS_MOST = 200, NAME_MOST = 48 };

#define OPEN "…"

struct entry {
    const char *text;
    long value;
    int line;
};

struct list {
    char name[NAME_MOST];
    int first, count;
};

struct maker {
    const char *path;
    int line;
    struct entry entries[ENTRIES_MOST];
    struct list lists[LISTS_MOST];
    int count, list_count;
};

static _Noreturn void refuse(const struct maker *maker, const char *format, ...) {
    va_list values;
    va_start(values, format);
    fprintf(stderr, "%s:%d: ", maker->path, maker->line);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    va_end(values);
    exit(1);
}

static char *read_file(struct maker *maker) {
    FILE *file = fopen(maker->path, "rb");
    char *text = malloc(FILE_MOST + 1);
    if (!file || !text) refuse(maker, "cannot be read");
    size_t size = fread(text, 1, FILE_MOST + 1, file);
    if (ferror(file)) refuse(maker, "cannot be read");
    if (size > FILE_MOST) refuse(maker, "is larger than %d bytes", FILE_MOST);
    fclose(file);
    text[size] = 0;
    return text;
}

/* Without blanks at both ends, in place. */
static char *trimmed(char *text) {
    while (*text == ' ' || *text == '\t') text++;
    size_t size = strlen(text);
    while (size && strchr(" \t\r", text[size - 1])) text[--size] = 0;
    return text;
}

static void begin_list(struct maker *maker, char *line) {
    char *end = strchr(line, ']');
    if (!end || end[1] || end == line + 1) refuse(maker, "a list begins with [its name]");
    *end = 0;
    if (maker->list_count == LISTS_MOST) refuse(maker, "more than %d lists", LISTS_MOST);
    struct list *list = &maker->lists[maker->list_count];
    snprintf(list->name, sizeof list->name, "%s", line + 1);
    for (char *at = list->name; *at; at++)
        *at = isalnum((unsigned char)*at) ? (char)toupper(*at) : '_';
    for (int i = 0; i < maker->list_count; i++)
        if (strcmp(maker->lists[i].name, list->name) == 0)
            refuse(maker, "the list %s stands here twice", list->name);
    list->first = maker->count;
    maker->list_count++;
}

static void add_entry(struct maker *maker, char *line) {
    if (!maker->list_count) refuse(maker, "\"%s\" stands before any list", line);
    if (maker->count == ENTRIES_MOST) refuse(maker, "more than %d entries", ENTRIES_MOST);
    struct entry entry = {.line = maker->line};
    char *value = strstr(line, " = "), *rest;
    size_t open = strlen(OPEN), size;
    if (value) {
        entry.value = strtol(value + 3, &rest, 10);
        if (*rest || rest == value + 3) refuse(maker, "\"%s\" is no whole number", value + 3);
        *value = 0;
    }
    if (strncmp(line, OPEN, open) == 0) {
        entry.value |= 2;
        line += open;
    }
    size = strlen(line);
    if (size >= open && strcmp(line + size - open, OPEN) == 0) {
        entry.value |= 1;
        line[size - open] = 0;
    }
    entry.text = trimmed(line);
    if (!*entry.text) refuse(maker, "an entry without a word");
    if (strstr(entry.text, OPEN)) refuse(maker, "\"" OPEN "\" within \"%s\"", entry.text);
    maker->entries[maker->count++] = entry;
    maker->lists[maker->list_count - 1].count++;
}

static int by_text(const void *left, const void *right) {
    return strcmp(((const struct entry *)left)->text, ((const struct entry *)right)->text);
}

static void sort_lists(struct maker *maker) {
    for (int i = 0; i < maker->list_count; i++) {
        struct entry *entry = &maker->entries[maker->lists[i].first];
        int count = maker->lists[i].count;
        qsort(entry, (size_t)count, sizeof *entry, by_text);
        for (int j = 1; j < count; j++)
            if (strcmp(entry[j - 1].text, entry[j].text) == 0) {
                maker->line = entry[j].line > entry[j - 1].line ? entry[j].line : entry[j - 1].line;
                refuse(maker, "\"%s\" stands twice in %s", entry[j].text, maker->lists[i].name);
            }
    }
}

static void write_text(FILE *out, const char *text) {
    fputc('"', out);
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x20 || byte >= 0x7f || strchr("\"\\?", byte)) fprintf(out, "\\%03o", byte);
        else fputc(byte, out);
    }
    fputc('"', out);
}

static void write_tables(const struct maker *maker, const char *header, FILE *out) {
    fprintf(out, "#include \"%s\"\n", header);
    for (int i = 0; i < maker->list_count; i++) {
        const struct list *list = &maker->lists[i];
        fprintf(out, "\nconst struct words WORDS_%s = {%d, (const struct word[]){\n", list->name,
                list->count);
        for (int j = 0; j < list->count; j++) {
            const struct entry *entry = &maker->entries[list->first + j];
            fprintf(out, "    {");
            write_text(out, entry->text);
            fprintf(out, ", %zu, %ld},\n", strlen(entry->text), entry->value);
        }
        fprintf(out, "}};\n");
    }
}

int main(int count, char **words) {
    static struct maker maker;
    if (count != 4) {
        fprintf(stderr, "words OUT.c HEADER FILE.words\n");
        return 2;
    }
    maker.path = words[3];
    char *line = read_file(&maker);
    while (line) {
        char *next = strchr(line, '\n');
        if (next) *next++ = 0;
        maker.line++;
        line = trimmed(line);
        if (*line == '[') begin_list(&maker, line);
        else if (*line && *line != '#') add_entry(&maker, line);
        line = next;
    }
    sort_lists(&maker);
    FILE *out = fopen(words[1], "wb");
    if (!out) {
        fprintf(stderr, "%s: cannot be written\n", words[1]);
        return 1;
    }
    write_tables(&maker, words[2], out);
    return fclose(out) == 0 ? 0 : 1;
}
