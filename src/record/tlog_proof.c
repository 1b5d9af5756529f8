#include "record/tlog_proof.h"

#include <inttypes.h>
#include <string.h>

#include "base/encode.h"
#include "record/tlog_line.h"

#define HEAD "c2sp.org/tlog-proof@v1"

static bool refuse(struct error *error, const char *why) {
    return error_set(error, ERROR_BAD_INPUT, "it is no receipt (.tlog-proof): %s", why);
}

/* ------------------------------------------------------------------ writing */

void tlog_proof_write(const struct tlog_proof *proof, struct buffer *out) {
    buffer_add_text(out, HEAD "\n");
    if (proof->extra) {
        buffer_add_text(out, "extra ");
        encode_text(ENCODING_BASE64, proof->extra, proof->extra_size,
                    buffer_extend(out, ENCODE_BASE64_LENGTH(proof->extra_size)));
        buffer_add_text(out, "\n");
    }
    buffer_format(out, "index %" PRIu64 "\n", proof->index);
    for (size_t i = 0; i < proof->path.count; i++) tlog_line_add_hash(out, &proof->path.hash[i]);
    buffer_add_text(out, "\n");
    buffer_add(out, proof->checkpoint, proof->checkpoint_size);
}

/* ------------------------------------------------------------------ reading */

struct line {
    const char *at;
    size_t length;
};

static bool take(struct tlog_text *rest, struct line *out_line) {
    return tlog_line_take(rest, &out_line->at, &out_line->length);
}

/* Takes the word off the line, if the line begins with it. */
static bool begins(struct line *line, const char *word) {
    size_t length = strlen(word);
    if (line->length < length || memcmp(line->at, word, length) != 0) return false;
    line->at += length;
    line->length -= length;
    return true;
}

static bool read_extra(struct arena *arena, const struct line *line, struct tlog_proof *proof,
                       struct error *error) {
    struct error ignored = {0};
    size_t size = encode_size(ENCODING_BASE64, line->at, line->length);
    if (size > TLOG_PROOF_EXTRA_MOST)
        return error_set(error, ERROR_TOO_LARGE, "a receipt has at most %d bytes of extra data",
                         TLOG_PROOF_EXTRA_MOST);
    uint8_t *extra = arena_new(arena, uint8_t, size + 1);
    if (!encode_bytes(ENCODING_BASE64, line->at, line->length, extra, size, &ignored))
        return refuse(error, "its extra data is not base64");
    proof->extra = extra;
    proof->extra_size = size;
    return true;
}

static bool read_path(struct tlog_text *rest, struct merkle_proof *path, struct error *error) {
    struct line line;
    for (;;) {
        if (!take(rest, &line)) return refuse(error, "no empty line stands before its checkpoint");
        if (line.length == 0) return true;
        if (path->count == MERKLE_DEPTH) return refuse(error, "it has more hashes than any log");
        if (!tlog_line_hash(line.at, line.length, &path->hash[path->count++]))
            return refuse(error, "a line is not a hash in base64");
    }
}

bool tlog_proof_read(struct arena *arena, const void *bytes, size_t size,
                     struct tlog_proof *out_proof, struct error *error) {
    struct tlog_text rest = {bytes, size};
    struct tlog_proof proof = {0};
    struct line line;
    if (size > TLOG_PROOF_MOST)
        return error_set(error, ERROR_TOO_LARGE, "a receipt has at most %d bytes", TLOG_PROOF_MOST);
    if (!take(&rest, &line) || !begins(&line, HEAD) || line.length > 0)
        return refuse(error, "its first line is not " HEAD);
    bool more = take(&rest, &line);
    if (more && begins(&line, "extra ")) {
        if (!read_extra(arena, &line, &proof, error)) return false;
        more = take(&rest, &line);
    }
    if (!more || !begins(&line, "index ") || !tlog_line_number(line.at, line.length, &proof.index))
        return refuse(error, "it does not say where the entry stands");
    if (!read_path(&rest, &proof.path, error)) return false;
    proof.checkpoint = rest.at;
    proof.checkpoint_size = rest.left;
    *out_proof = proof;
    return true;
}

/* ------------------------------------------------------------------ verifying */

bool tlog_proof_verify(struct arena *arena, struct digester *digester,
                       const struct tlog_proof *proof, const struct digest *leaf,
                       const struct checkpoint_trust *trust, struct checkpoint *out_checkpoint,
                       struct note_word **out_words, struct error *error) {
    struct checkpoint checkpoint;
    struct note_word *words;
    if (!checkpoint_open(arena, proof->checkpoint, proof->checkpoint_size, trust, &checkpoint,
                         &words, error) ||
        !merkle_verify_inclusion(digester, leaf, proof->index, checkpoint.size, proof->path.hash,
                                 proof->path.count, &checkpoint.root, error))
        return false;
    *out_checkpoint = checkpoint;
    *out_words = words;
    return true;
}
