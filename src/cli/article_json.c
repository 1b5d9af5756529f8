#include "cli/article_json.h"

#include "base/json.h"

struct writing {
    struct arena *arena;
    const char *text;
    struct json json;
};

static void list_texts(struct writing *writing, const char *name, const char *const *texts,
                       int count) {
    json_name(&writing->json, name);
    json_open_list_flat(&writing->json);
    for (int i = 0; i < count; i++) json_text(&writing->json, texts[i]);
    json_close_list(&writing->json);
}

/* The words that stand there; null where nothing does. */
static void put_words(struct writing *writing, const char *name, struct say_span span) {
    json_member_text(&writing->json, name,
                     span.from == span.to ? NULL
                                          : arena_copy_part(writing->arena, writing->text + span.from,
                                                            span.to - span.from));
}

static void put_span(struct writing *writing, struct say_span span) {
    json_name(&writing->json, "span");
    json_open_list_flat(&writing->json);
    json_whole(&writing->json, (int64_t)span.from);
    json_whole(&writing->json, (int64_t)span.to);
    json_close_list(&writing->json);
}

static void put_number(struct writing *writing, const char *name, bool has, double number) {
    if (has) {
        json_member_number(&writing->json, name, number);
        return;
    }
    json_name(&writing->json, name);
    json_none(&writing->json);
}

static void put_statement(struct writing *writing, const struct say_statement *statement) {
    struct json *json = &writing->json;
    json_open_object(json);
    json_member_text(json, "speaker", statement->speaker);
    json_member_text(json, "role", statement->role);
    json_member_text(json, "party", statement->party);
    list_texts(writing, "via", statement->via, statement->via_count);
    json_member_text(json, "act", say_act_name(statement->act));
    json_member_truth(json, "direct", statement->direct);
    put_words(writing, "text", statement->span);
    put_words(writing, "quote", statement->quote);
    put_words(writing, "about", statement->about);
    json_member_text(json, "said", statement->said);
    put_words(writing, "said_words", statement->said_words);
    put_span(writing, statement->span);
    put_words(writing, "cue", statement->cue);
    json_close_object(json);
}

static void put_figure(struct writing *writing, const struct say_figure *figure) {
    struct json *json = &writing->json;
    json_open_object(json);
    put_number(writing, "value", figure->has_value, figure->value);
    put_number(writing, "low", figure->has_low, figure->low);
    put_number(writing, "high", figure->has_high, figure->high);
    json_member_truth(json, "approximate", figure->approximate);
    json_member_text(json, "kind", figure->kind);
    put_words(writing, "place", figure->place);
    json_member_text(json, "speaker", figure->speaker);
    json_member_text(json, "as_of", figure->as_of);
    put_words(writing, "text", figure->span);
    put_span(writing, figure->span);
    json_close_object(json);
}

void article_json(struct arena *arena, const struct article *article, const struct say_article *said,
                  struct buffer *out) {
    struct writing writing = {arena, article->text, json_to(out)};
    struct json *json = &writing.json;
    json_open_object(json);
    json_member_text(json, "title", article->title);
    json_member_text(json, "standfirst", article->standfirst);
    list_texts(&writing, "authors", article->authors, article->author_count);
    json_member_text(json, "published", article->published);
    list_texts(&writing, "captions", article->captions, article->caption_count);
    json_member_text(json, "text", article->text);
    json_name(json, "statements");
    json_open_list(json);
    for (size_t i = 0; i < said->statement_count; i++)
        put_statement(&writing, &said->statements[i]);
    json_close_list(json);
    json_name(json, "figures");
    json_open_list(json);
    for (size_t i = 0; i < said->figure_count; i++) put_figure(&writing, &said->figures[i]);
    json_close_list(json);
    json_close_object(json);
}
