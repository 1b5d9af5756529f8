/* The tables, a row a letter, for people who know the languages to read and mend. */
#include "schema/spelling.h"

#define TABLE(rows) (int)(sizeof(rows) / sizeof(rows)[0]), rows

const struct spelling_row SPELLING_COMMON[] = {
    {"а", NULL, "a"}, {"б", NULL, "b"}, {"в", NULL, "v"}, {"д", NULL, "d"}, {"е", NULL, "e"},
    {"з", NULL, "z"}, {"к", NULL, "k"}, {"л", NULL, "l"}, {"м", NULL, "m"}, {"н", NULL, "n"},
    {"о", NULL, "o"}, {"п", NULL, "p"}, {"р", NULL, "r"}, {"с", NULL, "s"}, {"т", NULL, "t"},
    {"у", NULL, "u"}, {"ф", NULL, "f"}, {"ь", NULL, ""},
};

const int SPELLING_COMMON_COUNT = sizeof SPELLING_COMMON / sizeof *SPELLING_COMMON;

/* Resolution 55 of the Cabinet of Ministers of Ukraine, 27 January 2010. */
static const struct spelling_row KMU_2010[] = {
    {"зг", NULL, "zgh"}, {"г", NULL, "h"},  {"ґ", NULL, "g"},  {"є", "ye", "ie"},
    {"ж", NULL, "zh"},   {"и", NULL, "y"},  {"і", NULL, "i"},  {"ї", "yi", "i"},
    {"й", "y", "i"},     {"х", NULL, "kh"}, {"ц", NULL, "ts"}, {"ч", NULL, "ch"},
    {"ш", NULL, "sh"},   {"щ", NULL, "shch"}, {"ю", "yu", "iu"}, {"я", "ya", "ia"},
};

/* ICAO Doc 9303-3, 8th edition, section 6 B, Ukrainian. */
static const struct spelling_row ICAO_UKRAINIAN[] = {
    {"г", NULL, "h"},  {"ґ", NULL, "g"},  {"є", "ye", "ie"}, {"ж", NULL, "zh"},
    {"и", NULL, "y"},  {"і", NULL, "i"},  {"ї", "yi", "i"},  {"й", "y", "i"},
    {"х", NULL, "kh"}, {"ц", NULL, "ts"}, {"ч", NULL, "ch"}, {"ш", NULL, "sh"},
    {"щ", NULL, "shch"}, {"ю", "yu", "iu"}, {"я", "ya", "ia"},
};

/* ICAO Doc 9303, part 1, 6th edition, section IV, appendix 9. */
static const struct spelling_row ICAO_EARLIER[] = {
    {"г", NULL, "h"},  {"ґ", NULL, "g"},  {"є", NULL, "ie"}, {"ж", NULL, "zh"},
    {"и", NULL, "y"},  {"і", NULL, "i"},  {"ї", NULL, "i"},  {"й", NULL, "i"},
    {"х", NULL, "kh"}, {"ц", NULL, "ts"}, {"ч", NULL, "ch"}, {"ш", NULL, "sh"},
    {"щ", NULL, "shch"}, {"ю", NULL, "iu"}, {"я", NULL, "ia"},
};

/* ICAO Doc 9303-3, section 6 B, Russian; in Russian passports by order of the migration service
 * since 2012, and of the ministry of the interior since 2014. */
static const struct spelling_row ICAO_RUSSIAN[] = {
    {"г", NULL, "g"},  {"ё", NULL, "e"},  {"ж", NULL, "zh"}, {"и", NULL, "i"},
    {"й", NULL, "i"},  {"х", NULL, "kh"}, {"ц", NULL, "ts"}, {"ч", NULL, "ch"},
    {"ш", NULL, "sh"}, {"щ", NULL, "shch"}, {"ъ", NULL, "ie"}, {"ы", NULL, "y"},
    {"э", NULL, "e"},  {"ю", NULL, "iu"}, {"я", NULL, "ia"},
};

