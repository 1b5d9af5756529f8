#define _GNU_SOURCE /* memmem */
#include "http/multipart.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"

enum { BOUNDARY_MOST = 70 };

enum stage { STAGE_START, STAGE_LINE, STAGE_HEADER, STAGE_FIELD, STAGE_FILE, STAGE_DONE };

struct multipart {
    struct arena *arena;
    struct multipart_taker taker;
    char mark[BOUNDARY_MOST + 5]; /* "\r\n--boundary" */
    size_t mark_size;
    enum stage stage;
    struct buffer held; /* bytes not understood yet */
    struct buffer field;
    char *name, *file_name;
    const char *type;
    int parts;
};

static bool is_boundary(const char *text, size_t size) {
    if (!size || size > BOUNDARY_MOST) return false;
    for (size_t i = 0; i < size; i++)
        if (!isalnum((unsigned char)text[i]) && !strchr("'()+_,-./:=?", text[i])) return false;
    return true;
}

bool multipart_open(struct arena *arena, const char *content_type,
                    const struct multipart_taker *taker, struct multipart **out,
                    struct error *error) {
    const char *at = strcasestr(content_type, "boundary=");
    size_t size = 0;
    if (at) {
        at += strlen("boundary=");
        bool quoted = *at == '"';
        at += quoted;
        size = strcspn(at, quoted ? "\"" : "; \t");
    }
    if (!at || !is_boundary(at, size))
        return error_set(error, ERROR_BAD_INPUT, "the form does not say what stands between its "
                         "parts (boundary)");
    struct multipart *multipart = arena_new(arena, struct multipart, 1);
    multipart->arena = arena;
    multipart->taker = *taker;
    memcpy(multipart->mark, "\r\n--", 4);
    memcpy(multipart->mark + 4, at, size);
    multipart->mark_size = size + 4;
    /* The first boundary has no line before it. */
    buffer_add_text(&multipart->held, "\r\n");
    *out = multipart;
    return true;
}

void multipart_close(struct multipart *multipart) {
    if (!multipart) return;
    buffer_close(&multipart->held);
    buffer_close(&multipart->field);
}

static bool refuse(struct error *error, const char *why) {
    return error_set(error, ERROR_BAD_INPUT, "the form cannot be read: %s", why);
}

static void drop(struct buffer *buffer, size_t size) {
    memmove(buffer->bytes, buffer->bytes + size, buffer->size - size);
    buffer->size -= size;
}

/* ------------------------------------------------------------------ headers of a part */

/* name="value" behind a ";" of a header line; %22 and \" stay as they are sent, as browsers do. */
static char *parameter(struct arena *arena, const char *line, const char *name) {
    size_t length = strlen(name);
    for (const char *at = strchr(line, ';'); at; at = strchr(at, ';')) {
        at++;
        at += strspn(at, " \t");
        if (strncasecmp(at, name, length) != 0 || at[length] != '=') continue;
        at += length + 1;
        if (*at != '"') return arena_copy_part(arena, at, strcspn(at, "; \t"));
        at++;
        size_t size = strcspn(at, "\"");
        return at[size] ? arena_copy_part(arena, at, size) : NULL;
    }
    return NULL;
}

static char *without_folders(char *name) {
    char *last = name;
    for (char *c = name; *c; c++)
        if (*c == '/' || *c == '\\') last = c + 1;
    return last;
}

static bool read_header_line(struct multipart *multipart, char *line, struct error *error) {
    if (strncasecmp(line, "content-disposition:", 20) == 0) {
        const char *value = line + 20 + strspn(line + 20, " \t");
        if (multipart->name) return refuse(error, "a part has two names");
        if (strncasecmp(value, "form-data", 9) != 0) return refuse(error, "a part is no form-data");
        multipart->name = parameter(multipart->arena, value, "name");
        multipart->file_name = parameter(multipart->arena, value, "filename");
        if (!multipart->name) return refuse(error, "a part has no name");
        if (multipart->file_name) multipart->file_name = without_folders(multipart->file_name);
    } else if (strncasecmp(line, "content-type:", 13) == 0) {
        multipart->type = arena_copy(multipart->arena, line + 13 + strspn(line + 13, " \t"));
    } else if (strncasecmp(line, "content-transfer-encoding:", 26) == 0) {
        const char *value = line + 26 + strspn(line + 26, " \t");
        if (strcasecmp(value, "binary") != 0 && strcasecmp(value, "8bit") != 0 &&
            strcasecmp(value, "7bit") != 0)
            return refuse(error, "a part is encoded");
    }
    return true;
}

