/* Text with machine-readable zones: every place that is named lies in its line, and nothing of what
 * was given is changed. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "input/mrz.h"
#include "schema/edtf.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check_date(struct arena *arena, const struct mrz_date *date) {
    for (int i = 0; i < date->count; i++) {
        const char *text = mrz_date_text(arena, date, i);
        struct error error = {0};
        struct edtf edtf;
        if (text && !edtf_read(text, &edtf, &error)) abort();
        if (!text && date->century[i].possible) abort();
    }
}

static void check_zone(struct arena *arena, const struct mrz_zone *zone, const char *given) {
    for (int i = 0; i < zone->line_count; i++) {
        const struct mrz_line *line = &zone->line[i];
        size_t length = strlen(line->text);
        if ((int)length != zone->width ||
            strspn(line->text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<?") != length)
            abort();
        if (!strstr(given, line->raw)) abort();
    }
    for (int i = 0; i < zone->field_count; i++) {
        const struct mrz_field *field = &zone->field[i];
        if (memcmp(field->text, zone->line[field->line - 1].text + field->from - 1,
                   (size_t)(field->to - field->from + 1)) != 0)
            abort();
    }
    for (int i = 0; i < zone->check_count; i++) {
        const struct mrz_check *check = &zone->check[i];
        if (zone->line[check->line - 1].text[check->at - 1] != check->given) abort();
        if ((check->result == MRZ_AGREES) != (check->given == check->computed &&
                                              check->given != '?'))
            abort();
        for (int j = 0; j < check->slip_count; j++)
            if (zone->line[check->slip[j].line - 1].text[check->slip[j].at - 1] !=
                check->slip[j].from)
                abort();
    }
    check_date(arena, &zone->birth);
    check_date(arena, &zone->expiry);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena;
    arena_open(&arena, 0);
    struct error error = {0};
    struct mrz mrz;
    if (mrz_read(&arena, (const char *)bytes, size, &mrz, &error)) {
        const char *given = arena_copy_part(&arena, (const char *)bytes, size);
        for (int i = 0; i < mrz.zone_count; i++) check_zone(&arena, &mrz.zone[i], given);
        for (int i = 0; i < mrz.fragment_count; i++)
            if (!*mrz.fragment[i].raw || !*mrz.fragment[i].why) abort();
    } else if (error.code == ERROR_NONE || !error.text[0]) {
        abort();
    }
    arena_close(&arena);
    return 0;
}
