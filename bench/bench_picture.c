/* What a team's photographs cost: small copies of 12 megapixels made in processes of their own, two
 * at a time, beside what the libraries alone need for that in one thread; and what this process and
 * the one that forks hold while thousands of pictures go through, which must not grow once the
 * memory for small copies is full.
 *
 *     bench_picture [PICTURES]      10,000 of one megapixel, for the memory, unless another is given
 *
 * The exit code is 0 whatever was missed: a busy machine is no defect. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/workers.h"
#include "case/media_record.h"
#include "case/thumbnails.h"
#include "input/picture_parts.h"
#include "measure.h"

enum {
    AT_ONCE = 2,
    BATCH = 8,
    ROOM = 8 << 20 /* bytes of small copies */,
    FILLED = 4000 /* pictures, after which no room is left */
};

#define SHARE 0.8 /* of what the libraries alone reach on as many cores */
#define MORE 4.0  /* MiB */

static const struct child_work *const WORKS[] = {&picture_work};
static struct error error;

struct bench {
    struct children *children;
    struct thumbnails *thumbnails;
    struct buffer file;
    int side;
};

/* Shades with grain, as a sensor has it. */
static void make_file(int width, int height, struct buffer *out) {
    struct shrink picture = {.width = width, .height = height};
    uint32_t state = 1;
    picture.pixel = malloc((size_t)width * (size_t)height * 3);
    uint8_t *to = picture.pixel;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            for (int i = 0; i < 3; i++) {
                state = state * 1664525u + 1013904223u;
                *to++ =
                    (uint8_t)(40 + (x + y * (i + 1)) * 150 / (width + 3 * height) + (state >> 28));
            }
    must(picture_write(&picture, out, &error), &error);
    free(picture.pixel);
}

static bool pour(void *from, child_take *take, void *to, struct error *fault) {
    const struct buffer *file = from;
    for (size_t at = 0; at < file->size;) {
        size_t size = file->size - at < 65536 ? file->size - at : 65536;
        if (!take(to, file->bytes + at, size, fault)) return false;
        at += size;
    }
    return true;
}

struct given {
    const struct buffer *file;
    size_t at;
};

static size_t give(void *from, void *out, size_t room) {
    struct given *given = from;
    if (room > given->file->size - given->at) room = given->file->size - given->at;
    memcpy(out, given->file->bytes + given->at, room);
    given->at += room;
    return room;
}

static void read_here(void *data) {
    struct bench *bench = data;
    struct given given = {&bench->file, 0};
    struct picture_source source = {give, &given};
    struct picture picture;
    struct buffer small = {0};
    must(picture_read(&source, bench->side, &picture, &small, &error), &error);
    buffer_close(&small);
}

static void read_one_apart(void *data, size_t index, int worker) {
    struct bench *bench = data;
    struct child_source source = {bench->file.size, pour, &bench->file};
    struct picture picture;
    struct buffer small = {0};
    struct error fault = {0};
    (void)index, (void)worker;
    must(picture_read_apart(bench->children, &source, bench->side, &picture, &small, &fault),
         &fault);
    buffer_close(&small);
}

static void read_apart(void *data) {
    must(workers_run(AT_ONCE, BATCH, read_one_apart, data, NULL, &error), &error);
}

static void measure_sizes(struct bench *bench) {
    static const int SIDES[] = {320, 1600, 0};
    static const char *const NAMES[] = {"a copy of 320 pixels", "a copy of 1600 pixels",
                                        "only what the camera says"};
    print_section("a photograph of 12 megapixels");
    print_note("the file has %.1f MB; %d at a time", (double)bench->file.size / 1e6, AT_ONCE);
    for (int i = 0; i < 3; i++) {
        bench->side = SIDES[i];
        struct figure here = measure(read_here, bench, 2);
        struct figure apart = figure_share(measure(read_apart, bench, 3), BATCH);
        print_time(here, 0, "%s: the libraries alone", NAMES[i]);
        print_time(apart, bench->side ? here.median / AT_ONCE / SHARE : 0, "%s: apart", NAMES[i]);
        print_note("%.0f a second", 1 / apart.median);
    }
}

/* ------------------------------------------------------------------ memory */

static double resident(void) {
    char line[128];
    long long kibibytes = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (sscanf(line, "VmRSS: %lld", &kibibytes) == 1) break;
    if (status) fclose(status);
    return (double)kibibytes / 1024;
}

/* As pages take in what is dropped: described, and its small copy kept. */
static void take_in(void *data, size_t index, int worker) {
    struct bench *bench = data;
    struct media_file file = {
        "IMG_0001.JPG", {bench->file.size, pour, &bench->file}, {{0}}, EXIF_NONE};
    struct media_found found;
    struct buffer small = {0};
    struct error fault = {0};
    struct arena arena;
    (void)worker;
    arena_open(&arena, 0);
    memcpy(file.sha256.byte, &index, sizeof index);
    must(media_describe(&arena, bench->children, &file, 320, &found, &small, &fault), &fault);
    thumbnails_keep(bench->thumbnails, &file.sha256, THUMBNAIL_LIST, small.bytes, small.size);
    json_decref(found.fields);
    buffer_close(&small);
    arena_close(&arena);
}

struct part {
    struct bench *bench;
    size_t first;
};

static void take_in_part(void *data, size_t index, int worker) {
    struct part *part = data;
    take_in(part->bench, part->first + index, worker);
}

static void measure_memory(struct bench *bench, size_t pictures) {
    size_t filled = pictures < 2 * FILLED ? pictures / 2 : FILLED;
    struct part first = {bench, 0}, rest = {bench, filled};
    double before = resident(), began = clock_seconds();
    must(workers_run(AT_ONCE, filled, take_in_part, &first, NULL, &error), &error);
    double full = resident();
    must(workers_run(AT_ONCE, pictures - filled, take_in_part, &rest, NULL, &error), &error);
    double took = clock_seconds() - began;
    print_section("memory: photographs of one megapixel, taken in");
    print_amount(full, before + 1.25 * (ROOM >> 20) + MORE, "MiB resident after %zu", filled);
    print_amount(resident(), full + MORE, "MiB resident after %zu", pictures);
    print_note("%.0f pictures a second; %.1f MiB before the first", (double)pictures / took,
               before);
}

int main(int count, char **words) {
    struct bench bench = {.side = 0};
    size_t pictures = count > 1 ? (size_t)atol(words[1]) : 10000;
    must(children_start(WORKS, 1, &bench.children, &error), &error);
    make_file(4000, 3000, &bench.file);
    measure_sizes(&bench);
    buffer_close(&bench.file);
    make_file(1200, 900, &bench.file);
    bench.thumbnails = thumbnails_open(bench.children, ROOM);
    measure_memory(&bench, pictures);
    machine_print();
    printf("%d over their limit\n", print_missed());
    thumbnails_close(bench.thumbnails);
    buffer_close(&bench.file);
    children_stop(bench.children);
    return 0;
}
