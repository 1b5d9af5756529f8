/* A second factor: the six digits of an authenticator application (TOTP, RFC 6238, with HMAC-SHA-1
 * and steps of 30 seconds, which is what such applications know). */
#ifndef CAIRN_HTTP_TOTP_H
#define CAIRN_HTTP_TOTP_H

#include <stdint.h>

#include "base/arena.h"
#include "base/hmac.h"

enum { TOTP_SECRET_SIZE = 20, TOTP_STEP = 30, TOTP_DIGITS = 6 };

/* HOTP (RFC 4226) of a step, in so many digits (at most 8), as a number. The secret may have any
 * size, and the digest may be another, for the vectors of the RFC. */
uint32_t totp_code(enum hmac kind, const void *secret, size_t size, uint64_t step, int digits);

/* Is the text the code of now, of the step before or of the one after, and of none up to *last,
 * which is the newest step that was ever taken (0 at first)? Then *last is that step, to be kept
 * with the secret: no code is good twice. Every code is compared, in constant time. How often
 * somebody may try is the caller's business (rate.h). */
bool totp_check(const void *secret, size_t size, int64_t unix_seconds, const char *text,
                uint64_t *last);

/* "otpauth://totp/ISSUER:ACCOUNT?secret=…&issuer=…", for a QR code; in the arena. It holds the
 * secret. */
char *totp_address(struct arena *arena, const char *issuer, const char *account,
                   const uint8_t secret[TOTP_SECRET_SIZE]);

#endif
