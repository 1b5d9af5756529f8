/* Templates: bytes to pieces. */
#include "template.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

struct reader {
    struct arena *arena;
    struct template *template;
    const char *start, *at, *end;
    const char *here; /* what is being read: the tag that an error is about */
    int depth;
    struct error *error;
};

bool template_refuse(struct error *error, const struct template *template, int line,
                     const char *format, ...) {
    char text[512];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    return error_set(error, ERROR_BAD_INPUT, "%s:%d: %s", template->path, line, text);
}

static int line_of(const struct reader *reader, const char *place) {
    int line = 1;
    for (const char *at = reader->start; at < place; at++) line += *at == '\n';
    return line;
}

#define REFUSE(reader, ...) \
    template_refuse((reader)->error, (reader)->template, line_of((reader), (reader)->here), \
                    __VA_ARGS__)

static bool is_name(const char *text, size_t length) {
    if (!length || length > TEMPLATE_NAME_MOST || !islower((unsigned char)*text)) return false;
    for (size_t i = 0; i < length; i++)
        if (!islower((unsigned char)text[i]) && !isdigit((unsigned char)text[i]) && text[i] != '_')
            return false;
    return true;
}

static bool starts(const char *at, const char *end, const char *word) {
    size_t length = strlen(word);
    return (size_t)(end - at) >= length && memcmp(at, word, length) == 0;
}

/* "../name|number" as field, scope and type. */
static bool read_name(struct reader *reader, const char *at, const char *end, struct piece *piece) {
    while (starts(at, end, "../")) {
        piece->up++;
        at += 3;
    }
    const char *bar = memchr(at, '|', (size_t)(end - at)), *stop = bar ? bar : end;
    if (!is_name(at, (size_t)(stop - at)))
        return REFUSE(reader, "\"%.*s\" is no name: small letters, digits and _, at most %d",
                      (int)(end - at), at, TEMPLATE_NAME_MOST);
    piece->name = arena_copy_part(reader->arena, at, (size_t)(stop - at));
    piece->type = FIELD_TEXT;
    if (!bar) return true;
    piece->type = FIELD_NUMBER;
    return (size_t)(end - bar) == strlen("|number") && starts(bar, end, "|number")
               ? true
               : REFUSE(reader, "\"%.*s\": the only type is number", (int)(end - bar), bar);
}

/* One form of a text: its holes go behind `*last`, and "{name|number}" stays as "{name}". */
static bool read_form(struct reader *reader, const char *at, const char *end,
                      struct piece ***last, const char **out_text) {
    struct buffer text = {0};
    while (at < end && *at == ' ') at++;
    while (end > at && end[-1] == ' ') end--;
    bool good = at < end || REFUSE(reader, "an empty text");
    while (good && at < end) {
        if (*at == '}' || *at == '\n')
            good = REFUSE(reader, "a text is on one line, and its holes are {name}");
        if (good && *at == '{') {
            const char *close = memchr(at, '}', (size_t)(end - at));
            struct piece *hole = arena_new(reader->arena, struct piece, 1);
            *hole = (struct piece){.kind = PIECE_HOLE, .line = line_of(reader, reader->here)};
            good = close ? read_name(reader, at + 1, close, hole)
                         : REFUSE(reader, "a { without its }");
            if (!good) break;
            buffer_format(&text, "{%s}", hole->name);
            **last = hole;
            *last = &hole->next;
            at = close + 1;
        } else if (good) {
            buffer_add(&text, at++, 1);
        }
    }
    if (good) *out_text = arena_copy(reader->arena, buffer_text(&text));
    buffer_close(&text);
    return good;
}

static bool read_say(struct reader *reader, const char *at, const char *end, struct piece *piece) {
    struct piece **last = &piece->first;
    const char *bars = NULL;
    for (const char *here = at; here + 1 < end && !bars; here++)
        if (here[0] == '|' && here[1] == '|') bars = here;
    piece->kind = PIECE_SAY;
    if (!read_form(reader, at, bars ? bars : end, &last, &piece->text)) return false;
    if (!bars) return true;
    if (!read_form(reader, bars + 2, end, &last, &piece->many)) return false;
    for (struct piece *hole = piece->first; hole; hole = hole->next)
        if (hole->type == FIELD_NUMBER) return true;
    return REFUSE(reader, "a text with two forms counts something: {name|number}");
}

