#include <string.h>

#include "record/canonical_node.h"
#include "record/fits.h"
#include "record/sealed_rules.h"
#include "record/verify_parts.h"
#include "schema/value.h"

/* ------------------------------------------------------------------ in order, first */

static void check_place(struct verify *verify, const struct log_item *item) {
    int64_t next = verify->next;
    if (item->index == next + 1)
        verify_note(verify, next, "the entry is missing");
    else if (item->index > next)
        verify_note(verify, next, "the entries %lld to %lld are missing", (long long)next,
                    (long long)item->index - 1);
    verify->next = item->index + 1;
    verify->rows++;
}

static bool is_text(const struct log_bytes *bytes, const char *text) {
    return bytes->size == strlen(text) && !memcmp(bytes->bytes, text, bytes->size);
}

/* The database finds entries by what stands beside them. */
static void check_columns(struct verify *verify, const struct log_item *item,
                          const struct entry *entry) {
    if (!is_text(&item->record_id, entry->rec.text))
        verify_note(verify, item->index, "the database files the entry under another record than "
                    "%s, which it is about", entry->rec.text);
    if (!is_text(&item->kind, entry->kind))
        verify_note(verify, item->index, "the database files the entry as something else than a "
                    "%s, which it is", entry->kind);
}

static void note_day(struct verify *verify, int64_t index, const struct entry *entry) {
    struct verify_backdated *backdated = &verify->result.backdated;
    if (strcmp(entry->day, verify->newest_day) >= 0) {
        memcpy(verify->newest_day, entry->day, sizeof entry->day);
        return;
    }
    if (backdated->count++ > 0) return;
    backdated->first = index;
    memcpy(backdated->day, entry->day, sizeof entry->day);
    memcpy(backdated->newest, verify->newest_day, sizeof entry->day);
}

/* Who made a user stands in the entry that did. */
static void note_user(struct verify *verify, const struct entry *entry) {
    if (strcmp(entry->kind, "user") != 0 || entry->rev != 1) return;
    struct verify_result *result = &verify->result;
    result->user = arena_grow(verify->arena, result->user, result->user_count,
                              &verify->user_capacity, sizeof *result->user);
    struct identifier *by = arena_new(verify->arena, struct identifier, entry->sig_count);
    for (size_t i = 0; i < entry->sig_count; i++) by[i] = entry->sigs[i].user;
    struct verify_user *user = &result->user[result->user_count++];
    *user = (struct verify_user){.id = entry->rec, .by = by, .by_count = entry->sig_count};
    user->id.text[0] = IDENTIFIER_USER;
}

static void note_root_key(struct verify *verify, const struct authority_user *first) {
    verify->result.root_key = digest_of(&verify->digester, first->key[0].key.byte,
                                        sizeof first->key[0].key.byte);
    verify->result.root_key_found = true;
}

/* The name of the record is part of what everybody signs. */
static void check_origin(struct verify *verify, int64_t index, const struct entry *entry) {
    struct canonical_walk walk = canonical_walk(entry->pub, entry->pub_size);
    struct canonical_part part;
    if (strcmp(entry->kind, "investigation") != 0 || !verify->result.origin) return;
    while (canonical_next(&walk, &part))
        if (canonical_named(&part, "origin") &&
            !canonical_is_text(&part, verify->result.origin))
            verify_note(verify, index, "it gives the record another name than the database does");
}

const struct schema *verify_schema(const struct verify *verify, const struct entry *entry) {
    const struct authority_schema *given = authority_schema(&verify->authority, &entry->schema);
    return given && !strcmp(given->schema->kind, entry->kind) ? given->schema : NULL;
}

static void check_authority(struct verify *verify, int64_t index, const struct digest *leaf,
                            struct verify_item *own) {
    struct error error = {0};
    const struct entry *entry = &own->entry;
    verify->authority.size = (uint64_t)index;
    own->known = authority_admit(&verify->authority, &verify->digester, leaf, entry,
                                 own->signers, &error);
    if (own->known) {
        note_user(verify, entry);
        if (index == 0) note_root_key(verify, own->signers[0]);
    } else {
        verify_note(verify, index, "it should not have been taken: %s", error.text);
        /* Its signatures are still looked at, where their keys are known. */
        own->known = true;
        for (size_t i = 0; i < entry->sig_count && own->known; i++) {
            own->signers[i] = authority_user(&verify->authority, &entry->sigs[i].user);
            own->known = own->signers[i] != NULL;
        }
    }
    own->schema = verify_schema(verify, entry);
}

bool verify_open(void *data, struct arena *arena, struct log_item *item, struct error *error) {
    struct verify *verify = data;
    struct verify_item *own = arena_new(arena, struct verify_item, 1);
    struct error failure = {0};
    struct digest leaf = {{0}};
    item->own = own;
    check_place(verify, item);
    if (item->leaf.size == DIGEST_SIZE) memcpy(leaf.byte, item->leaf.bytes, DIGEST_SIZE);
    own->read = item->entry.bytes &&
                entry_read(arena, item->entry.bytes, item->entry.size, &own->entry, &failure);
    if (!own->read) {
        verify_note(verify, item->index, "it is no entry any more, or never was one: %s",
                    item->entry.bytes ? failure.text : "there is nothing");
        return true;
    }
    check_columns(verify, item, &own->entry);
    check_origin(verify, item->index, &own->entry);
    note_day(verify, item->index, &own->entry);
    check_authority(verify, item->index, &leaf, own);
    return verify_follow(verify, arena, item->index, &leaf, &own->entry, error);
}

