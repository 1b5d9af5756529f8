#include "record/sealed_rules.h"

#include <inttypes.h>
#include <string.h>

#include "base/encode.h"
#include "record/log.h"

static bool refuse(struct error *error, const char *what) {
    return error_set(error, ERROR_DENIED, "%s", what);
}

static bool has_signed(const struct entry *entry, const char *user) {
    for (size_t i = 0; i < entry->sig_count; i++)
        if (strcmp(entry->sigs[i].user.text, user) == 0) return true;
    return false;
}

static bool check_hands(const struct entry *entry, const json_t *fields, struct error *error) {
    const char *gives = json_string_value(json_object_get(fields, "gives"));
    const char *receives = json_string_value(json_object_get(fields, "receives"));
    if (gives && receives && strcmp(gives, receives) == 0)
        return refuse(error, "one person cannot both give and receive");
    if (gives && !has_signed(entry, gives))
        return error_set(error, ERROR_DENIED, "%s, who gives, has not signed", gives);
    if (receives && !has_signed(entry, receives))
        return error_set(error, ERROR_DENIED, "%s, who receives, has not signed", receives);
    for (size_t i = 0; i < entry->sig_count; i++) {
        const char *user = entry->sigs[i].user.text;
        if (strcmp(user, entry->by.text) != 0 && !(gives && strcmp(user, gives) == 0) &&
            !(receives && strcmp(user, receives) == 0))
            return error_set(error, ERROR_DENIED, "%s, who signed, neither gives nor receives",
                             user);
    }
    return true;
}

/* The entry of that kind that a field names by its leaf hash. */
static bool find_named(struct arena *arena, struct store *store, uint64_t before,
                       const json_t *fields, const char *name, struct log_line *out_line,
                       struct error *error) {
    struct digest leaf;
    uint64_t index;
    bool found;
    const char *text = json_string_value(json_object_get(fields, name));
    if (!text) return error_set(error, ERROR_DENIED, "it does not say which %s it is about", name);
    if (!encode_bytes(ENCODING_BASE64, text, strlen(text), leaf.byte, DIGEST_SIZE, error) ||
        !log_find(store, &leaf, before, &found, &index, error))
        return error_within(error, "%s", name);
    if (!found)
        return error_set(error, ERROR_DENIED, "the %s that it names is not in the record", name);
    if (!log_read(arena, store, index, out_line, error)) return false;
    return strcmp(out_line->entry.kind, name) == 0 ||
           error_set(error, ERROR_DENIED, "entry %" PRIu64 ", which it names, is no %s", index,
                     name);
}

static bool check_proposal(struct arena *arena, struct store *store, uint64_t before,
                           const struct entry *entry, const json_t *fields,
                           struct error *error) {
    struct log_line proposal;
    if (!find_named(arena, store, before, fields, "proposal", &proposal, error)) return false;
    for (size_t i = 0; i < proposal.entry.sig_count; i++)
        if (has_signed(entry, proposal.entry.sigs[i].user.text))
            return error_set(error, ERROR_DENIED, "%s has proposed it, and cannot decide on it too",
                             proposal.entry.sigs[i].user.text);
    return true;
}

bool sealed_rules_check(struct arena *arena, struct store *store, uint64_t before,
                        const struct entry *entry, const json_t *fields, struct error *error) {
    struct log_line line;
    if (strcmp(entry->kind, "custody") == 0) return check_hands(entry, fields, error);
    if (strcmp(entry->kind, "confirmation") == 0 || strcmp(entry->kind, "refusal") == 0)
        return check_proposal(arena, store, before, entry, fields, error);
    if (strcmp(entry->kind, "revocation") == 0)
        return find_named(arena, store, before, fields, "confirmation", &line, error);
    return true;
}
