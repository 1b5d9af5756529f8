#include "say/scoring.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/files.h"
#include "base/fold.h"
#include "say/say.h"

enum { PAIRS_MOST = 100000, TEXT_MOST = 1 << 20 };

struct place {
    int from, to; /* tokens of the article */
};

struct pair {
    double overlap;
    size_t gold, proposed;
};

struct article {
    struct arena arena;
    char *text;
    size_t size;
    size_t *tokens; /* where each begins */
    int token_count;
    json_t *root;
    struct say_article found;
};

static void must(bool done, const struct error *error) {
    if (done) return;
    fprintf(stderr, "score: %s\n", error->text);
    exit(1);
}

static void split(struct article *article) {
    article->tokens = arena_new(&article->arena, size_t, article->size + 1);
    bool inside = false;
    for (size_t i = 0; i < article->size;) {
        size_t letter = fold_letter(article->text + i);
        if (letter && !inside) article->tokens[article->token_count++] = i;
        inside = letter > 0;
        i += letter ? letter : 1;
    }
}

static struct place place_of(const struct article *article, size_t from, size_t to) {
    struct place place = {0, 0};
    while (place.from < article->token_count && article->tokens[place.from] < from) place.from++;
    place.to = place.from;
    while (place.to < article->token_count && article->tokens[place.to] < to) place.to++;
    return place;
}

/* The place of every object of a list, by its text, each behind where the one before began. */
static struct place *places_of(struct article *article, json_t *list) {
    struct place *places = arena_new(&article->arena, struct place, json_array_size(list) + 1);
    const char *from = article->text;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *text = json_string_value(json_object_get(json_array_get(list, i), "text"));
        const char *found = strstr(from, text);
        if (!found) continue;
        size_t at = (size_t)(found - article->text);
        places[i] = place_of(article, at, at + strlen(text));
        from = found + 1;
    }
    return places;
}

static double overlap_of(struct place a, struct place b) {
    int from = a.from > b.from ? a.from : b.from, to = a.to < b.to ? a.to : b.to;
    int longer = a.to - a.from > b.to - b.from ? a.to - a.from : b.to - b.from;
    return to > from ? (double)(to - from) / longer : 0;
}

static int best_first(const void *a, const void *b) {
    const struct pair *first = a, *second = b;
    if (first->overlap != second->overlap) return first->overlap < second->overlap ? 1 : -1;
    if (first->gold != second->gold) return first->gold < second->gold ? -1 : 1;
    return first->proposed < second->proposed ? -1 : first->proposed > second->proposed;
}

/* One to one, the best overlaps first; returns how many pairs stand at the beginning of `out`. */
static size_t match(struct article *article, const struct place *gold, size_t gold_count,
                    const struct place *proposed, size_t proposed_count, struct pair **out) {
    struct pair *pairs = arena_new(&article->arena, struct pair, gold_count * proposed_count + 1);
    bool *gold_used = arena_new(&article->arena, bool, gold_count + 1);
    bool *used = arena_new(&article->arena, bool, proposed_count + 1);
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < gold_count; i++)
        for (size_t j = 0; j < proposed_count; j++) {
            double overlap = overlap_of(gold[i], proposed[j]);
            if (overlap > 0) pairs[count++] = (struct pair){overlap, i, j};
        }
    qsort(pairs, count, sizeof *pairs, best_first);
    for (size_t i = 0; i < count; i++) {
        if (gold_used[pairs[i].gold] || used[pairs[i].proposed]) continue;
        gold_used[pairs[i].gold] = used[pairs[i].proposed] = true;
        pairs[kept++] = pairs[i];
    }
    *out = pairs;
    return kept;
}

/* The same letters and digits, in any case; NULL is only NULL. */
static bool same_words(struct arena *arena, const char *a, const char *b) {
    if (!a || !b) return !a && !b;
    const char *left = fold_small(arena, a), *right = fold_small(arena, b);
    for (;;) {
        size_t first = 0, second = 0;
        while (*left && !(first = fold_letter(left))) left++;
        while (*right && !(second = fold_letter(right))) right++;
        if (!*left || !*right) return !*left && !*right;
        if (first != second || memcmp(left, right, first) != 0) return false;
        left += first, right += second;
    }
}

