/* Lines of the text formats of C2SP (tlog-checkpoint, tlog-proof): each ends with "\n", and a number
 * or a hash has one spelling. */
#ifndef CAIRN_RECORD_TLOG_LINE_H
#define CAIRN_RECORD_TLOG_LINE_H

#include "base/buffer.h"
#include "base/digest.h"

/* What is still to be read. */
struct tlog_text {
    const char *at;
    size_t left;
};

/* Takes the next line, without its end, which is not copied. False: there is none that ends. */
bool tlog_line_take(struct tlog_text *text, const char **out_line, size_t *out_length);

/* A decimal number without leading zeros, at most INT64_MAX: no log of ours is larger. */
bool tlog_line_number(const char *line, size_t length, uint64_t *out_number);

/* A hash in base64. */
bool tlog_line_hash(const char *line, size_t length, struct digest *out_hash);

/* Adds a hash as a line. */
void tlog_line_add_hash(struct buffer *out, const struct digest *hash);

#endif
