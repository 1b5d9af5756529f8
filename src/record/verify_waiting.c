/* What waits beside the log (record/pull.h): is it still what was kept? Whether it may stand in the log is
 * for the administrator who accepts it. */
#include <string.h>

#include "base/encode.h"
#include "record/pull_parts.h"
#include "record/verify_parts.h"

static const char *wrong_with(struct verify *verify, struct arena *arena,
                              const struct candidate *candidate) {
    const struct authority_user *signers[ENTRY_SIGNATURES_MOST];
    struct vault_unsealed unsealed;
    struct entry entry;
    struct error failure = {0}, other = {0};
    struct digest leaf = merkle_leaf(&verify->digester, candidate->bytes, candidate->size);
    if (!digest_equal(&leaf, &candidate->leaf)) return "it is not the entry that was kept";
    if (!entry_read(arena, candidate->bytes, candidate->size, &entry, &failure))
        return arena_copy(arena, failure.text);
    if (verify->result.origin &&
        authority_would_accept(&verify->authority, &verify->digester, &leaf, &entry, signers,
                               &other) &&
        !authority_verify(arena, &entry, verify->result.origin, signers, &failure))
        return arena_copy(arena, failure.text);
    if (verify->plan->level < VERIFY_CONTENTS) return NULL;
    if (!vault_unseal(arena, &verify->digester, &entry, candidate->blob, candidate->blob_size,
                      &unsealed, &failure))
        return arena_copy(arena, failure.text);
    return unsealed.unopened ? "some of its sealed part is not there any more"
                             : pull_check_files(arena, &verify->digester, candidate, &entry,
                                                unsealed.file);
}

bool verify_waiting(struct verify *verify, struct error *error) {
    struct investigation place = {.path = verify->path};
    struct arena arena;
    struct candidate candidate;
    bool found = true, done = true;
    arena_open(&arena, 0);
    const char *folder = investigation_file(verify->arena, &place, ".");
    for (int64_t at = -1; done && found;) {
        char leaf[ENCODE_BASE64_LENGTH(DIGEST_SIZE) + 1];
        arena_release(&arena, (struct arena_mark){0});
        done = pull_next_waiting(&arena, verify->store, folder, at, &at, &candidate, &found, error);
        if (!done || !found) break;
        const char *wrong = wrong_with(verify, &arena, &candidate);
        encode_text(ENCODING_BASE64, candidate.leaf.byte, DIGEST_SIZE, leaf);
        if (wrong)
            verify_note(verify, VERIFY_WHOLE, "the entry %s, which waits, was altered: %s", leaf,
                        wrong);
    }
    arena_close(&arena);
    return done;
}
