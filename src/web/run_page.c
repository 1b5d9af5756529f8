/* A run while it goes on. The page looks again by itself where scripts run. */
#include <string.h>

#include "http/page_run.h"
#include "web/identify_words.h"
#include "web/runs.h"

/* The steps of a run in their order, as the engine and runs.c name them. */
static const char *const STEPS[] = {"read",    "individuals", "families", "pairwise",
                                    "namings", "joint",       "labels",   "record"};

enum { STEP_COUNT = sizeof STEPS / sizeof *STEPS };

static const char *step_text(const struct visit *visit, int step) {
    enum language language = visit->language;
    const char *const texts[STEP_COUNT] = {
        say(language, "reading the record"),
        say(language, "which remains are one person"),
        say(language, "the typed relatives of every family"),
        say(language, "every individual with every missing person"),
        say(language, "families with several missing"),
        say(language, "all remains and all families at once"),
        say(language, "what the results mean"),
        say(language, "signing and recording it")};
    return texts[step];
}

static void list_steps(const struct visit *visit, const struct run_status *status,
                       struct page_run *page) {
    struct page_run_steps *steps = arena_new(visit->arena, struct page_run_steps, STEP_COUNT);
    int here = 0;
    for (int i = 0; i < STEP_COUNT; i++)
        if (!strcmp(STEPS[i], status->step)) here = i;
    const struct message_value values[] = {
        {.name = "done", .is_number = true, .number = (long long)status->done},
        {.name = "all", .is_number = true, .number = (long long)status->all},
        {.name = NULL}};
    for (int i = 0; i < STEP_COUNT - status->trial; i++) {
        steps[i] = (struct page_run_steps){
            .text = step_text(visit, i), .here = i == here, .over = i < here};
        if (i == here && status->all)
            steps[i].count = fill(visit, say(visit->language, "{done} of {all}"), values);
        page->steps_count++;
    }
    page->steps = steps;
}

static const char *words_of(const struct visit *visit, const struct run_status *status) {
    enum language language = visit->language;
    switch (status->state) {
    case RUN_GOING: return say(language, "It is going on.");
    case RUN_DONE:
        return status->trial ? say(language, "It is done. Nothing was recorded.")
                             : say(language, "It is done, signed and recorded.");
    case RUN_CANCELLED: return say(language, "It was cancelled. Nothing was recorded.");
    case RUN_DROPPED:
        return say(language, "It was dropped, since who began it was signed out meanwhile. Nothing "
                             "was recorded.");
    case RUN_FAILED:
        return arena_format(visit->arena, "%s %s",
                            say(language, "It failed, and nothing was "
                                          "recorded:"),
                            arena_copy(visit->arena, status->words));
    case RUN_NONE: break;
    }
    return "";
}

bool show_run(struct visit *visit, struct error *error) {
    if (!check_reads_comparisons(visit, error)) return false;
    struct run_status status = runs_status(visit->web->runs);
    struct page_run page = {.nothing = status.state == RUN_NONE,
                            .going = status.state == RUN_GOING,
                            .name = status.trial ? say(visit->language, "A trial of numbers")
                                                 : say(visit->language, "A run of identification"),
                            .words = words_of(visit, &status)};
    const struct message_value values[] = {
        {.name = "who", .text = arena_copy(visit->arena, status.by)},
        {.name = "seconds", .is_number = true, .number = (long long)(status.seconds + 0.5)},
        {.name = NULL}};
    page.began =
        page.going
            ? fill(visit, say(visit->language, "Begun by {who}, {seconds} s ago"), values)
            : fill(visit, say(visit->language, "Begun by {who}; it took {seconds} s"), values);
    if (page.going) list_steps(visit, &status, &page);
    if (status.state == RUN_DONE)
        page.result = status.trial ? "/identify/what-if"
                                   : arena_format(visit->arena, "/identify/%s", status.comparison);
    page.frame = visit_frame(visit, page.name, "/identify");
    page_run(visit_page(visit), &page);
    return true;
}

bool take_run_cancel(struct visit *visit, struct error *error) {
    if (!check_reads_comparisons(visit, error)) return false;
    runs_cancel(visit->web->runs);
    respond_redirect(visit->request, "/identify/run");
    return true;
}
