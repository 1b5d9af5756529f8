/* Canonical JSON: what is taken is written again, part by part, as the same bytes, and its tree is
 * the one that jansson reads. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "record/canonical_json.h"
#include "record/canonical_node.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void rewrite(struct arena *arena, struct canonical_writer *writer, const char *bytes,
                    size_t size) {
    struct canonical_walk walk = canonical_walk(bytes, size);
    struct canonical_part part;
    switch (bytes[0]) {
    case '{':
        canonical_open_object(writer);
        while (canonical_next(&walk, &part)) {
            const char *name = canonical_text(arena, part.name - 1, part.name_size + 2);
            canonical_put_name(writer, name);
            rewrite(arena, writer, part.bytes, part.size);
        }
        canonical_close_object(writer);
        break;
    case '[':
        canonical_open_list(writer);
        while (canonical_next(&walk, &part)) rewrite(arena, writer, part.bytes, part.size);
        canonical_close_list(writer);
        break;
    case '"': canonical_put_text(writer, canonical_text(arena, bytes, size)); break;
    case 't':
    case 'f': canonical_put_truth(writer, bytes[0] == 't'); break;
    case 'n': canonical_put_none(writer); break;
    default: canonical_put_whole(writer, canonical_whole(bytes, size));
    }
}

static void compare_trees(struct arena *arena, const char *bytes, size_t size) {
    struct error error = {0};
    json_t *value;
    if (!canonical_to_json(bytes, size, &value, &error)) abort();
    struct json_node read = canonical_node(arena, bytes, size);
    struct json_node other = json_node_of(arena, value);
    if (read.json_size != size || !json_node_equal(&read, &other)) abort();
    struct buffer written = {0};
    json_t *again;
    json_node_write(&other, &written);
    if (!canonical_to_json(written.bytes, written.size, &again, &error) ||
        !json_equal(value, again))
        abort();
    buffer_close(&written);
    json_decref(again);
    json_decref(value);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    enum { ROOM = 4 };
    struct arena arena;
    arena_open(&arena, 0);
    struct canonical_part part[ROOM];
    struct error error = {0};
    size_t count = 0;
    if (canonical_scan(bytes, size, part, ROOM, &count, &error)) {
        const char *text = (const char *)bytes;
        if (count != canonical_count(text, size)) abort();
        struct canonical_walk walk = canonical_walk(text, size);
        struct canonical_part walked;
        for (size_t i = 0; canonical_next(&walk, &walked); i++)
            if (i < ROOM && memcmp(&walked, &part[i], sizeof walked) != 0) abort();
        struct buffer again = {0};
        struct canonical_writer writer = canonical_to(&arena, &again);
        rewrite(&arena, &writer, text, size);
        if (!canonical_end(&writer, &error) || again.size != size ||
            memcmp(again.bytes, bytes, size) != 0)
            abort();
        buffer_close(&again);
        compare_trees(&arena, text, size);
    } else if (error.code == ERROR_NONE || !error.text[0]) {
        abort();
    }
    arena_close(&arena);
    return 0;
}
