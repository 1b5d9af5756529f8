/* The names of a zone (ICAO Doc 9303-3, 4.6): the primary identifier, two fillers, the secondary
 * one; a filler between words. */
#include <string.h>

#include "input/mrz_parts.h"

/* The text with blanks for fillers, and none around it. */
static const char *words_of(struct arena *arena, const char *text, size_t size) {
    while (size && text[size - 1] == '<') size--;
    while (size && *text == '<') text++, size--;
    char *words = arena_copy_part(arena, text, size);
    for (char *at = words; *at; at++)
        if (*at == '<') *at = ' ';
    return words;
}

/* The zone of the Russian internal passport (type PN) has a sign for each letter of the alphabet,
 * so that its names can be read back (order 773 of the Russian Ministry of the Interior of 16
 * November 2020, annex 24); the patronymic stands behind the given name. */
static const struct {
    char sign;
    const char *letter;
} RUSSIAN[] = {
    {'A', "А"}, {'B', "Б"}, {'V', "В"}, {'G', "Г"}, {'D', "Д"}, {'E', "Е"}, {'2', "Ё"}, {'J', "Ж"},
    {'Z', "З"}, {'I', "И"}, {'Q', "Й"}, {'K', "К"}, {'L', "Л"}, {'M', "М"}, {'N', "Н"}, {'O', "О"},
    {'P', "П"}, {'R', "Р"}, {'S', "С"}, {'T', "Т"}, {'U', "У"}, {'F', "Ф"}, {'H', "Х"}, {'C', "Ц"},
    {'3', "Ч"}, {'4', "Ш"}, {'W', "Щ"}, {'X', "Ъ"}, {'Y', "Ы"}, {'9', "Ь"}, {'6', "Э"}, {'7', "Ю"},
    {'8', "Я"}, {' ', " "},
};

static const char *to_russian(struct arena *arena, const char *words) {
    char *text = arena_new(arena, char, 2 * strlen(words) + 1), *end = text;
    for (; *words; words++)
        for (size_t i = 0; i < sizeof RUSSIAN / sizeof *RUSSIAN; i++)
            if (RUSSIAN[i].sign == *words) end = stpcpy(end, RUSSIAN[i].letter);
    return text;
}

/* One K among fillers, or a word of nothing else: what readers make of fillers. */
static bool has_filler_read_as_k(const char *text) {
    size_t size = strlen(text);
    for (size_t i = 1; i + 1 < size; i++)
        if (text[i] == 'K' && text[i - 1] == '<' && text[i + 1] == '<') return true;
    return strstr(text, "KKK") || (size > 1 && text[size - 1] == 'K' && text[size - 2] == '<');
}

static void look_at_letters(struct arena *arena, struct mrz_zone *zone, const char *text) {
    for (const char *at = text; *at; at++) {
        if (*at < '0' || *at > '9') continue;
        const char *other = mrz_look_alikes(*at);
        mrz_remark(arena, zone, MRZ_NAMES, MRZ_WRONG, "%c is no letter%s", *at,
                   *other ? arena_format(arena, "; %c is often taken for it", *other) : "");
    }
}

void mrz_names_make(struct arena *arena, struct mrz_zone *zone) {
    const struct mrz_field *field = mrz_field_of(zone, MRZ_NAMES);
    const char *text = field->text, *middle = strstr(text, "<<");
    size_t size = strlen(text), first = middle ? (size_t)(middle - text) : size;
    bool coded = zone->format == MRZ_TD3 && !strcmp(zone->code, "PN") &&
                 !strcmp(zone->state, "RUS");
    zone->family = words_of(arena, text, first);
    zone->given = middle ? words_of(arena, middle, size - first) : "";
    zone->cut = text[size - 1] != '<';
    if (coded) {
        zone->native = arena_format(arena, "%s %s", to_russian(arena, zone->family),
                                    to_russian(arena, zone->given));
        mrz_remark(arena, zone, MRZ_NAMES, MRZ_NOTE,
                   "a Russian internal passport: each sign is one letter of the Russian alphabet");
    } else {
        look_at_letters(arena, zone, text);
    }
    if (*text == '<')
        mrz_remark(arena, zone, MRZ_NAMES, MRZ_WRONG, "there is no name where names begin");
    else if (!*zone->given)
        mrz_remark(arena, zone, MRZ_NAMES, MRZ_ODD,
                   "one name only: the holder has no other, or << was lost between them");
    if (strstr(zone->given, "  "))
        mrz_remark(arena, zone, MRZ_NAMES, MRZ_ODD,
                   "<< stands twice between names: the zone knows two parts only");
    if (zone->cut)
        mrz_remark(arena, zone, MRZ_NAMES, MRZ_NOTE,
                   "the names fill their field to the end: some may have been cut off");
    if (has_filler_read_as_k(text))
        mrz_remark(arena, zone, MRZ_NAMES, MRZ_ODD,
                   "K stands where fillers do: < is often read as K, and no check digit is taken "
                   "over names");
}
