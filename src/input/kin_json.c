#include "input/kin_json.h"

#include <string.h>

#include "base/decimal.h"

enum { NAME_MOST = 200 };

bool kin_check_object(const json_t *value, const char *what, const char *const *keys,
                      struct error *error) {
    if (!value) return error_set(error, ERROR_BAD_INPUT, "%s is missing", what);
    if (!json_is_object(value))
        return error_set(error, ERROR_BAD_INPUT, "%s must be an object {...}", what);
    const char *key;
    json_t *member;
    json_object_foreach((json_t *)value, key, member) {
        bool known = strcmp(key, "description") == 0;
        for (const char *const *name = keys; *name && !known; name++)
            known = strcmp(key, *name) == 0;
        if (!known)
            return error_set(error, ERROR_BAD_INPUT, "%s has an unknown key \"%.60s\": take it out",
                             what, key);
    }
    return true;
}

bool kin_check_name(const char *name, size_t length, const char *what, struct error *error) {
    if (length == 0) return error_set(error, ERROR_BAD_INPUT, "%s is empty", what);
    if (length > NAME_MOST)
        return error_set(error, ERROR_BAD_INPUT, "%s is longer than %d bytes", what, NAME_MOST);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)name[i] < 0x20 || name[i] == 0x7f)
            return error_set(error, ERROR_BAD_INPUT, "%s has a control character in it", what);
    return true;
}

bool kin_read_name(struct arena *arena, const json_t *value, const char *what,
                   const char **out_name, struct error *error) {
    if (!value) return error_set(error, ERROR_BAD_INPUT, "%s is missing", what);
    if (!json_is_string(value))
        return error_set(error, ERROR_BAD_INPUT, "%s must be text in quotes", what);
    const char *name = json_string_value(value);
    if (!kin_check_name(name, json_string_length(value), what, error)) return false;
    *out_name = arena_copy(arena, name);
    return true;
}

bool kin_read_number(const json_t *value, const char *what, double least, double most,
                     double *out_number, struct error *error) {
    if (!value) return error_set(error, ERROR_BAD_INPUT, "%s is missing", what);
    if (!json_is_number(value))
        return error_set(error, ERROR_BAD_INPUT, "%s must be a number", what);
    double number = json_number_value(value);
    if (!(number >= least && number <= most))
        return error_set(error, ERROR_BAD_INPUT, "%s is %s, not between %g and %g", what,
                         decimal_of(number).text, least, most);
    *out_number = number;
    return true;
}

bool kin_check_list(const json_t *value, const char *what, size_t most, struct error *error) {
    if (!value) return error_set(error, ERROR_BAD_INPUT, "%s is missing", what);
    if (!json_is_array(value))
        return error_set(error, ERROR_BAD_INPUT, "%s must be a list [...]", what);
    if (json_array_size(value) > most)
        return error_set(error, ERROR_TOO_LARGE, "%s has %zu elements, more than %zu", what,
                         json_array_size(value), most);
    return true;
}
