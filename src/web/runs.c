#include "web/runs.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/progress.h"
#include "base/workers.h"
#include "case/comparison_entry.h"
#include "case/run.h"
#include "record/device.h"

enum { NICE = 10 };

struct runs {
    pthread_mutex_t mutex;
    pthread_t thread;
    bool started; /* the thread is to be joined */
    struct cancel cancel;
    struct run_status status; /* but for done */
    double began;
    struct progress progress;
    struct run_order *order; /* the thread's */
    struct what_if *what_if; /* the last that came to its end */
};

/* What the thread has for itself. */
struct run_order {
    struct web *web;
    struct arena arena; /* of the run */
    struct run_request asked;
    bool trial;
    struct what_if_totals totals;
    struct identifier user; /* who began it, from which session */
    char session[SESSION_NUMBER];
    struct secret private_key;
    bool dropped;
    struct run run;
};

struct runs *runs_make(struct arena *arena) {
    struct runs *runs = arena_new(arena, struct runs, 1);
    pthread_mutex_init(&runs->mutex, NULL);
    return runs;
}

static void begin_step(struct runs *runs, const char *step, size_t work) {
    pthread_mutex_lock(&runs->mutex);
    runs->status.step = step;
    runs->status.all = work;
    atomic_store(&runs->progress.done, 0);
    pthread_mutex_unlock(&runs->mutex);
}

/* Is who began it still signed in there? */
static bool is_signed_in(struct run_order *order) {
    struct session_line *line;
    size_t count;
    struct arena_mark mark = arena_mark(&order->arena);
    bool found = false;
    sessions_list(&order->arena, order->web->sessions, order->user.text, &line, &count);
    for (size_t i = 0; i < count; i++) found = found || !strcmp(line[i].number, order->session);
    arena_release(&order->arena, mark);
    return found;
}

static void on_step(void *data, const char *step, size_t work) {
    struct run_order *order = data;
    struct runs *runs = order->web->runs;
    begin_step(runs, step, work);
    if (order->trial || is_signed_in(order)) return;
    order->dropped = true;
    cancel_request(&runs->cancel);
}

/* ------------------------------------------------------------------ the thread */

static bool identify(struct run_order *order, struct web_worker *worker, struct error *error) {
    struct runs *runs = order->web->runs;
    struct reading reading = {.arena = &order->arena};
    begin_step(runs, "read", 0);
    if (!web_worker_read(worker, error)) return false;
    bool done = run_read_record(&order->arena, &order->asked, &worker->investigation,
                                &worker->tables, &runs->cancel, &reading, &order->run, error);
    web_worker_end(worker);
    struct identify_options engine = run_request_engine(&order->asked, &runs->cancel);
    engine.step = on_step;
    engine.step_data = order;
    engine.progress = &runs->progress;
    return done && run_identify(&order->arena, &engine, &order->run, error);
}

/* From here on it is not cancelled any more: either nothing has happened, or it is recorded. */
static bool record(struct run_order *order, struct web_worker *worker, struct error *error) {
    struct runs *runs = order->web->runs;
    struct draft_signer signer = {order->user, signing_key_of(&order->private_key)};
    struct comparison_entry entry;
    struct receipt receipt;
    begin_step(runs, "record", 0);
    order->dropped = !is_signed_in(order);
    if (order->dropped || cancel_requested(&runs->cancel))
        return error_set(error, ERROR_CANCELLED, "stopped before the end");
    bool done = comparison_entry_make(&order->arena, &worker->investigation, &order->run,
                                      &order->web->random, &signer, &entry, error);
    struct append_batch batch = {.drafts = &entry.draft, .count = 1};
    done = done && web_worker_append(worker, &batch, &receipt, NULL, error);
    comparison_entry_close(&entry);
    if (!done) return false;
    pthread_mutex_lock(&runs->mutex);
    snprintf(runs->status.comparison, sizeof runs->status.comparison, "%s", receipt.rec.text);
    pthread_mutex_unlock(&runs->mutex);
    return true;
}

static bool try_numbers(struct run_order *order, struct web_worker *worker, struct error *error) {
    struct runs *runs = order->web->runs;
    struct what_if *what_if, *before;
    if (!web_worker_read(worker, error)) return false;
    bool done = what_if_make(&order->run, &order->totals, &worker->investigation, &worker->tables,
                             &what_if, error);
    web_worker_end(worker);
    if (!done) return false;
    what_if->held = 1;
    pthread_mutex_lock(&runs->mutex);
    before = runs->what_if;
    runs->what_if = what_if;
    pthread_mutex_unlock(&runs->mutex);
    runs_release_what_if(runs, before);
    return true;
}

static void end(struct run_order *order, bool done, const struct error *error) {
    struct runs *runs = order->web->runs;
    pthread_mutex_lock(&runs->mutex);
    struct run_status *status = &runs->status;
    status->seconds = clock_seconds() - runs->began;
    status->state = done                             ? RUN_DONE
                    : order->dropped                 ? RUN_DROPPED
                    : error->code == ERROR_CANCELLED ? RUN_CANCELLED
                                                     : RUN_FAILED;
    snprintf(status->words, sizeof status->words, "%s", done ? "" : error->text);
    pthread_mutex_unlock(&runs->mutex);
}

