#include "record/node.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "base/folder.h"

char *node_canonicalize(struct arena *arena, const char *lines) {
    const char *source = getenv("CAIRN_SOURCE");
    const char *tests = arena_format(arena, "%s/tests", source ? source : ".");
    if (system("node --version > /dev/null 2>&1") != 0 ||
        access(arena_format(arena, "%s/node_modules/canonicalize", tests), R_OK) != 0) {
        fprintf(stderr,
                "\n*** SKIPPED: npm's canonicalize is not installed: nothing was compared with it; "
                "install node and npm, then: make deps\n\n");
        return NULL;
    }
    struct error error = {0};
    char *folder = folder_make(arena), *bytes = NULL;
    char *in = files_join(arena, folder, "in"), *out = files_join(arena, folder, "out");
    size_t size = 0;
    bool done = files_write(in, lines, strlen(lines), &error) &&
                system(arena_format(arena, "node '%s/record/canonicalize.mjs' < '%s' > '%s'", tests,
                                    in, out)) == 0 &&
                files_read(arena, out, 1 << 26, &bytes, &size, &error);
    folder_remove(folder);
    if (!done) fail_msg("node with canonicalize failed %s", error.text);
    return bytes;
}
