/* The invented articles in gold/ are whole: every text has its annotation and the other way round,
 * whatever the annotation says stands in the article word for word, dates and acts are what they
 * may be, and every phenomenon that gold/README.md lists occurs. A failure names file and member,
 * never the words: who writes extraction rules must not see the unseen half. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/files.h"
#include "schema/edtf.h"

enum { ARTICLES_MOST = 200, NAME_SIZE = 64 };

struct article {
    char name[NAME_SIZE]; /* "seen/01-en" */
    const char *text;
    json_t *root;
};

static struct arena arena;
static const char *folder;
static struct article articles[ARTICLES_MOST];
static size_t article_count;

static const char *file_text(const char *name) {
    struct error error = {0};
    char *bytes;
    size_t size;
    if (!files_read(&arena, files_join(&arena, folder, name), 1 << 20, &bytes, &size, &error))
        fail_msg("%s", error.text);
    if (strlen(bytes) != size) fail_msg("%s holds a zero byte", name);
    return bytes;
}

static bool ends_in(const char *name, const char *end) {
    size_t size = strlen(name), end_size = strlen(end);
    return size >= end_size && strcmp(name + size - end_size, end) == 0;
}

/* Reads all of the set. Nothing else lies in the two folders, and no text is alone. */
static int read_articles(void **state) {
    (void)state;
    folder = arena_format(&arena, "%s/tests/say/gold", getenv("CAIRN_SOURCE"));
    struct error error = {0};
    char **paths;
    size_t count, texts = 0;
    if (!files_list(&arena, folder, &paths, &count, &error)) fail_msg("%s", error.text);
    for (size_t i = 0; i < count; i++) {
        texts += ends_in(paths[i], ".txt");
        if (!ends_in(paths[i], ".json")) continue;
        assert_true(article_count < ARTICLES_MOST);
        struct article *article = &articles[article_count++];
        int size = (int)(strlen(paths[i]) - strlen(".json"));
        assert_true(size < NAME_SIZE);
        snprintf(article->name, sizeof article->name, "%.*s", size, paths[i]);
        article->text = file_text(arena_format(&arena, "%s.txt", article->name));
        json_error_t problem;
        article->root = json_loads(file_text(paths[i]), JSON_REJECT_DUPLICATES, &problem);
        if (!article->root) fail_msg("%s: %s in line %d", paths[i], problem.text, problem.line);
    }
    assert_int_equal(texts, article_count);
    assert_int_equal(count, 2 * article_count + 3); /* the README and the two folders */
    return 0;
}

static int free_articles(void **state) {
    (void)state;
    for (size_t i = 0; i < article_count; i++) json_decref(articles[i].root);
    arena_close(&arena);
    return 0;
}

/* One row of an article's list `kind`. */
struct row {
    const struct article *article;
    const char *kind;
    size_t index;
    json_t *object;
};

static void fail_row(const struct row *row, const char *member) {
    fail_msg("%s.json: %s %zu: %s", row->article->name, row->kind, row->index + 1, member);
}

static const char *words_of(const struct row *row, const char *member) {
    return json_string_value(json_object_get(row->object, member));
}

static void each_row(const char *kind, void (*check)(const struct row *row)) {
    for (size_t i = 0; i < article_count; i++) {
        struct row row = {&articles[i], kind, 0, NULL};
        json_t *list = json_object_get(articles[i].root, kind);
        for (; row.index < json_array_size(list); row.index++) {
            row.object = json_array_get(list, row.index);
            check(&row);
        }
    }
}

/* Members by type: s text, S text or null, n number or null, b truth, l list of text. */
static bool is_of_type(const json_t *value, char type) {
    switch (type) {
    case 's': return json_is_string(value) && *json_string_value(value);
    case 'S': return json_is_null(value) || is_of_type(value, 's');
    case 'n': return json_is_null(value) || json_is_number(value);
    case 'b': return json_is_boolean(value);
    case 'l':
        for (size_t i = 0; i < json_array_size(value); i++)
            if (!is_of_type(json_array_get(value, i), 's')) return false;
        return json_is_array(value);
    default: return json_is_array(value);
    }
}

/* Has the object these members ("s title, S standfirst, …") and no other? */
static void assert_members(const char *name, const json_t *object, const char *members) {
    size_t count = 0;
    for (const char *at = members; *at; count++) {
        char type, member[32];
        int used = 0;
        assert_int_equal(sscanf(at, "%c %31[^,]%n", &type, member, &used), 2);
        if (!is_of_type(json_object_get(object, member), type))
            fail_msg("%s.json: member %s is missing or of another type", name, member);
        at += used;
        while (*at == ',' || *at == ' ') at++;
    }
    if (json_object_size(object) != count) fail_msg("%s.json: more members than %s", name, members);
}

