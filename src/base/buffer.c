#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"

void buffer_close(struct buffer *buffer) {
    free(buffer->bytes);
    *buffer = (struct buffer){0};
}

void buffer_reserve(struct buffer *buffer, size_t size) {
    size_t need;
    if (!__builtin_add_overflow(buffer->size, size + 1, &need) && need <= buffer->capacity) return;
    size_t capacity = buffer->capacity ? buffer->capacity : 256;
    while (capacity < need) capacity *= 2;
    char *bytes = fault_here(FAULT_MEMORY) ? NULL : realloc(buffer->bytes, capacity);
    if (!bytes) {
        fprintf(stderr, "cairn: out of memory: no room for %zu bytes of output\n", capacity);
        exit(70);
    }
    buffer->bytes = bytes;
    buffer->capacity = capacity;
}

void buffer_add_text(struct buffer *buffer, const char *text) {
    buffer_add(buffer, text, strlen(text));
}

void buffer_format(struct buffer *buffer, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length > 0) {
        buffer_reserve(buffer, (size_t)length);
        vsnprintf(buffer->bytes + buffer->size, (size_t)length + 1, format, again);
        buffer->size += (size_t)length;
    }
    va_end(again);
}

const char *buffer_text(const struct buffer *buffer) {
    return buffer->bytes ? buffer->bytes : "";
}
