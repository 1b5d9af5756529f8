/* Makes C of templates (pages/NAME.html) and of their translations, at build:
 *
 *     templates --page NAME.html OUT.c OUT.h         the page's function, and its struct
 *     templates --messages TABLE OUT.c FILE.po FILE.html…   every text of the pages and of the
 *                                                    translations, as struct message (http/message.h)
 *     templates --texts OUT.pot FILE.html…           the texts of the pages, for gettext's tools
 *
 * The first thing that is wrong ends the build with file, line and reason. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "po.h"
#include "template.h"

enum { UKRAINIAN_FORMS = 3 };

static bool read_template(struct arena *arena, const char *path, struct template *out,
                          struct error *error) {
    char *bytes;
    size_t size;
    return files_read(arena, path, TEMPLATE_MOST + 1, &bytes, &size, error) &&
           template_read(arena, path, bytes, size, out, error) &&
           template_check(arena, out, error) && template_shape(arena, out, error);
}

/* What a page names must be there: layouts and parts beside it, assets in assets/. */
static bool check_named(struct arena *arena, const struct template *template,
                        const struct piece *first, struct error *error) {
    const char *slash = strrchr(template->path, '/');
    const char *folder = slash ? arena_copy_part(arena, template->path,
                                                 (size_t)(slash - template->path)) : ".";
    for (const struct piece *piece = first; piece; piece = piece->next) {
        const char *path = NULL;
        if (piece->kind == PIECE_ASSET)
            path = arena_format(arena, "%s/assets/%s", folder, piece->text);
        if (piece->kind == PIECE_PART)
            path = arena_format(arena, "%s/%s.html", folder, piece->text);
        if (path && !files_is_file(path))
            return template_refuse(error, template, piece->line, "there is no %s", path);
        if (!check_named(arena, template, piece->first, error) ||
            !check_named(arena, template, piece->otherwise, error))
            return false;
    }
    return true;
}

static bool make_page(struct arena *arena, const char *path, const char *source_path,
                      const char *header_path, struct error *error) {
    struct template template;
    struct buffer source = {0}, header = {0};
    if (!read_template(arena, path, &template, error) ||
        !check_named(arena, &template, template.first, error))
        return false;
    template_write(&template, &source, &header);
    bool good = files_write(source_path, buffer_text(&source), source.size, error) &&
                files_write(header_path, buffer_text(&header), header.size, error);
    buffer_close(&source);
    buffer_close(&header);
    return good;
}

/* ------------------------------------------------------------------ texts */

struct text {
    const char *one, *many, *where;
    const char *form[PO_FORMS]; /* Ukrainian, or NULL */
};

struct texts {
    struct arena *arena;
    struct text *list;
    size_t count, capacity;
};

static struct text *add_text(struct texts *texts, const char *one, const char *many,
                             const char *where) {
    for (size_t i = 0; i < texts->count; i++) {
        struct text *text = &texts->list[i];
        if (strcmp(text->one, one) == 0 && strcmp(text->many ? text->many : "",
                                                  many ? many : "") == 0)
            return text;
    }
    texts->list = arena_grow(texts->arena, texts->list, texts->count, &texts->capacity,
                             sizeof *texts->list);
    texts->list[texts->count] = (struct text){.one = one, .many = many, .where = where};
    return &texts->list[texts->count++];
}

static void add_pieces(struct texts *texts, const struct template *template,
                       const struct piece *piece) {
    for (; piece; piece = piece->next) {
        if (piece->kind == PIECE_SAY)
            add_text(texts, piece->text, piece->many,
                     arena_format(texts->arena, "%s:%d", template->path, piece->line));
        add_pieces(texts, template, piece->first);
        add_pieces(texts, template, piece->otherwise);
    }
}

static bool add_templates(struct texts *texts, char **paths, int count, struct error *error) {
    for (int i = 0; i < count; i++) {
        struct template template;
        if (!read_template(texts->arena, paths[i], &template, error)) return false;
        add_pieces(texts, &template, template.first);
    }
    return true;
}

/* What the program finds a text by: gettext's own way to write a context before it. */
static const char *key_of(struct arena *arena, const struct po_entry *entry) {
    return entry->context ? arena_format(arena, "%s\004%s", entry->context, entry->one)
                          : entry->one;
}

