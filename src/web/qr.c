#include "web/qr.h"

#include <qrencode.h>

enum { QUIET = 4 };

/* Dark modules side by side are one piece of the path. */
static void add_row(const QRcode *code, int row, struct buffer *out) {
    const unsigned char *module = code->data + row * code->width;
    for (int i = 0, length; i < code->width; i += length) {
        length = 1;
        if (!(module[i] & 1)) continue;
        while (i + length < code->width && (module[i + length] & 1)) length++;
        buffer_format(out, "M%d %dh%dv1h-%dz", QUIET + i, QUIET + row, length, length);
    }
}

bool qr_draw(struct arena *arena, const char *text, const char *label,
             struct html_safe *out_drawing, struct error *error) {
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (!code) return error_set(error, ERROR_TOO_LARGE, "the text is too long for a QR code");
    struct buffer out = {0};
    struct html html = {.out = &out};
    int width = code->width + 2 * QUIET;
    buffer_format(&out, "<svg class=\"qr\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", width,
                  width);
    html_text(&html, label);
    buffer_format(&out, "\"><rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path fill=\"#000\" d=\"",
                  width, width);
    for (int row = 0; row < code->width; row++) add_row(code, row, &out);
    buffer_add_text(&out, "\"/></svg>");
    char *markup = arena_copy_part(arena, buffer_text(&out), out.size);
    *out_drawing = html_trust(markup, out.size);
    buffer_close(&out);
    QRcode_free(code);
    return true;
}