/* ------------------------------------------------------------------ any thread */

/* The values that can be seen. What was erased is not missed. */
static bool check_values(struct arena *arena, const struct schema *schema,
                         const struct vault_unsealed *unsealed, struct error *error) {
    bool whole = unsealed->unopened == 0;
    for (int i = 0; i < schema->field_count; i++) {
        const struct schema_field *field = &schema->fields[i];
        const struct vault_field *found = vault_field(unsealed, field->name);
        struct json_node node;
        struct arena_mark mark = arena_mark(arena);
        if (found) node = canonical_node(arena, found->value, found->size);
        bool seen = found || whole || field->tier == TIER_PUBLIC;
        bool fits = !seen || value_check_node(field, found ? &node : NULL, VALUE_OF_ENTRY, error);
        arena_release(arena, mark);
        if (!fits) return false;
    }
    return true;
}

static const char *kept(struct arena *arena, const struct error *error) {
    return arena_copy(arena, error->text);
}

static void check_contents(const struct verify *verify, struct arena *arena,
                           struct log_item *item, struct digester *digester) {
    struct verify_item *own = item->own;
    struct vault_unsealed unsealed;
    struct error error = {0};
    bool sealed = verify->plan->level < VERIFY_CONTENTS;
    if (!vault_unseal(arena, digester, &own->entry, sealed ? NULL : item->disclosures.bytes,
                      item->disclosures.size, &unsealed, &error)) {
        own->contents = kept(arena, &error);
        return;
    }
    own->unopened = unsealed.unopened;
    own->file = unsealed.file;
    if (own->schema && !own->fields && !check_values(arena, own->schema, &unsealed, &error))
        own->fields = kept(arena, &error);
}

void verify_work(void *data, struct arena *arena, struct log_item *item, int worker) {
    struct verify *verify = data;
    struct digester *digester = &verify->worker[worker];
    struct verify_item *own = item->own;
    struct error error = {0};
    own->leaf = merkle_leaf(digester, item->entry.bytes, item->entry.size);
    if (!own->read) return;
    if (own->known && verify->result.origin &&
        !authority_verify(arena, &own->entry, verify->result.origin, own->signers, &error))
        own->signature = kept(arena, &error);
    error = (struct error){0};
    if (own->schema && !fits_declaration(arena, own->schema, &own->entry, &error))
        own->fields = kept(arena, &error);
    check_contents(verify, arena, item, digester);
}

/* ------------------------------------------------------------------ in order, last */

/* Rules that only sealed fields tell. */
static bool has_sealed_rules(const char *kind) {
    static const char *const KINDS[] = {"custody", "confirmation", "refusal", "revocation"};
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (!strcmp(kind, KINDS[i])) return true;
    return false;
}

static bool check_sealed_rules(struct verify *verify, struct arena *arena,
                               const struct log_item *item, struct error *error) {
    const struct verify_item *own = item->own;
    struct vault_contents contents;
    struct error failure = {0};
    if (own->contents || own->unopened > 0 || !has_sealed_rules(own->entry.kind)) return true;
    if (!vault_open(arena, &verify->digester, &own->entry, item->disclosures.bytes,
                    item->disclosures.size, &contents, &failure))
        return true; /* which is said already */
    bool done = sealed_rules_check(arena, verify->store, (uint64_t)item->index, &own->entry,
                                   contents.fields, &failure);
    json_decref(contents.fields);
    if (done) return true;
    if (store_broken(verify->store))
        return error_set(error, failure.code, "%s", failure.text);
    verify_note(verify, item->index, "it should not have been taken: %s", failure.text);
    return true;
}

bool verify_close(void *data, struct arena *arena, struct log_item *item, struct error *error) {
    struct verify *verify = data;
    const struct verify_item *own = item->own;
    if (item->leaf.size != DIGEST_SIZE ||
        memcmp(item->leaf.bytes, own->leaf.byte, DIGEST_SIZE) != 0)
        verify_note(verify, item->index, "the hash that is kept of it is not its own: one of the "
                    "two was altered");
    merkle_append(&verify->tree, &verify->digester, &own->leaf);
    verify_against_past(verify);
    if (!verify_checkpoints_step(verify, &own->leaf, error)) return false;
    if (!own->read) return true;
    if (own->signature) verify_note(verify, item->index, "%s", own->signature);
    if (own->fields)
        verify_note(verify, item->index, "it does not fit its declaration: %s", own->fields);
    if (verify->plan->level < VERIFY_CONTENTS) return true;
    verify->result.unopened += (int64_t)own->unopened;
    if (own->contents)
        verify_note(verify, item->index, "what is kept of its sealed part is not what it commits "
                    "to: %s", own->contents);
    return check_sealed_rules(verify, arena, item, error) &&
           verify_files(verify, arena, item->index, own, error);
}