static bool add_translations(struct texts *texts, const char *path, struct error *error) {
    char *bytes;
    size_t size, count;
    struct po_entry *entries;
    if (!files_read(texts->arena, path, PO_MOST, &bytes, &size, error) ||
        !po_read(texts->arena, path, bytes, UKRAINIAN_FORMS, &entries, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct text *text = add_text(texts, key_of(texts->arena, &entries[i]), entries[i].many,
                                     path);
        if (text->form[0])
            return error_set(error, ERROR_BAD_INPUT, "%s:%d: this text was there before", path,
                             entries[i].line);
        memcpy(text->form, entries[i].form, sizeof text->form);
    }
    return true;
}

static int order_texts(const void *first, const void *second) {
    const struct text *left = first, *right = second;
    int order = strcmp(left->one, right->one);
    return order ? order : strcmp(left->many ? left->many : "", right->many ? right->many : "");
}

static void write_text(struct texts *texts, const struct text *text, struct buffer *out) {
    buffer_format(out, "const struct message %s = {",
                  template_message_name(texts->arena, text->one, text->many));
    template_quote(out, text->one, strlen(text->one));
    if (text->many) {
        buffer_add_text(out, ", ");
        template_quote(out, text->many, strlen(text->many));
    } else {
        buffer_add_text(out, ", 0");
    }
    buffer_add_text(out, ", {[LANGUAGE_UK] = {");
    for (int i = 0; i < PO_FORMS; i++) {
        if (text->form[i]) template_quote(out, text->form[i], strlen(text->form[i]));
        else buffer_add_text(out, "0");
        buffer_add_text(out, i + 1 < PO_FORMS ? ", " : "}}};\n");
    }
}

static bool make_messages(struct arena *arena, const char *table, const char *out_path,
                          const char *po_path, char **paths, int count, struct error *error) {
    struct texts texts = {.arena = arena};
    struct buffer out = {0};
    if (!add_templates(&texts, paths, count, error) || !add_translations(&texts, po_path, error))
        return false;
    if (texts.count) qsort(texts.list, texts.count, sizeof *texts.list, order_texts);
    buffer_add_text(&out, "/* Made by tools/templates.c from pages/ and po/. */\n"
                    "#include \"http/message.h\"\n\n");
    for (size_t i = 0; i < texts.count; i++) write_text(&texts, &texts.list[i], &out);
    buffer_format(&out, "\nextern const struct message *const %s[];\nextern const int %s_COUNT;\n"
                  "const struct message *const %s[] = {\n", table, table, table);
    for (size_t i = 0; i < texts.count; i++)
        buffer_format(&out, "    &%s,\n",
                      template_message_name(arena, texts.list[i].one, texts.list[i].many));
    buffer_format(&out, "    0};\nconst int %s_COUNT = %zu;\n", table, texts.count);
    bool good = files_write(out_path, buffer_text(&out), out.size, error);
    buffer_close(&out);
    return good;
}

static bool make_pot(struct arena *arena, const char *out_path, char **paths, int count,
                     struct error *error) {
    struct texts texts = {.arena = arena};
    struct buffer out = {0};
    if (!add_templates(&texts, paths, count, error)) return false;
    buffer_add_text(&out, "msgid \"\"\nmsgstr \"\"\n"
                    "\"Content-Type: text/plain; charset=UTF-8\\n\"\n");
    for (size_t i = 0; i < texts.count; i++) {
        const struct text *text = &texts.list[i];
        buffer_format(&out, "\n#: %s\nmsgid ", text->where);
        template_quote(&out, text->one, strlen(text->one));
        if (text->many) {
            buffer_add_text(&out, "\nmsgid_plural ");
            template_quote(&out, text->many, strlen(text->many));
        }
        buffer_add_text(&out, text->many ? "\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n"
                                         : "\nmsgstr \"\"\n");
    }
    bool good = files_write(out_path, buffer_text(&out), out.size, error);
    buffer_close(&out);
    return good;
}

int main(int count, char **words) {
    struct arena arena;
    struct error error = {0};
    bool good = false;
    arena_open(&arena, 0);
    if (count == 5 && strcmp(words[1], "--page") == 0)
        good = make_page(&arena, words[2], words[3], words[4], &error);
    else if (count >= 5 && strcmp(words[1], "--messages") == 0)
        good = make_messages(&arena, words[2], words[3], words[4], words + 5, count - 5, &error);
    else if (count >= 4 && strcmp(words[1], "--texts") == 0)
        good = make_pot(&arena, words[2], words + 3, count - 3, &error);
    else
        error_set(&error, ERROR_USAGE, "usage: templates --page IN.html OUT.c OUT.h | --messages "
                  "TABLE OUT.c IN.po IN.html... | --texts OUT.pot IN.html...");
    arena_close(&arena);
    if (!good) fprintf(stderr, "%s\n", error.text);
    return error_exit_code(error.code);
}
