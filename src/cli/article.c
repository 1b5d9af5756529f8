/* cairn article: a news article out of a saved page, and who says what in it. */
#include <string.h>

#include "base/files.h"
#include "base/utf8.h"
#include "case/layout.h"
#include "cli/article_json.h"
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
    .summary = "a news article: its text, who says what in it, and which numbers",
    .help =
        "Reads a page as a browser saves it (HTML in any encoding that newspapers use), or text "
        "that was copied from one, or standard input when FILE is -, and shows the article in "
        "it: what its reader saw, without navigation, advertisements, notes, comments and other "
        "articles. Nothing that the page hid is read.\n"
        "The date is the printed one, with the zone that is given; what the page says to "
        "programs adds to it. Authors are people only.\n"
        "Then who said what, and which numbers were named: proposals, found by rules (English, "
        "Ukrainian, Russian), that a person confirms. Whether it is so is not judged.",
    .options = OPTIONS,
    .run = run,
};

static void write_field(struct arena *arena, const char *name, const char *text,
                        struct buffer *out) {
    if (text) layout_field(out, 2, name, 12, utf8_harmless_copy(arena, text));
}

/* Paragraphs, each wrapped by itself. */
static void write_paragraphs(struct arena *arena, const char *text, struct buffer *out) {
    while (*text) {
        size_t size = strcspn(text, "\n");
        if (size) layout_wrap(out, "", "", utf8_harmless(arena_copy_part(arena, text, size)));
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

/* ------------------------------------------------------------------ who says what */

static char *words_of(struct arena *arena, const struct article *article, struct say_span span) {
    return arena_copy_part(arena, article->text + span.from, span.to - span.from);
}

/* "Petra Loom, head of the commission (via the agency): report, 2022-09-12". */
static const char *heading_of(struct arena *arena, const struct say_statement *statement) {
    const char *text = statement->speaker ? statement->speaker : "nobody is named";
    if (statement->role && statement->speaker && strcmp(statement->role, statement->speaker) != 0)
        text = arena_format(arena, "%s, %s", text, statement->role);
    for (int i = 0; i < statement->via_count; i++)
        text = arena_format(arena, "%s (as %s says)", text, statement->via[i]);
    text = arena_format(arena, "%s: %s", text, say_act_name(statement->act));
    return statement->said ? arena_format(arena, "%s, %s", text, statement->said) : text;
}

static void write_said(struct arena *arena, const struct article *article,
                       const struct say_article *said, struct buffer *out) {
    if (said->statement_count)
        buffer_add_text(out, "\nWho says what: proposals, which a person confirms\n");
    for (size_t i = 0; i < said->statement_count; i++) {
        const struct say_statement *statement = &said->statements[i];
        buffer_add_text(out, "\n");
        layout_wrap(out, "  ", "  ", utf8_harmless_copy(arena, heading_of(arena, statement)));
        layout_wrap(out, "    ", "    ", utf8_harmless(words_of(arena, article, statement->span)));
    }
    if (said->figure_count)
        buffer_add_text(out, "\nNumbers that are named, and by whom\n\n");
    for (size_t i = 0; i < said->figure_count; i++) {
        const struct say_figure *figure = &said->figures[i];
        const char *words = words_of(arena, article, figure->span);
        const char *whose = figure->speaker ? figure->speaker : "the article";
        layout_wrap(out, "  ", "    ", utf8_harmless(arena_format(arena, "%s (%s)", words, whose)));
    }
}

/* ------------------------------------------------------------------ the command */

/* Of any other the letters decide by whose rules it is read. */
static const char *known_language(const char *language) {
    static const char *const KNOWN[] = {"en", "uk", "ru"};
    for (size_t i = 0; language && i < sizeof KNOWN / sizeof *KNOWN; i++)
        if (!strcmp(language, KNOWN[i])) return language;
    return NULL;
}

static bool run(struct command_line *line, struct error *error) {
    struct article_options options = {0};
    struct article article;
    struct say_article said;
    char *bytes;
    size_t size;
    if (!command_options(&ARTICLE_COMMAND, line, &options, sizeof options, 1, 1, error))
        return false;
    const char *path = line->words[0];
    bool piped = strcmp(path, "-") == 0;
    if (!files_read(line->arena, piped ? "/dev/stdin" : path, ARTICLE_BYTES_MOST, &bytes, &size,
                    error))
        return false;
    if (!article_read(line->arena, bytes, size, &article, error) ||
        !say_article(line->arena, article.text, strlen(article.text), article.published,
                     known_language(article.language), &said, error))
        return error_within(error, "%.200s", piped ? "standard input" : path);
    if (options.json) {
        article_json(line->arena, &article, &said, line->out);
    } else {
        write_text(line->arena, &article, line->out);
        write_said(line->arena, &article, &said, line->out);
    }
    return true;
}