static bool read_special(struct reader *reader, const char *at, const char *end,
                         struct piece *piece) {
    size_t length = (size_t)(end - at);
    if (length == 7 && starts(at, end, "content")) {
        if (reader->depth) return REFUSE(reader, "{{@content}} in a block");
        if (reader->template->is_layout) return REFUSE(reader, "a second {{@content}}");
        reader->template->is_layout = true;
        piece->kind = PIECE_CONTENT;
    } else if (length == 4 && starts(at, end, "lang")) {
        piece->kind = PIECE_LANG;
    } else if (length == 4 && starts(at, end, "csrf")) {
        piece->kind = PIECE_CSRF;
    } else if (starts(at, end, "asset ")) {
        piece->kind = PIECE_ASSET;
        piece->text = arena_copy_part(reader->arena, at + 6, length - 6);
        for (const char *c = piece->text; *c; c++)
            if (!islower((unsigned char)*c) && !isdigit((unsigned char)*c) && !strchr("-_.", *c))
                return REFUSE(reader, "\"%s\" is no name of an asset", piece->text);
    } else {
        return REFUSE(reader, "{{@%.*s}} is nothing; there are @layout, @content, @lang, @csrf and "
                      "@asset", (int)length, at);
    }
    return true;
}

static bool read_layout(struct reader *reader, const char *at, const char *end, bool at_start) {
    if (!at_start) return REFUSE(reader, "{{@layout}} stands before everything else");
    if (!is_name(at, (size_t)(end - at)))
        return REFUSE(reader, "\"%.*s\" is no name of a layout", (int)(end - at), at);
    reader->template->layout = arena_copy_part(reader->arena, at, (size_t)(end - at));
    return true;
}

static bool read_part(struct reader *reader, const char *at, const char *end, struct piece *piece) {
    const char *space = memchr(at, ' ', (size_t)(end - at));
    if (!space || !is_name(at, (size_t)(space - at)))
        return REFUSE(reader, "a part is {{>part name}}");
    piece->kind = PIECE_PART;
    piece->text = arena_copy_part(reader->arena, at, (size_t)(space - at));
    if (!read_name(reader, space + 1, end, piece)) return false;
    if (piece->type != FIELD_TEXT) return REFUSE(reader, "a part has no type");
    piece->type = FIELD_PART;
    return true;
}

/* A tag that stands alone on its line takes the line with it. */
static bool alone(const char *start, const char *open, const char *close, const char *end,
                  const char **out_before, const char **out_after) {
    const char *before = open, *after = close;
    while (before > start && (before[-1] == ' ' || before[-1] == '\t')) before--;
    while (after < end && (*after == ' ' || *after == '\t')) after++;
    if ((before > start && before[-1] != '\n') || (after < end && *after != '\n')) return false;
    *out_before = before;
    *out_after = after < end ? after + 1 : after;
    return true;
}

static void add_literal(struct reader *reader, const char *from, const char *to,
                        struct piece ***last) {
    if (from >= to) return;
    struct piece *piece = arena_new(reader->arena, struct piece, 1);
    *piece = (struct piece){.kind = PIECE_LITERAL, .line = line_of(reader, from), .text = from,
                            .size = (size_t)(to - from)};
    **last = piece;
    *last = &piece->next;
}

enum ending { ENDING_FILE, ENDING_ELSE, ENDING_IF, ENDING_EACH };

static bool read_pieces(struct reader *reader, struct piece **out_first, enum ending *out_ending);

static bool read_block(struct reader *reader, struct piece *piece, enum ending wanted,
                       const char *word) {
    enum ending ending;
    const char *open = reader->here;
    if (++reader->depth > TEMPLATE_DEPTH) return REFUSE(reader, "too many blocks in each other");
    if (!read_pieces(reader, &piece->first, &ending)) return false;
    if (ending == ENDING_ELSE && !read_pieces(reader, &piece->otherwise, &ending)) return false;
    reader->depth--;
    if (ending == wanted) return true;
    if (ending == ENDING_ELSE) return REFUSE(reader, "a second {{else}}");
    if (ending != ENDING_FILE) return REFUSE(reader, "{{/%s}} is missing before this", word);
    reader->here = open;
    return REFUSE(reader, "{{#%s}} has no {{/%s}}", word, word);
}