static const char *word(json_t *object, const char *member) {
    return json_string_value(json_object_get(object, member));
}

static void show_statement(const struct article *article, FILE *show, const char *what,
                           const struct say_statement *s) {
    fprintf(show, "  %s [%s] %s%s: %.*s\n", what, s->speaker ? s->speaker : "-",
            say_act_name(s->act), s->direct ? " direct" : "", (int)(s->span.to - s->span.from),
            article->text + s->span.from);
}

static void score_statements(struct article *article, FILE *show, struct score *score) {
    json_t *list = json_object_get(article->root, "statements");
    size_t gold_count = json_array_size(list), count = article->found.statement_count;
    struct place *gold = places_of(article, list);
    struct place *proposed = arena_new(&article->arena, struct place, count + 1);
    for (size_t i = 0; i < count; i++)
        proposed[i] = place_of(article, article->found.statements[i].span.from,
                               article->found.statements[i].span.to);
    struct pair *pairs;
    size_t paired = match(article, gold, gold_count, proposed, count, &pairs);
    score->gold += gold_count;
    score->proposed += count;
    bool *gold_shown = arena_new(&article->arena, bool, gold_count + 1);
    bool *shown = arena_new(&article->arena, bool, count + 1);
    for (size_t i = 0; i < paired; i++) {
        if (pairs[i].overlap < 0.3) continue;
        json_t *right = json_array_get(list, pairs[i].gold);
        const struct say_statement *s = &article->found.statements[pairs[i].proposed];
        bool strict = pairs[i].overlap >= 0.8;
        bool speaker = same_words(&article->arena, s->speaker, word(right, "speaker"));
        bool act = strcmp(say_act_name(s->act), word(right, "act")) == 0;
        const char *said = word(right, "said");
        bool dated = said ? s->said && strcmp(s->said, said) == 0 : !s->said;
        score->loose++;
        score->strict += strict;
        score->speaker += speaker;
        score->act += act;
        score->directs += s->direct == json_is_true(json_object_get(right, "direct"));
        score->dates_gold += said != NULL;
        score->dates_right += said && dated;
        gold_shown[pairs[i].gold] = shown[pairs[i].proposed] = true;
        if (show && !strict) {
            fprintf(show, "  SPAN %.2f gold: %s\n", pairs[i].overlap, word(right, "text"));
            show_statement(article, show, "         have", s);
        }
        if (show && !speaker)
            fprintf(show, "  SPEAKER %s, not %s: %s\n", s->speaker ? s->speaker : "-",
                    word(right, "speaker") ? word(right, "speaker") : "-", word(right, "text"));
        if (show && !act)
            fprintf(show, "  ACT %s, not %s (%s): %s\n", say_act_name(s->act), word(right, "act"),
                    s->speaker ? s->speaker : "-", word(right, "text"));
        if (show && !dated)
            fprintf(show, "  SAID %s, not %s: %s\n", s->said ? s->said : "-", said ? said : "-",
                    word(right, "text"));
    }
    for (size_t i = 0; show && i < gold_count; i++)
        if (!gold_shown[i])
            fprintf(show, "  MISSED [%s] %s\n",
                    word(json_array_get(list, i), "speaker")
                        ? word(json_array_get(list, i), "speaker")
                        : "-",
                    word(json_array_get(list, i), "text"));
    for (size_t i = 0; show && i < count; i++)
        if (!shown[i]) show_statement(article, show, "EXTRA", &article->found.statements[i]);
}

static bool same_number(json_t *gold, bool has, double value) {
    if (!json_is_number(gold)) return !has;
    return has && json_number_value(gold) == value;
}

static bool shares_word(struct arena *arena, const char *a, const char *b) {
    if (!a || !b) return !a && !b;
    char *left = fold_small(arena, a), *save;
    const char *right = fold_small(arena, b);
    for (char *part = strtok_r(left, " ", &save); part; part = strtok_r(NULL, " ", &save))
        if (strstr(right, part)) return true;
    return false;
}