static bool begin_part(struct multipart *multipart, char *header, struct error *error) {
    multipart->name = multipart->file_name = NULL;
    multipart->type = "application/octet-stream";
    for (char *line = header; *line;) {
        char *end = strstr(line, "\r\n");
        if (end) *end = 0;
        if (!read_header_line(multipart, line, error)) return false;
        if (!end) break;
        line = end + 2;
    }
    if (!multipart->name) return refuse(error, "a part has no name");
    if (++multipart->parts > MULTIPART_PARTS_MOST)
        return error_set(error, ERROR_TOO_LARGE, "a form has at most %d parts",
                         MULTIPART_PARTS_MOST);
    multipart->field.size = 0;
    multipart->stage = multipart->file_name ? STAGE_FILE : STAGE_FIELD;
    return !multipart->file_name ||
           multipart->taker.file_begin(multipart->taker.data, multipart->name, multipart->file_name,
                                       multipart->type, error);
}

/* ------------------------------------------------------------------ bytes */

static bool take_content(struct multipart *multipart, size_t size, struct error *error) {
    if (multipart->stage == STAGE_FILE && size)
        return multipart->taker.file_bytes(multipart->taker.data, multipart->held.bytes, size,
                                           error);
    if (multipart->stage != STAGE_FIELD) return true;
    if (multipart->field.size + size > multipart->taker.field_most)
        return error_set(error, ERROR_TOO_LARGE, "a field has at most %zu bytes",
                         multipart->taker.field_most);
    buffer_add(&multipart->field, multipart->held.bytes, size);
    return true;
}

static bool end_content(struct multipart *multipart, struct error *error) {
    if (multipart->stage == STAGE_FILE)
        return multipart->taker.file_end(multipart->taker.data, error);
    if (multipart->stage == STAGE_FIELD)
        return multipart->taker.field(multipart->taker.data, multipart->name,
                                      buffer_text(&multipart->field), multipart->field.size, error);
    return true;
}

/* Content, or what stands before the first boundary, up to the next one. */
static bool read_content(struct multipart *multipart, bool *out_more, struct error *error) {
    struct buffer *held = &multipart->held;
    char *found =
        held->size ? memmem(held->bytes, held->size, multipart->mark, multipart->mark_size) : NULL;
    size_t ready = found                               ? (size_t)(found - held->bytes)
                   : held->size >= multipart->mark_size ? held->size - multipart->mark_size + 1
                                                        : 0;
    if (!take_content(multipart, ready, error)) return false;
    drop(held, ready + (found ? multipart->mark_size : 0));
    *out_more = found != NULL;
    if (!found) return true;
    if (!end_content(multipart, error)) return false;
    multipart->stage = STAGE_LINE;
    return true;
}

/* What stands behind a boundary: "--", or the end of its line. */
static bool read_line_end(struct multipart *multipart, bool *out_more, struct error *error) {
    struct buffer *held = &multipart->held;
    size_t space = 0;
    while (space < held->size && strchr(" \t", held->bytes[space])) space++;
    *out_more = false;
    if (space > 100) return refuse(error, "there is no end of line behind a boundary");
    if (held->size - space < 2) return true;
    const char *at = held->bytes + space;
    if (memcmp(at, "--", 2) == 0) {
        multipart->stage = STAGE_DONE;
        return true;
    }
    if (memcmp(at, "\r\n", 2) != 0)
        return refuse(error, "there is no end of line behind a boundary");
    drop(held, space);
    multipart->stage = STAGE_HEADER;
    *out_more = true;
    return true;
}

/* The header, which begins with the end of the boundary's line. */
static bool read_header(struct multipart *multipart, bool *out_more, struct error *error) {
    struct buffer *held = &multipart->held;
    char *end = memmem(held->bytes, held->size, "\r\n\r\n", 4);
    size_t size = end ? (size_t)(end - held->bytes) : held->size;
    *out_more = end != NULL;
    if (size > MULTIPART_HEADER_MOST)
        return error_set(error, ERROR_TOO_LARGE, "a part's header has at most %d bytes",
                         MULTIPART_HEADER_MOST);
    if (!end) return true;
    if (memchr(held->bytes, 0, size)) return refuse(error, "a zero byte in a part's header");
    char *header = arena_copy_part(multipart->arena, held->bytes, size);
    drop(held, size + 4);
    if (size < 2) return refuse(error, "a part has no name");
    return begin_part(multipart, header + 2, error);
}

bool multipart_add(struct multipart *multipart, const void *bytes, size_t size,
                   struct error *error) {
    bool more = true;
    if (multipart->stage == STAGE_DONE) return true;
    buffer_add(&multipart->held, bytes, size);
    while (more && multipart->stage != STAGE_DONE) {
        bool good = multipart->stage == STAGE_LINE     ? read_line_end(multipart, &more, error)
                    : multipart->stage == STAGE_HEADER ? read_header(multipart, &more, error)
                                                       : read_content(multipart, &more, error);
        if (!good) return false;
    }
    return true;
}

bool multipart_end(struct multipart *multipart, struct error *error) {
    return multipart->stage == STAGE_DONE || refuse(error, "its end is missing");
}
