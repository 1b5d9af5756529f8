/* What reading a newspaper's page costs: MB of HTML and of plain text a second on one core, and the
 * most that was held at once beside the page itself; then pages as an enemy makes them, which must
 * take no longer for their size and no more memory. The limits are 20 MB of HTML and 5 MB of text a
 * second, and ten times the page.
 *
 * The exit code is 0 whatever was missed: a busy machine is no defect. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "input/article.h"
#include "measure.h"

enum { MB = 1000000, PAGE = 10 * MB, HOSTILE = 50 * MB, RUNS = 7 };

#define HTML_LEAST 20.0 /* MB a second */
#define TEXT_LEAST 5.0
#define HELD_MOST 10.0 /* times the page, with the page itself */
#define SECONDS_MOST ((double)HOSTILE / MB / HTML_LEAST)

static struct error error;

/* What is repeated until the page has its size; %zu is a number that is another each time. */
struct kind {
    const char *name, *begin, *unit, *end;
};

#define PARAGRAPH                                                                                  \
    "Around 450 bodies were found in graves near the town after the troops were this month "       \
    "forced out of the region, much of which they had controlled since the first weeks, said "     \
    "the governor.“We know every name,” he told reporters. "

static const struct kind ORDINARY[] = {
    {"a newspaper's page",
     "<!doctype html><html lang=en><head><title>The graves of the town | News</title></head><body>"
     "<main><h1>The graves of the town</h1><article class=body>",
     "<div class=\"c-article__body js-layout\" data-uri=\"cms/paragraph/%zu\"><p class=\"paragraph "
     "inline-placeholder\">" PARAGRAPH "<a href=\"https://news.example/world/%zu.html\">The "
     "report</a> is public &amp; free.</p></div>\n<aside class=\"related-links\"><ul><li class=item>"
     "<a href=\"/a/%zu\">Another story</a></li></ul></aside><script>window.dataLayer=window."
     "dataLayer||[];dataLayer.push({id:%zu});</script>\n",
     "</article></main></body></html>"},
    {"text that was copied", "The graves of the town\n\n", PARAGRAPH "%zu graves are left.\n\n",
     ""},
};

static const struct kind ENEMIES[] = {
    {"nested <div>", "<html><h1>The graves of the town</h1>", "<div>", PARAGRAPH},
    {"nested <b> with an attribute each", "<html>", "<b a=%zu>", PARAGRAPH},
    {"paragraphs of one letter", "<html>", "<p>x", PARAGRAPH},
    {"end tags of nothing", "<html>" PARAGRAPH, "</i>", PARAGRAPH},
    {"end tags of something far away", "<html><i><b><div>", "<u></i></b>", PARAGRAPH},
    {"open tables", "<html>", "<table><tr><td>", PARAGRAPH},
    {"names of elements", "<html>", "<x%zu>", PARAGRAPH},
    {"classes", "<html>", "<p class=\"a%zu-b c-d-e\">", PARAGRAPH},
    {"a comment without an end", "<html>" PARAGRAPH "<!--", "-- -", ""},
    {"a tag without an end", "<html>" PARAGRAPH "<a", " b='", ""},
    {"entities", "<html>" PARAGRAPH, "&#%zu;&x", PARAGRAPH},
    {"times", "<html>" PARAGRAPH, "<time datetime=%zu>", PARAGRAPH},
    {"bytes that are no UTF-8", "<html><meta charset=utf-8>" PARAGRAPH, "\xff\xd0 ", PARAGRAPH},
    {"control characters", "<html>" PARAGRAPH, "\x01<p>\x02", PARAGRAPH},
    {"lines", PARAGRAPH "\n", "a\n", PARAGRAPH},
    {"one line", PARAGRAPH, "By A ", PARAGRAPH},
};

