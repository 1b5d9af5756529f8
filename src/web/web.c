#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/memory.h"
#include "base/secret_apart.h"
#include "base/workers.h"
#include "input/picture_apart.h"
#include "record/find.h"
#include "record/replay.h"
#include "web/query.h"
#include "web/results.h"
#include "web/runs.h"

enum { RATE_SLOTS = 10000, STOP_SECONDS = 10 };

/* ------------------------------------------------------------------ workers */

void web_worker_end(struct web_worker *worker) {
    if (!worker->reading) return;
    store_rollback(worker->tables.store);
    store_rollback(worker->investigation.store);
    worker->reading = false;
}

/* The tables first: the log is never behind them. */
bool web_worker_read(struct web_worker *worker, struct error *error) {
    worker->reading = true;
    if (store_begin(worker->tables.store, STORE_READ, error) &&
        store_begin(worker->investigation.store, STORE_READ, error))
        return true;
    web_worker_end(worker);
    return false;
}

static void reset_worker(void *worker) { web_worker_end(worker); }

void web_worker_close(struct web_worker *worker) {
    web_worker_end(worker);
    tables_close(&worker->tables);
    investigation_close(&worker->investigation);
    arena_close(&worker->arena);
    free(worker);
}

bool web_worker_open(struct web *web, struct web_worker **out_worker, struct error *error) {
    struct web_worker *worker = memory_take(1, sizeof *worker);
    struct replay replay = {.threads = 1};
    worker->web = web;
    arena_open(&worker->arena, 0);
    if (investigation_open(&worker->arena, web->options->path, INVESTIGATION_READ,
                           &worker->investigation, error) &&
        replay_open(&worker->arena, &worker->investigation, &replay, &worker->tables, error)) {
        *out_worker = worker;
        return true;
    }
    web_worker_close(worker);
    return false;
}

static void close_worker(void *worker) { web_worker_close(worker); }

static bool open_worker(void *web, void **out_worker, struct error *error) {
    struct web_worker *worker;
    if (!web_worker_open(web, &worker, error)) return false;
    *out_worker = worker;
    return true;
}

/* ------------------------------------------------------------------ pages */

static const struct web_page *page_of(const struct web *web, const struct route *route);

/* Every page is made in one view of log and tables. */
static bool show_page(struct request *request, struct error *error) {
    struct web_worker *worker = request->worker;
    struct visit visit = {.request = request,
                          .arena = request->arena,
                          .language = request->language,
                          .web = worker->web,
                          .worker = worker,
                          .investigation = &worker->investigation,
                          .tables = &worker->tables};
    if (request->session) {
        visit.person = request->session->data;
        visit.roles = atomic_load(&request->session->roles) & ALL_ROLES;
    }
    const struct web_page *page = page_of(worker->web, request->route);
    if ((page->query && !query_check(&visit, page->query, error)) ||
        !web_worker_read(worker, error))
        return false;
    bool done = page->show(&visit, error);
    web_worker_end(worker);
    return done;
}

static size_t count_pages(void) {
    size_t count = 0;
    while (web_pages[count].route.path) count++;
    return count;
}

static struct route *make_routes(struct arena *arena) {
    size_t count = count_pages();
    struct route *routes = arena_new(arena, struct route, count + 1);
    for (size_t i = 0; i < count; i++) {
        routes[i] = web_pages[i].route;
        routes[i].handle = show_page;
    }
    return routes;
}

/* ------------------------------------------------------------------ changes */

struct draft_signer visit_signer(const struct visit *visit) {
    return (struct draft_signer){visit->person->user, signing_key_of(&visit->person->private_key)};
}

/* Whoever comes first brings the tables up to the end of the log, and so to what those behind have
 * appended. */
