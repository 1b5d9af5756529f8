#include "web/handing.h"

#include <string.h>

const char *const HANDING_CLAIM[1] = {"two sign"};

const struct schema *handing_kind(const char *name) {
    static const char *const kinds[] = {"custody", "handover"};
    for (int i = 0; i < 2; i++)
        if (name && !strcmp(name, kinds[i])) return schema_find(name);
    return NULL;
}

bool handing_desk(const struct visit *visit, const struct people *people,
                  struct offer_desk *out_desk, struct error *error) {
    struct custody *custody;
    if (!custody_read(visit->arena, visit->tables, visit->roles, &custody, error)) return false;
    *out_desk = (struct offer_desk){visit->investigation, &people->authority, visit->tables,
                                    custody, &visit->worker->investigation.digester,
                                    visit->web->clock.unix_seconds(&visit->web->clock),
                                    visit->roles};
    return true;
}

const char *handing_name(const struct people *people, const struct identifier *user) {
    const struct user_line *line = people_find(people, user);
    return line && *line->name ? line->name : user->text;
}

const char *handing_address(const struct visit *visit, const struct identifier *rec) {
    return arena_format(visit->arena, "/custody/waiting/%s", rec->text);
}

bool handing_is_refusal(enum error_code code) {
    return code == ERROR_DENIED || code == ERROR_CONFLICT || code == ERROR_BAD_INPUT ||
           code == ERROR_TOO_LARGE;
}

bool handing_count(const struct visit *visit, int *out_count, struct error *error) {
    struct offer_line *lines;
    int count;
    *out_count = 0;
    if (!offers_of(visit->arena, &visit->web->own, &visit->person->user, &lines, &count, error))
        return false;
    for (int i = 0; i < count; i++)
        *out_count += !lines[i].refused && identifier_equal(&lines[i].second, &visit->person->user);
    return true;
}
