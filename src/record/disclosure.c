#include "record/disclosure.h"

#include <string.h>

#include "base/encode.h"
#include "record/canonical_write.h"

bool disclosure_make(struct arena *arena, struct random *random, const char *name,
                     const char *value, size_t value_size, char **out_text, struct error *error) {
    uint8_t salt[DISCLOSURE_SALT];
    random_fill(random, salt, sizeof salt);
    struct buffer json = {0};
    struct canonical_writer writer = canonical_to(arena, &json);
    canonical_open_list(&writer);
    canonical_put_bytes(&writer, ENCODING_BASE64URL, salt, sizeof salt);
    canonical_put_text(&writer, name);
    if (value) canonical_put_raw(&writer, value, value_size);
    else canonical_put_none(&writer);
    canonical_close_list(&writer);
    bool done = canonical_end(&writer, error);
    size_t length = ENCODE_BASE64URL_LENGTH(json.size);
    if (!done)
        error_within(error, "the field %s", name);
    else if (length > DISCLOSURE_MOST)
        done = error_set(error, ERROR_TOO_LARGE, "the field %s is longer than %d bytes", name,
                         DISCLOSURE_MOST / 4 * 3);
    if (done) {
        *out_text = arena_take(arena, length + 1, 1);
        encode_text(ENCODING_BASE64URL, json.bytes, json.size, *out_text);
    }
    buffer_close(&json);
    return done;
}

struct digest disclosure_digest(struct digester *digester, const char *text, size_t length) {
    return digest_of(digester, text, length);
}

static bool read_parts(struct arena *arena, const char *json, size_t size, struct disclosure *out,
                       struct error *error) {
    struct canonical_part part[3];
    size_t count;
    if (!canonical_scan(json, size, part, 3, &count, error)) return false;
    if (json[0] != '[' || count != 3 || part[0].bytes[0] != '"' || part[1].bytes[0] != '"')
        return error_set(error, ERROR_BAD_INPUT, "it is not [salt, name, value]");
    struct disclosure disclosure;
    if (!encode_bytes(ENCODING_BASE64URL, part[0].bytes + 1, part[0].size - 2, disclosure.salt,
                      DISCLOSURE_SALT, error))
        return error_within(error, "the salt");
    disclosure.name = canonical_text(arena, part[1].bytes, part[1].size);
    disclosure.value = part[2].bytes;
    disclosure.value_size = part[2].size;
    *out = disclosure;
    return true;
}

bool disclosure_read(struct arena *arena, const char *text, size_t length,
                     struct disclosure *out_disclosure, struct error *error) {
    if (length > DISCLOSURE_MOST)
        return error_set(error, ERROR_TOO_LARGE, "a disclosure has at most %d characters",
                         DISCLOSURE_MOST);
    size_t size = encode_size(ENCODING_BASE64URL, text, length);
    char *json = arena_take(arena, size + 1, 1);
    if (encode_bytes(ENCODING_BASE64URL, text, length, json, size, error) &&
        read_parts(arena, json, size, out_disclosure, error))
        return true;
    return error_within(error, "the disclosure");
}

/* ------------------------------------------------------------------ files */

bool disclosure_make_file(struct arena *arena, struct random *random,
                          const struct disclosure_file *file, char **out_text,
                          struct error *error) {
    char sha256[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1];
    encode_text(ENCODING_HEX, file->sha256.byte, DIGEST_SIZE, sha256);
    struct buffer json = {0};
    struct canonical_writer writer = canonical_to(arena, &json);
    canonical_open_object(&writer);
    canonical_put_name(&writer, "length");
    canonical_put_whole(&writer, file->length);
    canonical_put_name(&writer, "media_type");
    canonical_put_text(&writer, file->media_type);
    canonical_put_name(&writer, "sha256");
    canonical_put_text(&writer, sha256);
    canonical_close_object(&writer);
    bool done = canonical_end(&writer, error) &&
                disclosure_make(arena, random, file->name, json.bytes, json.size, out_text, error);
    buffer_close(&json);
    return done;
}

bool disclosure_read_file(struct arena *arena, const char *text, size_t length,
                          struct disclosure_file *out_file, struct error *error) {
    struct disclosure disclosure = {0};
    if (!disclosure_read(arena, text, length, &disclosure, error)) return false;
    struct canonical_walk walk = canonical_walk(disclosure.value, disclosure.value_size);
    struct canonical_part part[3] = {0};
    bool three = disclosure.value[0] == '{' && canonical_next(&walk, &part[0]) &&
                 canonical_next(&walk, &part[1]) && canonical_next(&walk, &part[2]) &&
                 walk.at == walk.end;
    if (!three || !canonical_named(&part[0], "length") ||
        !canonical_named(&part[1], "media_type") || !canonical_named(&part[2], "sha256") ||
        part[0].bytes[0] < '0' || part[0].bytes[0] > '9' || part[1].bytes[0] != '"' ||
        part[2].bytes[0] != '"')
        return error_set(error, ERROR_BAD_INPUT,
                         "the disclosure of a file does not give just its length, media_type and "
                         "sha256");
    struct disclosure_file file = {
        .name = disclosure.name,
        .media_type = canonical_text(arena, part[1].bytes, part[1].size),
        .length = canonical_whole(part[0].bytes, part[0].size)};
    if (!encode_bytes(ENCODING_HEX, part[2].bytes + 1, part[2].size - 2, file.sha256.byte,
                      DIGEST_SIZE, error))
        return error_within(error, "the disclosure of a file: sha256");
    *out_file = file;
    return true;
}
