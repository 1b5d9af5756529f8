/* cairn article: a news article out of a saved page. */
#include <string.h>

#include "base/files.h"
#include "base/json.h"
#include "base/utf8.h"
#include "case/layout.h"
#include "cli/command.h"
#include "input/article.h"

struct article_options {
    bool json;
};

static const struct option OPTIONS[] = {
    {.name = "json",
     .kind = OPTION_FLAG,
     .target = offsetof(struct article_options, json),
     .help = "for programs"},
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command ARTICLE_COMMAND = {
    .name = "article",
    .usage = "FILE [--json]",
    .summary = "title, authors, date and text of a news article",
    .help =
        "Reads a page as a browser saves it (HTML in any encoding that newspapers use), or text "
        "that was copied from one, or standard input when FILE is -, and shows the article in "
        "it: what its reader saw, without navigation, advertisements, notes, comments and other "
        "articles. Nothing that the page hid is read.\n"
        "The date is the printed one, with the zone that is given; what the page says to "
        "programs adds to it. Authors are people only.",
    .options = OPTIONS,
    .run = run,
};

static const char *harmless(struct arena *arena, const char *text) {
    return utf8_harmless(arena_copy(arena, text));
}

static void write_field(struct arena *arena, const char *name, const char *text,
                        struct buffer *out) {
    if (text) layout_field(out, 2, name, 12, harmless(arena, text));
}

/* Paragraphs, each wrapped by itself. */
static void write_paragraphs(struct arena *arena, const char *text, struct buffer *out) {
    while (*text) {
        size_t size = strcspn(text, "\n");
        if (size) layout_wrap(out, "", "", harmless(arena, arena_copy_part(arena, text, size)));
        else buffer_add_text(out, "\n");
        text += size + (text[size] == '\n');
    }
}

static void write_text(struct arena *arena, const struct article *article, struct buffer *out) {
    write_field(arena, "title", article->title, out);
    write_field(arena, "standfirst", article->standfirst, out);
    for (int i = 0; i < article->author_count; i++)
        write_field(arena, "author", article->authors[i], out);
    write_field(arena, "published", article->published, out);
    write_field(arena, "language", article->language, out);
    for (int i = 0; i < article->caption_count; i++)
        write_field(arena, "caption", article->captions[i], out);
    for (int i = 0; i < article->note_count; i++)
        write_field(arena, "note", article->notes[i], out);
    buffer_add_text(out, "\n");
    write_paragraphs(arena, article->text, out);
}

static void list_texts(struct json *json, const char *name, const char *const *texts, int count) {
    json_name(json, name);
    json_open_list(json);
    for (int i = 0; i < count; i++) json_text(json, texts[i]);
    json_close_list(json);
}

static void write_json(const struct article *article, struct buffer *out) {
    struct json json = json_to(out);
    json_open_object(&json);
    json_member_text(&json, "title", article->title);
    json_member_text(&json, "standfirst", article->standfirst);
    list_texts(&json, "authors", article->authors, article->author_count);
    json_member_text(&json, "published", article->published);
    list_texts(&json, "captions", article->captions, article->caption_count);
    json_member_text(&json, "text", article->text);
    list_texts(&json, "statements", NULL, 0);
    list_texts(&json, "figures", NULL, 0);
    json_close_object(&json);
}

static bool run(struct command_line *line, struct error *error) {
    struct article_options options = {0};
    struct article article;
    char *bytes;
    size_t size;
    if (!command_options(&ARTICLE_COMMAND, line, &options, sizeof options, 1, 1, error))
        return false;
    const char *path = line->words[0];
    bool piped = strcmp(path, "-") == 0;
    if (!files_read(line->arena, piped ? "/dev/stdin" : path, ARTICLE_BYTES_MOST, &bytes, &size,
                    error))
        return false;
    if (!article_read(line->arena, bytes, size, &article, error))
        return error_within(error, "%.200s", piped ? "standard input" : path);
    if (options.json) write_json(&article, line->out);
    else write_text(line->arena, &article, line->out);
    return true;
}
