#include "input/picture_apart.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "input/picture_parts.h"

enum {
    SMALL_MOST = 4 << 20,    /* bytes of a small picture */
    SPARE_MEMORY = 96 << 20, /* beside what is held; most of it for what a JPEG's markers say */
    SECONDS = 40             /* 200 megapixels of PNG take about ten */
};

static size_t read_piece(void *from, void *out, size_t room) { return child_read(from, out, room); }

/* From the wanted side and the file to the picture and the small one. */
static bool read_picture(struct child_reader *reader, struct buffer *answer, struct error *error) {
    struct picture_source source = {read_piece, reader};
    struct picture picture;
    struct buffer small = {0};
    uint8_t rest[4096];
    int32_t side = 0;
    if (child_read(reader, &side, sizeof side) != sizeof side)
        return error_set(error, ERROR_INTERNAL, "a picture without its size");
    if (!picture_read(&source, side, &picture, &small, error)) return false;
    /* Who pours may want to see all of what was drawn: whether it is the right file. */
    while (side && child_read(reader, rest, sizeof rest)) continue;
    buffer_add(answer, &picture, sizeof picture);
    buffer_add(answer, buffer_text(&small), small.size);
    return true;
}

/* The libraries look around when they are first used: which instructions the processor has, which
 * language messages are in. */
static void prepare(void) {
    uint8_t white[3] = {255, 255, 255};
    struct shrink shrink = {.width = 1, .height = 1, .pixel = white};
    struct buffer jpeg = {0};
    struct error error = {0};
    setlocale(LC_ALL, "C");
    if (!picture_write(&shrink, &jpeg, &error)) exit(70);
    buffer_close(&jpeg);
}

const struct child_work picture_work = {
    .name = "the picture",
    .run_reading = read_picture,
    .prepare = prepare,
    .question_most = sizeof(int32_t) + PICTURE_BYTES_MOST,
    .answer_most = sizeof(struct picture) + SMALL_MOST,
    .memory_most = (size_t)PICTURE_HELD_MOST + SPARE_MEMORY,
    .seconds = SECONDS,
    .at_once = 2,
};

static bool is_jpeg(const char *bytes, size_t size) {
    return size >= 4 && picture_kind_of(bytes, size) == PICTURE_JPEG &&
           memcmp(bytes + size - 2, "\xff\xd9", 2) == 0;
}

static bool take_answer(const struct buffer *answer, int side, struct picture *out_picture,
                        struct buffer *out_small) {
    struct picture picture;
    if (answer->size < sizeof picture) return false;
    memcpy(&picture, answer->bytes, sizeof picture);
    const char *small = answer->bytes + sizeof picture;
    size_t size = answer->size - sizeof picture;
    bool drawn = side && picture.kind != PICTURE_OTHER;
    if (picture.kind < PICTURE_OTHER || picture.kind > PICTURE_PNG || picture.width < 0 ||
        picture.width > PICTURE_EDGE_MOST || picture.height < 0 ||
        picture.height > PICTURE_EDGE_MOST || picture.damages < 0 ||
        (drawn ? !is_jpeg(small, size) : size > 0))
        return false;
    exif_harmless(&picture.exif);
    if (drawn) buffer_add(out_small, small, size);
    *out_picture = picture;
    return true;
}

bool picture_read_apart(struct children *children, const struct child_source *source, int side,
                        struct picture *out_picture, struct buffer *out_small,
                        struct error *error) {
    struct buffer answer = {0};
    int32_t wanted = side;
    bool good = child_run_pouring(children, &picture_work, &wanted, sizeof wanted, source, &answer,
                                  error) &&
                (take_answer(&answer, side, out_picture, out_small) ||
                 error_set(error, ERROR_BAD_INPUT,
                           "the picture cannot be worked on: what was made of it is "
                           "no picture"));
    if (answer.bytes) explicit_bzero(answer.bytes, answer.capacity);
    buffer_close(&answer);
    return good;
}
