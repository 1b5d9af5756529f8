/* What the server costs: a page of 40 lines made by a template for somebody who is signed in,
 * against the same bytes as fixed text from bare libmicrohttpd with as many threads, asked by wrk
 * at 64 connections. Without wrk only the making of the page is measured. The exit code is 0
 * whatever was missed: a busy machine is no defect. */
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/page_bench_rows.h"
#include "http/request.h"
#include "http/server.h"
#include "measure.h"

enum { ROWS = 40, CONNECTIONS = 64, SECONDS = 3, READERS = 2, RUNS = 5 };

static struct page_bench_rows_rows rows[ROWS];
static char codes[ROWS][16];

static void fill_rows(void) {
    for (int i = 0; i < ROWS; i++) {
        snprintf(codes[i], sizeof codes[i], "ABC-%04d-B", i);
        rows[i] = (struct page_bench_rows_rows){codes[i], i % 2 ? "M" : "F", "2022-09-16",
                                                "in the north of the trench, <left> arm above"};
    }
}

static void write_page(struct html *html) {
    page_bench_rows(html, &(struct page_bench_rows){.title = "Remains & belongings", .count = 9000,
                                                    .rows = rows, .rows_count = ROWS});
}

static const char *no_token(void *data) { return data; }

static void make_page(void *data) {
    struct buffer *out = data;
    static char token[] = "0123456789012345678901234567890123456789012";
    struct html html = {.out = out, .csrf = no_token, .once = no_token, .data = token};
    out->size = 0;
    write_page(&html);
}

static bool show(struct request *request, struct error *error) {
    (void)error;
    write_page(respond_page(request, 200));
    return true;
}

static bool sign_in(struct request *request, struct error *error) {
    if (!request_sign_in(request, "u-bench", 1, NULL, NULL, error)) return false;
    respond_redirect(request, "/");
    return true;
}

static const struct route ROUTES[] = {
    {METHOD_GET, "/", 1, 0, 0, show},
    {METHOD_POST, "/sign-in", 0, ROUTE_BARE, 0, sign_in},
    {0},
};

static enum MHD_Result answer_fixed(void *data, struct MHD_Connection *connection, const char *url,
                                    const char *method, const char *version, const char *bytes,
                                    size_t *size, void **context) {
    struct buffer *page = data;
    (void)url, (void)method, (void)version, (void)bytes, (void)size;
    if (!*context) {
        *context = page;
        return MHD_YES;
    }
    struct MHD_Response *response =
        MHD_create_response_from_buffer(page->size, page->bytes, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, "Content-Type", "text/html; charset=utf-8");
    enum MHD_Result queued = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return queued;
}

struct load {
    double per_second, mean, p99; /* seconds */
};

static double time_of(const char *text) {
    char unit[8] = "";
    double value = 0;
    sscanf(text, " %lf%7s", &value, unit);
    return value * (strcmp(unit, "us") == 0 ? 1e-6 : strcmp(unit, "ms") == 0 ? 1e-3 : 1);
}

static bool run_wrk(int port, const char *cookie, struct load *out) {
    char command[400], line[400];
    snprintf(command, sizeof command, "wrk -t1 -c%d -d%ds --latency -H 'Cookie: %s' "
             "http://127.0.0.1:%d/ 2>&1", CONNECTIONS, SECONDS, cookie, port);
    FILE *pipe = popen(command, "r");
    if (!pipe) return false;
    *out = (struct load){0};
    while (fgets(line, sizeof line, pipe)) {
        const char *at;
        if ((at = strstr(line, "Latency  ")) && !strstr(line, "Distribution"))
            out->mean = time_of(at + 9);
        if ((at = strstr(line, "99%"))) out->p99 = time_of(at + 3);
        if ((at = strstr(line, "Requests/sec:"))) out->per_second = atof(at + 13);
        if (strstr(line, "Non-2xx")) fprintf(stderr, "%s", line);
    }
    return pclose(pipe) == 0 && out->per_second > 0;
}

/* The cookie of a session, by asking for one. */
static void get_cookie(int port, char cookie[200]) {
    char command[200], line[400];
    snprintf(command, sizeof command,
             "curl -s -i -X POST -H 'Content-Length: 0' http://localhost:%d/sign-in", port);
    FILE *pipe = popen(command, "r");
    cookie[0] = 0;
    while (pipe && fgets(line, sizeof line, pipe))
        if (strncmp(line, "Set-Cookie: ", 12) == 0)
            snprintf(cookie, 200, "%.*s", (int)strcspn(line + 12, ";"), line + 12);
    if (pipe) pclose(pipe);
}

static void drop_line(void *data, const char *line) { (void)data, (void)line; }

static int order(const void *first, const void *second) {
    double left = *(const double *)first, right = *(const double *)second;
    return (left > right) - (left < right);
}

static double median(double *values) {
    qsort(values, RUNS, sizeof *values, order);
    return values[RUNS / 2];
}

static void measure_servers(struct buffer *page) {
    struct error error = {0};
    struct random random;
    struct clock clock = clock_of_system();
    struct server *server;
    must(random_open(&random, &error), &error);
    struct sessions *sessions = sessions_make((struct sessions_limits){0}, &clock, &random);
    must(server_start(&(struct server_options){.routes = ROUTES,
                                               .sessions = sessions,
                                               .log = drop_line,
                                               .requests.per_second = -1,
                                               .workers = 4},
                      &server, &error),
         &error);
    struct MHD_Daemon *bare = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer_fixed, page,
        MHD_OPTION_THREAD_POOL_SIZE, (unsigned)READERS, MHD_OPTION_END);
    must(bare || error_set(&error, ERROR_STORAGE, "libmicrohttpd does not start"), &error);
    int port = MHD_get_daemon_info(bare, MHD_DAEMON_INFO_BIND_PORT)->port;
    char cookie[200];
    get_cookie(server_port(server), cookie);
    double ours[RUNS], fixed[RUNS], ratio[RUNS], tail[RUNS];
    bool done = *cookie;
    for (int i = 0; i < RUNS && done; i++) {
        struct load first, second;
        done = run_wrk(port, "a=b", &first) && run_wrk(server_port(server), cookie, &second);
        fixed[i] = first.per_second;
        ours[i] = second.per_second;
        ratio[i] = first.per_second / second.per_second;
        tail[i] = second.mean > 0 ? second.p99 / second.mean : 0;
        machine_sample();
    }
    if (done) {
        print_amount(median(tail), 3, "p99 of the template's page, as times its mean");
        print_note(
            "fixed text from bare libmicrohttpd %.0f a second, the template's page %.0f: fixed "
            "text is %.1f times as fast",
            median(fixed), median(ours), median(ratio));
    } else {
        print_note("wrk or curl is not installed: the servers were not measured");
    }
    MHD_stop_daemon(bare);
    must(server_stop(server, 5, &error), &error);
    sessions_close(sessions);
}

int main(void) {
    struct buffer page = {0};
    fill_rows();
    print_section("A page of 40 lines");
    struct figure made = measure(make_page, &page, 1);
    print_time(made, 0, "its %zu bytes are made by the template", page.size);
    measure_servers(&page);
    machine_print();
    buffer_close(&page);
    printf("%d over their limit\n", print_missed());
    return 0;
}
