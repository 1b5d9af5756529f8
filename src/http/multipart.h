/* Forms with files (multipart/form-data, RFC 7578), piece by piece as they come. A part with a
 * file name is a file, whose bytes are handed on; any other is a field, which is collected. */
#ifndef CAIRN_HTTP_MULTIPART_H
#define CAIRN_HTTP_MULTIPART_H

#include "base/arena.h"
#include "base/buffer.h"

enum { MULTIPART_PARTS_MOST = 2000, MULTIPART_HEADER_MOST = 4096 };

/* Who takes the parts. Names and types are in the arena of the parser, and are any bytes without a
 * zero byte; a file name is without folders. False from any ends the form. */
struct multipart_taker {
    void *data;
    size_t field_most; /* bytes of a field */
    bool (*field)(void *data, const char *name, const char *value, size_t size,
                  struct error *error);
    bool (*file_begin)(void *data, const char *name, const char *file_name, const char *type,
                       struct error *error);
    bool (*file_bytes)(void *data, const void *bytes, size_t size, struct error *error);
    bool (*file_end)(void *data, struct error *error);
};

struct multipart;

/* From the Content-Type header. ERROR_BAD_INPUT: it has no boundary of 1 to 70 characters. */
MUST_CHECK bool multipart_open(struct arena *arena, const char *content_type,
                               const struct multipart_taker *taker, struct multipart **out,
                               struct error *error);
void multipart_close(struct multipart *multipart);

/* The next bytes, in pieces of any size. */
MUST_CHECK bool multipart_add(struct multipart *multipart, const void *bytes, size_t size,
                              struct error *error);

/* No more come. ERROR_BAD_INPUT: the last boundary is missing. */
MUST_CHECK bool multipart_end(struct multipart *multipart, struct error *error);

#endif
