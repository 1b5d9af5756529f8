#include "input/made_exif.h"

#include <string.h>

struct making {
    struct made_exif *exif;
    int big_endian;
};

static void put(struct making *making, size_t at, uint32_t number, int bytes) {
    for (int i = 0; i < bytes; i++)
        making->exif->bytes[at + (size_t)i] =
            (uint8_t)(number >> 8 * (making->big_endian ? bytes - 1 - i : i));
}

static uint32_t reserve(struct making *making, size_t size) {
    size_t at = making->exif->size;
    making->exif->size += size + size % 2;
    return (uint32_t)at;
}

static int size_of(enum made_type type) {
    return type == MADE_ASCII ? 1 : type == MADE_SHORT ? 2 : type == MADE_LONG ? 4 : 8;
}

static void put_values(struct making *making, size_t at, const struct made_field *field) {
    if (field->text) memcpy(making->exif->bytes + at, field->text, strlen(field->text) + 1);
    int numbers = field->type == MADE_RATIO ? 2 * field->count : field->count;
    int size = field->type == MADE_SHORT ? 2 : 4;
    for (int i = 0; i < numbers; i++) put(making, at + (size_t)(i * size), field->number[i], size);
}

static void put_field(struct making *making, size_t at, const struct made_field *field) {
    int count = field->text ? (int)strlen(field->text) + 1 : field->count;
    size_t size = (size_t)(count * size_of(field->type));
    put(making, at, (uint32_t)field->tag, 2);
    put(making, at + 2, field->type, 2);
    put(making, at + 4, (uint32_t)count, 4);
    if (size <= 4) {
        put_values(making, at + 8, field);
        return;
    }
    uint32_t away = reserve(making, size);
    put(making, at + 8, away, 4);
    put_values(making, away, field);
}

static int count_of(const struct made_field *fields, enum made_ifd ifd) {
    int count = 0;
    for (; fields->tag || fields->text; fields++) count += fields->ifd == ifd;
    return count;
}

/* Where it begins. The two others hang on the first, and their tags are higher than its own. */
static uint32_t put_ifd(struct making *making, const struct made_field *fields, enum made_ifd ifd) {
    static const int POINTER[MADE_IFDS] = {0, 0x8769, 0x8825};
    int hanging = 0, count = count_of(fields, ifd);
    for (int i = MADE_EXIF; ifd == MADE_FIRST && i < MADE_IFDS; i++)
        hanging += count_of(fields, (enum made_ifd)i) > 0;
    uint32_t begin = reserve(making, (size_t)(2 + 12 * (count + hanging) + 4));
    size_t at = begin + 2;
    put(making, begin, (uint32_t)(count + hanging), 2);
    for (const struct made_field *field = fields; field->tag || field->text; field++) {
        if (field->ifd != ifd) continue;
        put_field(making, at, field);
        at += 12;
    }
    for (int i = MADE_EXIF; ifd == MADE_FIRST && i < MADE_IFDS; i++) {
        if (!count_of(fields, (enum made_ifd)i)) continue;
        put(making, at, (uint32_t)POINTER[i], 2);
        put(making, at + 2, MADE_LONG, 2);
        put(making, at + 4, 1, 4);
        put(making, at + 8, put_ifd(making, fields, (enum made_ifd)i), 4);
        at += 12;
    }
    return begin;
}

struct made_exif exif_make(const struct made_field *fields, int big_endian) {
    struct made_exif exif = {.size = 8};
    struct making making = {&exif, big_endian};
    memcpy(exif.bytes, big_endian ? "MM" : "II", 2);
    put(&making, 2, 42, 2);
    put(&making, 4, put_ifd(&making, fields, MADE_FIRST), 4);
    return exif;
}
