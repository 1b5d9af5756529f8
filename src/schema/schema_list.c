/* Finding a kind among the declarations of this program, which schema_compile made tables of. */
#include <string.h>

#include "schema/schema.h"

const struct schema *schema_find(const char *kind) {
    for (int i = 0; i < schema_count; i++)
        if (strcmp(schema_list[i].kind, kind) == 0) return &schema_list[i];
    return NULL;
}

const struct schema *schema_find_table(const char *file_name) {
    for (int i = 0; i < schema_count; i++)
        if (strcmp(schema_list[i].table, file_name) == 0) return &schema_list[i];
    return NULL;
}