/* GOST R 52535.1-2006, in Russian passports from 2010 on. */
static const struct spelling_row RUSSIAN_2010[] = {
    {"г", NULL, "g"},  {"ё", NULL, "e"},  {"ж", NULL, "zh"}, {"и", NULL, "i"},
    {"й", NULL, "i"},  {"х", NULL, "kh"}, {"ц", NULL, "tc"}, {"ч", NULL, "ch"},
    {"ш", NULL, "sh"}, {"щ", NULL, "shch"}, {"ъ", NULL, ""}, {"ы", NULL, "y"},
    {"э", NULL, "e"},  {"ю", NULL, "iu"}, {"я", NULL, "ia"},
};

/* Order 310 of the Russian ministry of the interior, 26 May 1997. */
static const struct spelling_row RUSSIAN_1997[] = {
    {"г", NULL, "g"},  {"е", "ye", "e"},  {"ё", "ye", "e"},  {"ж", NULL, "zh"},
    {"и", NULL, "i"},  {"й", NULL, "y"},  {"х", NULL, "kh"}, {"ц", NULL, "ts"},
    {"ч", NULL, "ch"}, {"ш", NULL, "sh"}, {"щ", NULL, "shch"}, {"ъ", NULL, ""},
    {"ы", NULL, "y"},  {"э", NULL, "e"},  {"ю", NULL, "yu"}, {"я", NULL, "ya"},
    {"ае", NULL, "aye"}, {"ее", NULL, "eye"}, {"ие", NULL, "iye"}, {"ое", NULL, "oye"},
    {"ье", NULL, "ye"},
};

/* The French spelling of Soviet passports, for both languages. */
static const struct spelling_row SOVIET[] = {
    {"г", NULL, "g"},   {"ґ", NULL, "g"},   {"ге", NULL, "gue"}, {"ги", NULL, "gui"},
    {"є", NULL, "ie"},  {"ё", NULL, "e"},   {"ж", NULL, "j"},    {"и", NULL, "i"},
    {"і", NULL, "i"},   {"ї", NULL, "i"},   {"й", NULL, "i"},    {"ий", NULL, "i"},
    {"у", NULL, "ou"},  {"х", NULL, "kh"},  {"ц", NULL, "ts"},   {"ч", NULL, "tch"},
    {"ш", NULL, "ch"},  {"щ", NULL, "chtch"}, {"ъ", NULL, ""},   {"ы", NULL, "y"},
    {"э", NULL, "e"},   {"ю", NULL, "iou"}, {"я", NULL, "ia"},
};

/* As English newspapers wrote them: BGN/PCGN 1965. */
static const struct spelling_row PRESS_UKRAINIAN[] = {
    {"г", NULL, "h"},  {"ґ", NULL, "g"},  {"є", NULL, "ye"}, {"ж", NULL, "zh"},
    {"и", NULL, "y"},  {"і", NULL, "i"},  {"ї", NULL, "yi"}, {"й", NULL, "y"},
    {"х", NULL, "kh"}, {"ц", NULL, "ts"}, {"ч", NULL, "ch"}, {"ш", NULL, "sh"},
    {"щ", NULL, "shch"}, {"ю", NULL, "yu"}, {"я", NULL, "ya"},
};

/* BGN/PCGN 1947, and without the second letter at the end. */
static const struct spelling_row PRESS_RUSSIAN[] = {
    {"г", NULL, "g"},  {"е", "ye", "e"},  {"ё", NULL, "yo"}, {"ж", NULL, "zh"},
    {"и", NULL, "i"},  {"й", NULL, "y"},  {"ий", NULL, "y"}, {"ый", NULL, "y"},
    {"х", NULL, "kh"}, {"ц", NULL, "ts"}, {"ч", NULL, "ch"}, {"ш", NULL, "sh"},
    {"щ", NULL, "shch"}, {"ъ", NULL, ""}, {"ы", NULL, "y"},  {"э", NULL, "e"},
    {"ю", NULL, "yu"}, {"я", NULL, "ya"},
};

