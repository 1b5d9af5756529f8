#include "record/checkpoint.h"

#include <inttypes.h>
#include <string.h>

#include "record/tlog_line.h"

static bool refuse(struct error *error, const char *why) {
    return error_set(error, ERROR_BAD_INPUT, "it is no checkpoint: %s", why);
}

static bool read_extension(struct tlog_text rest, struct error *error) {
    const char *line;
    size_t length;
    while (rest.left > 0)
        if (!tlog_line_take(&rest, &line, &length) || length == 0)
            return refuse(error, "its further lines are empty, or do not end");
    return true;
}

bool checkpoint_read(struct arena *arena, const char *text, size_t size,
                     struct checkpoint *out_checkpoint, struct error *error) {
    struct tlog_text rest = {text, size};
    struct checkpoint checkpoint;
    const char *origin, *line;
    size_t origin_length, length;
    if (size && memchr(text, 0, size)) return refuse(error, "it has a zero byte");
    if (!tlog_line_take(&rest, &origin, &origin_length) || origin_length == 0)
        return refuse(error, "it has no origin");
    if (!tlog_line_take(&rest, &line, &length) || !tlog_line_number(line, length, &checkpoint.size))
        return refuse(error, "its second line is not the size of a log");
    if (!tlog_line_take(&rest, &line, &length) || !tlog_line_hash(line, length, &checkpoint.root))
        return refuse(error, "its third line is not a hash in base64");
    if (!read_extension(rest, error)) return false;
    checkpoint.origin = arena_copy_part(arena, origin, origin_length);
    checkpoint.extension = arena_copy_part(arena, rest.at, rest.left);
    *out_checkpoint = checkpoint;
    return true;
}

void checkpoint_write(const struct checkpoint *checkpoint, struct buffer *out) {
    buffer_format(out, "%s\n%" PRIu64 "\n", checkpoint->origin, checkpoint->size);
    tlog_line_add_hash(out, &checkpoint->root);
    if (checkpoint->extension) buffer_add_text(out, checkpoint->extension);
}

bool checkpoint_open(struct arena *arena, const void *bytes, size_t size,
                     const struct checkpoint_trust *trust, struct checkpoint *out_checkpoint,
                     struct note_word **out_words, struct error *error) {
    struct note note;
    struct checkpoint checkpoint;
    struct note_word *words;
    if (!note_read(arena, bytes, size, &note, error) ||
        !checkpoint_read(arena, note.text, note.size, &checkpoint, error) ||
        !note_verify(arena, &note, trust->keys, trust->count, &words, error))
        return false;
    if (strcmp(checkpoint.origin, trust->keys[0].name) != 0)
        return error_set(error, ERROR_BAD_INPUT, "the checkpoint is of the log %s, not of %s",
                         checkpoint.origin, trust->keys[0].name);
    if (!words[0].signed_it)
        return error_set(error, ERROR_BAD_INPUT, "the log itself has not signed the checkpoint");
    *out_words = words;
    *out_checkpoint = checkpoint;
    return true;
}

bool checkpoint_sign(struct digester *digester, const struct checkpoint *checkpoint,
                     const struct signing_key *signer, struct buffer *out, struct error *error) {
    struct note_key key =
        note_key_of(digester, checkpoint->origin, NOTE_KEY_ED25519, &signer->public_key);
    struct buffer text = {0}, line = {0};
    checkpoint_write(checkpoint, &text);
    bool done = note_key_is_name(key.name, strlen(key.name))
                    ? note_sign(text.bytes, text.size, &key, signer, 0, &line, error)
                    : refuse(error, "its origin cannot be the name of a key");
    if (done) {
        buffer_add(out, text.bytes, text.size);
        buffer_add_text(out, "\n");
        buffer_add(out, line.bytes, line.size);
    }
    buffer_close(&text);
    buffer_close(&line);
    return done;
}
