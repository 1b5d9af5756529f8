/* The investigators' pages on the example times twenty: 9,000 remains and the families of the
 * missing. A page of remains at 64 connections beside the same bytes as fixed text from bare
 * libmicrohttpd; the list and a search one at a time; 32 people who save; 10,000 photographs; and
 * the memory that the server ever had. The server is the program itself, `cairn serve`.
 *
 * bench_web [FOLDER]: the investigation is made there, which takes some minutes, or was before. The
 * exit code is 0 whatever was missed: a busy machine is no defect. */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "load.h"
#include "measure.h"
#include "photographs.h"

enum { PHOTOGRAPHS = 10000, FIRST_PHOTOGRAPHS = 5000 /* of which small copies fill their room */ };
enum { REMAINS = 9000, PEOPLE = 32, SAVING_SECONDS = 5, READERS = 2, PAGE_MOST = 1 << 20 };
#define PASSPHRASE "nothing here is real"
#define USER "Field team"

static char folder[300], program[400], cookie[COOKIE_MOST], csrf[100];
static int port;
static long server;
static struct error error;

static void run(const char *format, ...) PRINTF_LIKE(1, 2);
static void run(const char *format, ...) {
    char command[4000];
    va_list values;
    va_start(values, format);
    vsnprintf(command, sizeof command, format, values);
    va_end(values);
    must(system(command) == 0 || error_set(&error, ERROR_STORAGE, "failed: %.200s", command),
         &error);
}

/* ------------------------------------------------------------------ the investigation */

/* The press tables are another user's, and left out: `import` says so with its exit code. */
static void make_record(void) {
    char exists[500];
    snprintf(exists, sizeof exists, "%s/whole", folder);
    if (access(exists, F_OK) == 0) return;
    fprintf(stderr, "making the example times twenty in %s\n", folder);
    run("rm -rf '%s/tables' '%s/web.cairn' && echo '" PASSPHRASE "' > '%s/pp'", folder, folder,
        folder);
    run("'%s' example '%s/tables' --remains %d > /dev/null", program, folder, REMAINS);
    run("'%s' init '%s/web.cairn' --administrator Registry --worker Worker --key-cost 8 "
        "--passphrase-file '%s/pp' > /dev/null", program, folder, folder);
    run("'%s' user '%s/web.cairn' add '" USER "' --roles field,examiner --key-cost 8 "
        "--passphrase-file '%s/pp' --new-passphrase-file '%s/pp' > /dev/null", program, folder,
        folder, folder);
    run("rm -f '%s/tables/'sources.tsv '%s/tables/'statements.tsv '%s/tables/'figures.tsv "
        "'%s/tables/'relations.tsv", folder, folder, folder, folder);
    run("'%s' import '%s/web.cairn' '%s/tables' --as Worker --passphrase-file '%s/pp' > /dev/null",
        program, folder, folder, folder);
    run("rm -rf '%s/tables' && touch '%s/whole'", folder, folder);
}

/* ------------------------------------------------------------------ the server */

static void start_server(void) {
    char command[2000], line[300] = "", name[400];
    snprintf(name, sizeof name, "%s/served", folder);
    snprintf(command, sizeof command,
             "'%s' serve '%s/web.cairn' --port 0 --requests 0 > '%s' 2> /dev/null & echo $!",
             program, folder, name);
    must(load_read(command, line, sizeof line) ||
             error_set(&error, ERROR_STORAGE, "the server does not start"), &error);
    server = atol(line);
    for (int i = 0; i < 1200 && !port; i++) {
        FILE *file = fopen(name, "r");
        usleep(100000);
        while (file && fgets(line, sizeof line, file)) {
            const char *at = strstr(line, "http://127.0.0.1:");
            if (at) port = atoi(at + strlen("http://127.0.0.1:"));
        }
        if (file) fclose(file);
    }
    must(port || error_set(&error, ERROR_STORAGE, "the server does not start"), &error);
}

static void stop_server(void) {
    if (server > 0) kill((pid_t)server, SIGTERM);
    for (int i = 0; i < 300 && kill((pid_t)server, 0) == 0; i++) usleep(100000);
}

/* kB of a line of /proc. */
static long memory_of(const char *name) {
    char path[64], line[200];
    long kilobytes = 0;
    snprintf(path, sizeof path, "/proc/%ld/status", server);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, name, strlen(name)) == 0) kilobytes = atol(line + strlen(name) + 1);
    if (file) fclose(file);
    return kilobytes;
}

/* Seconds of all cores that the server has had. */
static double cpu_of(void) {
    char path[64], line[1000] = "";
    unsigned long user = 0, kernel = 0;
    snprintf(path, sizeof path, "/proc/%ld/stat", server);
    FILE *file = fopen(path, "r");
    if (file && fgets(line, sizeof line, file))
        sscanf(strrchr(line, ')') + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
               &user, &kernel);
    if (file) fclose(file);
    return (double)(user + kernel) / (double)sysconf(_SC_CLK_TCK);
}