static void *work(void *data) {
    struct run_order *order = data;
    struct web_worker *worker;
    struct error error = {0};
    /* Of this thread and those that it begins; that it is not granted is no reason to stop. */
    (void)setpriority(PRIO_PROCESS, 0, NICE);
    bool done = web_worker_open(order->web, &worker, &error);
    if (done) {
        done = identify(order, worker, &error) &&
               (order->trial ? try_numbers(order, worker, &error) : record(order, worker, &error));
        web_worker_close(worker);
    }
    run_close(&order->run);
    secret_close(&order->private_key);
    arena_close(&order->arena);
    end(order, done, &error);
    return NULL;
}

/* ------------------------------------------------------------------ beginning and ending */

static struct run_order *make_order(const struct visit *visit, const struct run_request *asked,
                                    const struct what_if_totals *totals, struct error *error) {
    struct run_order *order = memory_take(1, sizeof *order);
    const struct secret *key = &visit->person->private_key;
    order->web = visit->web;
    order->asked = *asked;
    order->trial = totals;
    order->user = visit->person->user;
    if (totals) order->totals = *totals;
    memcpy(order->session, visit->request->session->number, sizeof order->session);
    if (!totals && !secret_open(&order->private_key, key->size, error)) {
        free(order);
        return NULL;
    }
    if (!totals) memcpy(order->private_key.bytes, key->bytes, key->size);
    arena_open(&order->arena, 0);
    if (asked->missing_total)
        order->asked.missing_total = arena_copy(&order->arena, asked->missing_total);
    int cores = workers_default();
    order->asked.threads = cores > 1 ? cores / 2 : 1;
    return order;
}

static void give_back(struct run_order *order) {
    secret_close(&order->private_key);
    arena_close(&order->arena);
    free(order);
}

/* The thread that has ended; with the mutex. */
static void join(struct runs *runs) {
    if (!runs->started) return;
    pthread_join(runs->thread, NULL);
    runs->started = false;
    free(runs->order);
    runs->order = NULL;
}

static bool launch(struct runs *runs, struct run_order *order, const char *name,
                   struct error *error) {
    if (runs->status.state == RUN_GOING)
        return error_set(error, ERROR_CONFLICT,
                         "a run is still going: wait for its end, or cancel "
                         "it");
    join(runs);
    atomic_store(&runs->cancel.on, false);
    atomic_store(&runs->progress.done, 0);
    runs->status = (struct run_status){.state = RUN_GOING, .trial = order->trial, .step = "read"};
    snprintf(runs->status.by, sizeof runs->status.by, "%s", name);
    runs->began = clock_seconds();
    runs->order = order;
    runs->started = pthread_create(&runs->thread, NULL, work, order) == 0;
    if (runs->started) return true;
    runs->order = NULL;
    runs->status.state = RUN_NONE;
    return error_set(error, ERROR_BUSY, "the system has no thread for it");
}

bool runs_start(struct visit *visit, const struct run_request *asked,
                const struct what_if_totals *totals, struct error *error) {
    struct runs *runs = visit->web->runs;
    if (!totals && !device_may_append(&visit->web->investigation, "comparison", error)) return false;
    struct run_order *order = make_order(visit, asked, totals, error);
    if (!order) return false;
    pthread_mutex_lock(&runs->mutex);
    bool done = launch(runs, order, visit->person->name, error);
    pthread_mutex_unlock(&runs->mutex);
    if (!done) give_back(order);
    return done;
}

void runs_cancel(struct runs *runs) { cancel_request(&runs->cancel); }

struct run_status runs_status(struct runs *runs) {
    pthread_mutex_lock(&runs->mutex);
    struct run_status status = runs->status;
    if (status.state == RUN_GOING) status.seconds = clock_seconds() - runs->began;
    pthread_mutex_unlock(&runs->mutex);
    status.done = atomic_load(&runs->progress.done);
    if (status.done > status.all) status.done = status.all;
    return status;
}

struct what_if *runs_hold_what_if(struct runs *runs) {
    pthread_mutex_lock(&runs->mutex);
    struct what_if *what_if = runs->what_if;
    if (what_if) what_if->held++;
    pthread_mutex_unlock(&runs->mutex);
    return what_if;
}

void runs_release_what_if(struct runs *runs, struct what_if *what_if) {
    pthread_mutex_lock(&runs->mutex);
    bool last = what_if && --what_if->held == 0;
    pthread_mutex_unlock(&runs->mutex);
    if (last) what_if_close(what_if);
}

void runs_close(struct runs *runs) {
    if (!runs) return;
    cancel_request(&runs->cancel);
    join(runs);
    what_if_close(runs->what_if);
    runs->what_if = NULL;
}
