/* Forms with files: the first byte says into how large pieces the rest is cut, and the parts are
 * the same as when it comes at once. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "http/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static bool take_field(void *data, const char *name, const char *value, size_t size,
                       struct error *error) {
    (void)error;
    buffer_format(data, "%s=", name);
    buffer_add(data, value, size);
    return true;
}

static bool begin_file(void *data, const char *name, const char *file_name, const char *type,
                       struct error *error) {
    (void)error;
    if (strpbrk(file_name, "/\\")) abort();
    buffer_format(data, "%s(%s,%s):", name, file_name, type);
    return true;
}

static bool add_file(void *data, const void *bytes, size_t size, struct error *error) {
    (void)error;
    buffer_add(data, bytes, size);
    return true;
}

static bool end_file(void *data, struct error *error) {
    (void)error;
    buffer_add_text(data, ";");
    return true;
}

static bool read_in_pieces(const uint8_t *bytes, size_t size, size_t piece, struct buffer *out) {
    const struct multipart_taker taker = {out, 1000, take_field, begin_file, add_file, end_file};
    struct arena arena;
    struct multipart *multipart;
    struct error error = {0};
    arena_open(&arena, 0);
    if (!multipart_open(&arena, "multipart/form-data; boundary=X", &taker, &multipart, &error))
        abort();
    bool good = true;
    for (size_t at = 0; good && at < size; at += piece)
        good = multipart_add(multipart, bytes + at, size - at < piece ? size - at : piece, &error);
    good = good && multipart_end(multipart, &error);
    if (good != (error.code == ERROR_NONE)) abort();
    multipart_close(multipart);
    arena_close(&arena);
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct buffer whole = {0}, pieces = {0};
    if (!size) return 0;
    bool good = read_in_pieces(bytes + 1, size - 1, size, &whole);
    if (read_in_pieces(bytes + 1, size - 1, 1 + bytes[0] % 64, &pieces) != good) abort();
    if (good && (whole.size != pieces.size ||
                 memcmp(buffer_text(&whole), buffer_text(&pieces), whole.size) != 0))
        abort();
    buffer_close(&whole);
    buffer_close(&pieces);
    return 0;
}
