#include "web/record_rules.h"

#include <string.h>

#include "case/person_rule.h"
#include "web/media_file.h"

const char *family_claim(struct arena *arena, const char *family) {
    return arena_format(arena, "family %s", family);
}

static struct person_change person_of(const struct record_planned *planned) {
    return (struct person_change){planned->rec, planned->fields};
}

static bool is_person(const struct record_planned *planned) {
    return !strcmp(planned->schema->kind, "person");
}

bool record_rule_claims(const struct visit *visit, const struct record_planned *planned,
                        const char ***out_name, size_t *out_count, struct error *error) {
    struct person_change change = person_of(planned);
    *out_name = NULL;
    *out_count = 0;
    if (!is_person(planned)) return true;
    if (!person_rule_families(visit->arena, visit->tables, &change, 1, out_name, out_count, error))
        return false;
    for (size_t i = 0; i < *out_count; i++)
        (*out_name)[i] = family_claim(visit->arena, (*out_name)[i]);
    return true;
}

/* Who may not see it could make it another thing, and see it then. */
static bool check_media(const struct visit *visit, const struct record_planned *planned,
                        const char **out_text, struct error *error) {
    bool sees;
    if (!*planned->rec) return true;
    if (!media_may_see_record(visit, planned->rec, &sees, error)) return false;
    if (!sees) *out_text = say(visit->language, "It shows what is for other roles.");
    return true;
}

bool record_rule_check(const struct visit *visit, const struct record_planned *planned,
                       const char **out_field, const char **out_text, struct error *error) {
    struct person_change change = person_of(planned);
    struct person_fault fault;
    *out_field = *out_text = NULL;
    if (!strcmp(planned->schema->kind, "media"))
        return check_media(visit, planned, out_text, error);
    if (!is_person(planned)) return true;
    if (!person_rule_check(visit->arena, visit->tables, &change, 1, &fault, error)) return false;
    if (fault.place >= 0) {
        *out_field = fault.field;
        *out_text = fault.text;
    }
    return true;
}
