#include "schema/schema.h"

#include <ctype.h>
#include <string.h>

static const char *const ROLE_NAMES[USER_ROLES] = {
    "administrator", "field", "laboratory", "examiner", "liaison", "press", "board", "custodian",
};

const char *user_role_name(enum user_role role) { return ROLE_NAMES[role]; }

bool user_role_find(const char *name, enum user_role *out_role) {
    for (int i = 0; i < USER_ROLES; i++) {
        if (strcmp(ROLE_NAMES[i], name) != 0) continue;
        *out_role = (enum user_role)i;
        return true;
    }
    return false;
}

static const struct schema_field *find(const struct schema_field *fields, int count,
                                       const char *name) {
    for (int i = 0; i < count; i++)
        if (strcmp(fields[i].name, name) == 0) return &fields[i];
    return NULL;
}

const struct schema_field *schema_field_find(const struct schema *schema, const char *name) {
    return find(schema->fields, schema->field_count, name);
}

const struct schema_field *schema_part_find(const struct schema_field *rows, const char *name) {
    return find(rows->parts, rows->part_count, name);
}

const struct schema_field *schema_code_field(const struct schema *schema) {
    for (int i = 0; i < schema->field_count; i++)
        if (schema->fields[i].type == FIELD_CODE) return &schema->fields[i];
    return NULL;
}

bool schema_may_read(const struct schema_field *field, unsigned roles) {
    if (field->tier == TIER_PUBLIC) return true;
    return field->tier == TIER_TEAM ? roles != 0 : (roles & field->readers) != 0;
}

bool schema_may_look(const struct schema *schema, unsigned roles) {
    return schema->tier != TIER_RESTRICTED || (schema->readers & roles);
}

bool schema_may_sign(const struct schema *schema, unsigned roles) {
    return (roles & schema->signers) != 0;
}

bool schema_may_sign_with(const struct schema *schema, unsigned roles, unsigned other) {
    unsigned first = schema->signers & -schema->signers, second = schema->signers & ~first;
    if (schema->signing != SIGNED_BY_EACH) return schema_may_sign(schema, roles);
    return ((roles & first) && (other & second)) || ((roles & second) && (other & first));
}

static bool is_filler(char byte) { return byte == ' ' || byte == '_' || byte == '-'; }

bool schema_same_word(const char *first, const char *second) {
    for (;; first++, second++) {
        while (is_filler(*first)) first++;
        while (is_filler(*second)) second++;
        if (tolower((unsigned char)*first) != tolower((unsigned char)*second)) return false;
        if (!*first) return true;
    }
}
