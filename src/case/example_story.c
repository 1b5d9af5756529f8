/* What the subjects of the example's story share: streams, cells and times. */
#include "case/example_story.h"

#include <stdio.h>

#include "base/calendar.h"

struct simulate_random example_stream(uint64_t seed, enum example_subject subject) {
    struct simulate_random random;
    simulate_seed(&random, seed ^ ((uint64_t)subject << 56));
    return random;
}

int example_draw(struct simulate_random *random, int count) {
    return (int)simulate_below(random, (uint32_t)count);
}

void example_cell(struct buffer *out, const char *text) {
    bool first = out->size == 0 || out->bytes[out->size - 1] == '\n';
    buffer_format(out, "%s%s", first ? "" : "\t", text ? text : "");
}

void example_cell_number(struct buffer *out, int number) {
    char text[16];
    snprintf(text, sizeof text, "%d", number);
    example_cell(out, text);
}

void example_line_end(struct buffer *out) { buffer_add_text(out, "\n"); }

const char *example_date(struct arena *arena, int32_t day) {
    int year, month, date;
    calendar_date(day, &year, &month, &date);
    return arena_format(arena, "%04d-%02d-%02d", year, month, date);
}

const char *example_instant(struct arena *arena, int32_t day, int minute) {
    return arena_format(arena, "%sT%02d:%02d:00+03:00", example_date(arena, day), minute / 60,
                        minute % 60);
}
