/* What finding statements costs: articles like those of the press, one after another, and texts made
 * to be slow; time, and memory by the size of the text.
 *
 *     bench_say
 *
 * The exit code is 0 whatever was missed: a busy machine is no defect. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "measure.h"
#include "say/say.h"

enum { MEGABYTES = 4 };

#define LEAST 5e6 /* bytes a second */
#define MOST 10.0 /* times the text */

static const char ENGLISH[] =
    "The governor of the district, Anna Moor, said on Monday that at least 146 bodies had been "
    "recovered from the pits, including two children, and accused the northern forces of murder.\n\n"
    "“Nobody came until we wrote to them,” Ms Moor told reporters. “Then everybody came.”\n\n"
    "It was raining when the coffins were brought out, and the road to the quarry was closed for "
    "most of the day. Relatives stood behind a fence with photographs in their hands.\n\n"
    "The army has rejected the allegations as a “fabrication”. According to its spokesman, Colonel "
    "Adam Reed, the town was left in good order; he declined to answer questions.\n\n";

static const char UKRAINIAN[] =
    "Ексгумацію в лісі завершили у п’ятницю, підняли понад 440 тіл. Про це повідомив очільник "
    "області Іван Гай.\n\n«Є тіла зі зв’язаними руками, — сказав він журналістам. — Ми назвемо "
    "кожне ім’я».\n\nДощ ішов цілий день, і дорогу до кар’єру перекрили. Родичі стояли за парканом "
    "зі світлинами в руках.\n\nВійськове відомство заперечило причетність своїх солдатів і "
    "відмовилося відповідати на запитання.\n\n";

struct bench {
    struct buffer text;
    size_t held;
};

static void fill(struct bench *bench, const char *part) {
    size_t length = strlen(part);
    bench->text.size = 0;
    while (bench->text.size < ((size_t)MEGABYTES << 20)) buffer_add(&bench->text, part, length);
}

static void read_article(void *data) {
    struct bench *bench = data;
    struct arena arena;
    struct say_article article;
    struct error error = {0};
    arena_open(&arena, 0);
    must(say_article(&arena, bench->text.bytes, bench->text.size, "2022-09-19", NULL, &article,
                     &error),
         &error);
    bench->held = arena.held;
    arena_close(&arena);
}

static void measure_text(struct bench *bench, const char *name, const char *part) {
    fill(bench, part);
    struct figure took = measure(read_article, bench, 2);
    print_rate(figure_share(took, (double)bench->text.size), LEAST, "%s: bytes a second", name);
    print_amount((double)bench->held / (double)bench->text.size, MOST, "%s: memory by the text",
                 name);
}

int main(void) {
    struct bench bench = {.held = 0};
    print_section("the press");
    measure_text(&bench, "English", ENGLISH);
    measure_text(&bench, "Ukrainian", UKRAINIAN);
    print_section("made to be slow");
    measure_text(&bench, "marks that open", "“ ");
    measure_text(&bench, "marks that open and close", "“a” ");
    measure_text(&bench, "one long word", "a");
    measure_text(&bench, "words without a stop", "he said and she said that ");
    measure_text(&bench, "names", "Anna Moor Of The Army, ");
    measure_text(&bench, "stops", "A. ");
    measure_text(&bench, "numbers", "two hundred ");
    measure_text(&bench, "dashes", "— a, — сказав він. ");
    machine_print();
    print_note("%d over their limit", print_missed());
    buffer_close(&bench.text);
    return 0;
}
