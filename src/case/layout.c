#include "case/layout.h"

#include <string.h>

static bool begins_character(char byte) { return ((unsigned char)byte & 0xc0) != 0x80; }

static int width_of(const char *text, size_t size) {
    int width = 0;
    for (size_t i = 0; i < size; i++) width += begins_character(text[i]);
    return width;
}

int layout_width(const char *text) { return width_of(text, strlen(text)); }

void layout_cell(struct buffer *out, const char *text, int width) {
    size_t size = strlen(text);
    int found = width_of(text, size);
    if (found >= width) {
        for (size = 0, found = 0; found < width - 2 || !begins_character(text[size]); size++)
            found += begins_character(text[size]);
        buffer_add(out, text, size);
        buffer_add_text(out, "~");
        found = width - 1;
    } else {
        buffer_add(out, text, size);
    }
    buffer_format(out, "%*s", width - found, "");
}

void layout_end_line(struct buffer *out) {
    while (out->size && out->bytes[out->size - 1] == ' ') out->bytes[--out->size] = '\0';
    buffer_add_text(out, "\n");
}

void layout_wrap(struct buffer *out, const char *first, const char *indent, const char *text) {
    buffer_add_text(out, first);
    int at = width_of(first, strlen(first));
    bool fresh = true;
    while (*text) {
        bool ends = *text == '\n';
        size_t size = strcspn(text, " \n");
        int width = width_of(text, size);
        if (ends || (!fresh && at + 1 + width > LAYOUT_WIDTH)) {
            layout_end_line(out);
            buffer_add_text(out, indent);
            at = width_of(indent, strlen(indent));
            fresh = true;
        }
        text += ends;
        if (ends) continue;
        if (!fresh) buffer_add_text(out, " ");
        buffer_add(out, text, size);
        at += width + !fresh;
        fresh = false;
        text += size + strspn(text + size, " ");
    }
    layout_end_line(out);
}

void layout_field(struct buffer *out, int indent, const char *name, int width, const char *text) {
    struct buffer first = {0}, below = {0};
    buffer_format(&first, "%*s", indent, "");
    layout_cell(&first, name, width);
    buffer_format(&below, "%*s", indent + width, "");
    layout_wrap(out, buffer_text(&first), buffer_text(&below), text);
    buffer_close(&first);
    buffer_close(&below);
}
