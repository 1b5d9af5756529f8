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
#include "load.h"
#include "measure.h"

enum { ROWS = 40, READERS = 2 };

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
    struct MHD_Daemon *bare;
    struct fixed_page fixed_page = {page->bytes, page->size};
    int port = fixed_server_start(&fixed_page, READERS, &bare);
    must(port || error_set(&error, ERROR_STORAGE, "libmicrohttpd does not start"), &error);
    char cookie[200];
    get_cookie(server_port(server), cookie);
    double ours[LOAD_RUNS], fixed[LOAD_RUNS], ratio[LOAD_RUNS], tail[LOAD_RUNS];
    bool done = *cookie;
    for (int i = 0; i < LOAD_RUNS && done; i++) {
        struct load first, second;
        done = load_run(port, "/", "a=b", LOAD_CONNECTIONS, &first) &&
               load_run(server_port(server), "/", cookie, LOAD_CONNECTIONS, &second);
        fixed[i] = first.per_second;
        ours[i] = second.per_second;
        ratio[i] = first.per_second / second.per_second;
        tail[i] = second.mean > 0 ? second.p99 / second.mean : 0;
        machine_sample();
    }
    if (done) {
        print_amount(load_median(tail, LOAD_RUNS), 3, "p99 of the template's page, as times its mean");
        print_note(
            "fixed text from bare libmicrohttpd %.0f a second, the template's page %.0f: fixed "
            "text is %.1f times as fast",
            load_median(fixed, LOAD_RUNS), load_median(ours, LOAD_RUNS), load_median(ratio, LOAD_RUNS));
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
