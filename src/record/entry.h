/* One signed line of the record. As bytes it is canonical JSON of at most ENTRY_MOST bytes with
 * just these members:
 *
 *     {"att":{"1":"<digest of a file's disclosure, base64url>"},"by":"u-…","day":"2022-09-16",
 *      "kind":"remains","prev":["<leaf hash of a revision before, base64>"],"pub":{…},"rec":"r-…",
 *      "rev":2,"schema":"<SHA-256 of the schema's text, hexadecimal>",
 *      "sd":{"found":"<digest of a field's disclosure, base64url>"},
 *      "sigs":{"u-…":"<Ed25519, base64>"},"v":1}
 *
 * What is checked here is the form of one entry. Whether its revisions, signers and fields fit the
 * entries before it and its schema is for those who know them. */
#ifndef CAIRN_RECORD_ENTRY_H
#define CAIRN_RECORD_ENTRY_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/sign.h"
#include "record/identifier.h"

enum {
    ENTRY_MOST = 65535,    /* bytes; a tile of entries gives the length in two (C2SP tlog-tiles) */
    ENTRY_NAME_MOST = 64,  /* characters of a kind's or a field's name */
    ENTRY_FILES_MOST = 999,
    ENTRY_SIGNATURES_MOST = 16,
    ENTRY_ORIGIN_MOST = 255,
    ENTRY_MESSAGE_MOST = ENTRY_MOST + ENTRY_ORIGIN_MOST + 16 /* bytes that are signed */
};

/* The digest of a field's disclosure. */
struct entry_field {
    const char *name;
    struct digest digest;
};

struct entry_signature {
    struct identifier user;
    struct signature signature;
};

struct entry {
    struct identifier rec, by;
    char day[11]; /* of the calendar, in UTC: "2022-09-16" */
    const char *kind;
    int64_t rev;            /* 1 is the first revision; it alone has no prev */
    struct digest schema;   /* SHA-256 of the text of the schema that it was written under */
    const char *pub;        /* the public fields: an object in canonical JSON */
    size_t pub_size;
    struct digest *prev;    /* leaf hashes of the revisions that this one follows */
    struct entry_field *sd; /* the sealed fields */
    struct digest *att;     /* files: digests of their disclosures, under the names "1", "2", … */
    struct entry_signature *sigs; /* in the order of their users */
    size_t prev_count, sd_count, att_count, sig_count;
};

/* Takes an entry apart. It is refused with the reason unless it is canonical, has every member
 * and no other, each in its one form, and is signed by at least `by`. Lists and names are in the
 * arena; `pub` points into `bytes`. */
MUST_CHECK bool entry_read(struct arena *arena, const void *bytes, size_t size,
                           struct entry *out_entry, struct error *error);

/* The bytes of an entry, in the arena: the ones that entry_read gives the same entry for. `prev`
 * and `sd` may stand in any order. Refuses what entry_read would. */
MUST_CHECK bool entry_write(struct arena *arena, const struct entry *entry, char **out_bytes,
                            size_t *out_size, struct error *error);

/* Adds the user's signature (one for each user) to an entry whose other members are all there. It
 * is over "cairn-entry/v1\n", the origin of the log, "\n" and the entry without `sigs`. What
 * entry_write would refuse is not signed, except that `by` need not have signed yet. */
MUST_CHECK bool entry_sign(struct arena *arena, struct entry *entry, const char *origin,
                           const struct identifier *user, struct signing_key key,
                           struct error *error);

/* Do the bytes begin as all that entry_sign has signed for a log of that origin? */
bool entry_is_message(const void *bytes, size_t size, const char *origin);

/* Does every signature hold? keys[i] is that of the user sigs[i].user. */
MUST_CHECK bool entry_verify(struct arena *arena, const struct entry *entry, const char *origin,
                             const struct public_key *keys, struct error *error);

/* May a log be called that? 1 to ENTRY_ORIGIN_MOST characters of visible ASCII, no "+" (it is the
 * name of the log's key too, C2SP signed-note). */
MUST_CHECK bool entry_check_origin(const char *origin, struct error *error);

#endif
