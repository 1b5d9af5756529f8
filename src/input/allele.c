#include "input/allele.h"

#include <string.h>
#include <strings.h>

static bool is_one_of(const char *text, const char *const *list) {
    for (; *list; list++)
        if (strcasecmp(text, *list) == 0) return true;
    return false;
}

static bool begins(const char *text, const char *start) {
    return strncasecmp(text, start, strlen(start)) == 0;
}

const char *marker_spelling(const char *name) {
    static const char *const amelogenin[] = {"AMEL",   "AMELOGENIN", "AM",       "AMXY",  "AMELX",
                                             "AMELXY", "AMEL-XY",    "AMEL X/Y", "AMELO", NULL};
    return is_one_of(name, amelogenin) ? AMELOGENIN : name;
}

bool allele_is_number(const char *text) {
    size_t whole = strspn(text, "0123456789");
    if (whole == 0 || !text[whole]) return whole > 0;
    size_t fraction = strspn(text + whole + 1, "0123456789");
    return text[whole] == '.' && fraction > 0 && !text[whole + 1 + fraction];
}

const char *allele_spelling(struct arena *arena, const char *marker, const char *text) {
    if (strcmp(marker, AMELOGENIN) == 0) {
        if (strcasecmp(text, "X") == 0) return "X";
        if (strcasecmp(text, "Y") == 0) return "Y";
    }
    char *copy = arena_copy(arena, text);
    char *comma = strchr(copy, ',');
    if (comma) *comma = '.';
    if (!allele_is_number(copy)) return text;
    while (copy[0] == '0' && copy[1] >= '0' && copy[1] <= '9') copy++;
    if (strchr(copy, '.')) {
        char *end = copy + strlen(copy);
        while (end[-1] == '0') end--;
        if (end[-1] == '.') end--;
        *end = 0;
    }
    return copy;
}

bool allele_is_unnamed_peak(const char *text) {
    static const char *const words[] = {"OL", "?", NULL};
    return is_one_of(text, words);
}

bool allele_is_no_call(const char *text) {
    static const char *const words[] = {"INC", "NR", "NA", "N/A", "ND", "-", "*", "0", NULL};
    return allele_is_unnamed_peak(text) || is_one_of(text, words);
}

bool marker_is_on_x(const char *name) { return begins(name, "DXS") || begins(name, "HPRTB"); }

bool marker_is_on_y(const char *name) {
    return begins(name, "DYS") || begins(name, "YGATA") || begins(name, "Y-GATA") ||
           begins(name, "YINDEL") || begins(name, "Y-INDEL") || begins(name, "Y INDEL");
}
