/* What must not be read by others: keys and passphrases in memory that is not swapped out and is
 * wiped, and a secret sealed under a passphrase, which may lie on a disk. */
#ifndef CAIRN_BASE_SECRET_H
#define CAIRN_BASE_SECRET_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/random.h"

struct secret {
    uint8_t *bytes;
    size_t size;
    bool locked; /* the system promised never to swap it out; if not, warn */
};

/* Zeroed memory of `size` bytes with guard pages around it, left out of core dumps. */
MUST_CHECK bool secret_open(struct secret *secret, size_t size, struct error *error);

/* Locks it again: what a process has locked is not locked in a child of it (mlock(2)). */
void secret_lock(struct secret *secret);

/* Zeroes that the compiler does not leave out. */
void secret_wipe(void *bytes, size_t size);

/* Wipes and frees. Takes a secret of zeroes. */
void secret_close(struct secret *secret);

/* What one guess of a passphrase costs (Argon2id, RFC 9106, one lane). */
struct secret_cost {
    uint32_t kibibytes, passes;
};

enum {
    SECRET_COST_KIBIBYTES = 262144, /* 256 MiB, the default */
    SECRET_COST_PASSES = 3,
    SECRET_COST_KIBIBYTES_LEAST = 8,
    SECRET_COST_KIBIBYTES_MOST = 4194304, /* what a sealed text may ask of its reader */
    SECRET_COST_PASSES_MOST = 16,
    SECRET_SEALED_MOST = 1024 /* bytes that can be sealed */
};

/* Seals 1 to SECRET_SEALED_MOST bytes under a passphrase that is not empty. The text, in the
 * arena, is one line without its end:
 *
 *     cairn-sealed/v1 argon2id KIBIBYTES PASSES SALT BOX
 *
 * SALT is 16 bytes and BOX a nonce of 24 bytes and the XChaCha20-Poly1305 ciphertext, in base64;
 * what stands before BOX is authenticated with it. The key is Argon2id of passphrase and salt. */
MUST_CHECK bool secret_seal(struct arena *arena, struct random *random,
                            const struct secret *secret, const struct secret *passphrase,
                            struct secret_cost cost, char **out_text, struct error *error);

/* What was sealed; the caller closes it. ERROR_DENIED: the passphrase is another one, or the text
 * was altered (nobody can tell which). */
MUST_CHECK bool secret_unseal(struct arena *arena, const char *text,
                              const struct secret *passphrase, struct secret *out_secret,
                              struct error *error);

#endif
