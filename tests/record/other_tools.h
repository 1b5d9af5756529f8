/* Signatures, and whole published logs, judged by programs of other authors. Each says on stderr when
 * it is not installed, and the test is to be skipped. */
#ifndef CAIRN_TESTS_RECORD_OTHER_TOOLS_H
#define CAIRN_TESTS_RECORD_OTHER_TOOLS_H

#include "base/arena.h"
#include "base/sign.h"

bool other_openssl_is_here(void);
bool other_signify_is_here(void);

/* Does OpenSSL say that it is the key's signature of these bytes? */
bool other_openssl_verifies(struct arena *arena, const struct public_key *key, const void *bytes,
                            size_t size, const uint8_t signature[SIGN_SIGNATURE_SIZE]);

/* The same of OpenBSD's signify. */
bool other_signify_verifies(struct arena *arena, const struct public_key *key, const void *bytes,
                            size_t size, const uint8_t signature[SIGN_SIGNATURE_SIZE]);

/* Go, with the packages of golang.org/x/mod. */
bool other_go_is_here(void);

/* Is the log in the folder whole, as check_log.go looks at it: `vkey` has signed its checkpoint and
 * all in checkpoints/, all of them are of one growing tree, which its tiles make, and its entries,
 * if there are any, are in it? *out_said, if not NULL, is what it says: "SIZE entries N\n". */
bool other_go_accepts(struct arena *arena, const char *folder, const char *vkey, char **out_said);

#endif
