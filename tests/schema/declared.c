#include "schema/declared.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

const struct schema *declare(struct arena *arena, const char *fields) {
    const char *text = arena_format(arena,
                                    "kind thing\n"
                                    "about A thing.\n"
                                    "signed by field\n"
                                    "tier team\n"
                                    "table things.tsv, export only\n"
                                    "%s",
                                    fields);
    const struct schema *schema;
    struct error error = {0};
    if (!schema_parse(arena, "thing.schema", text, strlen(text), &schema, &error))
        fail_msg("%s", error.text);
    return schema;
}

const struct schema_field *declare_field(struct arena *arena, const char *type) {
    return declare(arena, arena_format(arena, "it | %s | What is it?\n", type))->fields;
}
