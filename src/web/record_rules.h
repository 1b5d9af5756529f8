/* Rules for records of some kinds that their declarations cannot say, since they are about several
 * records at once. Those are src/case's; here is which kind has which. */
#ifndef CAIRN_WEB_RECORD_RULES_H
#define CAIRN_WEB_RECORD_RULES_H

#include <jansson.h>

#include "web/visit.h"

/* A record as it would be. `rec` is "" for a new one. */
struct record_planned {
    const struct schema *schema;
    const char *rec;
    const json_t *fields; /* as VALUE_OF_ENTRY */
};

/* Names to be claimed while the rule is asked and the record is appended; in the arena. */
MUST_CHECK bool record_rule_claims(const struct visit *visit, const struct record_planned *planned,
                                   const char ***out_name, size_t *out_count, struct error *error);

/* Why it cannot be, and which field is wrong (NULL: no one field); `*out_text` NULL: it can be. */
MUST_CHECK bool record_rule_check(const struct visit *visit, const struct record_planned *planned,
                                  const char **out_field, const char **out_text,
                                  struct error *error);

/* What somebody claims who changes persons of a family. */
const char *family_claim(struct arena *arena, const char *family);

#endif
