#include "http/totp.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/encode.h"

uint32_t totp_code(enum hmac kind, const void *secret, size_t size, uint64_t step, int digits) {
    uint8_t counter[8], code[HMAC_MOST];
    for (int i = 0; i < 8; i++) counter[i] = (uint8_t)(step >> (56 - 8 * i));
    size_t length = hmac_of(kind, secret, size, counter, sizeof counter, code);
    /* RFC 4226, section 5.3: the last four bits say where the 31 bits of the number begin. */
    const uint8_t *at = code + (code[length - 1] & 15);
    uint32_t number = ((uint32_t)(at[0] & 127) << 24) | ((uint32_t)at[1] << 16) |
                      ((uint32_t)at[2] << 8) | at[3];
    uint32_t limit = 1;
    for (int i = 0; i < digits; i++) limit *= 10;
    return number % limit;
}

bool totp_check(const void *secret, size_t size, int64_t unix_seconds, const char *text,
                uint64_t *last) {
    uint64_t now = (uint64_t)unix_seconds / TOTP_STEP, found = 0;
    char given[TOTP_DIGITS + 1] = {0}, code[16];
    if (strlen(text) != TOTP_DIGITS) return false;
    memcpy(given, text, TOTP_DIGITS);
    for (uint64_t step = now ? now - 1 : 0; step <= now + 1; step++) {
        snprintf(code, sizeof code, "%06u",
                 totp_code(HMAC_SHA1, secret, size, step, TOTP_DIGITS));
        bool same = hmac_equal(given, code, TOTP_DIGITS);
        if (same && step > *last && !found) found = step;
    }
    if (found) *last = found;
    return found != 0;
}

static void add_encoded(struct buffer *out, const char *text) {
    for (; *text; text++)
        if (isalnum((unsigned char)*text)) buffer_add(out, text, 1);
        else buffer_format(out, "%%%02X", (unsigned char)*text);
}

char *totp_address(struct arena *arena, const char *issuer, const char *account,
                   const uint8_t secret[TOTP_SECRET_SIZE]) {
    struct buffer out = {0};
    char text[ENCODE_BASE32_LENGTH(TOTP_SECRET_SIZE) + 1];
    encode_text(ENCODING_BASE32, secret, TOTP_SECRET_SIZE, text);
    for (char *c = text; *c; c++) *c = (char)toupper((unsigned char)*c);
    buffer_add_text(&out, "otpauth://totp/");
    add_encoded(&out, issuer);
    buffer_add_text(&out, ":");
    add_encoded(&out, account);
    buffer_format(&out, "?secret=%s&issuer=", text);
    add_encoded(&out, issuer);
    char *address = arena_copy(arena, buffer_text(&out));
    buffer_close(&out);
    return address;
}
