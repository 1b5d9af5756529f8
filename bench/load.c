#include "load.h"

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double time_of(const char *text) {
    char unit[8] = "";
    double value = 0;
    sscanf(text, " %lf%7s", &value, unit);
    return value * (strcmp(unit, "us") == 0 ? 1e-6 : strcmp(unit, "ms") == 0 ? 1e-3 : 1);
}

bool load_run(int port, const char *path, const char *cookie, int connections, struct load *out) {
    char command[1200], line[400];
    snprintf(command, sizeof command,
             "wrk -t1 -c%d -d%ds --latency -H 'Cookie: %s' 'http://127.0.0.1:%d%s' 2>&1",
             connections, LOAD_SECONDS, cookie, port, path);
    FILE *pipe = popen(command, "r");
    if (!pipe) return false;
    *out = (struct load){0};
    while (fgets(line, sizeof line, pipe)) {
        const char *at;
        if ((at = strstr(line, "Latency  ")) && !strstr(line, "Distribution"))
            out->mean = time_of(at + 9);
        if ((at = strstr(line, "99%"))) out->p99 = time_of(at + 3);
        if ((at = strstr(line, "Requests/sec:"))) out->per_second = atof(at + 13);
        if (strstr(line, "Non-2xx")) fprintf(stderr, "%s: %s", path, line);
    }
    return pclose(pipe) == 0 && out->per_second > 0;
}

static int order(const void *first, const void *second) {
    double left = *(const double *)first, right = *(const double *)second;
    return (left > right) - (left < right);
}

double load_median(double *values, int count) {
    qsort(values, (size_t)count, sizeof *values, order);
    return values[count / 2];
}

static enum MHD_Result answer_fixed(void *data, struct MHD_Connection *connection, const char *url,
                                    const char *method, const char *version, const char *bytes,
                                    size_t *size, void **context) {
    const struct fixed_page *page = data;
    (void)url, (void)method, (void)version, (void)bytes, (void)size;
    if (!*context) {
        *context = data;
        return MHD_YES;
    }
    struct MHD_Response *response = MHD_create_response_from_buffer(
        page->size, (void *)page->bytes, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, "Content-Type", "text/html; charset=utf-8");
    enum MHD_Result queued = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return queued;
}

int fixed_server_start(const struct fixed_page *page, int threads, struct MHD_Daemon **out) {
    *out = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer_fixed,
                            (void *)page, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)threads,
                            MHD_OPTION_END);
    return *out ? MHD_get_daemon_info(*out, MHD_DAEMON_INFO_BIND_PORT)->port : 0;
}

bool load_read(const char *command, char *out, size_t room) {
    FILE *pipe = popen(command, "r");
    if (!pipe) return false;
    size_t size = fread(out, 1, room - 1, pipe);
    char rest[4096];
    out[size] = 0;
    while (fread(rest, 1, sizeof rest, pipe) > 0) continue;
    return pclose(pipe) == 0;
}
