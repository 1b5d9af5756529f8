/* Load on a server of the loopback: wrk asks for one page again and again, curl signs in. */
#ifndef CAIRN_BENCH_LOAD_H
#define CAIRN_BENCH_LOAD_H

#include <stdbool.h>
#include <stddef.h>

struct load {
    double per_second, mean, p99; /* seconds */
};

enum { LOAD_RUNS = 5, LOAD_CONNECTIONS = 64, LOAD_SECONDS = 3, COOKIE_MOST = 400 };

/* Asks for the page for some seconds with so many connections, with this Cookie header. False: wrk
 * is not installed, or nothing was answered. */
bool load_run(int port, const char *path, const char *cookie, int connections, struct load *out);

/* The median of some runs' values, which are brought into order. */
double load_median(double *values, int count);

/* A server of bare libmicrohttpd that answers everything with these bytes; its port, or 0. */
struct MHD_Daemon;
struct fixed_page {
    const char *bytes;
    size_t size;
};
int fixed_server_start(const struct fixed_page *page, int threads, struct MHD_Daemon **out);

/* What a command prints, cut off at the room. False: it could not be run. */
bool load_read(const char *command, char *out, size_t room);

#endif
