#include "record/canonical_write.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/canonical_parts.h"

struct canonical_writer canonical_to(struct arena *arena, struct buffer *out) {
    struct canonical_writer writer; /* most of which is for levels that are never opened */
    writer.arena = arena;
    writer.out = out;
    writer.first = out->size;
    writer.depth = 0;
    writer.after_name = writer.level[0].filled = false;
    return writer;
}

static void begin_value(struct canonical_writer *writer) {
    if (writer->after_name) {
        writer->after_name = false;
        return;
    }
    if (writer->level[writer->depth].filled) buffer_add(writer->out, ",", 1);
    writer->level[writer->depth].filled = true;
}

static void open_level(struct canonical_writer *writer, const char *bracket) {
    begin_value(writer);
    assert(writer->depth < CANONICAL_DEPTH);
    writer->depth++;
    writer->level[writer->depth].start = writer->out->size;
    writer->level[writer->depth].filled = writer->level[writer->depth].unsorted = false;
    buffer_add(writer->out, bracket, 1);
}

static void close_level(struct canonical_writer *writer, const char *bracket) {
    assert(writer->depth > 0 && !writer->after_name);
    buffer_add(writer->out, bracket, 1);
    writer->depth--;
}

void canonical_open_object(struct canonical_writer *writer) { open_level(writer, "{"); }
void canonical_open_list(struct canonical_writer *writer) { open_level(writer, "["); }
void canonical_close_list(struct canonical_writer *writer) { close_level(writer, "]"); }

static int by_name(const void *left, const void *right) {
    const struct canonical_part *one = left, *other = right;
    return canonical_order(one->name, one->name_size, other->name, other->name_size);
}

/* Brings the members of the object that ends `out` into order. */
static void sort_members(struct arena *arena, struct buffer *out, size_t start) {
    struct arena_mark mark = arena_mark(arena);
    size_t size = out->size - start;
    const char *old = arena_copy_part(arena, out->bytes + start, size);
    size_t count = canonical_count(old, size);
    struct canonical_part *part = arena_new(arena, struct canonical_part, count);
    struct canonical_walk walk = canonical_walk(old, size);
    for (size_t i = 0; canonical_next(&walk, &part[i]);) i++;
    qsort(part, count, sizeof *part, by_name);
    out->size = start + 1;
    for (size_t i = 0; i < count; i++) {
        const char *from = part[i].name - 1;
        if (i) buffer_add(out, ",", 1);
        buffer_add(out, from, (size_t)(part[i].bytes + part[i].size - from));
    }
    buffer_add(out, "}", 1);
    arena_release(arena, mark);
}

void canonical_close_object(struct canonical_writer *writer) {
    bool unsorted = writer->level[writer->depth].unsorted;
    size_t start = writer->level[writer->depth].start;
    close_level(writer, "}");
    if (unsorted) sort_members(writer->arena, writer->out, start);
}

/* RFC 8785 section 3.2.2.2. */
static void add_quoted(struct buffer *out, const char *text) {
    static const char SHORT[0x20] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    buffer_add(out, "\"", 1);
    const char *start = text, *end = text + strlen(text);
    for (const char *at = text;; at++) {
        at = (const char *)canonical_plain((const uint8_t *)at, (const uint8_t *)end);
        unsigned char byte = (unsigned char)*at;
        if (byte >= 0x80) continue;
        buffer_add(out, start, (size_t)(at - start));
        if (!byte) break;
        if (byte >= 0x20) buffer_format(out, "\\%c", byte);
        else if (SHORT[byte]) buffer_format(out, "\\%c", SHORT[byte]);
        else buffer_format(out, "\\u%04x", byte);
        start = at + 1;
    }
    buffer_add(out, "\"", 1);
}

void canonical_put_name(struct canonical_writer *writer, const char *name) {
    struct buffer *out = writer->out;
    size_t before = writer->level[writer->depth].name;
    size_t before_size = writer->level[writer->depth].name_size;
    bool first = !writer->level[writer->depth].filled;
    begin_value(writer);
    size_t at = out->size + 1;
    add_quoted(out, name);
    size_t size = out->size - 1 - at;
    if (!first && canonical_order(out->bytes + before, before_size, out->bytes + at, size) > 0)
        writer->level[writer->depth].unsorted = true;
    writer->level[writer->depth].name = at;
    writer->level[writer->depth].name_size = size;
    buffer_add(out, ":", 1);
    writer->after_name = true;
}

void canonical_put_text(struct canonical_writer *writer, const char *text) {
    if (!text) {
        canonical_put_none(writer);
        return;
    }
    begin_value(writer);
    add_quoted(writer->out, text);
}

void canonical_put_bytes(struct canonical_writer *writer, enum encoding encoding, const void *bytes,
                         size_t size) {
    begin_value(writer);
    size_t length = encode_length(encoding, size);
    char *at = buffer_extend(writer->out, length + 2);
    encode_text(encoding, bytes, size, at + 1);
    at[0] = at[1 + length] = '"';
}

void canonical_put_whole(struct canonical_writer *writer, int64_t number) {
    begin_value(writer);
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long)number);
    buffer_add_text(writer->out, digits);
}

void canonical_put_truth(struct canonical_writer *writer, bool truth) {
    begin_value(writer);
    buffer_add_text(writer->out, truth ? "true" : "false");
}

void canonical_put_none(struct canonical_writer *writer) {
    begin_value(writer);
    buffer_add_text(writer->out, "null");
}

void canonical_put_raw(struct canonical_writer *writer, const char *bytes, size_t size) {
    begin_value(writer);
    buffer_add(writer->out, bytes, size);
}

bool canonical_end(struct canonical_writer *writer, struct error *error) {
    assert(writer->depth == 0 && !writer->after_name);
    struct buffer *out = writer->out;
    if (canonical_scan(out->bytes + writer->first, out->size - writer->first, NULL, 0, NULL, error))
        return true;
    out->size = writer->first;
    out->bytes[out->size] = 0;
    return false;
}
