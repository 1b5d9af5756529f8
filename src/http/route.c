#include "http/route.h"

#include <string.h>

#include "http/fields.h"

bool path_read(struct arena *arena, const char *path, size_t size, char ***out_segments,
               size_t *out_count) {
    if (!size || path[0] != '/' || size > PATH_MOST) return false;
    size_t count = 0, capacity = 0;
    char **segments = NULL;
    for (const char *at = path + 1, *end = path + size; at <= end;) {
        const char *slash = at < end ? memchr(at, '/', (size_t)(end - at)) : NULL;
        const char *stop = slash ? slash : end;
        char *segment;
        size_t length;
        if (!percent_decode(arena, at, (size_t)(stop - at), false, &segment, &length) ||
            strlen(segment) != length || !text_is_clean(segment, length) ||
            strpbrk(segment, "/\\\t\r\n") || strcmp(segment, ".") == 0 ||
            strcmp(segment, "..") == 0 || (!length && slash))
            return false;
        segments = arena_grow(arena, segments, count, &capacity, sizeof *segments);
        segments[count++] = segment;
        at = stop + 1;
    }
    *out_segments = segments;
    *out_count = count;
    return true;
}

static bool fits(const struct route *route, char **segments, size_t count,
                 struct route_match *match) {
    const char *at = route->path + 1;
    match->parameter_count = 0;
    for (size_t i = 0; i < count; i++) {
        size_t length = strcspn(at, "/");
        if (*at == ':') {
            if (!*segments[i] || match->parameter_count == ROUTE_PARAMETERS_MOST) return false;
            match->parameters[match->parameter_count++] = (struct field){at + 1, segments[i]};
        } else if (strlen(segments[i]) != length || memcmp(segments[i], at, length) != 0) {
            return false;
        }
        at += length;
        if (i + 1 < count && *at++ != '/') return false;
    }
    return !*at;
}

struct route_match route_find(const struct route *routes, enum method method, char **segments,
                              size_t count) {
    struct route_match found = {0};
    for (const struct route *route = routes; route->path; route++) {
        struct route_match match = {0};
        if (!fits(route, segments, count, &match)) continue;
        found.get |= route->method == METHOD_GET;
        found.post |= route->method == METHOD_POST;
        if (found.route || route->method != method) continue;
        match.route = route;
        match.get = found.get;
        match.post = found.post;
        found = match;
    }
    return found;
}
