/* Checkpoints: what is taken is written again as the same bytes, and can be signed and opened when its
 * origin is the name of a key. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "record/checkpoint.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena;
    struct digester digester;
    struct error error = {0};
    struct checkpoint checkpoint;
    arena_open(&arena, 0);
    if (!digest_open(&digester, &error)) abort();
    if (checkpoint_read(&arena, (const char *)bytes, size, &checkpoint, &error)) {
        struct buffer again = {0};
        checkpoint_write(&checkpoint, &again);
        if (again.size != size || memcmp(again.bytes, bytes, size) != 0 ||
            checkpoint.size > INT64_MAX)
            abort();
        buffer_close(&again);
    } else if (error.code == ERROR_NONE || !error.text[0]) {
        abort();
    }
    struct public_key nobody = {{1, 2, 3}};
    struct note_key key = note_key_of(&digester, "example.com/foo", NOTE_KEY_ED25519, &nobody);
    struct checkpoint_trust trust = {&key, 1};
    struct note_word *words;
    error = (struct error){0};
    if (checkpoint_open(&arena, bytes, size, &trust, &checkpoint, &words, &error)) abort();
    if (error.code == ERROR_NONE || !error.text[0]) abort();
    digest_close(&digester);
    arena_close(&arena);
    return 0;
}
