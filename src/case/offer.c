#include "case/offer.h"

#include <string.h>

#include "case/custody_rules.h"
#include "case/happened.h"
#include "record/head.h"
#include "record/identifier.h"
#include "schema/quote.h"
#include "schema/value.h"

static bool is_custody(const struct schema *schema) {
    return schema->signing == SIGNED_BY_HANDS;
}

bool offer_may_begin(const struct schema *schema, unsigned roles) {
    return schema->signing != SIGNED_BY_ONE && schema_may_sign(schema, roles);
}

bool offer_may_join(const struct schema *schema, unsigned roles, unsigned other) {
    return offer_may_begin(schema, other) && schema_may_sign_with(schema, roles, other);
}

/* ------------------------------------------------------------------ may it be? */

static bool check_people(const struct offer_desk *desk, const struct schema *schema,
                         const struct identifier *first, const struct identifier *second,
                         struct error *error) {
    const struct authority_user *user = authority_user(desk->authority, second);
    const struct authority_user *beginner = authority_user(desk->authority, first);
    if (identifier_equal(first, second))
        return error_set(error, ERROR_DENIED,
                         is_custody(schema) ? "one person cannot both give and receive"
                                            : "one person cannot sign twice");
    if (!user || user->state != USER_ACTIVE)
        return error_set(error, ERROR_DENIED, "%s, who is to %s, is nobody who may sign",
                         second->text, is_custody(schema) ? "receive" : "sign it too");
    if (is_custody(schema) && (!beginner || !offer_may_join(schema, beginner->roles, user->roles)))
        return error_set(error, ERROR_DENIED, "who gives and who receives handle things: each of them "
                         "has one of the roles that sign custody");
    return (beginner && offer_may_join(schema, beginner->roles, user->roles)) ||
           error_set(error, ERROR_DENIED, "a %s is signed once for each of its roles, by different "
                     "people who hold them", schema->kind);
}

/* What two people sign names what has been entered: its number stands for it. */
static bool check_there(void *data, const struct schema_field *field, const char *text,
                        const char **out_text, struct error *error) {
    const struct offer_desk *desk = data;
    struct arena arena;
    struct head head;
    *out_text = text;
    if (field->type != FIELD_REFERENCE || *text == IDENTIFIER_USER) return true;
    arena_open(&arena, 0);
    bool done = head_find(&arena, desk->tables, text, &head, error);
    arena_close(&arena);
    return done && (head.table || error_set(error, ERROR_BAD_INPUT, "%s: %s is not in the record",
                                            field->name, quote(text).text));
}

static bool check_references(const struct offer_desk *desk, const struct schema *schema,
                             const json_t *fields, struct error *error) {
    for (int i = 0; i < schema->field_count; i++) {
        json_t *value = json_object_get(fields, schema->fields[i].name);
        if (value &&
            !value_walk(&schema->fields[i], value, check_there, (void *)desk, error))
            return false;
    }
    return true;
}

static bool check_called(struct arena *arena, const struct offer_desk *desk, const struct schema *schema,
                         const json_t *fields, struct error *error) {
    const struct table *table = tables_find(desk->tables, schema->kind);
    const char *number = json_string_value(json_object_get(fields, schema->key.word[0]));
    const char *taken;
    if (!number) return true;
    return head_called(arena, desk->tables, table, number, NULL, &taken, error) &&
           (!taken || error_set(error, ERROR_CONFLICT, "the number %s is that of another "
                                        "%s", quote(number).text, schema->kind));
}

bool offer_say(struct arena *arena, const struct offer_desk *desk, const json_t *fields,
               const struct identifier *first, const struct identifier *second,
               struct handover_said *out_said, struct error *error) {
    const struct handover_basis basis = {desk->investigation, desk->tables, desk->custody,
                                         desk->roles};
    return handover_read(arena, &basis, fields, first, second, out_said, error);
}

static bool check_handover(struct arena *arena, const struct offer_desk *desk,
                           const json_t *fields, const struct identifier *first,
                           const struct identifier *second, struct error *error) {
    struct handover_said said;
    return happened_check(fields, desk->now, error) &&
           offer_say(arena, desk, fields, first, second, &said, error) &&
           handover_check(&said, fields, error);
}

static bool check(struct arena *arena, const struct offer_desk *desk, const struct schema *schema,
                  const json_t *fields, const struct identifier *first,
                  const struct identifier *second, uint64_t since, struct error *error) {
    if (!value_check_record(schema, fields, VALUE_OF_ENTRY, error) ||
        !check_references(desk, schema, fields, error))
        return false;
    if (is_custody(schema))
        return custody_rules_check(arena, desk->tables, desk->custody, fields, since, desk->now,
                                   error);
    return check_called(arena, desk, schema, fields, error) &&
           (strcmp(schema->kind, "handover") != 0 ||
            check_handover(arena, desk, fields, first, second, error));
}

/* ------------------------------------------------------------------ the first one */