/* ------------------------------------------------------------------ signing in */

static void hidden(const char *page, const char *name, char *out, size_t room) {
    char before[64];
    snprintf(before, sizeof before, "name=\"%s\" value=\"", name);
    const char *at = strstr(page, before);
    out[0] = 0;
    if (at) snprintf(out, room, "%.*s", (int)strcspn(at + strlen(before), "\""), at + strlen(before));
}

static void sign_in(void) {
    static char page[PAGE_MOST];
    char command[2000], once[100];
    snprintf(command, sizeof command, "curl -s -c '%s/jar' http://127.0.0.1:%d/sign-in", folder,
             port);
    must(load_read(command, page, sizeof page) ||
             error_set(&error, ERROR_STORAGE, "curl is not installed"), &error);
    hidden(page, "csrf", csrf, sizeof csrf);
    hidden(page, "once", once, sizeof once);
    snprintf(command, sizeof command,
             "curl -s -i -b '%s/jar' -H 'Origin: http://127.0.0.1:%d' --data-urlencode 'csrf=%s' "
             "--data-urlencode 'once=%s' --data-urlencode 'name=" USER "' --data-urlencode "
             "'passphrase=" PASSPHRASE "' http://127.0.0.1:%d/sign-in | grep -i '^set-cookie: "
             "cairn=' | sed 's/^[^:]*: //; s/;.*//'", folder, port, csrf, once, port);
    must(load_read(command, cookie, sizeof cookie) && *cookie
             ? true : error_set(&error, ERROR_STORAGE, "nobody could sign in"), &error);
    cookie[strcspn(cookie, "\r\n")] = 0;
}

static void get_page(const char *path, char *out, size_t room) {
    char command[1000];
    snprintf(command, sizeof command, "curl -s -H 'Cookie: %s' 'http://127.0.0.1:%d%s'", cookie,
             port, path);
    must(load_read(command, out, room) || error_set(&error, ERROR_STORAGE, "no page"), &error);
}

/* ------------------------------------------------------------------ pages */

static void bench_page(void) {
    static char list[PAGE_MOST], page[PAGE_MOST];
    char path[60] = "";
    double ours[LOAD_RUNS], fixed[LOAD_RUNS], tail[LOAD_RUNS];
    struct MHD_Daemon *bare;
    get_page("/records/remains?page=3", list, sizeof list);
    const char *at = strstr(list, "href=\"/record/");
    must(at || error_set(&error, ERROR_STORAGE, "the list has no remains"), &error);
    snprintf(path, sizeof path, "%.*s", (int)strcspn(at + 6, "\""), at + 6);
    get_page(path, page, sizeof page);
    struct fixed_page same = {page, strlen(page)};
    int bare_port = fixed_server_start(&same, READERS, &bare);
    for (int i = 0; i < LOAD_RUNS; i++) {
        struct load first, second;
        if (!load_run(bare_port, "/", "a=b", LOAD_CONNECTIONS, &first) ||
            !load_run(port, path, cookie, LOAD_CONNECTIONS, &second)) {
            print_note("wrk is not installed: pages were not measured");
            break;
        }
        fixed[i] = first.per_second;
        ours[i] = second.per_second;
        tail[i] = second.p99 / second.mean;
        machine_sample();
        if (i + 1 < LOAD_RUNS) continue;
        print_section("a page of remains, 64 connections");
        print_amount(3000 / load_median(ours, LOAD_RUNS), 1, "3,000 a second, as times its rate");
        print_amount(load_median(tail, LOAD_RUNS), 3, "p99, as times the mean");
        print_note("%zu bytes: %.0f a second; as fixed text from bare libmicrohttpd %.0f", same.size,
                   load_median(ours, LOAD_RUNS), load_median(fixed, LOAD_RUNS));
    }
    MHD_stop_daemon(bare);
}

static void bench_one(const char *path, const char *words) {
    double mean[LOAD_RUNS];
    struct load load;
    for (int i = 0; i < LOAD_RUNS; i++) {
        if (!load_run(port, path, cookie, 1, &load)) return;
        mean[i] = load.mean;
        machine_sample();
    }
    struct figure figure = figure_of(mean, LOAD_RUNS);
    print_time(figure, 0.020, "%s", words);
}

/* ------------------------------------------------------------------ saving */

static atomic_int saved, refused;
static atomic_bool over;

static int connect_to_server(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int one = socket(AF_INET, SOCK_STREAM, 0);
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    must(one >= 0 && connect(one, (struct sockaddr *)&address, sizeof address) == 0
             ? true : error_set(&error, ERROR_STORAGE, "no connection"), &error);
    return one;
}

/* The answer to a form has no body that matters: its head ends it. */
static int read_status(int connection) {
    char answer[8192];
    size_t size = 0;
    for (;;) {
        ssize_t got = recv(connection, answer + size, sizeof answer - 1 - size, 0);
        if (got <= 0) return 0;
        size += (size_t)got;
        answer[size] = 0;
        if (strstr(answer, "\r\n\r\n")) return atoi(answer + 9);
    }
}

