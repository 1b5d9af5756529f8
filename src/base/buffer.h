/* Bytes that grow at the end: what a command prints, a report or a JSON answer is built in one
 * before it is written, so that nothing half made is ever shown. */
#ifndef CAIRN_BASE_BUFFER_H
#define CAIRN_BASE_BUFFER_H

#include <stddef.h>
#include <string.h>

#include "base/error.h"

struct buffer {
    char *bytes; /* always ends with a zero byte once something was added */
    size_t size, capacity;
};

/* A buffer of zeroes is empty. Frees what it holds; it is empty again. */
void buffer_close(struct buffer *buffer);

/* Makes room for `size` bytes more, and for the zero byte behind them. */
void buffer_reserve(struct buffer *buffer, size_t size);

/* Adds `size` bytes, which are the caller's to write at once. */
static inline char *buffer_extend(struct buffer *buffer, size_t size) {
    if (size >= buffer->capacity - buffer->size) buffer_reserve(buffer, size);
    char *at = buffer->bytes + buffer->size;
    buffer->size += size;
    at[size] = 0;
    return at;
}

static inline void buffer_add(struct buffer *buffer, const void *bytes, size_t size) {
    char *at = buffer_extend(buffer, size);
    if (size) memcpy(at, bytes, size);
}
void buffer_add_text(struct buffer *buffer, const char *text);
void buffer_format(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);

/* What was added so far as text; "" when nothing was. Belongs to the buffer. */
const char *buffer_text(const struct buffer *buffer);

#endif
