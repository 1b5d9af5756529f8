/* Finding zones in text. */
#include "input/mrz.h"

#include <string.h>

#include "input/mrz_parts.h"

enum { FRAGMENT_LEAST = 20, STRANGE_SHARE = 20 };

enum item_kind {
    ITEM_LINE,     /* as long as a line of a zone */
    ITEM_FRAGMENT, /* it looks like one, but for its length or some character */
    ITEM_OTHER     /* anything else that stands between */
};

struct item {
    enum item_kind kind;
    int number, width;
    const char *raw, *changes, *why;
    const char *text; /* of an ITEM_LINE */
};

struct finder {
    struct arena *arena;
    struct item *item;
    size_t count, capacity;
    struct mrz mrz;
    size_t zone_capacity, fragment_capacity;
};

static void add_item(struct finder *finder, struct item item) {
    finder->item = arena_grow(finder->arena, finder->item, finder->count, &finder->capacity,
                              sizeof item);
    finder->item[finder->count++] = item;
}

/* How many lines of which width stand in so many characters; 0: in no way. */
static int pieces_of(int length, int *out_width) {
    static const struct {
        int length, width;
    } sizes[] = {{30, 30}, {36, 36}, {44, 44}, {72, 36}, {88, 44}, {90, 30}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (sizes[i].length == length) {
            *out_width = sizes[i].width;
            return length / sizes[i].width;
        }
    return 0;
}

/* Letters alone could be any word. */
static bool is_like_a_zone(const char *text) {
    int digits = 0;
    for (; *text; text++) {
        if (*text == '<') return true;
        digits += *text >= '0' && *text <= '9';
    }
    return digits >= 4;
}

static bool add_lines(struct finder *finder, int number, const char *raw,
                      const struct mrz_reading *reading) {
    int width = 0, pieces = reading->strange ? 0 : pieces_of(reading->length, &width);
    if (!pieces || !is_like_a_zone(reading->text)) return false;
    for (int i = 0; i < pieces; i++)
        add_item(finder, (struct item){ITEM_LINE, number, width, raw, reading->changes, NULL,
                                       arena_copy_part(finder->arena, reading->text + i * width,
                                                       (size_t)width)});
    return true;
}

/* Words of the line that are lines of a zone by themselves. */
static bool add_words(struct finder *finder, int number, const char *raw) {
    bool found = false;
    for (const char *at = raw; *at;) {
        size_t size = strcspn(at, " \t");
        if (size >= 30) {
            struct mrz_reading reading = mrz_line_read(finder->arena, at, size);
            if (add_lines(finder, number, raw, &reading)) found = true;
        }
        at += size;
        at += strspn(at, " \t");
    }
    return found;
}

static const char *why_not(struct arena *arena, const struct mrz_reading *reading) {
    int width;
    if (reading->strange)
        return arena_format(arena, "the character in column %d stands in no zone",
                            reading->first_strange);
    if (pieces_of(reading->length, &width))
        return "letters and digits without a filler";
    return arena_format(arena, "%d characters: lines of zones have 30, 36 or 44", reading->length);
}

static void look_at_line(struct finder *finder, int number, const char *begin, size_t size) {
    struct arena *arena = finder->arena;
    struct arena_mark mark = arena_mark(arena);
    while (size && (begin[size - 1] == '\r' || begin[size - 1] == ' ')) size--;
    if (!size) return;
    const char *raw = arena_copy_part(arena, begin, size);
    struct mrz_reading reading = mrz_line_read(arena, raw, size);
    if (reading.length == 0 && !reading.strange) {
        arena_release(arena, mark);
        return;
    }
    if (add_lines(finder, number, raw, &reading) || add_words(finder, number, raw)) return;
    bool like = strchr(reading.text, '<') && reading.length >= FRAGMENT_LEAST &&
                reading.strange <= reading.length / STRANGE_SHARE;
    add_item(finder, (struct item){like ? ITEM_FRAGMENT : ITEM_OTHER, number, 0, raw,
                                   reading.changes, like ? why_not(arena, &reading) : NULL, NULL});
}

static void look_at_lines(struct finder *finder, const char *bytes, size_t size) {
    int number = 0;
    for (size_t at = 0; at < size;) {
        const char *end = memchr(bytes + at, '\n', size - at);
        size_t length = end ? (size_t)(end - bytes) - at : size - at;
        look_at_line(finder, ++number, bytes + at, length);
        at += length + 1;
    }
}

static enum mrz_format format_of(const struct item *item) {
    bool visa = item->text[0] == 'V';
    if (item->width == 30) return MRZ_TD1;
    if (item->width == 36) return visa ? MRZ_MRV_B : MRZ_TD2;
    return visa ? MRZ_MRV_A : MRZ_TD3;
}

/* Makes a zone of the lines from here on; false when they are none. */
static bool make_zone(struct finder *finder, size_t first, struct mrz_zone *out_zone) {
    const struct item *item = &finder->item[first];
    if (first >= finder->count || item->kind != ITEM_LINE) return false;
    struct mrz_zone zone = {.format = format_of(item), .width = item->width};
    bool filler = false;
    zone.line_count = MRZ_LAYOUT[zone.format].lines;
    if (first + (size_t)zone.line_count > finder->count) return false;
    for (int i = 0; i < zone.line_count; i++) {
        if (item[i].kind != ITEM_LINE || item[i].width != zone.width) return false;
        zone.line[i] = (struct mrz_line){item[i].number, item[i].raw, "", item[i].changes};
        memcpy(zone.line[i].text, item[i].text, (size_t)zone.width);
        filler = filler || strchr(item[i].text, '<');
    }
    if (!filler) return false;
    mrz_zone_fill(finder->arena, &zone);
    *out_zone = zone;
    return true;
}

static int agreeing(const struct mrz_zone *zone) {
    int count = 0;
    for (int i = 0; i < zone->check_count; i++) count += zone->check[i].result == MRZ_AGREES;
    return count;
}

static void add_fragment(struct finder *finder, const struct item *item) {
    struct mrz *mrz = &finder->mrz;
    const char *why = item->why;
    if (item->kind == ITEM_LINE)
        why = arena_format(finder->arena,
                           "as long as a line of a zone, but without the %s: a zone has %s",
                           item->width == 30 ? "other two" : "other one",
                           item->width == 30   ? "3 lines of 30"
                           : item->width == 36 ? "2 lines of 36"
                                               : "2 lines of 44");
    mrz->fragment = arena_grow(finder->arena, mrz->fragment, (size_t)mrz->fragment_count,
                               &finder->fragment_capacity, sizeof *mrz->fragment);
    mrz->fragment[mrz->fragment_count++] = (struct mrz_fragment){item->number, item->raw, why};
}

static bool take_items(struct finder *finder, struct error *error) {
    struct mrz *mrz = &finder->mrz;
    struct mrz_zone zone, next;
    for (size_t i = 0; i < finder->count; i++) {
        bool whole = make_zone(finder, i, &zone);
        /* A line too many before a zone: the lines that follow it fit one another. */
        if (whole && !agreeing(&zone) && make_zone(finder, i + 1, &next) && agreeing(&next))
            whole = false;
        if (!whole) {
            if (finder->item[i].kind != ITEM_OTHER) add_fragment(finder, &finder->item[i]);
            continue;
        }
        if (mrz->zone_count == MRZ_ZONES_MOST)
            return error_set(error, ERROR_TOO_LARGE,
                             "more than %d zones: split the text, and read the parts one by one",
                             MRZ_ZONES_MOST);
        mrz->zone = arena_grow(finder->arena, mrz->zone, (size_t)mrz->zone_count,
                               &finder->zone_capacity, sizeof zone);
        mrz->zone[mrz->zone_count++] = zone;
        i += (size_t)zone.line_count - 1;
    }
    return true;
}

bool mrz_read(struct arena *arena, const char *bytes, size_t size, struct mrz *out_mrz,
              struct error *error) {
    struct finder finder = {.arena = arena};
    if (size > MRZ_BYTES_MOST)
        return error_set(error, ERROR_TOO_LARGE, "longer than %d bytes: split the text",
                         MRZ_BYTES_MOST);
    if (size && memchr(bytes, 0, size))
        return error_set(error, ERROR_BAD_INPUT,
                         "there are zero bytes in it: this is no text, or UTF-16; save it as "
                         "UTF-8");
    look_at_lines(&finder, bytes, size);
    if (!take_items(&finder, error)) return false;
    *out_mrz = finder.mrz;
    return true;
}
