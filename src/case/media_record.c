#include "case/media_record.h"

#include <string.h>

#include "base/encode.h"
#include "base/files.h"
#include "base/utf8.h"
#include "case/media_type.h"
#include "case/media_whole.h"
#include "schema/code.h"
#include "schema/instant.h"
#include "schema/schema.h"

#define MINUTE INT64_C(60000000)

enum { CAMERA_MOST = 80 /* bytes of the field camera */ };

static bool pour_spool(void *from, child_take *take, void *to, struct error *error) {
    return spool_read_pieces(from, take, to, error);
}

struct child_source media_source_of_spool(struct spool *spool) {
    return (struct child_source){spool_size(spool), pour_spool, spool};
}

static bool pour_path(void *from, child_take *take, void *to, struct error *error) {
    return files_read_pieces(from, take, to, error);
}

struct child_source media_source_of_path(const char *path, uint64_t size) {
    return (struct child_source){size, pour_path, (void *)path};
}

/* ------------------------------------------------------------------ how it begins */

struct head {
    char bytes[MEDIA_TYPE_HEAD];
    size_t size;
};

/* False when there is enough, too. */
static bool take_head(void *to, const void *bytes, size_t size, struct error *error) {
    struct head *head = to;
    size_t room = sizeof head->bytes - head->size;
    (void)error;
    memcpy(head->bytes + head->size, bytes, size < room ? size : room);
    head->size += size < room ? size : room;
    return head->size < sizeof head->bytes;
}

static bool read_head(const struct child_source *source, struct head *head, struct error *error) {
    struct error fault = {0};
    *head = (struct head){.size = 0};
    return source->pour(source->from, take_head, head, &fault) || fault.code == ERROR_NONE ||
           error_set(error, fault.code, "%s", fault.text);
}

/* ------------------------------------------------------------------ how it ends */

/* The last bytes of what is poured, in a ring. */
struct tail {
    char bytes[2 * MEDIA_WHOLE_TAIL];
    size_t size;
};

static bool take_tail(void *to, const void *bytes, size_t size, struct error *error) {
    struct tail *tail = to;
    const char *from = bytes;
    (void)error;
    if (size > MEDIA_WHOLE_TAIL) from += size - MEDIA_WHOLE_TAIL, size = MEDIA_WHOLE_TAIL;
    if (tail->size + size > sizeof tail->bytes) {
        memmove(tail->bytes, tail->bytes + tail->size - MEDIA_WHOLE_TAIL, MEDIA_WHOLE_TAIL);
        tail->size = MEDIA_WHOLE_TAIL;
    }
    memcpy(tail->bytes + tail->size, from, size);
    tail->size += size;
    return true;
}

/* Only of those whose end says something: a film is not read through for it. */
static bool find_whole_fault(const struct media_file *file, const struct head *head,
                             const char *type, const char **out_fault, struct error *error) {
    struct tail tail = {.size = 0};
    bool ends = !strcmp(type, "application/pdf") || !strcmp(type, "image/gif");
    if (ends && !file->source.pour(file->source.from, take_tail, &tail, error)) return false;
    *out_fault = media_whole_fault(file->name, head->bytes, head->size, tail.bytes, tail.size,
                                   file->source.size);
    return true;
}

/* ------------------------------------------------------------------ values */

static void put(json_t *fields, const char *name, json_t *value) {
    if (value) json_object_set_new(fields, name, value);
}

static void put_whole(json_t *fields, const char *name, int64_t number) {
    if (number != EXIF_NONE) put(fields, name, json_integer(number));
}

/* At most so many bytes of it, cut between characters, without blanks around it. */
static const char *shorten(struct arena *arena, const char *text, size_t length, size_t most) {
    size_t used = 0;
    while (length && *text == ' ') text++, length--;
    while (used < length) {
        size_t step = utf8_sequence((const unsigned char *)text + used, length - used);
        if (used + step + !step > most) break;
        used += step + !step;
    }
    while (used && text[used - 1] == ' ') used--;
    return utf8_harmless(arena_copy_part(arena, text, used));
}

/* It would be taken for two numbers, or for an identifier, where another record names it. */
static bool is_misread(const char *number) {
    return strchr(number, ';') || identifier_check('r', number) || identifier_check('u', number);
}

/* The name of the file, without folders and ending, where it can stand for a number. */
static const char *number_of(struct arena *arena, const struct media_file *file,
                             const char *sha256) {
    const char *name = file->name;
    if (file->number) return arena_copy(arena, file->number);
    for (const char *at = file->name; *at; at++)
        if (*at == '/' || *at == '\\') name = at + 1;
    const char *dot = strrchr(name, '.');
    size_t length = dot && dot > name ? (size_t)(dot - name) : strlen(name);
    const char *number = shorten(arena, name, length, SCHEMA_LINE_MOST);
    return *number && !is_misread(number) ? number : arena_copy_part(arena, sha256, 16);
}

