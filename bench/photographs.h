/* Photographs that several people send to the investigators' pages at once. */
#ifndef CAIRN_BENCH_PHOTOGRAPHS_H
#define CAIRN_BENCH_PHOTOGRAPHS_H

/* Who sends them, where to: a session, and the token of its forms. */
struct photographs {
    int port;
    const char *cookie, *csrf;
};

enum { PHOTOGRAPHS_AT_ONCE = 8 };

/* Sends `count` small pictures of different bytes, one a form; each is numbered from `first` on.
 * Returns how many were added. */
int photographs_send(const struct photographs *to, int first, int count);

#endif
