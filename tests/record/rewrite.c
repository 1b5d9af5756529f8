#include "record/rewrite.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/canonical_write.h"

static void put_json(struct canonical_writer *writer, const json_t *value) {
    const char *name;
    json_t *member;
    size_t i;
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        canonical_open_object(writer);
        json_object_foreach((json_t *)value, name, member) {
            canonical_put_name(writer, name);
            put_json(writer, member);
        }
        canonical_close_object(writer);
        break;
    case JSON_ARRAY:
        canonical_open_list(writer);
        json_array_foreach(value, i, member) put_json(writer, member);
        canonical_close_list(writer);
        break;
    case JSON_STRING: canonical_put_text(writer, json_string_value(value)); break;
    case JSON_INTEGER: canonical_put_whole(writer, json_integer_value(value)); break;
    case JSON_REAL:
        /* 56.0 is whole in RFC 8785, which knows one kind of number. */
        assert_true((double)(int64_t)json_real_value(value) == json_real_value(value));
        canonical_put_whole(writer, (int64_t)json_real_value(value));
        break;
    case JSON_TRUE: canonical_put_truth(writer, true); break;
    case JSON_FALSE: canonical_put_truth(writer, false); break;
    case JSON_NULL: canonical_put_none(writer); break;
    }
}

const char *rewrite_value(struct arena *arena, const json_t *value, struct error *error) {
    struct buffer out = {0};
    struct canonical_writer writer = canonical_to(arena, &out);
    put_json(&writer, value);
    const char *text = NULL;
    if (canonical_end(&writer, error)) text = arena_copy_part(arena, out.bytes, out.size);
    buffer_close(&out);
    return text;
}

const char *rewrite_text(struct arena *arena, const char *text) {
    json_error_t problem;
    struct error error = {0};
    json_t *value = json_loads(text, JSON_DECODE_ANY, &problem);
    if (!value) fail_msg("%s: %s", text, problem.text);
    const char *canonical = rewrite_value(arena, value, &error);
    json_decref(value);
    if (!canonical) fail_msg("%s: %s", text, error.text);
    return canonical;
}
