/* Measures what say/say.h finds in the invented articles:
 *
 *     score GOLD                 a table
 *     score GOLD --page FILE     the page docs/statements.md
 *     score GOLD --show LANG     what differs in the seen half; nothing of the unseen one is shown */
#include <stdlib.h>
#include <string.h>

#include "say/scoring.h"

static const char *const LANGUAGES[] = {"en", "uk", "ru"};
static const char *const HALVES[] = {"seen", "unseen"};

static double part(size_t right, size_t all) {
    return all ? 100.0 * (double)right / (double)all : 0;
}

static void add(struct score *sum, const struct score *score) {
    const size_t *from = (const size_t *)score;
    size_t *to = (size_t *)sum;
    for (size_t i = 0; i < sizeof *sum / sizeof *to; i++) to[i] += from[i];
}

static void statement_row(FILE *out, const char *half, const char *language,
                          const struct score *s) {
    fprintf(
        out, "| %s | %s | %zu | %zu | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f |\n",
        half, language, s->gold, s->proposed, part(s->loose, s->proposed), part(s->loose, s->gold),
        score_f(s->loose, s->proposed, s->gold), part(s->strict, s->proposed),
        part(s->strict, s->gold), score_f(s->strict, s->proposed, s->gold),
        part(s->speaker, s->loose), part(s->act, s->loose));
}

static void figure_row(FILE *out, const char *half, const char *language, const struct score *s) {
    fprintf(out, "| %s | %s | %zu | %zu | %.1f | %.1f | %.1f | %.1f | %.1f |\n", half, language,
            s->figures_gold, s->figures_proposed, part(s->figures_right, s->figures_proposed),
            part(s->figures_right, s->figures_gold),
            score_f(s->figures_right, s->figures_proposed, s->figures_gold),
            part(s->figures_speaker, s->figures_right), part(s->dates_right, s->dates_gold));
}

static void rows(const char *folder, FILE *out,
                 void (*row)(FILE *, const char *, const char *, const struct score *)) {
    for (int h = 0; h < 2; h++) {
        struct score all = {0};
        for (int l = 0; l < 3; l++) {
            struct score score = {0};
            score_half(folder, HALVES[h], LANGUAGES[l], NULL, &score);
            add(&all, &score);
            row(out, HALVES[h], LANGUAGES[l], &score);
        }
        row(out, HALVES[h], "all", &all);
    }
}

static void write_page(const char *folder, FILE *out) {
    fputs(
        "# Statements: what is found, measured\n\n"
        "Made by `make statements` from the invented articles of `tests/say/gold/`; its README says\n"
        "what a statement is and how proposals are matched. The rules were written with the seen half\n"
        "alone. P, R and F are precision, recall and their harmonic mean, in per cent: loose at a\n"
        "token overlap of at least 0.3, strict at 0.8. Speaker and act: right in so many of the loose\n"
        "pairs.\n\n"
        "| half | language | gold | proposed | P loose | R loose | F loose | P strict | R strict | F strict | speaker | act |\n"
        "|---|---|---|---|---|---|---|---|---|---|---|---|\n",
        out);
    rows(folder, out, statement_row);
    fputs(
        "\nFigures are right when their place overlaps by 0.8 and value, low and high are equal; their\n"
        "speaker is counted among those. Dates: of the loose pairs whose article says when it was said,\n"
        "those with the same date.\n\n"
        "| half | language | gold | proposed | P | R | F | speaker | dates |\n"
        "|---|---|---|---|---|---|---|---|---|\n",
        out);
    rows(folder, out, figure_row);
}

int main(int count, char **words) {
    if (count == 4 && strcmp(words[2], "--show") == 0) {
        struct score score = {0};
        score_half(words[1], "seen", words[3], stdout, &score);
        statement_row(stdout, "seen", words[3], &score);
        figure_row(stdout, "seen", words[3], &score);
        return 0;
    }
    if (count != 2 && !(count == 4 && strcmp(words[2], "--page") == 0)) {
        fputs("usage: score GOLD [--page FILE | --show LANGUAGE]\n", stderr);
        return 2;
    }
    FILE *out = count == 4 ? fopen(words[3], "w") : stdout;
    if (!out) {
        perror(words[3]);
        return 1;
    }
    write_page(words[1], out);
    if (ferror(out) | fclose(out)) {
        perror("score");
        return 1;
    }
    return 0;
}
