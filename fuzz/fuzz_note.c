/* Keys and signed notes: what is taken has one spelling, and whatever is signed, nobody whose key
 * never signed is believed to have done so. The bytes are a vkey, "\n" and a note. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "record/note.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void read_key(struct arena *arena, struct digester *digester, const char *text,
                     size_t length, struct note_key *out_key) {
    struct error error = {0};
    struct note_key key;
    if (note_key_read(arena, digester, text, length, &key, &error)) {
        const char *again = note_key_write(arena, &key);
        if (length > NOTE_KEY_TEXT_MOST || strlen(again) != length ||
            memcmp(again, text, length) != 0)
            abort();
        *out_key = key;
    } else if (error.code == ERROR_NONE || !error.text[0]) {
        abort();
    }
}

static void read_note(struct arena *arena, const uint8_t *bytes, size_t size,
                      const struct note_key *keys, size_t count) {
    struct error error = {0};
    struct note note;
    struct note_word *words;
    if (!note_read(arena, bytes, size, &note, &error)) {
        if (error.code == ERROR_NONE || !error.text[0]) abort();
        return;
    }
    if (size > NOTE_MOST || note.size == 0 || note.size >= size ||
        note.text[note.size - 1] != '\n' || note.signature_count < 1 ||
        note.signature_count > NOTE_SIGNATURES_MOST)
        abort();
    for (size_t i = 0; i < note.signature_count; i++)
        if (note.signatures[i].size < 1 ||
            !note_key_is_name(note.signatures[i].name, strlen(note.signatures[i].name)))
            abort();
    bool signed_it = note_verify(arena, &note, keys, count, &words, &error);
    if (!signed_it && !error.text[0]) abort();
    /* The last key is nobody's: no signature by it is known. */
    if (signed_it && words[count - 1].signed_it) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena;
    struct digester digester;
    struct error error = {0};
    struct public_key nobody = {{1, 2, 3}};
    arena_open(&arena, 0);
    if (!digest_open(&digester, &error)) abort();
    struct note_key keys[2];
    keys[0] = keys[1] = note_key_of(&digester, "example.com/foo", NOTE_KEY_COSIGNATURE, &nobody);
    const uint8_t *line = size ? memchr(bytes, '\n', size) : NULL;
    size_t length = line ? (size_t)(line - bytes) : 0;
    read_key(&arena, &digester, (const char *)bytes, length, &keys[0]);
    if (line) read_note(&arena, line + 1, size - length - 1, keys, 2);
    digest_close(&digester);
    arena_close(&arena);
    return 0;
}
