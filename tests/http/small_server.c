#include "http/small_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http/page_trial_form.h"

static struct small *small_of(struct request *request) { return request->data; }

static void show(struct request *request, const char *text) {
    page_trial_form(respond_page(request, 200), &(struct page_trial_form){.text = text});
}

static bool show_start(struct request *request, struct error *error) {
    (void)error;
    show(request, request->session ? request->session->user : "nobody");
    return true;
}

/* What the handler sees: parameter, query, address, agent, secure. */
static bool show_thing(struct request *request, struct error *error) {
    const char *query = request_query(request, "q");
    (void)error;
    show(request,
         arena_format(request->arena, "[%s|%s|%s|%s|%d]", request_parameter(request, "code"),
                      query ? query : "-", request->address, request->path, request->secure));
    return true;
}

static bool show_plain(struct request *request, struct error *error) {
    (void)error;
    respond_bytes(request, "text/plain; charset=utf-8", "plain", 5, NULL);
    return true;
}

static bool save(struct request *request, struct error *error) {
    const char *name = request_field(request, "name");
    if (!name || !*name) return error_set(error, ERROR_BAD_INPUT, "a name is missing");
    if (strcmp(name, "conflict") == 0) return error_set(error, ERROR_CONFLICT, "it is there");
    if (strcmp(name, "storage") == 0) return error_set(error, ERROR_STORAGE, "secret details");
    atomic_fetch_add(&small_of(request)->saved, 1);
    if (strcmp(name, "slowly") == 0) usleep(300000);
    respond_redirect(request, arena_format(request->arena, "/things/%s", name));
    return true;
}

static void destroy(void *data) { atomic_fetch_add((atomic_int *)data, 1); }

static bool sign_in(struct request *request, struct error *error) {
    const char *user = request_field(request, "name");
    uint32_t roles = user && strcmp(user, "board") == 0 ? ROLE_BOARD : ROLE_FIELD;
    if (!user ||
        !request_sign_in(request, user, roles, &small_of(request)->destroyed, destroy, error))
        return false;
    respond_redirect(request, request_next(request));
    return true;
}

static bool sign_out(struct request *request, struct error *error) {
    (void)error;
    request_sign_out(request);
    respond_redirect(request, "/");
    return true;
}

static bool promote(struct request *request, struct error *error) {
    if (!request_change_roles(request, ROLE_FIELD | ROLE_BOARD, error)) return false;
    respond_redirect(request, "/board");
    return true;
}

static bool take_files(struct request *request, struct error *error) {
    struct small *small = small_of(request);
    (void)error;
    small->upload_count = request->upload_count;
    if (request->upload_count) {
        small->upload = request->uploads[request->upload_count - 1];
        snprintf(small->upload_name, sizeof small->upload_name, "%s", small->upload.file_name);
    }
    respond_redirect(request, "/");
    return true;
}

static bool be_slow(struct request *request, struct error *error) {
    struct small *small = small_of(request);
    (void)error;
    atomic_fetch_add(&small->slow, 1);
    while (!atomic_load(&small->go_on) && !cancel_requested(request->cancel)) usleep(2000);
    atomic_fetch_sub(&small->slow, 1);
    show(request, cancel_requested(request->cancel) ? "cancelled" : "done");
    return true;
}

static bool need_memory(struct request *request, struct error *error) {
    (void)error;
    while (arena_take(request->arena, 1, 1 << 20)) continue;
    return true;
}

static bool say_nothing(struct request *request, struct error *error) {
    (void)request, (void)error;
    return true;
}

static bool give_file(struct request *request, struct error *error) {
    struct spool *spool;
    char piece[1000];
    memset(piece, 'f', sizeof piece);
    if (!spool_open("/tmp", &spool, error)) return false;
    for (int i = 0; i < 200; i++)
        if (!spool_add(spool, piece, sizeof piece, error)) return false;
    respond_spool(request, "application/octet-stream", spool, "На \"мапі\".bin");
    return true;
}

static bool choose_language(struct request *request, struct error *error) {
    (void)error;
    respond_language(request, LANGUAGE_UK);
    respond_redirect(request, "/");
    return true;
}

