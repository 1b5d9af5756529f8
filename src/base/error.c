#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

bool error_set(struct error *error, enum error_code code, const char *format, ...) {
    if (error->code != ERROR_NONE) return false;
    error->code = code;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    utf8_harmless(error->text);
    return false;
}

bool error_within(struct error *error, const char *format, ...) {
    char inner[sizeof error->text];
    memcpy(inner, error->text, sizeof inner);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    size_t length = strlen(error->text), room = sizeof error->text - length;
    if (room > 3)
        snprintf(error->text + length, room, ": %.*s", (int)room - 3, inner);
    utf8_harmless(error->text);
    return false;
}

bool error_advise(struct error *error, const char *format, ...) {
    size_t length = strlen(error->text), room = sizeof error->text - length;
    va_list arguments;
    va_start(arguments, format);
    if (room > 3) {
        memcpy(error->text + length, "; ", 3);
        vsnprintf(error->text + length + 2, room - 2, format, arguments);
    }
    va_end(arguments);
    utf8_harmless(error->text);
    return false;
}

int error_exit_code(enum error_code code) {
    switch (code) {
    case ERROR_NONE: return 0;
    case ERROR_USAGE: return 2;
    case ERROR_BAD_INPUT:
    case ERROR_NOT_FOUND:
    case ERROR_CONFLICT:
    case ERROR_TOO_LARGE: return 3;
    case ERROR_DENIED:
    case ERROR_TOO_COSTLY: return 4;
    case ERROR_BUSY:
    case ERROR_STORAGE:
    case ERROR_CORRUPT: return 5;
    case ERROR_CANCELLED: return 130;
    case ERROR_INTERNAL: break;
    }
    return 70;
}
