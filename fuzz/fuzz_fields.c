/* Forms, queries, paths and cookies: whatever is taken is clean text within its limits. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "http/cookie.h"
#include "http/fields.h"
#include "http/origin.h"
#include "http/route.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void require(bool is_so) {
    if (!is_so) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena;
    struct error error = {0};
    char **segments, client[ADDRESS_TEXT];
    size_t count;
    static const char *const PROXIES[] = {"127.0.0.1", NULL};
    arena_open(&arena, 0);
    char *text = arena_copy_part(&arena, (const char *)bytes, size);
    struct fields fields = {.arena = &arena};
    if (fields_read(&fields, text, size, &error))
        for (size_t i = 0; i < fields.count; i++)
            require(text_is_clean(fields.list[i].value, strlen(fields.list[i].value)) &&
                    !strchr(fields.list[i].value, '\r'));
    else require(error.code != ERROR_NONE && error.text[0]);
    if (path_read(&arena, text, size, &segments, &count))
        for (size_t i = 0; i < count; i++)
            require(!strpbrk(segments[i], "/\\\n") && strcmp(segments[i], "..") != 0);
    char *cookie = cookie_find(&arena, text, "cairn");
    require(!cookie || !strchr(cookie, ';'));
    origin_client(PROXIES, "127.0.0.1", text, client);
    origin_host_allowed(PROXIES, "::1", text);
    language_accepted(text);
    arena_close(&arena);
    return 0;
}
