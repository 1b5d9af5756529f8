#include "http/cookie.h"

#include <string.h>

char *cookie_find(struct arena *arena, const char *header, const char *name) {
    size_t length = strlen(name);
    char *found = NULL;
    while (header && *header) {
        header += strspn(header, " \t;");
        size_t size = strcspn(header, ";");
        if (size > length && memcmp(header, name, length) == 0 && header[length] == '=') {
            if (found) return NULL;
            const char *value = header + length + 1;
            size_t value_size = size - length - 1;
            while (value_size && strchr(" \t", value[value_size - 1])) value_size--;
            found = arena_copy_part(arena, value, value_size);
        }
        header += size;
    }
    return found;
}

char *cookie_write(struct arena *arena, const char *name, const char *value, bool secure,
                   long seconds) {
    const char *age =
        seconds ? arena_format(arena, "; Max-Age=%ld", seconds < 0 ? 0 : seconds) : "";
    return arena_format(arena, "%s=%s; Path=/%s; HttpOnly; SameSite=Lax%s", name, value, age,
                        secure ? "; Secure" : "");
}
