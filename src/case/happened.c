#include "case/happened.h"

#include <utf8proc.h>

#include "schema/instant.h"

bool happened_check(const json_t *fields, int64_t now, struct error *error) {
    const json_t *at = json_object_get(fields, "at");
    char then[INSTANT_TEXT], present[INSTANT_TEXT];
    if (!json_is_integer(at) ||
        json_integer_value(at) <= (now + HAPPENED_ALLOWANCE) * INSTANT_SECOND)
        return true;
    instant_write(json_integer_value(at), then);
    instant_write(now * INSTANT_SECOND, present);
    return error_set(error, ERROR_BAD_INPUT,
                     "at: %s is in the future, by the clock here it is %s: "
                     "write when it happened, with Z or the offset of its time zone",
                     then, present);
}

bool happened_in_words(const json_t *fields, const char *name) {
    const json_t *value = json_object_get(fields, name);
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)json_string_value(value);
    size_t left = json_string_length(value);
    int letters = 0;
    while (at && left) {
        utf8proc_int32_t point;
        utf8proc_ssize_t size = utf8proc_iterate(at, (utf8proc_ssize_t)left, &point);
        if (size <= 0) return false;
        utf8proc_category_t category = utf8proc_category(point);
        letters += category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
        at += size;
        left -= (size_t)size;
    }
    return letters >= HAPPENED_LETTERS;
}
