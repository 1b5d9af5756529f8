/* Disclosures, and the encodings under them: what is taken is written again as the same text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "record/disclosure.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check_encoding(struct arena *arena, enum encoding encoding, const char *text,
                           size_t length) {
    struct error error = {0};
    size_t size = encode_size(encoding, text, length);
    char *decoded = arena_take(arena, size + 1, 1), *again = arena_take(arena, length + 1, 1);
    if (!encode_bytes(encoding, text, length, decoded, size, &error)) {
        if (!error.text[0]) abort();
        return;
    }
    encode_text(encoding, decoded, size, again);
    if (memcmp(again, text, length) != 0) abort();
}

/* A source that gives the salt of the disclosure that was read. */
struct salt {
    struct random random;
    const uint8_t *byte;
};

static void fill_salt(struct random *random, void *out, size_t size) {
    memcpy(out, ((struct salt *)random)->byte, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena;
    arena_open(&arena, 0);
    const char *text = (const char *)bytes;
    for (int encoding = ENCODING_HEX; encoding <= ENCODING_BASE64URL; encoding++)
        check_encoding(&arena, encoding, text, size);
    struct error error = {0};
    struct disclosure disclosure;
    struct disclosure_file file;
    bool done = disclosure_read(&arena, text, size, &disclosure, &error);
    if (done) {
        struct salt salt = {{fill_salt}, disclosure.salt};
        char *again;
        if (!disclosure_make(&arena, &salt.random, disclosure.name, disclosure.value,
                             disclosure.value_size, &again, &error) ||
            strlen(again) != size || memcmp(again, text, size) != 0)
            abort();
    } else if (error.code == ERROR_NONE || !error.text[0]) {
        abort();
    }
    if (disclosure_read_file(&arena, text, size, &file, &error) && (!done || file.length < 0))
        abort();
    arena_close(&arena);
    return 0;
}
