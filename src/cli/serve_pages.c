#include "cli/serve_pages.h"

#include <signal.h>
#include <stdio.h>

bool serve_pages(struct command_line *line, const struct web_options *options,
                 struct error *error) {
    struct web *web;
    sigset_t signals, before;
    if (!web_start(line->arena, options, &web, error)) return false;
    printf("%s is served at %s\nCtrl-C ends it.\n", options->path, web_url(web));
    fflush(stdout);
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, &before);
    while (!cancel_requested(line->cancel)) sigsuspend(&before);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    web_stop(web);
    return true;
}