static void *save(void *data) {
    int who = *(int *)data, connection = connect_to_server();
    for (int i = 0; !atomic_load(&over); i++) {
        char body[600], request[1600];
        snprintf(body, sizeof body,
                 "csrf=%s&once=bench%010d%08d&record.kind=belonging&record.base=&code=ZZZ-%04d-P%05d"
                 "&class=clothing&description=a+coat%%2C+brown&found_where=on_body",
                 csrf, (int)(clock_seconds() * 10) % 1000000000, who * 100000 + i, 1000 + who,
                 (int)getpid() % 50000 + i);
        snprintf(request, sizeof request,
                 "POST /records/belonging/new HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n"
                 "Origin: http://127.0.0.1:%d\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                 "Content-Length: %zu\r\n\r\n%s", port, cookie, port, strlen(body), body);
        if (send(connection, request, strlen(request), MSG_NOSIGNAL) < 0) break;
        int status = read_status(connection);
        atomic_fetch_add(status == 303 ? &saved : &refused, 1);
        if (status != 303) {
            close(connection);
            connection = connect_to_server();
        }
    }
    close(connection);
    return NULL;
}

static void bench_saving(void) {
    static char form[PAGE_MOST];
    pthread_t thread[PEOPLE];
    int number[PEOPLE];
    get_page("/records/belonging/new", form, sizeof form);
    hidden(form, "csrf", csrf, sizeof csrf);
    double began = clock_seconds(), cpu = cpu_of();
    for (int i = 0; i < PEOPLE; i++) {
        number[i] = i;
        pthread_create(&thread[i], NULL, save, &number[i]);
    }
    sleep(SAVING_SECONDS);
    atomic_store(&over, true);
    for (int i = 0; i < PEOPLE; i++) pthread_join(thread[i], NULL);
    double seconds = clock_seconds() - began, each = seconds / atomic_load(&saved);
    print_section("saving, 32 people at once");
    print_amount(1000 * each, 1, "1,000 entries a second, as times its rate");
    print_note("%.0f a second are certain; %d were refused; each took %s of a core",
               atomic_load(&saved) / seconds, atomic_load(&refused),
               time_text((cpu_of() - cpu) / atomic_load(&saved)));
}

/* ------------------------------------------------------------------ photographs */

static void bench_photographs(void) {
    static char form[PAGE_MOST];
    struct photographs to = {port, cookie, csrf};
    get_page("/media/new", form, sizeof form);
    hidden(form, "csrf", csrf, sizeof csrf);
    int added = photographs_send(&to, 0, FIRST_PHOTOGRAPHS);
    long before = memory_of("VmRSS:");
    double began = clock_seconds();
    added += photographs_send(&to, FIRST_PHOTOGRAPHS, PHOTOGRAPHS - FIRST_PHOTOGRAPHS);
    double seconds = clock_seconds() - began;
    print_section("10,000 photographs, one by one over 8 connections");
    print_amount((double)memory_of("VmHWM:") / 1024, 150, "the most that the server had, MiB");
    print_amount((double)(memory_of("VmRSS:") - before) / 1024, 8,
                 "MiB more after the last than after the first %d", FIRST_PHOTOGRAPHS);
    print_note("%d were added, %.0f a second; %.1f MiB after the first %d, %.1f after the last",
               added, (PHOTOGRAPHS - FIRST_PHOTOGRAPHS) / seconds, (double)before / 1024,
               FIRST_PHOTOGRAPHS, (double)memory_of("VmRSS:") / 1024);
}

/* ------------------------------------------------------------------ all of it */

static void find_program(const char *own) {
    const char *slash = strrchr(own, '/');
    snprintf(program, sizeof program, "%.*scairn", slash ? (int)(slash - own) + 1 : 0, own);
}

int main(int count, char **words) {
    char temporary[] = "/tmp/cairn-bench-web-XXXXXX";
    bool own = count < 2;
    must(own ? mkdtemp(temporary) != NULL : true, &error);
    snprintf(folder, sizeof folder, "%s", own ? temporary : words[1]);
    if (!own) run("mkdir -p '%s'", folder);
    find_program(words[0]);
    make_record();
    start_server();
    sign_in();
    sleep(5); /* the words are made ready */
    bench_page();
    print_section("one at a time");
    bench_one("/records/remains?page=90", "a page of the list of 9,000");
    bench_one("/records/remains?sort=found&way=down&page=90", "the same, sorted by day");
    bench_one("/find?q=ELD-0077-B", "a search for a code");
    bench_one("/find?q=wrists", "a search for a word");
    bench_saving();
    bench_photographs();
    print_section("memory of the server");
    print_amount((double)memory_of("VmHWM:") / 1024, 150, "the most that it had, MiB");
    machine_print();
    stop_server();
    if (own) run("rm -rf '%s'", folder);
    printf("%d over their limit\n", print_missed());
    return 0;
}
