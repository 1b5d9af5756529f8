#include "http/fields.h"

#include <string.h>

#include "base/utf8.h"

static int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool percent_decode(struct arena *arena, const char *text, size_t size, bool plus, char **out,
                    size_t *out_size) {
    char *decoded = arena_take(arena, size + 1, 1);
    size_t length = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '+' && plus) {
            decoded[length++] = ' ';
        } else if (text[i] == '%') {
            int high = size - i > 2 ? digit_of(text[i + 1]) : -1;
            int low = high >= 0 ? digit_of(text[i + 2]) : -1;
            if (low < 0) return false;
            decoded[length++] = (char)(16 * high + low);
            i += 2;
        } else {
            decoded[length++] = text[i];
        }
    }
    *out = decoded;
    *out_size = length;
    return true;
}

bool text_is_clean(const char *text, size_t size) {
    const unsigned char *at = (const unsigned char *)text, *end = at + size;
    while (at < end) {
        if (*at < 0x20 && *at != '\t' && *at != '\n' && *at != '\r') return false;
        if (*at == 0x7f) return false;
        size_t length = *at < 0x80 ? 1 : utf8_sequence(at, (size_t)(end - at));
        if (!length || (length == 2 && at[0] == 0xc2 && at[1] < 0xa0)) return false;
        at += length;
    }
    return true;
}

/* "\r\n", which forms send for the end of a line, and a lone "\r" become "\n". */
static void plain_line_ends(char *text) {
    char *to = text;
    for (const char *from = text; *from; from++) {
        if (*from == '\r' && from[1] == '\n') continue;
        *to++ = *from == '\r' ? '\n' : *from;
    }
    *to = 0;
}

bool fields_add(struct fields *fields, const char *name, size_t name_size, const char *value,
                size_t value_size, struct error *error) {
    if (fields->count == FIELDS_MOST)
        return error_set(error, ERROR_TOO_LARGE, "a form has at most %d fields", FIELDS_MOST);
    if (name_size > FIELD_NAME_MOST)
        return error_set(error, ERROR_TOO_LARGE, "the name of a field has at most %d bytes",
                         FIELD_NAME_MOST);
    if (value_size > FIELD_VALUE_MOST)
        return error_set(error, ERROR_TOO_LARGE, "a field has at most %d bytes", FIELD_VALUE_MOST);
    if (!text_is_clean(name, name_size) || !text_is_clean(value, value_size))
        return error_set(error, ERROR_BAD_INPUT, "a field is no text: it is not UTF-8, or has "
                         "control characters");
    fields->list = arena_grow(fields->arena, fields->list, fields->count, &fields->capacity,
                              sizeof *fields->list);
    char *kept = arena_copy_part(fields->arena, value, value_size);
    plain_line_ends(kept);
    fields->list[fields->count++] =
        (struct field){arena_copy_part(fields->arena, name, name_size), kept};
    return true;
}

bool fields_read(struct fields *fields, const char *bytes, size_t size, struct error *error) {
    for (const char *at = bytes, *end = bytes + size; at < end;) {
        const char *stop = memchr(at, '&', (size_t)(end - at));
        if (!stop) stop = end;
        const char *equals = memchr(at, '=', (size_t)(stop - at));
        const char *name_end = equals ? equals : stop, *value_start = equals ? equals + 1 : stop;
        char *name, *value;
        size_t name_size, value_size;
        if (stop > at) {
            if (!percent_decode(fields->arena, at, (size_t)(name_end - at), true, &name,
                                &name_size) ||
                !percent_decode(fields->arena, value_start, (size_t)(stop - value_start), true,
                                &value, &value_size))
                return error_set(error, ERROR_BAD_INPUT, "a %% in a form or an address encodes "
                                 "nothing");
            if (!fields_add(fields, name, name_size, value, value_size, error)) return false;
        }
        at = stop + 1;
    }
    return true;
}

const char *fields_find(const struct fields *fields, const char *name) {
    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(fields->list[i].name, name) == 0) return fields->list[i].value;
    return NULL;
}