static bool catch_up(struct web_worker *worker, int64_t size, struct error *error) {
    struct web *web = worker->web;
    bool done = true;
    pthread_mutex_lock(&web->catching_up);
    if (web->caught_up < size) {
        struct people *people = people_hold(&web->people);
        struct replay replay = {.threads = 1, .authority = &people->authority};
        done = replay_catch_up(&worker->investigation, &replay, &worker->tables, error);
        people_release(&web->people, people);
        if (done) web->caught_up = size;
    }
    pthread_mutex_unlock(&web->catching_up);
    return done;
}

bool visit_look_again(struct visit *visit, struct error *error) {
    web_worker_end(visit->worker);
    return web_worker_read(visit->worker, error);
}

bool visit_catch_up_words(struct visit *visit, struct error *error) {
    web_worker_end(visit->worker);
    pthread_mutex_lock(&visit->web->catching_up);
    bool done = find_catch_up(&visit->worker->tables, visit->request->cancel, error);
    pthread_mutex_unlock(&visit->web->catching_up);
    return web_worker_read(visit->worker, error) && done;
}

bool web_worker_append(struct web_worker *worker,
                       const struct append_batch *batch, struct receipt *out_receipts,
                       size_t *out_wrong, struct error *error) {
    web_worker_end(worker);
    if (!append_batch(worker->web->appender, batch, out_receipts, out_wrong, error))
        return false;
    uint64_t last = 0;
    for (size_t i = 0; i < batch->count; i++)
        if (out_receipts[i].index > last) last = out_receipts[i].index;
    /* It is recorded, whatever becomes of the tables: the next who appends brings them up to it. */
    struct error ignored = {0};
    (void)!catch_up(worker, (int64_t)last + 1, &ignored);
    return true;
}

bool visit_append(struct visit *visit, const struct append_batch *batch,
                  struct receipt *out_receipts, size_t *out_wrong, struct error *error) {
    return web_worker_append(visit->worker, batch, out_receipts, out_wrong, error);
}

/* ------------------------------------------------------------------ searching */

/* Makes the words ready that are searched, so that nobody waits who searches first. Whatever is
 * left undone is done then. */
static void *make_words(void *data) {
    struct web *web = data;
    struct error ignored = {0};
    void *worker;
    if (!open_worker(web, &worker, &ignored)) return NULL;
    (void)!find_catch_up(&((struct web_worker *)worker)->tables, &web->stopped, &ignored);
    close_worker(worker);
    return NULL;
}

/* ------------------------------------------------------------------ the server */

/* The page is found by where its route stands in the list that the server has. */
static const struct web_page *page_of(const struct web *web, const struct route *route) {
    return &web_pages[route - web->routes];
}

static const char *name_of(struct arena *arena, const char *path) {
    const char *name = path, *end;
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') length--;
    for (const char *at = path; at < path + length; at++)
        if (*at == '/') name = at + 1;
    length -= (size_t)(name - path);
    end = name + length;
    if (length > 6 && memcmp(end - 6, ".cairn", 6) == 0) length -= 6;
    return arena_copy_part(arena, name, length);
}

static bool is_declared(const struct web *web, struct error *error) {
    const struct authority *authority = &web->people.people->authority;
    struct digester digester = web->investigation.digester;
    for (int i = 0; i < schema_count; i++) {
        struct digest hash = digest_of(&digester, schema_list[i].text, schema_list[i].text_size);
        const struct authority_schema *newest = authority_schema_of(authority, schema_list[i].kind);
        if (!newest || !digest_equal(&newest->hash, &hash))
            return error_set(error, ERROR_CONFLICT, "%s: the record declares %s otherwise than this "
                             "program; an administrator enters its declarations with cairn upgrade, "
                             "or it needs a newer program",
                             web->options->path, schema_list[i].kind);
    }
    return true;
}

static bool read_record(struct web *web, struct error *error) {
    struct investigation *investigation = &web->investigation;
    struct replay replay = {.threads = workers_default()};
    struct tables tables = {0};
    if (!store_begin(investigation->store, STORE_READ, error)) return false;
    bool done = people_read(&web->people, &investigation->digester, investigation->store, error) &&
                is_declared(web, error);
    store_rollback(investigation->store);
    if (!done || !replay_open(web->arena, investigation, &replay, &tables, error)) return false;
    tables_close(&tables);
    return true;
}