static char *make_page(const struct kind *kind, size_t size, size_t *out_size) {
    char *page = malloc(size + 8192);
    size_t length = 0;
    length += (size_t)snprintf(page, 4096, "%s", kind->begin);
    for (size_t i = 0; length < size; i++)
        length += (size_t)snprintf(page + length, 2048, kind->unit, i, i, i, i);
    length += (size_t)snprintf(page + length, 2048, "%s", kind->end);
    *out_size = length;
    return page;
}

struct given {
    const char *page;
    size_t size;
};

/* Of this process alone: other work on the machine does not count. */
static double processor_seconds(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double)used.ru_utime.tv_sec + (double)used.ru_utime.tv_usec / 1e6 +
           (double)used.ru_stime.tv_sec + (double)used.ru_stime.tv_usec / 1e6;
}

static void read_page(const struct given *given) {
    struct arena arena;
    struct article article;
    struct error refused = {0};
    arena_open(&arena, 0);
    if (!article_read(&arena, given->page, given->size, &article, &refused) &&
        refused.code != ERROR_BAD_INPUT && refused.code != ERROR_TOO_LARGE)
        must(false, &refused);
    arena_close(&arena);
}

/* Reads it in a process of its own: the seconds, and the most bytes that it had. */
static void read_apart(const struct kind *kind, size_t size, double *out_seconds,
                       double *out_held) {
    int ends[2];
    double answer[2] = {0, 0};
    must(pipe(ends) == 0 || error_set(&error, ERROR_STORAGE, "no pipe"), &error);
    fflush(stdout);
    pid_t child = fork();
    must(child >= 0 || error_set(&error, ERROR_STORAGE, "no process"), &error);
    if (child == 0) {
        struct given given;
        struct rusage before, after;
        given.page = make_page(kind, size, &given.size);
        getrusage(RUSAGE_SELF, &before);
        double began = processor_seconds();
        read_page(&given);
        answer[0] = processor_seconds() - began;
        getrusage(RUSAGE_SELF, &after);
        answer[1] = (double)given.size + 1024.0 * (double)(after.ru_maxrss - before.ru_maxrss);
        _exit(write(ends[1], answer, sizeof answer) == sizeof answer ? 0 : 1);
    }
    close(ends[1]);
    bool whole = read(ends[0], answer, sizeof answer) == sizeof answer;
    close(ends[0]);
    waitpid(child, NULL, 0);
    must(whole || error_set(&error, ERROR_INTERNAL, "%s: the reader died", kind->name), &error);
    *out_seconds = answer[0];
    *out_held = answer[1];
}

/* What a byte takes. */
static struct figure read_often(const struct kind *kind) {
    double took[RUNS];
    struct given given;
    given.page = make_page(kind, PAGE, &given.size);
    for (int i = 0; i < RUNS; i++) {
        double began = processor_seconds();
        read_page(&given);
        took[i] = (processor_seconds() - began) / (double)given.size;
    }
    free((char *)given.page);
    return figure_of(took, RUNS);
}

int main(void) {
    print_section("articles: bytes held for a byte of the page");
    for (int i = 0; i < 2; i++) {
        double seconds, held;
        read_apart(&ORDINARY[i], PAGE, &seconds, &held);
        print_amount(held / PAGE, HELD_MOST, "%s", ORDINARY[i].name);
    }
    print_section("articles: MB in a second of the processor");
    for (int i = 0; i < 2; i++)
        print_rate(read_often(&ORDINARY[i]), (i ? TEXT_LEAST : HTML_LEAST) * MB, "%s",
                   ORDINARY[i].name);
    print_section("pages of 50 MB that an enemy made");
    for (size_t i = 0; i < sizeof ENEMIES / sizeof *ENEMIES; i++) {
        double seconds, held;
        read_apart(&ENEMIES[i], HOSTILE, &seconds, &held);
        print_amount(seconds, SECONDS_MOST, "%s: seconds", ENEMIES[i].name);
        print_amount(held / HOSTILE, HELD_MOST, "%s: times the page", ENEMIES[i].name);
    }
    machine_print();
    printf("%d over their limit\n", print_missed());
    return 0;
}
