#include "say/numeral.h"

#include <string.h>

enum { DIGITS_MOST = 12, THOUSAND = 1000, HUNDRED = 100 };

/* Digits with separators. A point or comma before exactly three digits parts thousands; before one
 * or two, a fraction, but 16.20 alone is a time. */
static bool read_digits(const char *word, bool percent, double *out_value) {
    double value = 0, unit = 1;
    int digits = 0, group = 0, marks = 0;
    bool fraction = false;
    for (const char *at = word; *at; at++) {
        if (*at >= '0' && *at <= '9') {
            if (++digits > DIGITS_MOST) return false;
            group++;
            if (fraction) value += (*at - '0') * (unit /= 10);
            else value = 10 * value + (*at - '0');
            continue;
        }
        if (*at != '.' && *at != ',') return false;
        size_t behind = strspn(at + 1, "0123456789");
        marks++;
        if (behind == 3 && !fraction && group <= 3) group = 0;
        else if (!fraction && !at[1 + behind] && (percent || behind == 1 || *at == ','))
            fraction = true;
        else return false;
    }
    *out_value = value;
    return digits > 0;
}

static bool is_percent(const struct paragraph *p, int i) {
    static const char *const words[] = {"%",        "percent",  "per cent", "відсотків",
                                        "відсотки", "відсотка", "відсоток", "процентов",
                                        "процента", "процент",  NULL};
    if (i >= p->count) return false;
    for (int j = 0; words[j]; j++)
        if (strcmp(token_word(p, i), words[j]) == 0) return true;
    return strcmp(token_word(p, i), "per") == 0 && i + 1 < p->count &&
           strcmp(token_word(p, i + 1), "cent") == 0;
}

struct sum {
    double all, part; /* finished thousands; what stands before the next "hundred" or "thousand" */
    bool about;
    int words;
};

static void add(struct sum *sum, const struct lexeme *lexeme) {
    double value = (double)lexeme->value;
    bool times = value == HUNDRED || value >= THOUSAND || value == 12 || value == 20;
    if (value >= THOUSAND) {
        sum->all += (sum->part ? sum->part : 1) * value;
        sum->part = 0;
    } else if (times && sum->part && sum->part < value &&
               (value != 20 && (value != 12 || lexeme->sub))) {
        sum->part *= value;
    } else {
        sum->part += value;
    }
    if (lexeme->sub) sum->about = sum->words == 0;
    else sum->about = false;
    sum->words++;
}

/* "ninety-one" is one token: its parts are looked up in the lexicon. */
static bool add_hyphened(const struct paragraph *p, int i, struct sum *sum) {
    const char *word = token_word(p, i), *hyphen = strchr(word, '-');
    if (!hyphen) return false;
    struct sum made = *sum;
    for (const char *from = word; *from;) {
        size_t length = strcspn(from, "-");
        const struct lexeme *lexeme = lexicon_number(p->lexicon, from, length);
        if (!lexeme) return false;
        add(&made, lexeme);
        from += length + (from[length] == '-');
    }
    *sum = made;
    return true;
}

int numeral_read(const struct paragraph *p, int i, int to, struct numeral *out_number) {
    struct numeral number = {0};
    struct sum sum = {0};
    int end = i;
    if (token_has(p, i, TOKEN_NUMBER)) {
        double value;
        if (!read_digits(token_word(p, i), is_percent(p, i + 1), &value)) return i;
        sum.part = value;
        end = i + 1;
        const struct lexeme *times = end < to ? token_lexeme(p, end, WORD_NUMBER) : NULL;
        if (times && times->value >= THOUSAND) { /* «37 тис.» */
            add(&sum, times);
            end++;
            if (token_has(p, end, TOKEN_STOP) && token_is(p, end - 1, WORD_ABBREVIATION)) end++;
            number.words = true;
        }
    } else {
        while (end < to) {
            const struct lexeme *lexeme = token_lexeme(p, end, WORD_NUMBER);
            bool joined = sum.words && strcmp(token_word(p, end), "and") == 0 && end + 1 < to &&
                          token_is(p, end + 1, WORD_NUMBER) && (sum.part >= HUNDRED || sum.all > 0);
            if (joined) {
                end++;
            } else if (lexeme) {
                add(&sum, lexeme);
                end += token_span(p, end);
            } else if (p->tokens[end].kind == TOKEN_WORD && add_hyphened(p, end, &sum)) {
                end++;
            } else {
                break;
            }
        }
        number.words = true;
        if (end == i) return i;
    }
    number.value = sum.all + sum.part;
    number.about = sum.about && sum.words == 1;
    if (end < to && is_percent(p, end)) {
        number.percent = true;
        end += strcmp(token_word(p, end), "per") == 0 ? 2 : 1;
    }
    *out_number = number;
    return end;
}
