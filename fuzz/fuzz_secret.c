/* Keys sealed under a passphrase: what is not one is refused, and one that asks for little work is
 * tried. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { KIBIBYTES = 64, PASSES = 2 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena;
    arena_open(&arena, 0);
    char *text = arena_copy_part(&arena, (const char *)bytes, size);
    unsigned long kibibytes = 0, passes = 0;
    sscanf(text, "%*s %*s %lu %lu", &kibibytes, &passes);
    struct error error = {0};
    struct secret passphrase, secret = {0};
    if (kibibytes <= KIBIBYTES && passes <= PASSES && secret_open(&passphrase, 1, &error)) {
        if (secret_unseal(&arena, text, &passphrase, &secret, &error)) secret_close(&secret);
        else if (error.code == ERROR_NONE || !error.text[0]) abort();
        secret_close(&passphrase);
    }
    arena_close(&arena);
    return 0;
}
