#include "record/draft.h"

#include "base/clock.h"
#include "schema/instant.h"

void draft_put_recorded(const struct schema *schema, json_t *fields) {
    char now[CLOCK_TEXT];
    struct error none = {0};
    int64_t instant;
    if (!schema_field_find(schema, "recorded") || json_object_get(fields, "recorded")) return;
    clock_text(now);
    if (instant_read(now, &instant, &none))
        json_object_set_new(fields, "recorded", json_integer(instant));
}
