/* The layouts of ICAO Doc 9303: part 5, 4.2.2 (TD1), part 6, 4.2.2 (TD2), part 4, 4.2.2 (TD3), part
 * 7, 5.2 and 6.2 (MRV-A and MRV-B). */
#include "input/mrz_parts.h"

const struct mrz_layout MRZ_LAYOUT[MRZ_FORMATS] = {
    [MRZ_TD1] = {"TD1", "card, 3 lines of 30", 3, 30, 10,
        {{MRZ_DOCUMENT_CODE, 1, 1, 2, MRZ_ALL, 0},
         {MRZ_STATE, 1, 3, 5, MRZ_WORD, 0},
         {MRZ_NUMBER, 1, 6, 14, MRZ_ALL, 15},
         {MRZ_OPTIONAL, 1, 16, 30, MRZ_ALL, 0},
         {MRZ_BIRTH, 2, 1, 6, MRZ_DATE, 7},
         {MRZ_SEX, 2, 8, 8, MRZ_WORD, 0},
         {MRZ_EXPIRY, 2, 9, 14, MRZ_DATE, 15},
         {MRZ_NATIONALITY, 2, 16, 18, MRZ_WORD, 0},
         {MRZ_OPTIONAL_2, 2, 19, 29, MRZ_ALL, 0},
         {MRZ_NAMES, 3, 1, 30, MRZ_WORD, 0}},
        {{1, 6, 30}, {2, 1, 7}, {2, 9, 15}, {2, 19, 29}}, 30, true},
    [MRZ_TD2] = {"TD2", "card, 2 lines of 36", 2, 36, 9,
        {{MRZ_DOCUMENT_CODE, 1, 1, 2, MRZ_ALL, 0},
         {MRZ_STATE, 1, 3, 5, MRZ_WORD, 0},
         {MRZ_NAMES, 1, 6, 36, MRZ_WORD, 0},
         {MRZ_NUMBER, 2, 1, 9, MRZ_ALL, 10},
         {MRZ_NATIONALITY, 2, 11, 13, MRZ_WORD, 0},
         {MRZ_BIRTH, 2, 14, 19, MRZ_DATE, 20},
         {MRZ_SEX, 2, 21, 21, MRZ_WORD, 0},
         {MRZ_EXPIRY, 2, 22, 27, MRZ_DATE, 28},
         {MRZ_OPTIONAL, 2, 29, 35, MRZ_ALL, 0}},
        {{2, 1, 10}, {2, 14, 20}, {2, 22, 35}}, 36, true},
    [MRZ_TD3] = {"TD3", "passport, 2 lines of 44", 2, 44, 9,
        {{MRZ_DOCUMENT_CODE, 1, 1, 2, MRZ_ALL, 0},
         {MRZ_STATE, 1, 3, 5, MRZ_WORD, 0},
         {MRZ_NAMES, 1, 6, 44, MRZ_WORD, 0},
         {MRZ_NUMBER, 2, 1, 9, MRZ_ALL, 10},
         {MRZ_NATIONALITY, 2, 11, 13, MRZ_WORD, 0},
         {MRZ_BIRTH, 2, 14, 19, MRZ_DATE, 20},
         {MRZ_SEX, 2, 21, 21, MRZ_WORD, 0},
         {MRZ_EXPIRY, 2, 22, 27, MRZ_DATE, 28},
         {MRZ_OPTIONAL, 2, 29, 42, MRZ_ALL, 43}},
        {{2, 1, 10}, {2, 14, 20}, {2, 22, 43}}, 44, false},
    [MRZ_MRV_A] = {"MRV-A", "visa, 2 lines of 44", 2, 44, 9,
        {{MRZ_DOCUMENT_CODE, 1, 1, 2, MRZ_ALL, 0},
         {MRZ_STATE, 1, 3, 5, MRZ_WORD, 0},
         {MRZ_NAMES, 1, 6, 44, MRZ_WORD, 0},
         {MRZ_NUMBER, 2, 1, 9, MRZ_ALL, 10},
         {MRZ_NATIONALITY, 2, 11, 13, MRZ_WORD, 0},
         {MRZ_BIRTH, 2, 14, 19, MRZ_DATE, 20},
         {MRZ_SEX, 2, 21, 21, MRZ_WORD, 0},
         {MRZ_EXPIRY, 2, 22, 27, MRZ_DATE, 28},
         {MRZ_OPTIONAL, 2, 29, 44, MRZ_ALL, 0}},
        {{0}}, 0, false},
    [MRZ_MRV_B] = {"MRV-B", "visa, 2 lines of 36", 2, 36, 9,
        {{MRZ_DOCUMENT_CODE, 1, 1, 2, MRZ_ALL, 0},
         {MRZ_STATE, 1, 3, 5, MRZ_WORD, 0},
         {MRZ_NAMES, 1, 6, 36, MRZ_WORD, 0},
         {MRZ_NUMBER, 2, 1, 9, MRZ_ALL, 10},
         {MRZ_NATIONALITY, 2, 11, 13, MRZ_WORD, 0},
         {MRZ_BIRTH, 2, 14, 19, MRZ_DATE, 20},
         {MRZ_SEX, 2, 21, 21, MRZ_WORD, 0},
         {MRZ_EXPIRY, 2, 22, 27, MRZ_DATE, 28},
         {MRZ_OPTIONAL, 2, 29, 36, MRZ_ALL, 0}},
        {{0}}, 0, false},
};

static const struct {
    const char *name, *words;
} PART[MRZ_PARTS] = {
    [MRZ_DOCUMENT_CODE] = {"document_code", "document code"},
    [MRZ_STATE] = {"state", "issuing state"},
    [MRZ_NAMES] = {"names", "names"},
    [MRZ_NUMBER] = {"number", "document number"},
    [MRZ_NATIONALITY] = {"nationality", "nationality"},
    [MRZ_BIRTH] = {"birth", "date of birth"},
    [MRZ_SEX] = {"sex", "sex"},
    [MRZ_EXPIRY] = {"expiry", "date of expiry"},
    [MRZ_OPTIONAL] = {"optional", "optional data"},
    [MRZ_OPTIONAL_2] = {"optional_2", "optional data 2"},
    [MRZ_WHOLE] = {"whole", "whole zone"},
};

const char *mrz_format_name(enum mrz_format format) { return MRZ_LAYOUT[format].name; }

const char *mrz_format_words(enum mrz_format format) { return MRZ_LAYOUT[format].words; }

const char *mrz_part_name(enum mrz_part part) { return PART[part].name; }

const char *mrz_part_words(enum mrz_part part) { return PART[part].words; }

const char *mrz_result_name(enum mrz_result result) {
    static const char *const names[] = {"agrees", "fails", "absent", "unreadable"};
    return names[result];
}

const char *mrz_grade_name(enum mrz_grade grade) {
    static const char *const names[] = {"note", "odd", "wrong"};
    return names[grade];
}
