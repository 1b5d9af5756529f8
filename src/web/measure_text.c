#include "web/measure_text.h"

#include <string.h>

#include "http/message.h"

/* As they stand behind a number, with a blank between. */
static const struct unit {
    const char *name, *text;
} UNITS[] = {
    {"mm", SAYS("mm")},     {"g", SAYS("g")},       {"mg", SAYS("mg")},
    {"RFU", SAYS("RFU")},   {"second", SAYS("s")},  {"degree", SAYS("°")},
    {"percent", SAYS("%")}, {"byte", SAYS("bytes")}, {"years", SAYS("years")},
};

const char *measure_unit(enum language language, const char *unit) {
    for (size_t i = 0; unit && i < sizeof UNITS / sizeof *UNITS; i++)
        if (!strcmp(UNITS[i].name, unit)) return say(language, UNITS[i].text);
    return NULL;
}

static char *counted(struct arena *arena, enum language language, const char *text,
                     int64_t number) {
    const struct message_value values[] = {
        {.name = "n", .is_number = true, .number = number}, {0}};
    return message_fill(arena, language, text, values);
}

/* "12.3 kB (12,345 bytes)": the one to read, the other to compare. */
static char *bytes_text(struct arena *arena, enum language language, int64_t number) {
    static const char *const sizes[] = {SAYS("kB"), SAYS("MB"), SAYS("GB"), SAYS("TB")};
    char *bytes = counted(arena, language, say_many(language, "{n} byte", "{n} bytes", number),
                          number);
    int size = 0;
    int64_t tenths = (number + 50) / 100;
    if (number < 10000) return bytes;
    for (; tenths >= 10000 && size < 3; size++) tenths = (tenths + 500) / 1000;
    return arena_format(arena, "%lld%s%lld %s (%s)", (long long)(tenths / 10),
                        language_point(language), (long long)(tenths % 10),
                        say(language, sizes[size]), bytes);
}

char *measure_text(struct arena *arena, enum language language, const char *unit, int64_t number) {
    const char *text = measure_unit(language, unit);
    if (!text) return counted(arena, language, "{n}", number);
    if (!strcmp(unit, "byte")) return bytes_text(arena, language, number);
    if (!strcmp(unit, "years"))
        return counted(arena, language, say_many(language, "{n} year", "{n} years", number),
                       number);
    if (!strcmp(unit, "percent")) return counted(arena, language, say(language, "{n}%"), number);
    bool apart = strcmp(unit, "degree") != 0;
    return arena_format(arena, "%s%s%s", counted(arena, language, "{n}", number),
                        apart ? "\u00a0" : "", text);
}

char *decimal_text(struct arena *arena, enum language language, const char *digits) {
    const char *point = strchr(digits, '.');
    return point ? arena_format(arena, "%.*s%s%s", (int)(point - digits), digits,
                                language_point(language), point + 1)
                 : arena_copy(arena, digits);
}
