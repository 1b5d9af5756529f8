/* Reads translations. */
#define _GNU_SOURCE /* memmem, memrchr */
#include "po.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    struct arena *arena;
    const char *path;
    int line;
    struct error *error;
    struct po_entry *entries;
    size_t count, capacity;
    struct po_entry now;
    const char **last; /* the string that further lines go on with */
    bool full;         /* `now` has begun */
    bool fuzzy;        /* said before the entry */
    int forms, plural_forms;
};

static bool refuse(struct reader *reader, int line, const char *reason) {
    return error_set(reader->error, ERROR_BAD_INPUT, "%s:%d: %s", reader->path, line, reason);
}

/* "text" with its escapes. */
static bool read_string(struct reader *reader, const char *at, char **out) {
    at += strspn(at, " ");
    size_t length = strlen(at), size = 0;
    if (length < 2 || *at != '"' || at[length - 1] != '"')
        return refuse(reader, reader->line, "a string stands in double quotes");
    char *text = arena_take(reader->arena, length, 1);
    for (const char *end = at + length - 1, *c = at + 1; c < end; c++) {
        if (*c == '"') return refuse(reader, reader->line, "a quote in a string is \\\"");
        if (*c == '\\') {
            c++;
            if (c == end || !strchr("n\"\\", *c))
                return refuse(reader, reader->line, "after \\ stands n, \" or \\");
            text[size++] = *c == 'n' ? '\n' : *c;
        } else {
            text[size++] = *c;
        }
    }
    *out = text;
    return true;
}

/* Has the one every hole of the other? */
static bool has_holes(const char *text, const char *of) {
    for (const char *open = of; (open = strchr(open, '{')); open++) {
        const char *close = strchr(open, '}');
        if (!close || !memmem(text, strlen(text), open, (size_t)(close - open) + 1)) return false;
    }
    return true;
}

static bool check_header(struct reader *reader, const struct po_entry *entry) {
    const char *rule = entry->form[0] ? strstr(entry->form[0], "nplurals=") : NULL;
    if (!rule || atoi(rule + 9) != reader->plural_forms)
        return refuse(reader, entry->line, "the header has another number of plural forms than "
                      "src/http/language.c");
    return true;
}

static bool end_entry(struct reader *reader) {
    struct po_entry *entry = &reader->now;
    if (!reader->full) return true;
    if (!entry->one) return refuse(reader, entry->line, "an entry without msgid");
    if (entry->context && (entry->many || !*entry->one))
        return refuse(reader, entry->line, "a context is for a text that does not count");
    int forms = entry->many ? reader->plural_forms : 1;
    if (*entry->one) {
        if (reader->forms != forms) return refuse(reader, entry->line, "another number of msgstr");
        bool whole = !entry->fuzzy;
        for (int i = 0; i < forms; i++) whole = whole && entry->form[i] && *entry->form[i];
        const char *english = entry->many ? entry->many : entry->one;
        for (int i = 0; whole && i < forms; i++)
            if (!has_holes(entry->form[i], english) || !has_holes(english, entry->form[i]))
                return refuse(reader, entry->line, "a translation has other {holes}");
        if (!whole) memset(entry->form, 0, sizeof entry->form);
        reader->entries = arena_grow(reader->arena, reader->entries, reader->count,
                                     &reader->capacity, sizeof *reader->entries);
        reader->entries[reader->count++] = *entry;
    } else if (!check_header(reader, entry)) {
        return false;
    }
    reader->full = false;
    reader->forms = 0;
    reader->last = NULL;
    return true;
}

static bool keep(struct reader *reader, const char *rest, const char **where) {
    char *text;
    if (*where) return refuse(reader, reader->line, "this was said already");
    if (!read_string(reader, rest, &text)) return false;
    *where = text;
    reader->last = where;
    return true;
}

/* An entry begins with msgctxt or msgid. */
static bool begin_entry(struct reader *reader) {
    if (reader->full && !end_entry(reader)) return false;
    reader->now = (struct po_entry){.line = reader->line, .fuzzy = reader->fuzzy};
    reader->full = true;
    reader->fuzzy = false;
    return true;
}

static bool read_line(struct reader *reader, const char *line) {
    if (!*line) return end_entry(reader);
    if (*line == '#') {
        if (reader->full && !end_entry(reader)) return false;
        if (line[1] == ',' && strstr(line, "fuzzy")) reader->fuzzy = true;
        return true;
    }
    if (*line == '"') {
        char *text;
        if (!reader->last) return refuse(reader, reader->line, "a string without its word");
        if (!read_string(reader, line, &text)) return false;
        *reader->last = arena_format(reader->arena, "%s%s", *reader->last, text);
        return true;
    }
    if (strncmp(line, "msgctxt ", 8) == 0)
        return begin_entry(reader) && keep(reader, line + 8, &reader->now.context);
    if (strncmp(line, "msgid ", 6) == 0) {
        bool begun = reader->full && reader->now.context && !reader->now.one;
        return (begun || begin_entry(reader)) && keep(reader, line + 6, &reader->now.one);
    }
    if (!reader->full) return refuse(reader, reader->line, "an entry begins with msgctxt or msgid");
    if (strncmp(line, "msgid_plural ", 13) == 0) return keep(reader, line + 13, &reader->now.many);
    int form = 0;
    const char *rest = NULL;
    if (strncmp(line, "msgstr ", 7) == 0) {
        rest = line + 7;
    } else if (strncmp(line, "msgstr[", 7) == 0 && line[7] >= '0' && line[7] < '0' + PO_FORMS &&
               line[8] == ']') {
        form = line[7] - '0';
        rest = line + 9;
    }
    if (!rest) return refuse(reader, reader->line, "neither msgid nor msgstr");
    reader->forms++;
    return keep(reader, rest, &reader->now.form[form]);
}

bool po_read(struct arena *arena, const char *path, const char *bytes, int plural_forms,
             struct po_entry **out_entries, size_t *out_count, struct error *error) {
    struct reader reader = {.arena = arena, .path = path, .plural_forms = plural_forms,
                            .error = error};
    for (const char *at = bytes; *at;) {
        size_t length = strcspn(at, "\n");
        reader.line++;
        if (!read_line(&reader, arena_copy_part(arena, at, length))) return false;
        at += length + (at[length] == '\n');
    }
    if (!end_entry(&reader)) return false;
    *out_entries = reader.entries;
    *out_count = reader.count;
    return true;
}