static bool serve(struct web *web, struct error *error) {
    const struct web_options *options = web->options;
    web->routes = make_routes(web->arena);
    struct server_options server = {.routes = web->routes,
                                    .data = web,
                                    .address = options->address,
                                    .port = options->port,
                                    .certificate = options->certificate,
                                    .key = options->key,
                                    .hosts = options->hosts,
                                    .proxies = options->proxies,
                                    .sessions = web->sessions,
                                    .workers = options->workers,
                                    .requests = options->requests,
                                    .spool_folder = options->path,
                                    .worker_open = open_worker,
                                    .worker_reset = reset_worker,
                                    .worker_close = close_worker,
                                    .log = options->log,
                                    .clock = &web->clock,
                                    .random = &web->random};
    return server_start(&server, &web->server, error);
}

static bool is_safe_enough(const struct web_options *options, struct error *error) {
    if (!options->one_factor || (!options->address && !options->hosts && !options->proxies))
        return true;
    return error_set(error, ERROR_DENIED, "without a second factor pages are served to this "
                     "computer only, with no address, host or proxy named");
}

static bool start(struct web *web, struct error *error) {
    static const struct child_work *const works[] = {&secret_work, &picture_work};
    const char *path = web->options->path;
    if (!is_safe_enough(web->options, error) || !random_open(&web->random, error) ||
        !children_start(works, sizeof works / sizeof *works, &web->children, error) ||
        !investigation_open(web->arena, path, INVESTIGATION_APPEND, &web->investigation, error) ||
        !read_record(web, error) || !own_open(web->arena, path, &web->random, &web->own, error))
        return false;
    web->sessions =
        sessions_make((struct sessions_limits){0}, &web->clock, &web->random);
    web->thumbnails = thumbnails_open(web->children, THUMBNAILS_BYTES);
    web->rates = rate_make(RATE_SLOTS, &web->clock, &web->random);
    if (!append_open(web->arena, &web->investigation, &web->random, &web->appender, error) ||
        !serve(web, error))
        return false;
    web->words_are_made = pthread_create(&web->words, NULL, make_words, web) == 0;
    return true;
}

bool web_start(struct arena *arena, const struct web_options *options, struct web **out_web,
               struct error *error) {
    struct web *web = arena_new(arena, struct web, 1);
    web->options = options;
    web->arena = arena;
    web->name = name_of(arena, options->path);
    web->clock = clock_of_system();
    pthread_mutex_init(&web->catching_up, NULL);
    pthread_mutex_init(&web->people.mutex, NULL);
    pthread_mutex_init(&web->missing.mutex, NULL);
    pthread_mutex_init(&web->counts.mutex, NULL);
    pthread_mutex_init(&web->custody.mutex, NULL);
    claims_open(&web->claims);
    web->results = results_make(arena);
    web->runs = runs_make(arena);
    if (start(web, error)) {
        *out_web = web;
        return true;
    }
    web_stop(web);
    return false;
}

const char *web_url(const struct web *web) { return server_url(web->server); }

/* A handler that does not come to its end has what the server has given it, until the program
 * leaves. */
void web_stop(struct web *web) {
    struct error busy = {0};
    if (!web) return;
    cancel_request(&web->stopped);
    if (web->words_are_made) pthread_join(web->words, NULL);
    runs_cancel(web->runs);
    if (web->server && !server_stop(web->server, STOP_SECONDS, &busy)) return;
    runs_close(web->runs);
    results_close(web->results);
    if (web->sessions) sessions_close(web->sessions);
    if (web->rates) rate_close(web->rates);
    append_close(web->appender);
    own_close(&web->own);
    if (web->people.people) people_close(&web->people);
    missing_close(&web->missing);
    thumbnails_close(web->thumbnails);
    kept_close(&web->counts);
    kept_close(&web->custody);
    children_stop(web->children);
    investigation_close(&web->investigation);
}
