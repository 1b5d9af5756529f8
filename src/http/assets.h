/* Styles, scripts and pictures (pages/assets/), which the build puts into the program. Their
 * address holds a digest of them all, so that a browser may keep them for ever, and one asset may
 * name another by a relative address. */
#ifndef CAIRN_HTTP_ASSETS_H
#define CAIRN_HTTP_ASSETS_H

#include <stddef.h>

struct asset {
    const char *name; /* "style.css" */
    const char *type; /* "text/css; charset=utf-8" */
    const unsigned char *bytes;
    size_t size;
    const unsigned char *zipped; /* by gzip; NULL where that saves nothing */
    size_t zipped_size;
};

/* All of them, in the order of their names, ended by one of zeroes. */
extern const struct asset ASSETS[];

/* "/assets/DIGEST/": what stands before the name. */
extern const char assets_path[];

/* NULL: there is none of that name. */
const struct asset *asset_find(const char *name);

#endif