/* Make, model and serial number; models often begin with the make. */
static const char *camera_of(struct arena *arena, const struct exif *exif) {
    const char *make = strncmp(exif->model, exif->make, strlen(exif->make)) == 0 ? "" : exif->make;
    const char *camera = arena_format(arena, "%s %s %s", make, exif->model, exif->serial);
    char *text = arena_copy(arena, camera), *to = text;
    for (const char *from = text; *from; from++) /* one blank where there were several */
        if (*from != ' ' || (to > text && to[-1] != ' ')) *to++ = *from;
    *to = 0;
    return shorten(arena, text, strlen(text), CAMERA_MOST);
}

static void put_exif(struct arena *arena, const struct media_file *file, const struct exif *exif,
                     json_t *fields) {
    int64_t zone = exif->zone != EXIF_NONE ? exif->zone : file->zone;
    const char *camera = camera_of(arena, exif);
    if (*camera) put(fields, "camera", json_string(camera));
    if (exif->taken != EXIF_NONE && zone != EXIF_NONE)
        put_whole(fields, "taken", exif->taken - zone * MINUTE);
    put_whole(fields, "camera_error", exif_camera_error(exif, zone));
    if (exif->longitude == EXIF_NONE) return;
    put(fields, "place",
        json_pack("{s:[I,I]}", "point", (json_int_t)exif->longitude, (json_int_t)exif->latitude));
    put_whole(fields, "place_accuracy", exif->accuracy);
}

static json_t *make_fields(struct arena *arena, const struct media_file *file,
                           const struct media_found *found) {
    char sha256[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1];
    json_t *fields = json_object();
    encode_text(ENCODING_HEX, file->sha256.byte, DIGEST_SIZE, sha256);
    put(fields, "number", json_string(number_of(arena, file, sha256)));
    put(fields, "file", json_string("1"));
    put(fields, "sha256", json_string(sha256));
    put_whole(fields, "length", (int64_t)file->source.size);
    put(fields, "media_type", json_string(found->media_type));
    put_exif(arena, file, &found->picture.exif, fields);
    return fields;
}

/* ------------------------------------------------------------------ what is not as it should be */

static const char *add_remark(struct arena *arena, const char *before, const char *text) {
    return arena_format(arena, "%s%s%s", before ? before : "", before ? "; " : "", text);
}

static const char *remark_on(struct arena *arena, const struct media_file *file,
                             const struct media_found *found, const char *whole_fault) {
    const struct exif *exif = &found->picture.exif;
    const char *remark = whole_fault;
    char shown[INSTANT_TEXT];
    if (found->fault.code) remark = add_remark(arena, remark, found->fault.text);
    if (found->picture.damages)
        remark = add_remark(arena, remark, "parts of the picture look damaged");
    if (*exif->fault)
        remark = add_remark(arena, remark,
                            arena_format(arena, "in what its camera says: %s", exif->fault));
    if (exif->taken != EXIF_NONE && exif->zone == EXIF_NONE && file->zone == EXIF_NONE) {
        instant_write(exif->taken, shown);
        shown[strcspn(shown, "Z")] = 0;
        remark = add_remark(arena, remark,
                            arena_format(arena,
                                         "its camera's clock showed %s and names no time zone, so "
                                         "when it was taken is left empty",
                                         shown));
    }
    return remark;
}

/* ------------------------------------------------------------------ */

/* What a picture is like is not a failure; that nobody could look is one. */
static bool look(struct children *children, const struct media_file *file, int side,
                 struct media_found *found, struct buffer *out_small, struct error *error) {
    if (picture_read_apart(children, &file->source, side, &found->picture, out_small,
                           &found->fault) ||
        found->fault.code == ERROR_BAD_INPUT || found->fault.code == ERROR_TOO_LARGE)
        return true;
    return error_set(error, found->fault.code, "%s", found->fault.text);
}

bool media_describe(struct arena *arena, struct children *children, const struct media_file *file,
                    int side, struct media_found *out_found, struct buffer *out_small,
                    struct error *error) {
    struct media_found found = {.picture = {.exif = exif_none()}};
    struct head head;
    const char *whole_fault;
    if (!read_head(&file->source, &head, error)) return false;
    found.media_type = media_type_of_content(file->name, head.bytes, head.size);
    if (!find_whole_fault(file, &head, found.media_type, &whole_fault, error)) return false;
    if (children && picture_kind_of(head.bytes, head.size) != PICTURE_OTHER &&
        !look(children, file, side, &found, out_small, error))
        return false;
    found.fields = make_fields(arena, file, &found);
    found.remark = remark_on(arena, file, &found, whole_fault);
    *out_found = found;
    return true;
}
