#include "base/holes.h"

#include <string.h>

const char *holes_fill(struct arena *arena, const char *text, const struct hole *hole, int holes) {
    const char *out = "";
    while (*text) {
        size_t plain = strcspn(text, "{");
        out = arena_format(arena, "%s%.*s", out, (int)plain, text);
        text += plain;
        if (!*text) break;
        const char *with = "{";
        size_t length = 1;
        for (int i = 0; i < holes; i++) {
            size_t name = strlen(hole[i].name);
            if (strncmp(text + 1, hole[i].name, name) != 0 || text[1 + name] != '}') continue;
            with = hole[i].text;
            length = name + 2;
        }
        out = arena_format(arena, "%s%s", out, with);
        text += length;
    }
    return out;
}
