/* What the files of pull share. */
#ifndef CAIRN_RECORD_PULL_PARTS_H
#define CAIRN_RECORD_PULL_PARTS_H

#include <jansson.h>

#include "record/log.h"
#include "record/pull.h"
#include "record/vault.h"

/* An entry as another copy has it, or as it waits here: bytes that nobody has looked at. */
struct candidate {
    int64_t from; /* struct pull_entry */
    const char *bytes;
    size_t size;
    const char *blob; /* its disclosures; NULL: none */
    size_t blob_size;
    const char *folder;      /* where its files lie */
    const char *const *file; /* their names, in the order of attachments; NULL: there is none */
    size_t file_count;
    struct digest leaf; /* of one that waits: as it was kept */
    bool own; /* it waits here, and its files are in their place */
};

/* What came of looking at it. */
struct judged {
    enum pull_fate fate;
    const char *why;
    struct entry entry;
    bool read; /* there is an entry */
    struct digest leaf;
    struct disclosure_file *file; /* what its attachments should be */
    struct authority after;       /* PULL_TAKEN: with its effect */
};

struct pulling {
    const struct pull *pull;
    struct arena *arena;  /* of the result */
    struct arena scratch; /* of one entry */
    struct append_log *log;
    struct pull_result *result;
    size_t capacity;
    bool looks; /* and changes nothing */
    json_t *left; /* leaf hashes, and records without a beginning, of what was left out: its place
                     in the result */
    const char **made; /* paths of files that were stored */
    size_t made_count, made_capacity;
};

/* The copy that is pulled from, in a transaction of its own. */
struct pull_other {
    struct investigation investigation;
    const char *folder; /* of its files */
};

/* Opens it, if it is a copy of this investigation, of the form that this program makes, and not the
 * same one. The caller closes the investigation, also when it fails. */
MUST_CHECK bool pull_other_open(struct arena *arena, const struct investigation *here,
                                const char *from, struct pull_other *other, struct error *error);

/* The root over its first entries, of their bytes: the hashes that it keeps prove nothing. */
MUST_CHECK bool pull_other_root(const struct pull_other *other, struct digester *digester,
                                uint64_t size, struct digest *out_root, struct error *error);

/* The disclosures and the names of files of the candidate, which is an entry of its log; in the
 * arena. */
MUST_CHECK bool pull_other_vault(const struct pull_other *other, struct arena *arena,
                                 struct candidate *candidate, struct error *error);

/* Is a failure about what was to be taken? Else it ends the pull. */
bool pull_is_fault(const struct error *failure);

/* Looks at a candidate as it would stand next in the log. Nothing changes; what *out_judged points to
 * is in the scratch arena. */
MUST_CHECK bool pull_judge(struct pulling *pulling, const struct candidate *candidate,
                           struct judged *out_judged, struct error *error);

/* Are its files what it commits to? NULL, or what is wrong; in the arena. */
const char *pull_check_files(struct arena *arena, struct digester *digester,
                             const struct candidate *candidate, const struct entry *entry,
                             const struct disclosure_file *file);

/* Notes in the result what became of an entry. */
void pull_note(struct pulling *pulling, const struct candidate *candidate,
               const struct judged *judged);

/* Puts a judged entry where it belongs, into the log or to what waits, and notes it. */
MUST_CHECK bool pull_place(struct pulling *pulling, const struct candidate *candidate,
                           const struct judged *judged, struct error *error);

/* Notes each entry that waits here, so that what rests on it is known. */
MUST_CHECK bool pull_note_waiting(struct pulling *pulling, struct error *error);

/* Judges and places each entry that waited here before this pull: up to place `last`. */
MUST_CHECK bool pull_try_waiting(struct pulling *pulling, int64_t last, struct error *error);

/* The place of the last one that waits; -1: none does. */
MUST_CHECK bool pull_last_waiting(struct store *store, int64_t *out_place, struct error *error);

/* The next one that waits in a store, after a place; in the arena. */
MUST_CHECK bool pull_next_waiting(struct arena *arena, struct store *store, const char *folder,
                                  int64_t after, int64_t *out_place,
                                  struct candidate *out_candidate, bool *out_found,
                                  struct error *error);

/* Counts what became of the entries of the result. */
void pull_count(struct pull_result *result);

/* Takes all entries out of the log from an index on, so that they wait, and goes back with tree and
 * authority. */
MUST_CHECK bool pull_set_aside(struct pulling *pulling, uint64_t size, struct error *error);

/* Takes over the private keys that lie in the other copy, of users that the log has. */
MUST_CHECK bool pull_take_keys(struct pulling *pulling, struct store *other, struct error *error);

#endif
