#include "cli/steps.h"

#include <string.h>

#include "base/clock.h"

/* The words for the steps, the engine's and the commands', and ours for whoever waits. */
static const char *const LABELS[][2] = {
    {"write", "writing the tables"},
    {"init", "a new investigation"},
    {"import", "tables into the record"},
    {"read", "reading the tables"},
    {"individuals", "which remains are one person"},
    {"families", "the typed relatives of every family"},
    {"pairwise", "every individual with every missing person"},
    {"namings", "families with several missing"},
    {"joint", "all remains and all families at once"},
    {"labels", "what the results mean"},
    {"decide", "proposals and confirmations"},
    {"verify", "verifying the record"},
};

static const char *label_of(const char *name) {
    for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS; i++)
        if (strcmp(LABELS[i][0], name) == 0) return LABELS[i][1];
    return name;
}

void steps_begin(struct steps *steps, const char *name, size_t work) {
    steps_end(steps);
    if (steps->count == STEPS_MOST) return;
    steps->step[steps->count] = (struct step){.name = name};
    steps->open = true;
    steps->began = clock_seconds();
    progress_open(&steps->progress, label_of(name), work);
}

void steps_end(struct steps *steps) {
    if (!steps->open) return;
    steps->step[steps->count++].seconds = clock_seconds() - steps->began;
    steps->open = false;
    progress_close(&steps->progress);
}

static void on_step(void *data, const char *name, size_t work) {
    steps_begin(data, name, work);
}

void steps_watch(struct steps *steps, struct identify_options *options) {
    options->step = on_step;
    options->step_data = steps;
    options->progress = &steps->progress;
}

void steps_add(struct steps *steps, const char *name, double seconds) {
    if (steps->count < STEPS_MOST) steps->step[steps->count++] = (struct step){name, seconds};
}

double steps_seconds(const struct steps *steps, const char *name) {
    for (int i = 0; i < steps->count; i++)
        if (strcmp(steps->step[i].name, name) == 0) return steps->step[i].seconds;
    return 0;
}
