/* Which route a path is. */
#ifndef CAIRN_HTTP_ROUTE_H
#define CAIRN_HTTP_ROUTE_H

#include "http/request.h"

enum { PATH_MOST = 2048, ROUTE_PARAMETERS_MOST = 8 };

struct route_match {
    const struct route *route; /* NULL: the path is none of ours with this method */
    bool get, post;            /* methods that the path has */
    struct field parameters[ROUTE_PARAMETERS_MOST];
    int parameter_count;
};

/* The path as it was sent, without the query, into its decoded segments: "/" is one empty one. Each
 * is clean text and neither "." nor ".." nor has a slash; no segment but the last is empty. False:
 * it is no path that anything of ours could have. */
bool path_read(struct arena *arena, const char *path, size_t size, char ***out_segments,
               size_t *out_count);

/* The first route of the table that the segments fit. */
struct route_match route_find(const struct route *routes, enum method method, char **segments,
                              size_t count);

#endif
