#include "record/vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"

char *vectors_file(struct arena *arena, const char *name, size_t *out_size) {
    const char *data = getenv("CAIRN_SHARED_DATA"), *source = getenv("CAIRN_SOURCE");
    const char *folder =
        data ? arena_format(arena, "%s/vectors", data)
             : arena_format(arena, "%s/../shared/data/vectors", source ? source : ".");
    char *path = files_join(arena, folder, name), *bytes;
    struct error error = {0};
    if (files_read(arena, path, 1 << 26, &bytes, out_size, &error)) return bytes;
    fprintf(stderr, "\n*** SKIPPED: %s: nothing was compared with it; set CAIRN_SHARED_DATA\n\n",
            error.text);
    return NULL;
}

json_t *vectors_json(struct arena *arena, const char *name) {
    size_t size;
    const char *bytes = vectors_file(arena, name, &size);
    if (!bytes) return NULL;
    json_error_t problem;
    json_t *value = json_loadb(bytes, size, 0, &problem);
    if (!value) fail_msg("%s: %s", name, problem.text);
    return value;
}

const char *vectors_text(const json_t *object, const char *name) {
    const char *text = json_string_value(json_object_get(object, name));
    if (!text) fail_msg("%s is not there", name);
    return text;
}

char *vectors_line(char **at) {
    if (!**at) return NULL;
    char *line = *at, *end = strchr(line, '\n');
    *at = end ? end + 1 : line + strlen(line);
    if (end) *end = 0;
    return line;
}
