#include "cli/serve_pages.h"

#include <stdio.h>
#include <unistd.h>

enum { LOOK_MICROSECONDS = 100000 };

bool serve_pages(struct command_line *line, const struct web_options *options,
                 struct error *error) {
    struct web *web;
    if (!web_start(line->arena, options, &web, error)) return false;
    printf("%s is served at %s\nCtrl-C ends it.\n", options->path, web_url(web));
    fflush(stdout);
    /* The system may give a signal to any of the threads: waiting for one here would miss it. */
    while (!cancel_requested(line->cancel)) usleep(LOOK_MICROSECONDS);
    web_stop(web);
    return true;
}
