/* A text as a QR code (ISO/IEC 18004), by libqrencode, drawn as SVG. */
#ifndef CAIRN_WEB_QR_H
#define CAIRN_WEB_QR_H

#include "base/arena.h"
#include "http/html.h"

/* The drawing, in the arena, with `label` for those who do not see it. Error correction M, and the
 * four modules of quiet around it that the standard asks for. ERROR_TOO_LARGE: more text than a QR
 * code holds. */
MUST_CHECK bool qr_draw(struct arena *arena, const char *text, const char *label,
                        struct html_safe *out_drawing, struct error *error);

#endif
