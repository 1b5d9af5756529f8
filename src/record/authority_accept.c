/* Entries that an administrator has accepted although somebody who signed them may not sign any more:
 * what was written on a device is handed over later, and meanwhile its key may have been revoked. */
#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "record/authority_parts.h"
#include "record/canonical.h"

static int by_bytes(const void *left, const void *right) {
    return memcmp(left, right, DIGEST_SIZE);
}

static bool read_leaf(const struct canonical_part *part, struct digest *out_leaf,
                      struct error *error) {
    if (part->bytes[0] != '"')
        return error_set(error, ERROR_DENIED, "entries names something that is no text");
    return encode_bytes(ENCODING_BASE64, part->bytes + 1, part->size - 2, out_leaf->byte,
                        DIGEST_SIZE, error) ||
           error_within(error, "entries");
}

bool authority_read_accept(const struct authority *authority, const struct entry *entry,
                           struct authority_change *out_change, struct error *error) {
    struct canonical_part part;
    if (!authority_find(entry, "entries", &part, error)) return false;
    if (part.bytes[0] != '[') return error_set(error, ERROR_DENIED, "entries is no list");
    size_t count = authority->accepted_count;
    struct digest *accepted = arena_new(authority->arena, struct digest,
                                        count + canonical_count(part.bytes, part.size));
    if (count) memcpy(accepted, authority->accepted, count * sizeof *accepted);
    struct canonical_walk walk = canonical_walk(part.bytes, part.size);
    while (canonical_next(&walk, &part))
        if (!read_leaf(&part, &accepted[count++], error)) return false;
    if (count) qsort(accepted, count, sizeof *accepted, by_bytes);
    *out_change = (struct authority_change){.accepted = accepted, .accepted_count = count};
    return true;
}

bool authority_is_accepted(const struct authority *authority, const struct digest *leaf) {
    return authority->accepted_count && bsearch(leaf, authority->accepted, authority->accepted_count,
                                                sizeof *authority->accepted, by_bytes);
}

const struct authority_user *authority_at_most(const struct authority *authority,
                                               const struct authority_user *user) {
    struct authority_user *most = arena_new(authority->arena, struct authority_user, 1);
    *most = *user;
    most->state = USER_ACTIVE;
    most->roles = user->ever;
    for (size_t i = 0; i < most->key_count; i++) most->key[i].active = true;
    return most;
}