/* As libraries and scholars of Slavic write them. */
static const struct spelling_row SCHOLARLY_UKRAINIAN[] = {
    {"г", NULL, "h"},  {"ґ", NULL, "g"},  {"є", NULL, "je"}, {"ж", NULL, "ž"},
    {"и", NULL, "y"},  {"і", NULL, "i"},  {"ї", NULL, "ji"}, {"й", NULL, "j"},
    {"х", NULL, "x"},  {"ц", NULL, "c"},  {"ч", NULL, "č"},  {"ш", NULL, "š"},
    {"щ", NULL, "šč"}, {"ю", NULL, "ju"}, {"я", NULL, "ja"},
};

static const struct spelling_row SCHOLARLY_RUSSIAN[] = {
    {"г", NULL, "g"},  {"ё", NULL, "ë"},  {"ж", NULL, "ž"},  {"и", NULL, "i"},
    {"й", NULL, "j"},  {"х", NULL, "x"},  {"ц", NULL, "c"},  {"ч", NULL, "č"},
    {"ш", NULL, "š"},  {"щ", NULL, "šč"}, {"ъ", NULL, ""},   {"ы", NULL, "y"},
    {"э", NULL, "è"},  {"ю", NULL, "ju"}, {"я", NULL, "ja"},
};

/* As German newspapers write them, for both languages. */
static const struct spelling_row GERMAN[] = {
    {"в", NULL, "w"},   {"г", NULL, "h"},   {"ґ", NULL, "g"},  {"є", NULL, "je"},
    {"ё", NULL, "jo"},  {"ж", NULL, "sch"}, {"з", NULL, "s"},  {"и", NULL, "y"},
    {"і", NULL, "i"},   {"ї", NULL, "ji"},  {"й", NULL, "j"},  {"х", NULL, "ch"},
    {"ц", NULL, "z"},   {"ч", NULL, "tsch"}, {"ш", NULL, "sch"}, {"щ", NULL, "schtsch"},
    {"ъ", NULL, ""},    {"ы", NULL, "y"},   {"э", NULL, "e"},  {"ю", NULL, "ju"},
    {"я", NULL, "ja"},
};

const struct spelling_table SPELLING_TABLE[SPELLINGS] = {
    [SPELLING_KMU_2010] = {"KMU 2010", "Cabinet of Ministers of Ukraine, resolution 55 of 2010",
                           TABLE(KMU_2010)},
    [SPELLING_ICAO_UKRAINIAN] = {"ICAO, Ukrainian", "ICAO Doc 9303-3, section 6 B",
                                 TABLE(ICAO_UKRAINIAN)},
    [SPELLING_ICAO_RUSSIAN] = {"ICAO, Russian",
                               "ICAO Doc 9303-3, section 6 B; Russian passports since 2014",
                               TABLE(ICAO_RUSSIAN)},
    [SPELLING_ICAO_EARLIER] = {"ICAO before 2015, Ukrainian", "ICAO Doc 9303, part 1, 6th edition",
                               TABLE(ICAO_EARLIER)},
    [SPELLING_RUSSIAN_2010] = {"Russian passports 2010", "GOST R 52535.1-2006",
                               TABLE(RUSSIAN_2010)},
    [SPELLING_RUSSIAN_1997] = {"Russian passports 1997", "order 310 of 1997",
                               TABLE(RUSSIAN_1997)},
    [SPELLING_SOVIET] = {"Soviet passports", "the French spelling", TABLE(SOVIET)},
    [SPELLING_PRESS_UKRAINIAN] = {"the English press, Ukrainian", "BGN/PCGN 1965",
                                  TABLE(PRESS_UKRAINIAN)},
    [SPELLING_PRESS_RUSSIAN] = {"the English press, Russian", "BGN/PCGN 1947, shortened",
                                TABLE(PRESS_RUSSIAN)},
    [SPELLING_SCHOLARLY_UKRAINIAN] = {"scholarly, Ukrainian", "the usage of Slavic studies",
                                      TABLE(SCHOLARLY_UKRAINIAN)},
    [SPELLING_SCHOLARLY_RUSSIAN] = {"scholarly, Russian", "the usage of Slavic studies",
                                    TABLE(SCHOLARLY_RUSSIAN)},
    [SPELLING_GERMAN] = {"the German press", "usage", TABLE(GERMAN)},
};
