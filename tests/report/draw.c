/* Writes every invented drawing into a page of its own, to be looked at: draw_report FOLDER STYLE.
 * A tool for whoever changes a drawing; no test runs it. */
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "report/drawing_svg.h"
#include "report/families.h"
#include "report/pedigree_words.h"

static void fail(const struct error *error) {
    fprintf(stderr, "draw_report: %s\n", error->text);
    exit(1);
}

static void write_page(const char *folder, const char *style, const char *name, int number,
                       const struct drawing *drawing) {
    char path[512];
    struct buffer out = {0};
    buffer_format(
        &out,
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s</title>"
        "<meta name=\"viewport\" content=\"width=device-width\"><link rel=\"stylesheet\" href=\"%s\"></head><body>\n",
        name, style);
    drawing_svg(drawing, &out);
    buffer_add_text(&out, "</body></html>\n");
    snprintf(path, sizeof path, "%s/%s-%02d.html", folder, name, number);
    FILE *file = fopen(path, "w");
    if (!file || fwrite(out.bytes, 1, out.size, file) != out.size || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
    buffer_close(&out);
}

static void draw_families(struct arena *arena, const char *folder, const char *style) {
    int count;
    struct error error = {0};
    struct drawn_family *family = families_known(arena, &count);
    for (int i = 0; i < count; i++) {
        struct drawing drawing;
        if (!pedigree_draw(arena, family[i].person, family[i].count, family[i].name, NULL,
                           &PEDIGREE_WORDS, &drawing, &error))
            fail(&error);
        write_page(folder, style, "known", i, &drawing);
    }
    for (int i = 0; i < 12; i++) {
        struct drawing drawing;
        struct drawn_family random = families_random(arena, (uint64_t)i, 10 + 8 * i);
        if (!pedigree_draw(arena, random.person, random.count, random.name, NULL, &PEDIGREE_WORDS,
                           &drawing, &error))
            fail(&error);
        write_page(folder, style, "random", i, &drawing);
    }
}

int main(int count, char **argument) {
    struct arena arena;
    if (count != 3) {
        fprintf(stderr, "draw_report FOLDER STYLE\n");
        return 2;
    }
    arena_open(&arena, 0);
    draw_families(&arena, argument[1], argument[2]);
    arena_close(&arena);
    return 0;
}