/* What stands between {{ and }}; a block with all that is in it. */
static bool read_tag(struct reader *reader, const char *at, const char *end, bool at_start,
                     struct piece **out_piece, enum ending *out_ending) {
    struct piece *piece = arena_new(reader->arena, struct piece, 1);
    *piece = (struct piece){.line = line_of(reader, reader->here)};
    *out_piece = piece;
    size_t length = (size_t)(end - at);
    if (starts(at, end, "@layout ")) {
        *out_piece = NULL;
        return read_layout(reader, at + 8, end, at_start);
    }
    if (starts(at, end, "@")) return read_special(reader, at + 1, end, piece);
    if (starts(at, end, "_ ")) return read_say(reader, at + 2, end, piece);
    if (starts(at, end, ">")) return read_part(reader, at + 1, end, piece);
    if (starts(at, end, "#if ")) {
        piece->kind = PIECE_IF;
        return read_name(reader, at + 4, end, piece) &&
               (piece->type == FIELD_TEXT || REFUSE(reader, "{{#if}} takes no type")) &&
               ((piece->type = FIELD_TRUTH), read_block(reader, piece, ENDING_IF, "if"));
    }
    if (starts(at, end, "#each ")) {
        piece->kind = PIECE_EACH;
        return read_name(reader, at + 6, end, piece) &&
               (piece->type == FIELD_TEXT || REFUSE(reader, "{{#each}} takes no type")) &&
               ((piece->type = FIELD_LIST), read_block(reader, piece, ENDING_EACH, "each"));
    }
    if (length == 4 && starts(at, end, "else")) *out_ending = ENDING_ELSE;
    else if (length == 3 && starts(at, end, "/if")) *out_ending = ENDING_IF;
    else if (length == 5 && starts(at, end, "/each")) *out_ending = ENDING_EACH;
    if (*out_ending != ENDING_FILE)
        return reader->depth > 0 || REFUSE(reader, "{{%.*s}} without a block", (int)length, at);
    piece->kind = PIECE_HOLE;
    bool safe = starts(at, end, "!");
    if (!read_name(reader, at + safe, end, piece)) return false;
    if (safe && piece->type != FIELD_TEXT) return REFUSE(reader, "{{!name}} takes no type");
    if (safe) piece->type = FIELD_SAFE;
    return true;
}

/* Tags that leave nothing behind where they stand. */
static bool is_silent(const char *tag, const char *end) {
    return *tag == '#' || *tag == '/' || starts(tag, end, "else") || starts(tag, end, "@layout ");
}

static bool read_pieces(struct reader *reader, struct piece **out_first, enum ending *out_ending) {
    struct piece **last = out_first;
    *out_ending = ENDING_FILE;
    while (reader->at < reader->end) {
        const char *from = reader->at, *end = reader->end, *open = from;
        while (open < end && !starts(open, end, "{{")) open++;
        if (open == end) {
            add_literal(reader, from, end, &last);
            reader->at = end;
            return true;
        }
        reader->here = open;
        const char *close = open + 2;
        while (close < end && !starts(close, end, "}}") && *close != '\n') close++;
        /* {{_ {name}}}: the last two of three are the tag's. */
        if (starts(close, end, "}}}")) close++;
        if (!starts(close, end, "}}")) return REFUSE(reader, "{{ without }} on its line");
        if (close == open + 2) return REFUSE(reader, "{{}} is nothing");
        const char *before = open, *after = close + 2;
        if (is_silent(open + 2, close) &&
            !alone(reader->start, open, after, end, &before, &after)) {
            before = open;
            after = close + 2;
        }
        add_literal(reader, from, before, &last);
        reader->at = after;
        struct piece *piece;
        bool at_start = reader->depth == 0 && !*out_first && !reader->template->layout;
        if (!read_tag(reader, open + 2, close, at_start, &piece, out_ending)) return false;
        if (*out_ending != ENDING_FILE) return true;
        if (!piece) continue;
        *last = piece;
        last = &piece->next;
    }
    return true;
}

static bool check_bytes(struct reader *reader) {
    for (reader->here = reader->start; reader->here < reader->end;) {
        unsigned char byte = (unsigned char)*reader->here;
        size_t length = utf8_sequence((const unsigned char *)reader->here,
                                      (size_t)(reader->end - reader->here));
        if (!length) return REFUSE(reader, "this is not UTF-8");
        if ((byte < 32 && byte != '\n') || byte == 127)
            return REFUSE(reader, "a control character (byte %d)", byte);
        reader->here += length;
    }
    reader->here = reader->start;
    return true;
}

bool template_read(struct arena *arena, const char *path, const char *bytes, size_t size,
                   struct template *out, struct error *error) {
    struct template template = {.path = path};
    struct reader reader = {.arena = arena, .template = &template, .start = bytes, .at = bytes,
                            .end = bytes + size, .here = bytes, .error = error};
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    if (!dot || strcmp(dot, ".html") != 0 || !is_name(name, (size_t)(dot - name)))
        return REFUSE(&reader, "a template is called NAME.html, in small letters");
    template.name = arena_copy_part(arena, name, (size_t)(dot - name));
    if (size > TEMPLATE_MOST) return REFUSE(&reader, "is larger than %d bytes", TEMPLATE_MOST);
    enum ending ending;
    if (!check_bytes(&reader) || !read_pieces(&reader, &template.first, &ending)) return false;
    reader.here = bytes;
    if (template.is_layout && template.layout)
        return REFUSE(&reader, "a layout has no layout");
    *out = template;
    return true;
}
