#include "record/mark.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/encode.h"
#include "base/files.h"
#include "record/log.h"

#define HEAD "cairn-mark/v1\n"

enum {
    MARK_BYTES_MOST = 8192,
    STORED_TEXT = ENCODE_BASE64_LENGTH(MERKLE_STORED_MOST),
    ROOT_TEXT = ENCODE_BASE64_LENGTH(DIGEST_SIZE)
};

/* ------------------------------------------------------------------ its file */

/* Origins have characters that file names have not. */
static const char *path_of(struct arena *arena, const char *folder, const char *origin,
                           struct error *error) {
    struct digester digester;
    char hex[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1];
    if (!digest_open(&digester, error)) return NULL;
    struct digest name = digest_of(&digester, origin, strlen(origin));
    digest_close(&digester);
    encode_text(ENCODING_HEX, name.byte, DIGEST_SIZE, hex);
    return arena_format(arena, "%s/%s.mark", folder, hex);
}

/* Three lines after the head: origin; size and root, for people and to find damage; the tree. */
static void write_text(const char *origin, const struct merkle *tree, struct digester *digester,
                       struct buffer *out) {
    uint8_t stored[MERKLE_STORED_MOST];
    char text[STORED_TEXT + 1], root_text[ROOT_TEXT + 1];
    struct digest root = merkle_root(tree, digester);
    encode_text(ENCODING_BASE64, root.byte, DIGEST_SIZE, root_text);
    encode_text(ENCODING_BASE64, stored, merkle_store(tree, stored), text);
    buffer_format(out, HEAD "%s\n%" PRIu64 " %s\n%s\n", origin, tree->size, root_text, text);
}

/* The tree is read, and the text that it makes compared: there is one text for every tree. */
static bool read_text(const char *bytes, size_t size, const char *origin, struct merkle *out_tree,
                      struct error *error) {
    struct digester digester;
    struct buffer again = {0};
    uint8_t stored[MERKLE_STORED_MOST];
    const char *end = size && bytes[size - 1] == '\n' ? bytes + size - 1 : bytes;
    const char *text = end;
    while (text > bytes && text[-1] != '\n') text--;
    size_t length = (size_t)(end - text), count = encode_size(ENCODING_BASE64, text, length);
    bool done = count <= sizeof stored &&
                encode_bytes(ENCODING_BASE64, text, length, stored, count, error) &&
                merkle_restore(stored, count, out_tree, error);
    if (!done || !digest_open(&digester, error)) return false;
    write_text(origin, out_tree, &digester, &again);
    digest_close(&digester);
    done = again.size == size && memcmp(again.bytes, bytes, size) == 0;
    buffer_close(&again);
    return done;
}

static bool read_mark(struct arena *arena, const char *origin, struct mark *mark,
                      struct error *error) {
    char *bytes;
    size_t size;
    struct error ignored = {0};
    if (!files_is_file(mark->path)) return true;
    if (!files_read(arena, mark->path, MARK_BYTES_MOST, &bytes, &size, error)) return false;
    mark->found = read_text(bytes, size, origin, &mark->tree, &ignored);
    return mark->found ||
           error_set(error, ERROR_CORRUPT, "%s, the high-water mark of %s on this device, is damaged: "
                     "compare the record with a checkpoint that others have, and remove the mark",
                     mark->path, origin);
}

bool mark_open(struct arena *arena, const char *origin, struct mark *out_mark,
               struct error *error) {
    struct mark mark = {0};
    struct error failure = {0};
    char *folder;
    if (files_state_folder(arena, &folder, &failure)) {
        mark.path = path_of(arena, folder, origin, error);
        if (!mark.path || !read_mark(arena, origin, &mark, error)) return false;
    } else {
        mark.why = arena_copy(arena, failure.text);
    }
    *out_mark = mark;
    return true;
}

/* ------------------------------------------------------------------ comparing */

/* The mark's tree goes on with the entries after it; the root that it comes to says whether it had
 * the same ones before. */
static bool leads_to(const struct mark *mark, struct store *store, struct digester *digester,
                     const struct merkle *tree, bool *out_same, struct error *error) {
    struct merkle grown = mark->tree;
    if (!log_grow_tree(store, digester, tree->size, &grown, error)) return false;
    struct digest root = merkle_root(&grown, digester), wanted = merkle_root(tree, digester);
    *out_same = grown.size == tree->size && digest_equal(&root, &wanted);
    return true;
}

bool mark_holds(const struct mark *mark, struct store *store, struct digester *digester,
                const struct merkle *tree, struct error *error) {
    bool same = false;
    if (!mark->found) return true;
    if (tree->size < mark->tree.size)
        return error_set(error, ERROR_DENIED, "this is an older copy of the record: it has "
                         "%" PRIu64 " entries, and this device has written in one of %" PRIu64
                         " (%s); use the newest copy",
                         tree->size, mark->tree.size, mark->path);
    if (!leads_to(mark, store, digester, tree, &same, error)) return false;
    return same ||
           error_set(error, ERROR_DENIED, "its first %" PRIu64 " entries are not those that this "
                     "device has written in last: it is a copy with a history of its own; use the "
                     "other, and bring this one's entries into it with cairn pull",
                     mark->tree.size);
}

bool mark_advance(struct mark *mark, const char *origin, const struct merkle *tree,
                  struct digester *digester, struct error *error) {
    struct buffer text = {0};
    if (!mark->path || (mark->found && mark->tree.size >= tree->size)) return true;
    write_text(origin, tree, digester, &text);
    bool done = files_write(mark->path, text.bytes, text.size, error);
    buffer_close(&text);
    if (!done) return false;
    mark->found = true;
    mark->tree = *tree;
    return true;
}