static void score_figures(struct article *article, FILE *show, struct score *score) {
    json_t *list = json_object_get(article->root, "figures");
    size_t gold_count = json_array_size(list), count = article->found.figure_count;
    struct place *gold = places_of(article, list);
    struct place *proposed = arena_new(&article->arena, struct place, count + 1);
    for (size_t i = 0; i < count; i++)
        proposed[i] = place_of(article, article->found.figures[i].span.from,
                               article->found.figures[i].span.to);
    struct pair *pairs;
    size_t paired = match(article, gold, gold_count, proposed, count, &pairs);
    score->figures_gold += gold_count;
    score->figures_proposed += count;
    bool *gold_shown = arena_new(&article->arena, bool, gold_count + 1);
    bool *shown = arena_new(&article->arena, bool, count + 1);
    for (size_t i = 0; i < paired; i++) {
        json_t *right = json_array_get(list, pairs[i].gold);
        const struct say_figure *f = &article->found.figures[pairs[i].proposed];
        gold_shown[pairs[i].gold] = shown[pairs[i].proposed] = true;
        bool number = same_number(json_object_get(right, "value"), f->has_value, f->value) &&
                      same_number(json_object_get(right, "low"), f->has_low, f->low) &&
                      same_number(json_object_get(right, "high"), f->has_high, f->high);
        bool good = pairs[i].overlap >= 0.8 && number;
        bool speaker = same_words(&article->arena, f->speaker, word(right, "speaker"));
        score->figures_right += good;
        score->figures_speaker += good && speaker;
        score->figures_kind += good && shares_word(&article->arena, f->kind, word(right, "kind"));
        if (show && !good)
            fprintf(show, "  FIGURE %.2f %.*s, not %s\n", pairs[i].overlap,
                    (int)(f->span.to - f->span.from), article->text + f->span.from,
                    word(right, "text"));
        if (show && good && !speaker)
            fprintf(show, "  FIGURE SPEAKER %s, not %s: %s\n", f->speaker ? f->speaker : "-",
                    word(right, "speaker") ? word(right, "speaker") : "-", word(right, "text"));
    }
    for (size_t i = 0; show && i < gold_count; i++)
        if (!gold_shown[i])
            fprintf(show, "  FIGURE MISSED %s\n", word(json_array_get(list, i), "text"));
    for (size_t i = 0; show && i < count; i++)
        if (!shown[i])
            fprintf(show, "  FIGURE EXTRA %.*s\n",
                    (int)(article->found.figures[i].span.to - article->found.figures[i].span.from),
                    article->text + article->found.figures[i].span.from);
}

static void score_article(const char *folder, const char *name, FILE *show, struct score *score) {
    struct article article = {.size = 0};
    struct error error = {0};
    json_error_t problem;
    arena_open(&article.arena, 0);
    must(files_read(&article.arena, arena_format(&article.arena, "%s/%s.txt", folder, name),
                    TEXT_MOST, &article.text, &article.size, &error),
         &error);
    article.root =
        json_load_file(arena_format(&article.arena, "%s/%s.json", folder, name), 0, &problem);
    if (!article.root)
        must(error_set(&error, ERROR_BAD_INPUT, "%s: %s", name, problem.text), &error);
    const char *published = json_string_value(json_object_get(article.root, "published"));
    must(say_article(&article.arena, article.text, article.size, published, NULL, &article.found,
                     &error),
         &error);
    split(&article);
    if (show) fprintf(show, "%s\n", name);
    score->articles++;
    score_statements(&article, show, score);
    score_figures(&article, show, score);
    json_decref(article.root);
    arena_close(&article.arena);
}

void score_half(const char *folder, const char *half, const char *language, FILE *show,
                struct score *score) {
    struct arena arena;
    struct error error = {0};
    char **paths;
    size_t count;
    if (strcmp(half, "seen") != 0) show = NULL;
    arena_open(&arena, 0);
    const char *where = arena_format(&arena, "%s/%s", folder, half);
    must(files_list(&arena, where, &paths, &count, &error), &error);
    const char *end = arena_format(&arena, "-%s.json", language);
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(paths[i]), ending = strlen(end);
        if (length <= ending || strcmp(paths[i] + length - ending, end) != 0) continue;
        score_article(where, arena_copy_part(&arena, paths[i], length - strlen(".json")), show,
                      score);
    }
    arena_close(&arena);
}

double score_f(size_t right, size_t proposed, size_t gold) {
    return proposed + gold ? 200.0 * (double)right / (double)(proposed + gold) : 0;
}
