#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool error_set(struct error *error, enum error_code code, const char *format, ...) {
    if (error->code != ERROR_NONE) return false;
    error->code = code;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    return false;
}

bool error_within(struct error *error, const char *format, ...) {
    char inner[sizeof error->text];
    memcpy(inner, error->text, sizeof inner);
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    if (length >= 0 && (size_t)length < sizeof error->text)
        snprintf(error->text + length, sizeof error->text - (size_t)length, ": %s", inner);
    return false;
}

int error_exit_code(enum error_code code) {
    switch (code) {
    case ERROR_NONE: return 0;
    case ERROR_USAGE: return 2;
    case ERROR_BAD_INPUT:
    case ERROR_NOT_FOUND:
    case ERROR_TOO_LARGE: return 3;
    case ERROR_DENIED: return 4;
    case ERROR_STORAGE: return 5;
    case ERROR_CANCELLED: return 130;
    case ERROR_INTERNAL: break;
    }
    return 70;
}