static bool echo_body(struct request *request, struct error *error) {
    size_t size;
    const char *bytes = request_body(request, &size);
    (void)error;
    if (request->session) return error_set(error, ERROR_DENIED, "somebody is signed in");
    respond_bytes(request, "text/plain; charset=utf-8", bytes, size, NULL);
    return true;
}

static const struct route ROUTES[] = {
    {METHOD_GET, "/", 0, 0, 0, show_start},
    {METHOD_GET, "/cached", 0, ROUTE_CACHED, 0, show_plain},
    {METHOD_GET, "/cached-form", 0, ROUTE_CACHED, 0, show_start},
    {METHOD_GET, "/things/:code", 0, 0, 0, show_thing},
    {METHOD_GET, "/things/:code/history", 0, 0, 0, show_thing},
    {METHOD_POST, "/save", 0, 0, 0, save},
    {METHOD_POST, "/sign-in", 0, 0, 0, sign_in},
    {METHOD_POST, "/sign-out", ROLES_ANY, 0, 0, sign_out},
    {METHOD_POST, "/promote", ROLE_FIELD, 0, 0, promote},
    {METHOD_GET, "/board", ROLE_BOARD, 0, 0, show_start},
    {METHOD_GET, "/field", ROLE_FIELD | ROLE_BOARD, 0, 0, show_start},
    {METHOD_POST, "/files", 0, ROUTE_UPLOAD, 8 << 20, take_files},
    {METHOD_POST, "/language", 0, 0, 0, choose_language},
    {METHOD_POST, "/bare", 0, ROUTE_BARE, 1000, echo_body},
    {METHOD_GET, "/wait", 0, 0, 0, be_slow},
    {METHOD_GET, "/slow", 0, ROUTE_SLOW, 0, be_slow},
    {METHOD_GET, "/memory", 0, 0, 0, need_memory},
    {METHOD_GET, "/nothing", 0, 0, 0, say_nothing},
    {METHOD_GET, "/file", 0, 0, 0, give_file},
    {0},
};

static void keep_line(void *data, const char *line) {
    struct small *small = data;
    pthread_mutex_lock(&small->line_mutex);
    snprintf(small->last_line, sizeof small->last_line, "%s", line);
    pthread_mutex_unlock(&small->line_mutex);
}

bool small_logs(struct small *small, const char *part) {
    bool found = false;
    for (int i = 0; i < 5000 && !found; i++) {
        pthread_mutex_lock(&small->line_mutex);
        found = strstr(small->last_line, part);
        pthread_mutex_unlock(&small->line_mutex);
        if (!found) usleep(2000);
    }
    return found;
}

void small_wait(atomic_int *count, int wanted) {
    for (int i = 0; i < 5000 && atomic_load(count) != wanted; i++) usleep(2000);
    assert_int_equal(atomic_load(count), wanted);
}

static bool open_worker(void *data, void **out_worker, struct error *error) {
    (void)error;
    *out_worker = data;
    return true;
}

static void reset_worker(void *worker) { atomic_fetch_add(&((struct small *)worker)->reset, 1); }

struct small *small_start(const struct server_options *options) {
    struct small *small = calloc(1, sizeof *small);
    struct server_options whole = *options;
    struct error error = {0};
    assert_non_null(small);
    pthread_mutex_init(&small->line_mutex, NULL);
    small->clock = clock_of_system();
    assert_true(random_open(&small->random, &error));
    small->sessions = sessions_make((struct sessions_limits){0}, &small->clock, &small->random);
    whole.routes = ROUTES;
    whole.data = small;
    whole.sessions = small->sessions;
    whole.log = keep_line;
    whole.worker_open = open_worker;
    whole.worker_reset = reset_worker;
    if (!whole.workers) whole.workers = 4;
    if (!whole.request_memory) whole.request_memory = 4 << 20;
    if (whole.requests.per_second == 0) whole.requests.per_second = -1;
    if (!server_start(&whole, &small->server, &error)) fail_msg("%s", error.text);
    small->port = server_port(small->server);
    return small;
}

void small_stop(struct small *small) {
    struct error error = {0};
    atomic_store(&small->go_on, true);
    assert_true(server_stop(small->server, 5, &error));
    sessions_close(small->sessions);
    free(small);
}
