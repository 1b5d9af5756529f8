#include "record/canonical_json.h"

#include <stdlib.h>
#include <string.h>

static bool put_text(struct canonical_writer *writer, const json_t *value, struct error *error) {
    const char *text = json_string_value(value);
    if (strlen(text) != json_string_length(value))
        return error_set(error, ERROR_BAD_INPUT, "a text with U+0000 in it");
    canonical_put_text(writer, text);
    return true;
}

struct member {
    const char *name;
    const json_t *value;
};

static int by_name(const void *left, const void *right) {
    const struct member *one = left, *other = right;
    return strcmp(one->name, other->name);
}

/* In the order of their bytes, which is nearly always that of JSON: then the writer has none of
 * them to move. */
static bool put_object(struct canonical_writer *writer, const json_t *value,
                       struct error *error) {
    struct arena_mark mark = arena_mark(writer->arena);
    struct member *member = arena_new(writer->arena, struct member, json_object_size(value));
    size_t count = 0;
    const char *name;
    json_t *inside;
    json_object_foreach((json_t *)value, name, inside)
        member[count++] = (struct member){name, inside};
    qsort(member, count, sizeof *member, by_name);
    bool done = true;
    canonical_open_object(writer);
    for (size_t i = 0; i < count && done; i++) {
        canonical_put_name(writer, member[i].name);
        done = canonical_put_json(writer, member[i].value, error);
    }
    if (done) canonical_close_object(writer);
    arena_release(writer->arena, mark);
    return done;
}

static bool put_list(struct canonical_writer *writer, const json_t *value, struct error *error) {
    canonical_open_list(writer);
    for (size_t i = 0; i < json_array_size(value); i++)
        if (!canonical_put_json(writer, json_array_get(value, i), error)) return false;
    canonical_close_list(writer);
    return true;
}

bool canonical_put_json(struct canonical_writer *writer, const json_t *value,
                        struct error *error) {
    bool deeper = json_is_object(value) || json_is_array(value);
    if (deeper && writer->depth == CANONICAL_DEPTH)
        return error_set(error, ERROR_BAD_INPUT, "more than %d objects and lists inside each other",
                         CANONICAL_DEPTH);
    if (json_is_object(value)) return put_object(writer, value, error);
    if (json_is_array(value)) return put_list(writer, value, error);
    if (json_is_string(value)) return put_text(writer, value, error);
    if (json_is_real(value)) return error_set(error, ERROR_BAD_INPUT, "a number that is not whole");
    if (json_is_integer(value)) canonical_put_whole(writer, json_integer_value(value));
    else if (json_is_boolean(value)) canonical_put_truth(writer, json_is_true(value));
    else canonical_put_none(writer);
    return true;
}

bool canonical_of_json(struct arena *arena, const json_t *value, char **out_bytes,
                       size_t *out_size, struct error *error) {
    struct buffer out = {0};
    struct canonical_writer writer = canonical_to(arena, &out);
    bool done = canonical_put_json(&writer, value, error) && canonical_end(&writer, error);
    if (done) {
        *out_bytes = arena_copy_part(arena, out.bytes, out.size);
        *out_size = out.size;
    }
    buffer_close(&out);
    return done;
}

bool canonical_to_json(const char *bytes, size_t size, json_t **out_value, struct error *error) {
    json_error_t failure;
    json_t *value = json_loadb(bytes, size, JSON_DECODE_ANY, &failure);
    if (!value) return error_set(error, ERROR_INTERNAL, "canonical JSON: %s", failure.text);
    *out_value = value;
    return true;
}
