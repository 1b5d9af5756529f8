#include "web/query.h"

#include <string.h>

#include "base/buffer.h"
#include "schema/quote.h"
#include "web/words.h"

/* The text about a name of the query and its value, and the words that can stand there, if any. */
static bool refuse(const struct visit *visit, const char *text, const char *name,
                   const char *const *words, int count, struct error *error) {
    struct buffer list = {0};
    const char *value = request_query(visit->request, name);
    for (int i = 0; i < count; i++) buffer_format(&list, "%s%s", i ? ", " : "", words[i]);
    const struct message_value values[] = {
        {.name = "name", .text = arena_copy(visit->arena, quote(name).text)},
        {.name = "value", .text = arena_copy(visit->arena, quote(value ? value : "").text)},
        {.name = "words", .text = arena_copy(visit->arena, buffer_text(&list))},
        {.name = NULL}};
    buffer_close(&list);
    const char *wrong = fill(visit, text, values);
    const char *words_text =
        count ? fill(visit, say(visit->language, "What can be there: {words}."), values) : "";
    return error_set(error, ERROR_BAD_INPUT, "%s%s%s", wrong, count ? " " : "", words_text);
}

static bool refuse_value(const struct visit *visit, const char *name, const char *const *words,
                         int count, struct error *error) {
    return refuse(visit,
                  say(visit->language,
                      "The address asks for {name}={value}, and there is no such thing here."),
                  name, words, count, error);
}

bool query_refuse(const struct visit *visit, const char *name, struct error *error) {
    return refuse_value(visit, name, NULL, 0, error);
}

bool query_word(const struct visit *visit, const char *name, const char *const *words, int count,
                int *out_index, struct error *error) {
    const char *value = request_query(visit->request, name);
    if (!value || !*value) return true;
    for (int i = 0; i < count; i++)
        if (!strcmp(words[i], value)) {
            *out_index = i;
            return true;
        }
    return refuse_value(visit, name, words, count, error);
}

enum { NAMES_MOST = 16 };

static bool check_forms(const struct visit *visit, const char *name, const char *value,
                        struct error *error) {
    static const char *const forms[] = {"csv", "json"};
    if (!strcmp(name, "as") && strcmp(value, forms[0]) != 0 && strcmp(value, forms[1]) != 0)
        return refuse_value(visit, name, forms, 2, error);
    if (!strcmp(name, "page") && (!*value || value[strspn(value, "0123456789")]))
        return refuse_value(visit, name, NULL, 0, error);
    return true;
}

bool query_check(const struct visit *visit, const char *names, struct error *error) {
    const char *word[NAMES_MOST];
    size_t count;
    int known = 0;
    char *rest = arena_copy(visit->arena, names);
    const struct field *query = request_queries(visit->request, &count);
    for (char *name; known < NAMES_MOST && (name = strsep(&rest, " "));)
        if (*name) word[known++] = name;
    for (size_t i = 0; i < count; i++) {
        int at = 0;
        while (at < known && strcmp(word[at], query[i].name) != 0) at++;
        if (at == known)
            return refuse(visit,
                          say(visit->language,
                              "The address asks for {name}, which this page does not know."),
                          query[i].name, word, known, error);
        if (!check_forms(visit, query[i].name, query[i].value, error)) return false;
    }
    return true;
}
