#include "record/fits.h"

#include <stdlib.h>

#include "record/canonical.h"
#include "schema/value.h"

bool fits_declaration(struct arena *arena, const struct schema *schema, const struct entry *entry,
                      struct error *error) {
    size_t sealed = 0;
    struct canonical_walk walk = canonical_walk(entry->pub, entry->pub_size);
    struct canonical_part part;
    while (canonical_next(&walk, &part)) {
        const char *name = canonical_text(arena, part.name - 1, part.name_size + 2);
        const struct schema_field *field = schema_field_find(schema, name);
        if (!field || field->tier != TIER_PUBLIC)
            return error_set(error, ERROR_BAD_INPUT, "it has a public field that a %s does not have",
                             schema->kind);
    }
    for (size_t i = 0; i < entry->sd_count; i++) {
        const struct schema_field *field = schema_field_find(schema, entry->sd[i].name);
        if (!field || field->tier == TIER_PUBLIC)
            return error_set(error, ERROR_BAD_INPUT, "it has a sealed field %s, which a %s does "
                             "not have", entry->sd[i].name, schema->kind);
    }
    for (int i = 0; i < schema->field_count; i++)
        sealed += schema->fields[i].tier != TIER_PUBLIC;
    return entry->sd_count == sealed ||
           error_set(error, ERROR_BAD_INPUT, "it has %zu sealed fields, and a %s has %zu",
                     entry->sd_count, schema->kind, sealed);
}

static bool check_media(void *data, const struct schema_field *field, const char *text,
                        const char **out_text, struct error *error) {
    const size_t *file_count = data;
    *out_text = text;
    if (field->type != FIELD_MEDIA || (size_t)atol(text) <= *file_count) return true;
    return error_set(error, ERROR_BAD_INPUT, "%s is attachment %s of %zu", field->name, text,
                     *file_count);
}

bool fits_record(const struct schema *schema, const json_t *fields, size_t file_count,
                 struct error *error) {
    if (!value_check_record(schema, fields, VALUE_OF_ENTRY, error)) return false;
    for (int i = 0; i < schema->field_count; i++) {
        const struct schema_field *field = &schema->fields[i];
        json_t *value = json_object_get(fields, field->name);
        if (value && !value_walk(field, value, check_media, &file_count, error)) return false;
    }
    return true;
}