static void statement_has_its_members(const struct row *row) {
    assert_members(row->article->name, row->object,
                   "S speaker, S role, S party, l via, s act, b direct, s text, S quote, S about, "
                   "S said, S said_words, S cue, l tags");
}

static void figure_has_its_members(const struct row *row) {
    assert_members(row->article->name, row->object,
                   "n value, n low, n high, b approximate, S kind, S place, S speaker, S as_of, "
                   "s text, l tags");
}

static void trap_has_its_members(const struct row *row) {
    assert_members(row->article->name, row->object, "s text, s tag");
}

static void test_members(void **state) {
    (void)state;
    for (size_t i = 0; i < article_count; i++)
        assert_members(articles[i].name, articles[i].root,
                       "s title, S standfirst, l authors, s published, l captions, a statements, "
                       "a figures, a traps");
    each_row("statements", statement_has_its_members);
    each_row("figures", figure_has_its_members);
    each_row("traps", trap_has_its_members);
}

static size_t articles_of(const char *half, const char *language) {
    size_t count = 0;
    for (size_t i = 0; i < article_count; i++)
        count += strncmp(articles[i].name, half, strlen(half)) == 0 &&
                 ends_in(articles[i].name, language);
    return count;
}

static void test_counts(void **state) {
    (void)state;
    static const struct {
        const char *half, *language;
        size_t least;
    } promised[] = {{"seen/", "-en", 15},   {"seen/", "-uk", 8},   {"seen/", "-ru", 7},
                    {"unseen/", "-en", 15}, {"unseen/", "-uk", 7}, {"unseen/", "-ru", 8}};
    size_t counted = 0;
    for (size_t i = 0; i < sizeof promised / sizeof *promised; i++) {
        size_t count = articles_of(promised[i].half, promised[i].language);
        counted += count;
        if (count < promised[i].least)
            fail_msg("%zu articles of %s in %s", count, promised[i].language, promised[i].half);
    }
    assert_int_equal(counted, article_count);
}

/* Is the text, unless absent, in the article word for word? */
static void assert_verbatim(const struct row *row, const char *member) {
    const char *words = words_of(row, member);
    if (words && !strstr(row->article->text, words)) fail_row(row, member);
}

static void statement_is_verbatim(const struct row *row) {
    static const char *const members[] = {"text", "quote", "about", "said_words", "cue"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) assert_verbatim(row, members[i]);
    const char *text = words_of(row, "text"), *quote = words_of(row, "quote");
    bool direct = json_is_true(json_object_get(row->object, "direct"));
    if (direct ? !quote || strcmp(quote, text) != 0 : quote && !strstr(text, quote))
        fail_row(row, "quote");
    if (!direct && quote && strcmp(quote, text) == 0) fail_row(row, "direct");
    size_t size = strlen(text);
    if (strchr(" ,", *text) || strchr(" ,", text[size - 1])) fail_row(row, "edges of text");
}

static void figure_is_verbatim(const struct row *row) {
    assert_verbatim(row, "text");
    assert_verbatim(row, "place");
}

static void trap_is_verbatim(const struct row *row) { assert_verbatim(row, "text"); }

static void test_verbatim(void **state) {
    (void)state;
    for (size_t i = 0; i < article_count; i++) {
        struct row row = {&articles[i], "article", 0, articles[i].root};
        assert_verbatim(&row, "title");
        assert_verbatim(&row, "standfirst");
        json_t *captions = json_object_get(articles[i].root, "captions");
        for (size_t j = 0; j < json_array_size(captions); j++)
            if (!strstr(row.article->text, json_string_value(json_array_get(captions, j))))
                fail_row(&row, "captions");
    }
    each_row("statements", statement_is_verbatim);
    each_row("figures", figure_is_verbatim);
    each_row("traps", trap_is_verbatim);
}

/* In the order of the article: where the README says that each is to be looked for, it is. */
static void row_is_in_order(const struct row *row) {
    static const char *from;
    if (row->index == 0) from = row->article->text;
    const char *found = strstr(from, words_of(row, "text"));
    if (!found) return fail_row(row, "order");
    from = found + 1;
}

static void test_order(void **state) {
    (void)state;
    each_row("statements", row_is_in_order);
    each_row("figures", row_is_in_order);
    each_row("traps", row_is_in_order);
}

static void act_is_known(const struct row *row) {
    static const char *const acts[] = {"allegation",         "denial",        "partial_admission",
                                       "counter_allegation", "justification", "report",
                                       "call_for_inquiry",   "no_comment",    "other"};
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (strcmp(words_of(row, "act"), acts[i]) == 0) return;
    fail_row(row, "act");
}

