#include "schema/edtf.h"

#include <string.h>

#include "base/calendar.h"
#include "schema/quote.h"

enum { LONGEST = 40, SPRING = 21, WINTER = 24 };

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

/* A date without its qualifier: digits, X and hyphens only. */
struct shape {
    const char *text;
    size_t length;
};

static bool unspecified(const char *digits) { return digits[0] == 'X' && digits[1] == 'X'; }

static bool two_digits(const char *text, int *out_number) {
    if (!is_digit(text[0]) || !is_digit(text[1])) return false;
    *out_number = (text[0] - '0') * 10 + text[1] - '0';
    return true;
}

/* A year whose last one to three digits may be X: its first and last. */
static bool read_year(const char *text, int *out_first, int *out_last) {
    int first = 0, last = 0;
    bool open = false;
    for (int i = 0; i < 4; i++) {
        open = open || (i > 0 && text[i] == 'X');
        if (open ? text[i] != 'X' : !is_digit(text[i])) return false;
        first = first * 10 + (open ? 0 : text[i] - '0');
        last = last * 10 + (open ? 9 : text[i] - '0');
    }
    *out_first = first;
    *out_last = last;
    return true;
}

static void set_months(struct edtf *date, int year, int first, int last) {
    date->first_day = calendar_day(year, first, 1);
    date->last_day = calendar_day(year, last, calendar_month_days(year, last));
}

static bool read_month(struct shape shape, int year, struct edtf *date) {
    const char *text = shape.text + 5;
    int month;
    if (unspecified(text)) {
        set_months(date, year, 1, 12);
        return true;
    }
    if (!two_digits(text, &month)) return false;
    if (month >= SPRING && month <= WINTER) {
        /* Which months that are depends on the hemisphere, and a winter lies in two years. */
        date->first_day = calendar_day(year - 1, 12, 1);
        date->last_day = calendar_day(year + 1, 3, 1) - 1;
        return true;
    }
    if (month < 1 || month > 12) return false;
    set_months(date, year, month, month);
    return true;
}

static bool read_day(struct shape shape, int year, struct edtf *date) {
    int month, day;
    if (unspecified(shape.text + 8)) {
        const char *text = shape.text + 5;
        if (unspecified(text)) {
            set_months(date, year, 1, 12);
            return true;
        }
        if (!two_digits(text, &month) || month < 1 || month > 12) return false;
        set_months(date, year, month, month);
        return true;
    }
    if (!two_digits(shape.text + 5, &month) || !two_digits(shape.text + 8, &day)) return false;
    if (month < 1 || month > 12 || day < 1 || day > calendar_month_days(year, month)) return false;
    date->first_day = date->last_day = calendar_day(year, month, day);
    return true;
}

static bool read_shape(struct shape shape, struct edtf *date) {
    int first, last;
    if (shape.length < 4 || !read_year(shape.text, &first, &last)) return false;
    if (shape.length == 4) {
        date->first_day = calendar_day(first, 1, 1);
        date->last_day = calendar_day(last, 12, 31);
        return true;
    }
    if (first != last || shape.text[4] != '-') return false;
    if (shape.length == 7) return read_month(shape, first, date);
    return shape.length == 10 && shape.text[7] == '-' && read_day(shape, first, date);
}

/* One date, with its qualifier. */
static bool read_one(const char *text, size_t length, struct edtf *date) {
    char last = length ? text[length - 1] : 0;
    date->uncertain = date->uncertain || last == '?' || last == '%';
    date->approximate = date->approximate || last == '~' || last == '%';
    if (last == '?' || last == '~' || last == '%') length--;
    return read_shape((struct shape){text, length}, date);
}

static bool is_open(const char *text, size_t length) {
    return length == 0 || (length == 2 && memcmp(text, "..", 2) == 0);
}

static bool read_interval(const char *text, const char *slash, struct edtf *date) {
    size_t before = (size_t)(slash - text), after = strlen(slash + 1);
    bool open_start = is_open(text, before), open_end = is_open(slash + 1, after);
    struct edtf start = {.first_day = INT32_MIN}, end = {.last_day = INT32_MAX};
    if (open_start && open_end) return false;
    if (!open_start && !read_one(text, before, &start)) return false;
    if (!open_end && !read_one(slash + 1, after, &end)) return false;
    *date = (struct edtf){start.first_day, end.last_day, true, start.uncertain || end.uncertain,
                          start.approximate || end.approximate};
    return true;
}

bool edtf_read(const char *text, struct edtf *out_date, struct error *error) {
    struct edtf date = {0};
    const char *slash = strchr(text, '/');
    bool good = strlen(text) <= LONGEST &&
                (slash ? read_interval(text, slash, &date) : read_one(text, strlen(text), &date));
    if (!good)
        return error_set(error, ERROR_BAD_INPUT,
                         "\"%s\" is no date: write 2022-09-16, 2022-09, 2022, with ~ after it for "
                         "\"about\" and ? for \"perhaps\", 2022-09-XX, or from/to",
                         quote(text).text);
    if (date.first_day > date.last_day)
        return error_set(error, ERROR_BAD_INPUT, "\"%s\" ends before it begins", quote(text).text);
    *out_date = date;
    return true;
}