static void complete(const struct offer_desk *desk, const struct schema *schema,
                     const struct draft_signer *first, const struct identifier *second,
                     json_t *fields) {
    draft_put_recorded(schema, fields);
    if (!is_custody(schema)) return;
    json_object_del(fields, "gives_name");
    json_object_del(fields, "receives_name");
    json_object_set_new(fields, "gives", json_string(first->user.text));
    json_object_set_new(fields, "receives", json_string(second->text));
    custody_rules_complete(desk->custody, fields);
}

bool offer_make(struct arena *arena, const struct offer_desk *desk, struct random *random,
                const struct schema *schema, const json_t *fields,
                const struct draft_signer *first, const struct identifier *second,
                char **out_bytes, size_t *out_size, struct error *error) {
    int64_t log_size;
    json_t *copy = json_deep_copy(fields);
    if (!copy) return error_set(error, ERROR_INTERNAL, "out of memory");
    complete(desk, schema, first, second, copy);
    struct draft draft = {.schema = schema,
                          .rec = identifier_make(random, IDENTIFIER_RECORD),
                          .fields = copy,
                          .signers = first,
                          .signer_count = 1};
    bool done = check_people(desk, schema, &first->user, second, error) &&
                check(arena, desk, schema, copy, &first->user, second, CUSTODY_NOW, error) &&
                tables_size(desk->tables, &log_size, error) &&
                half_signed_make(arena, desk->digester, random, desk->investigation, &draft,
                                 (uint64_t)log_size, out_bytes, out_size, error);
    json_decref(copy);
    return done;
}

/* ------------------------------------------------------------------ the second one */

/* Of custody the entry itself names who gives and who receives. */
static bool check_hands(const struct half_signed *half, const struct identifier *second,
                        struct error *error) {
    const char *gives = json_string_value(json_object_get(half->fields, "gives"));
    const char *receives = json_string_value(json_object_get(half->fields, "receives"));
    if (!gives || !receives || strcmp(gives, half->entry.by.text) != 0)
        return error_set(error, ERROR_BAD_INPUT, "this is no handover signed by who gives");
    return strcmp(receives, second->text) == 0 ||
           error_set(error, ERROR_DENIED, "it was offered to %s, and %s signs", receives,
                     second->text);
}

static bool read_schema(const struct offer_desk *desk, const struct half_signed *half,
                        const struct schema **out_schema, struct error *error) {
    const struct schema *schema = schema_find(half->entry.kind);
    if (!schema || schema->signing == SIGNED_BY_ONE)
        return error_set(error, ERROR_BAD_INPUT, "%s is no kind of record that two people sign",
                         quote(half->entry.kind).text);
    struct digest hash = digest_of(desk->digester, schema->text, schema->text_size);
    *out_schema = schema;
    return digest_equal(&hash, &half->entry.schema) ||
           error_set(error, ERROR_CONFLICT, "it was signed under another declaration of a %s: it "
                     "has to be offered again", schema->kind);
}

bool offer_read(struct arena *arena, const struct offer_desk *desk, const void *bytes, size_t size,
                const struct identifier *second, struct offered *out_offered,
                struct error *error) {
    struct offered offered = {.second = *second};
    if (!half_signed_read(arena, desk->digester, bytes, size, &offered.half, error)) return false;
    offered.first.user = offered.half.entry.by;
    if (!read_schema(desk, &offered.half, &offered.schema, error) ||
        !value_check_record(offered.schema, offered.half.fields, VALUE_OF_ENTRY, error) ||
        (is_custody(offered.schema) && !check_hands(&offered.half, second, error))) {
        offer_close(&offered);
        return false;
    }
    *out_offered = offered;
    return true;
}

void offer_close(struct offered *offered) { half_signed_close(&offered->half); }

bool offer_check(struct arena *arena, const struct offer_desk *desk, struct offered *offered,
                 struct error *error) {
    const struct schema *schema = offered->schema;
    return half_signed_signer(arena, &offered->half, desk->investigation->origin, desk->authority,
                              &offered->first, error) &&
           check_people(desk, schema, &offered->first.user, &offered->second, error) &&
           check(arena, desk, schema, offered->half.fields, &offered->first.user, &offered->second,
                 offered->half.log_size, error);
}

bool offer_draft(const struct offered *offered, const struct draft_signer *second,
                 struct draft_signer out_both[2], struct draft *out_draft, struct error *error) {
    const struct public_key *keys[] = {&offered->first.key.public_key, &second->key.public_key};
    if (!identifier_equal(&second->user, &offered->second))
        return error_set(error, ERROR_DENIED, "it was offered to %s, and %s signs",
                         offered->second.text, second->user.text);
    if (!memcmp(keys[0]->byte, keys[1]->byte, SIGN_PUBLIC_SIZE))
        return error_set(error, ERROR_DENIED, "one key cannot sign for both");
    out_both[0] = offered->first;
    out_both[1] = *second;
    *out_draft = (struct draft){.schema = offered->schema,
                                .rec = offered->half.entry.rec,
                                .fields = offered->half.fields,
                                .signers = out_both,
                                .signer_count = 2,
                                .half = &offered->half};
    return true;
}