static void test_acts(void **state) {
    (void)state;
    each_row("statements", act_is_known);
}

static struct edtf date_of(const struct row *row, const char *text, const char *member) {
    struct edtf date = {0};
    struct error error = {0};
    if (!edtf_read(text, &date, &error)) fail_row(row, member);
    return date;
}

/* The day of publication. What follows it is "T15:13", ":00" and a zone, or nothing. */
static int32_t published_of(const struct row *row) {
    const char *text = json_string_value(json_object_get(row->article->root, "published"));
    int32_t day = date_of(row, arena_format(&arena, "%.10s", text), "published").last_day;
    size_t size = strlen(text);
    int hour = 0, minute = 0;
    if (size < 10 || (size > 10 && (sscanf(text + 10, "T%2d:%2d", &hour, &minute) != 2 ||
                                    hour > 23 || minute > 59)))
        fail_row(row, "published");
    return day;
}

/* `said` stands beside its words, and begins no later than the article. */
static void statement_is_dated(const struct row *row) {
    int32_t published = published_of(row);
    const char *said = words_of(row, "said");
    if (!said != !words_of(row, "said_words")) fail_row(row, "said_words");
    if (said && date_of(row, said, "said").first_day > published) fail_row(row, "said");
}

static void figure_is_dated(const struct row *row) {
    const char *as_of = words_of(row, "as_of");
    if (as_of && date_of(row, as_of, "as_of").first_day > published_of(row)) fail_row(row, "as_of");
}

static void test_dates(void **state) {
    (void)state;
    each_row("statements", statement_is_dated);
    each_row("figures", figure_is_dated);
}

static void figure_has_a_number(const struct row *row) {
    json_t *value = json_object_get(row->object, "value"),
           *low = json_object_get(row->object, "low");
    json_t *high = json_object_get(row->object, "high");
    if (json_is_null(value) && json_is_null(low)) fail_row(row, "value");
    if (json_is_number(low) && json_is_number(high) &&
        json_number_value(low) >= json_number_value(high))
        fail_row(row, "low");
    if (json_is_number(value) && json_is_number(low) && !json_equal(value, low))
        fail_row(row, "low");
    if (json_is_number(value) && json_is_number(high) && !json_equal(value, high))
        fail_row(row, "high");
}

static void test_figures(void **state) {
    (void)state;
    each_row("figures", figure_has_a_number);
}

/* The languages ("en uk") that each tag was used in. */
static json_t *languages_used;

static void use_tag(const struct row *row, const char *tag) {
    json_t *languages = json_object_get(languages_used, tag);
    if (!languages) json_object_set_new(languages_used, tag, languages = json_object());
    json_object_set_new(languages, row->article->name + strlen(row->article->name) - 2,
                        json_true());
}

static void tags_are_used(const struct row *row) {
    json_t *tags = json_object_get(row->object, "tags");
    if (json_array_size(tags) == 0) fail_row(row, "tags");
    for (size_t i = 0; i < json_array_size(tags); i++)
        use_tag(row, json_string_value(json_array_get(tags, i)));
}

static void trap_is_used(const struct row *row) { use_tag(row, words_of(row, "tag")); }

/* The README's list ("- `direct` en uk ru: …") says which tags there are, and in which languages. */
static void test_tags(void **state) {
    (void)state;
    languages_used = json_object();
    each_row("statements", tags_are_used);
    each_row("figures", tags_are_used);
    each_row("traps", trap_is_used);
    size_t listed = 0;
    const char *line = strstr(file_text("README.md"), "## Tags");
    assert_non_null(line);
    while ((line = strstr(line, "\n- `"))) {
        char tag[32], languages[32];
        line += strlen("\n- `");
        assert_int_equal(sscanf(line, "%31[^`]` %31[^:\n]", tag, languages), 2);
        json_t *used = json_object_get(languages_used, tag);
        const char *language;
        json_t *value;
        json_object_foreach(used, language, value) {
            if (!strstr(languages, language))
                fail_msg("README.md: %s is used in %s", tag, language);
        }
        if (json_object_size(used) != (strlen(languages) + 1) / 3)
            fail_msg("README.md: %s is not used in all of %s", tag, languages);
        listed++;
    }
    if (json_object_size(languages_used) != listed)
        fail_msg("%zu tags are used, and %zu listed in README.md", json_object_size(languages_used),
                 listed);
    json_decref(languages_used);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_members),  cmocka_unit_test(test_counts),
        cmocka_unit_test(test_verbatim), cmocka_unit_test(test_order),
        cmocka_unit_test(test_acts),     cmocka_unit_test(test_dates),
        cmocka_unit_test(test_figures),  cmocka_unit_test(test_tags)};
    return cmocka_run_group_tests(tests, read_articles, free_articles);
}
